"""What links in moderators' mail open: a page that asks, and a form on it that judges."""

from collections.abc import Callable
from functools import wraps

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from comments import moderation
from comments.admin.telling import done, unchanged
from comments.emails import masked
from comments.letter_form import LetterForm
from comments.mail_links import (
    BadLink,
    NotAllowed,
    link_to_letter_settings,
    link_to_undo,
    read_judge_token,
    read_letters_token,
    read_undo_token,
    staff_address,
)
from comments.models import Act, Comment, LetterChoice
from comments.queue import last_word_on, why_they_wait
from comments.strokes import sights
from comments.views.following import by_link


def for_its_moderator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever holds the link speaks for whom it was sent to, as long as they may judge."""

    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except BadLink:
            sentence = _(
                "It may have lost a letter on its way, be older than seven days, or have been made for"
                " something else. Nothing was changed. You can decide in the queue."
            )
            return _refused(request, _("This link does not work"), sentence, 404)
        except NotAllowed:
            sentence = _("You may not judge comments here any more. Nothing was changed.")
            return _refused(request, _("This link does not work any more"), sentence, 403)

    return by_link(shown)


@for_its_moderator
def judge(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that look after mail open every link in it: opening this one only asks."""
    order = read_judge_token(token)
    comment = Comment.objects.select_related("post", "author", "weighing").filter(pk=order.comment_pk).first()
    if comment is None:
        sentence = _("The comment does not exist any more.")
        return _refused(request, _("There is nothing left to decide"), sentence, 404)
    if request.method == "POST":
        seen = {comment.pk: order.sight}
        outcome = moderation.decide([comment], order.verb, by=order.by, seen=seen)
        if outcome.acts:
            return HttpResponseRedirect(link_to_undo(outcome.acts[0].batch, order.by))
        return _somebody_was_quicker(request, comment, order.sight)
    if sights([comment])[comment.pk] != order.sight:
        return _somebody_was_quicker(request, comment, order.sight)
    why = why_they_wait([comment])[comment.pk] if comment.status == Comment.Status.PENDING else ""
    context = {"comment": comment, "verb": order.verb, "by": order.by, "why": why}
    return render(request, "comments/letters/judge.html", context)


@for_its_moderator
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """What was done, and the way back."""
    batch, by = read_undo_token(token)
    act = _deed(batch, by)
    if request.method != "POST":
        can_undo = Act.objects.undoable().filter(batch=batch).exists()
        words = done(act.verb, [act.comment]) if can_undo else _what_became_of(act)
        return render(request, "comments/letters/done.html", {"sentence": words, "can_undo": can_undo})
    outcome = moderation.undo(batch, by=by)
    if outcome.acts:
        words = done(Act.Verb.UNDO, [act.comment])
        return render(request, "comments/letters/done.html", {"sentence": words, "undone": True})
    return _somebody_was_quicker(request, act.comment)


@require_safe
@staff_member_required
def own_letters(request: HttpRequest) -> HttpResponse:
    """The way to them without a letter: when one has stopped them, or to see what comes."""
    if not staff_address(request.user):
        sentence = _("Nothing is sent to you, because your account here has no e-mail address.")
        return _refused(request, _("No mail about comments"), sentence, 200)
    return HttpResponseRedirect(link_to_letter_settings(request.user))


@by_link
def letter_settings(request: HttpRequest, token: str) -> HttpResponse:
    """What one of the blog's people hears of, to be changed or stopped."""
    user = read_letters_token(token)
    is_posted = request.method == "POST"
    form = LetterForm(request.POST if is_posted else None, instance=LetterChoice.of(user))
    if is_posted and form.is_valid():
        form.save()
        return HttpResponseRedirect(f"{request.path}?saved")
    context = {"form": form, "email": masked(staff_address(user)), "saved": "saved" in request.GET}
    return render(request, "comments/letters/settings.html", context)


@by_link
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """What "unsubscribe" in a mail program sends its POST to. A person who opens it is asked."""
    user = read_letters_token(token)
    if request.method != "POST":
        return HttpResponseRedirect("..")
    LetterChoice.choose(user, held=False, new=False)
    return render(request, "comments/letters/stopped.html", {"settings": link_to_letter_settings(user)})


def _deed(batch: object, by: User) -> Act:
    act = Act.objects.filter(batch=batch, by=by).exclude(comment=None).select_related("comment").first()
    if act is None:
        raise BadLink
    return act


def _what_became_of(act: Act) -> str:
    return unchanged(act.comment, last_word_on([act.comment]).get(act.comment_id))


def _somebody_was_quicker(request: HttpRequest, comment: Comment, sight: str = "") -> HttpResponse:
    """Or its writer changed it: what was seen is not what would be judged."""
    comment.refresh_from_db()
    words = unchanged(comment, last_word_on([comment]).get(comment.pk), sight)
    sentence = _("%(what)s Nothing was done to it.") % {"what": words}
    return _refused(request, _("Somebody was quicker"), sentence, 409)


def _refused(request: HttpRequest, heading: str, sentence: str, status: int) -> HttpResponse:
    context = {"heading": heading, "sentence": sentence}
    return render(request, "comments/letters/refused.html", context, status=status)
