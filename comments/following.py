"""Following a conversation by mail: whose word is enough, and who is asked by a mail first."""

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from comments import notifications
from comments.mail_links import CONFIRM_WITHIN
from comments.models import Comment, Follow


class TooManyMails(Exception):
    """Too many people were to be asked from this network."""


def level_of(user: User | AnonymousUser, post: Post) -> str:
    """What this member follows now: empty for nothing."""
    if not user.is_authenticated:
        return ""
    levels = Follow.objects.confirmed().filter(post=post, user=user).values_list("level", flat=True)
    return levels.first() or ""


def address_of(user: User) -> str:
    """Where this member's mail goes, as far as we know."""
    known = Follow.objects.confirmed().filter(user=user).order_by("-confirmed_at")
    return user.contact_email or user.email or known.values_list("email", flat=True).first() or ""


def follow_from(request: HttpRequest, comment: Comment, level: str | None) -> None:
    """What its writer chose beside a comment that was taken. None: the form did not ask. What
    the form had shown was no choice: whose comment it is may have been changed in it."""
    if level is None or level == level_of(request.user, comment.post):
        return
    try:
        if comment.author:
            if email := address_of(comment.author):
                follow_as_member(request, comment.post, comment.author, email, level)
        elif level and not _was_asked(comment.post, comment.email, level):
            ask_guest(request, comment.post, comment.email, level)
    except TooManyMails:
        pass  # the comment is taken all the same


def follow_as_member(request: HttpRequest, post: Post, user: User, email: str, level: str) -> bool:
    """Follow at this level, or with none stop. False when the address must be confirmed first."""
    mine = Follow.objects.filter(post=post, user=user)
    if not level:
        mine.delete()
        return True
    follow = mine.first()
    if follow and follow.confirmed_at:
        follow.change(level)
        return True
    is_known = _is_known(user, email)
    values = {"email": email, "level": level, "created_at": timezone.now()}
    if not is_known:
        _may_ask(request)
    follow, _new = Follow.objects.update_or_create(post=post, user=user, defaults=values)
    if is_known:
        follow.confirm(level)
    else:
        _ask(request, follow, level)
    return is_known


def ask_guest(request: HttpRequest, post: Post, email: str, level: str) -> None:
    """A link by mail, whoever asks and whatever is known of the address."""
    _may_ask(request)
    follow, is_new = Follow.objects.get_or_create(
        post=post, user=None, email__iexact=email, defaults={"email": email, "level": level}
    )
    if not is_new and not follow.confirmed_at:
        Follow.objects.filter(pk=follow.pk).update(level=level, created_at=timezone.now())
    _ask(request, follow, level)


def forget_unconfirmed() -> None:
    too_old = timezone.now() - CONFIRM_WITHIN
    Follow.objects.filter(confirmed_at=None, created_at__lt=too_old).delete()


# --- Whose word is enough ---------------------------------------------------------


def _is_known(user: User, email: str) -> bool:
    """That this address is this member's: their provider verified it (accounts.providers takes
    no other), or they confirmed it here."""
    if email == user.contact_email and SocialAccount.objects.filter(user=user).exists():
        return True
    if EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists():
        return True
    return Follow.objects.confirmed().of_address(email).filter(user=user).exists()


def _was_asked(post: Post, email: str, level: str) -> bool:
    """Already, and has not answered or said yes: with each comment again would be a nuisance."""
    forget_unconfirmed()
    return Follow.objects.of_address(email).filter(post=post, user=None, level=level).exists()


def _may_ask(request: HttpRequest) -> None:
    if not ratelimit.consume(request, action="follow"):
        raise TooManyMails


def _ask(request: HttpRequest, follow: Follow, level: str) -> None:
    """Some mails for each address and no more, whoever asks; and who asks is not told."""
    forget_unconfirmed()
    if ratelimit.consume(request, action="follow_address", key=follow.email.lower()):
        with transaction.atomic():
            notifications.ask_to_confirm(follow, level)
