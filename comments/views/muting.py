"""A member mutes somebody for themselves. The page asks; only the form on it does anything."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import muting
from comments.forms import number_in
from comments.models import Comment, Mute

MOST_SHOWN = 500


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mute(request: HttpRequest, pk: int) -> HttpResponse:
    comments = Comment.objects.published().select_related("post", "author")
    comment = get_object_or_404(comments, pk=pk)
    may = request.user.is_authenticated and muting.may_mute(request.user, comment)
    if request.method == "POST" and may:
        muting.mute(request.user, comment)
        return HttpResponseRedirect(comment.get_absolute_url())
    context = {"comment": comment, "may": may}
    return _page(request, "comments/mute.html", context, status=403 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def muted(request: HttpRequest) -> HttpResponse:
    """People that one muted, each with the way back."""
    if not request.user.is_authenticated:
        status = 403 if request.method == "POST" else 200
        return _page(request, "comments/muted.html", {}, status=status)
    if request.method == "POST":
        person = number_in(request.POST.get("person", ""))
        if person is not None:
            muting.unmute(request.user, person)
        return HttpResponseRedirect(request.path)
    mutes = Mute.objects.filter(user=request.user).select_related("muted").order_by("-at", "-pk")
    return _page(request, "comments/muted.html", {"mutes": mutes[:MOST_SHOWN]})


def _page(request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
