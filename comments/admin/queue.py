"""The queue: comments that wait for a moderator, one in focus, decided by a stroke."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from comments import moderation, threads
from comments.admin.asking import because, for_moderators, number, seen, tab_of
from comments.admin.telling import done, unchanged, way_back, with_undo
from comments.alike import alike
from comments.models import Act, Comment
from comments.moderation import Outcome
from comments.queue import (
    A_PAGE,
    Tab,
    counted,
    earlier,
    last_word_on,
    later,
    look_at,
    page_of,
    reasons_of,
    reported_as,
)
from comments.reading import address_of
from comments.strokes import sights

Verb = Act.Verb
VERBS = [Verb.APPROVE, Verb.HOLD, Verb.SPAM, Verb.TRASH, Verb.RESTORE]


@for_moderators
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    counts = counted()
    tab = tab_of(request.GET.get("tab"), counts)
    pk = number(request.GET.get("at", ""))
    if request.GET.get("view") == "list":
        return _list(request, tab, counts)
    if pk is None:
        pk = tab.waiting().values_list("pk", flat=True).first()
    return in_focus(request, tab, pk, counts=counts)


def in_focus(
    request: HttpRequest, tab: Tab, pk: int | None, *, status: int = 200, reply: str = "", counts=None
) -> HttpResponse:
    focus = look_at(pk) if pk else None
    waiting = tab.waiting()
    context = {
        **frame(request, counts or counted(), tab),
        "focus": focus,
        "next": later(waiting, focus.comment).first() if focus else None,
        "previous": earlier(waiting, focus.comment).first() if focus else None,
        "alike": [*alike(focus.comment)] if focus else [],
        "removals": Comment.Removal.choices,
        "reply": reply,
        "last": Act.objects.undoable().filter(by=request.user, sanction=None).first(),
    }
    return render(request, "admin/comments/queue/focus.html", context, status=status)


@for_moderators
@require_POST
def decide(request: HttpRequest, verb: str) -> HttpResponse:
    """A verdict on one comment, or on those that were chosen from a list."""
    if verb not in VERBS:
        raise Http404("No such verb")
    tab = tab_of(request.POST.get("tab"))
    pks = [pk for pk in map(number, request.POST.getlist("pk")[:A_PAGE]) if pk]
    comments = list(Comment.objects.filter(pk__in=pks))
    if not comments:
        messages.warning(request, gettext("Nothing was chosen, or it does not exist any more."))
        return HttpResponseRedirect(way_back(request, address(tab)))
    outcome = moderation.decide(
        comments,
        verb,
        by=request.user,
        because=because(request),
        why=request.POST.get("why", "")[:500],
        seen=seen(request, comments),
    )
    is_alone = len(comments) == 1
    if "on_page" in request.POST:
        back = here = _on_page(comments[0])
        tell(request, verb, outcome, back)
        return HttpResponseRedirect(back)
    here = address(tab, at=comments[0].pk) if is_alone else address(tab, view="list")
    back = way_back(request, here)
    tell(request, verb, outcome, back)
    if is_alone and outcome.acts and back == here:
        # On to the next one: the first that comes after it, else the oldest of all.
        rest = tab.waiting().exclude(pk=comments[0].pk)
        next_one = later(rest, comments[0]).first() or rest.first()
        back = address(tab, at=next_one.pk) if next_one else address(tab)
    return HttpResponseRedirect(back)


@for_moderators
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a comment and answer it, at one stroke."""
    tab = tab_of(request.POST.get("tab"))
    comment = Comment.objects.select_related("post").filter(pk=pk).first()
    if comment is None:
        raise Http404("No such comment")
    words = request.POST.get("body", "").strip()
    if refusal := _refusal(comment, words):
        messages.error(request, refusal)
        return in_focus(request, tab, pk, status=422, reply=words)
    with transaction.atomic():
        outcome = moderation.approve_and_reply(comment, words, by=request.user, seen=seen(request, [comment]))
    tell(request, Verb.APPROVE, outcome, address(tab, at=pk))
    if not outcome.acts:
        return in_focus(request, tab, pk, status=409, reply=words)
    next_one = later(tab.waiting(), comment).first() or tab.waiting().first()
    return HttpResponseRedirect(address(tab, at=next_one.pk) if next_one else address(tab))


def tell(request: HttpRequest, verb: str, outcome: Outcome, back: str) -> None:
    """What was done, with the way back, and what was not, and who was quicker."""
    if outcome.acts:
        words = done(verb, [act.comment for act in outcome.acts if act.before])
        messages.success(request, with_undo(words, outcome.acts[0].batch, back))
    last = last_word_on(outcome.left)
    for comment in outcome.left[:TOLD]:
        sight = request.POST.get(f"seen-{comment.pk}", "")
        words = unchanged(comment, last.get(comment.pk), sight)
        messages.warning(request, gettext("%(what)s Nothing was done to it.") % {"what": words})
    if more := len(outcome.left[TOLD:]):
        words = ngettext("%(n)d more was left as it is.", "%(n)d more were left as they are.", more)
        messages.warning(request, words % {"n": more})


# So many comments that were left alone are named one by one.
TOLD = 5


def _on_page(comment: Comment) -> str:
    """Where a comment stands among the others, or stood, for somebody who judged it there."""
    now = Comment.objects.select_related("post", "parent__post").get(pk=comment.pk)
    if now.status in threads.GONE:
        return address_of(now.parent) if now.parent else f"{now.post.get_absolute_url()}#comments"
    return address_of(now)


def _refusal(comment: Comment, words: str) -> str:
    if not words:
        return gettext("Please write your reply first.")
    if len(words) > Comment.MAX_LENGTH:
        n = Comment.MAX_LENGTH
        return ngettext("At most %(n)d character, please.", "At most %(n)d characters, please.", n) % {"n": n}
    if not comment.post.accepts_comments():
        return gettext("The post takes no more comments.")
    return ""


def _list(request: HttpRequest, tab: Tab, counts: list) -> HttpResponse:
    key = Comment.objects.filter(pk=number(request.GET.get("after", ""))).first()
    comments, has_more = page_of(tab, key)
    sight_of, reported = sights(comments), reported_as(comments)
    context = {
        **frame(request, counts, tab),
        "view": "list",
        "rows": [
            (comment, sight_of[comment.pk], reasons_of(comment), reported.get(comment.pk, []))
            for comment in comments
        ],
        "more": comments[-1] if has_more else None,
        "is_first": key is None,
        "removals": Comment.Removal.choices,
    }
    return render(request, "admin/comments/queue/list.html", context)


def frame(request: HttpRequest, counts: list, tab: Tab) -> dict:
    return {
        **admin.site.each_context(request),
        "title": _("Queue"),
        "opts": Comment._meta,
        "counts": counts,
        "tab": tab,
    }


def address(tab: Tab | str, **query: object) -> str:
    return reverse("queue:queue", query={"tab": str(tab), **query})
