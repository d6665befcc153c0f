"""Many at one stroke: all comments of a person, an address, a network, or with a link."""

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from comments import alike, moderation
from comments.admin.asking import because, for_moderators, number, tab_of
from comments.admin.queue import address, frame
from comments.admin.telling import done, with_undo
from comments.models import Act, Comment
from comments.queue import counted

VERBS = [Act.Verb.SPAM, Act.Verb.TRASH]
SHOWN = 5


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def all_alike(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Counts them and asks; does it when the answer comes."""
    comment = get_object_or_404(Comment.objects.select_related("author"), pk=pk)
    tab = tab_of(request.GET.get("tab"))
    of = request.GET.get("of") or None
    asked = (found for found in alike.alike(comment) if found.kind == kind and of in (None, found.of))
    found = next(asked, None)
    if found is None:
        raise Http404("Nothing is alike")
    if request.method == "POST":
        _decide(request, found, address(tab))
        return HttpResponseRedirect(address(tab))
    counts = found.counts()
    context = {
        **frame(request, counted(), tab),
        "title": found.kind.label,
        "found": found,
        "kinds": [(status, status.label, counts.get(status, 0)) for status in alike.STATUSES],
        "total": sum(counts.values()),
        "people": found.comments().order_by().values("name").distinct().count(),
        "newest": found.comments()[:SHOWN],
        "upto": Comment.objects.aggregate(newest=Max("pk"))["newest"],
        "most": alike.MOST,
        "removals": Comment.Removal.choices,
    }
    return render(request, "admin/comments/queue/alike.html", context)


def _decide(request: HttpRequest, found: alike.Alike, back: str) -> None:
    statuses = [status for status in alike.STATUSES if status in request.POST.getlist("status")]
    verb = request.POST.get("verb")
    if verb not in VERBS or not statuses:
        messages.warning(request, gettext("Nothing was chosen."))
        return
    # What came after the count was not counted.
    upto = number(request.POST.get("upto", "")) or 0
    comments = found.comments().filter(status__in=statuses, pk__lte=upto)
    some = list(comments[: alike.MOST + 1])
    why = f"{found.kind.label}: {found.of}"[:500]
    outcome = moderation.decide(some[: alike.MOST], verb, by=request.user, why=why, because=because(request))
    if not outcome.acts:
        messages.warning(request, gettext("There was nothing left to do."))
        return
    words = done(verb, [act.comment for act in outcome.acts])
    messages.success(request, with_undo(words, outcome.acts[0].batch, back))
    if len(some) > alike.MOST:
        words = gettext("There are more: do it once more for the rest.")
        messages.warning(request, words)
    if left := len(outcome.left):
        words = ngettext(
            "%(n)d was decided by somebody else meanwhile.",
            "%(n)d were decided by somebody else meanwhile.",
            left,
        )
        messages.warning(request, words % {"n": left})
