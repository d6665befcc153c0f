"""Letters to the blog's people: to moderators about what the machine held, to a post's author
about what is new under it. Never about spam. One letter in ten minutes at most, with all that
came meanwhile, so that a wave of comments is no wave of mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.tasks import WAITS
from comments import notifications
from comments.emails import has_email
from comments.mail_links import staff_address
from comments.models import Act, Comment, Discussion, Follow, Letter, LetterChoice, moderates

PAUSE = timedelta(minutes=10)
# So many are in a letter; of the others it says how many wait.
LISTED = 20
LETTERS_KEPT = timedelta(days=30)


def tell_of_held(instance: Act, created: bool, **kwargs: object) -> None:
    """The machine held a comment. What a moderator holds is known to them."""
    is_by_machine = created and instance.verb == Act.Verb.HOLD and instance.is_by_machine
    if is_by_machine and instance.comment_id:
        tell_moderators.enqueue(instance.comment_id)


def tell_of_new(comments: Sequence[Comment], **kwargs: object) -> None:
    new = [comment.pk for comment in comments if comment.imported_key is None]
    if new:
        tell_author.enqueue(new)


@task
def tell_moderators(comment_pk: int) -> None:
    """If the blog's rules say so, whoever of them wants that."""
    if not Discussion.current().tell_moderators:
        return
    comment = Comment.objects.filter(pk=comment_pk, status=Comment.Status.PENDING).first()
    if comment is None:
        return
    people = [person for person in moderators() if person.pk != comment.author_id]
    letters = [Letter(user=person, comment=comment) for person in people]
    with transaction.atomic():
        # Held once more, by reports or for other words, it is news once more, even for who is
        # just being told.
        Letter.objects.bulk_create(
            letters,
            update_conflicts=True,
            unique_fields=["user", "comment"],
            update_fields=["is_due", "claimed_at"],
        )
        for person in people:
            write_letter.enqueue(person.pk)


@task
def tell_author(comment_pks: list[int]) -> None:
    """If the blog's rules say so, and they want that. Who follows the conversation anyway hears
    of a comment once."""
    if not Discussion.current().tell_author:
        return
    comments = Comment.objects.published().filter(pk__in=comment_pks).select_related("post__author", "parent")
    letters = [
        Letter(user=comment.post.author, comment=comment)
        for comment in comments
        if comment.author_id != comment.post.author_id
        and LetterChoice.of(comment.post.author).new
        and not _follows(comment.post.author, comment)
    ]
    with transaction.atomic():
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        for person in {letter.user_id for letter in letters}:
            write_letter.enqueue(person)


@task
def write_letter(user_pk: int, tries: int = 0) -> None:
    """All that is due, as things are now: what was decided meanwhile is no news. It stays due
    until it is sent, and the next try stands in the queue before this one begins: nothing is
    lost with a process that is killed, and at worst a letter comes twice."""
    now = timezone.now()
    with transaction.atomic():
        # The row is the lock: two workers write one letter.
        user = User.objects.select_for_update(no_key=True).filter(pk=user_pk, is_active=True).first()
        if user is None or not staff_address(user):
            return
        if wait := _pause(user, now):
            _again(user_pk, wait)
            return
        due = Letter.objects.filter(user=user, is_due=True)
        comments = list(news_for(user).order_by("created_at", "pk"))
        due.exclude(comment__in=comments).update(is_due=False)
        if not comments:
            return
        pks = list(due.values_list("pk", flat=True))
        due.update(claimed_at=now)
        next_try = _next_try(user_pk, tries)
    told = Letter.objects.filter(pk__in=pks)
    try:
        notifications.letter_to(user, comments[:LISTED], more=len(comments[LISTED:])).send()
    except OSError:  # what smtplib raises is one, too
        told.update(claimed_at=None)
        if next_try is None:
            raise
        next_try.update(run_after=timezone.now() + WAITS[tries])
        return
    told.update(sent_at=now)
    told.filter(claimed_at=now).update(is_due=False)
    old = Letter.objects.filter(user=user, is_due=False, sent_at__lt=now - LETTERS_KEPT)
    old.exclude(comment__status=Comment.Status.PENDING).delete()


def moderators() -> list[User]:
    """Those who may judge, can be written to, and did not say that they want no letters."""
    people = User.objects.with_perm("comments.moderate_comment").filter(is_staff=True)
    people = people.exclude(letter_choice__held=False).order_by("pk")
    return [person for person in people if staff_address(person)]


def news_for(user: User) -> Any:
    """Of what is due to them: what waits, if they may decide; what is new under their posts;
    as far as they want to hear of it. What they have judged themselves is none."""
    choice = LetterChoice.of(user)
    due = Letter.objects.filter(user=user, comment=OuterRef("pk"), is_due=True)
    judged = Act.objects.filter(comment=OuterRef("pk"), by=user)
    news = Q(pk=None)
    if choice.new:
        news |= Q(status=Comment.Status.APPROVED, post__author=user)
    if choice.held and moderates(user):
        news |= Q(status=Comment.Status.PENDING)
    found = Comment.objects.filter(Exists(due), ~Exists(judged), news, kind=Comment.Kind.COMMENT)
    return found.select_related("post", "parent", "weighing")


def _follows(user: User, comment: Comment) -> bool:
    same = Q(user=user) | has_email(staff_address(user))
    return Follow.objects.wanting(comment).filter(same).exists()


def _pause(user: User, now: datetime) -> timedelta:
    """Since the last letter; one that is being sent counts, for as long as it may be."""
    sent = user.letters.aggregate(last=Max("sent_at"))["last"]
    claimed = user.letters.filter(is_due=True).aggregate(last=Max("claimed_at"))["last"]
    last = max(filter(None, [sent, claimed]), default=None)
    return max(last + PAUSE - now, timedelta(0)) if last else timedelta(0)


def _again(user_pk: int, wait: timedelta) -> None:
    """Later, and once: all that comes until then goes along."""
    if not write_letter.get_backend().supports_defer:
        return
    mine = {"task_path": write_letter.module_path, "args_kwargs__args__0": user_pk}
    if not DBTaskResult.objects.filter(**mine, status="READY", run_after__gt=timezone.now()).exists():
        write_letter.using(run_after=timezone.now() + wait).enqueue(user_pk)


def _next_try(user_pk: int, tries: int) -> Any:
    """It finds nothing to do, unless this one fails."""
    if tries == len(WAITS) or not write_letter.get_backend().supports_defer:
        return None
    task = write_letter.using(run_after=timezone.now() + PAUSE).enqueue(user_pk, tries + 1)
    return DBTaskResult.objects.filter(pk=task.id, status="READY")
