"""What an open page asks: is there anything new to read?"""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from blog.models import Post
from blog.visitor_pages import is_visitor, visitor_page
from comments.muting import muted_by
from comments.news import news_since, print_news
from comments.views.addresses import post_at
from comments.visits import saw

# The same for everybody, cookies or not: a cache in front answers for thousands of tabs.
# Not while it asks us, as it may with pages: a tab that asks wants to know about now.
FOR_TABS = "public, max-age=0, s-maxage=10"


@require_safe
def news(request: HttpRequest, **address: object) -> HttpResponse:
    news = news_since(_version(request.GET.get("since", "")), **address)
    if news is None:
        raise Http404("No such post")
    if news.first is None:
        return HttpResponse(status=204, headers={"Cache-Control": FOR_TABS})

    def build() -> HttpResponse:
        post = get_object_or_404(Post.objects.published().defer("body", "body_html"), pk=news.post_pk)
        return HttpResponse(print_news(news, post, muted_by(request.user)))

    response = visitor_page(request, str(news), build)
    if is_visitor(request):
        response["Cache-Control"] = FOR_TABS
    return response


@require_POST
def seen(request: HttpRequest, **address: object) -> HttpResponse:
    """A member's open page shows more by now than when it was loaded."""
    post, version = post_at(**address), _version(request.POST.get("version", ""))
    if request.user.is_authenticated:
        saw(request.user, post, version)
    return HttpResponse(status=204)


def _version(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise BadRequest("Not a version of a post")
    return int(given)
