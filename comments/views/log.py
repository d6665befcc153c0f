"""The public log: what moderators did, for everybody who wants to hold them to it."""

import re
from dataclasses import astuple, dataclass
from datetime import datetime
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from blog.models import Blog
from blog.visitor_pages import visitor_page
from comments.models import Act, Comment, Discussion

A_PAGE = 50
# What concerns comments. Restrictions of people are between them and the moderators.
VERBS = [
    *(Act.Verb.APPROVE, Act.Verb.HOLD, Act.Verb.SPAM, Act.Verb.TRASH),
    *(Act.Verb.RESTORE, Act.Verb.EDIT, Act.Verb.ERASE, Act.Verb.UNDO),
]
# Pages show those by themselves.
SETTINGS = [Act.Verb.RULES, Act.Verb.PAUSE]


@dataclass(frozen=True)
class Place:
    """A comment that can be read, by its number; else its post, where others may have stood."""

    title: str
    address: str
    number: int | None


@dataclass(frozen=True)
class Line:
    """All that is said of an act: neither words nor names of those who wrote them."""

    at: datetime
    who: str
    did: str
    # Of what was undone: what it had been.
    undid: str
    reason: str
    places: tuple[Place, ...]
    # Further comments to which the same was done at the same stroke.
    others: int


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    if not Discussion.current().public_log:
        raise Http404("The log is not public")
    given = request.GET.get("page", "1")
    number = int(given) if re.fullmatch(r"[1-9][0-9]{0,4}", given) else 1
    acts = _acts(number)
    if number > 1 and not acts:
        raise Http404("The log is not that long")
    lines = [_line(*stroke) for _same, stroke in groupby(acts[:A_PAGE], _stroke)]
    context = {
        "lines": lines,
        "newer": number - 1,
        "older": number + 1 if len(acts) > A_PAGE else 0,
    }
    version = f"{Blog.current().version} {[astuple(line) for line in lines]}"
    return visitor_page(request, version, lambda: render(request, "comments/log.html", context))


def _acts(number: int) -> list[Act]:
    """Of this page, and one more if there is another."""
    # A reply that came with an approval was nothing before, and nobody judged it.
    acts = Act.objects.by_people().filter(verb__in=VERBS, sanction=None)
    acts = acts.exclude(verb=Act.Verb.APPROVE, before={}).exclude(undoes__verb__in=SETTINGS)
    acts = acts.select_related("by", "undoes", "comment__post").defer(
        *("comment__body", "comment__body_html", "comment__user_agent"),
        *("comment__post__body", "comment__post__body_html"),
    )
    start = (number - 1) * A_PAGE
    return list(acts[start : start + A_PAGE + 1])


def _stroke(act: Act) -> tuple[object, ...]:
    return act.batch, act.verb, act.undoes and act.undoes.verb, act.after.get("removed_because")


def _line(act: Act, *others: Act) -> Line:
    reason = act.after.get("removed_because", "")
    return Line(
        at=act.at,
        who=act.who,
        did=act.get_verb_display(),
        undid=act.undoes.get_verb_display() if act.undoes else "",
        reason=str(Comment.Removal(reason).label) if reason in Comment.Removal.values else "",
        places=tuple(dict.fromkeys(place for one in (act, *others) if (place := _place_of(one)))),
        others=len(others),
    )


def _place_of(act: Act) -> Place | None:
    comment = act.comment
    if comment is None or not comment.post.is_published:
        return None
    if comment.is_shown:
        return Place(comment.post.title, comment.get_absolute_url(), comment.pk)
    return Place(comment.post.title, comment.post.get_absolute_url(), None)
