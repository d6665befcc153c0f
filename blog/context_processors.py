from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from blog.models import Blog, Post
from blog.visitor_pages import is_visitor

MOST_PAGES = 8


def blog(request: HttpRequest) -> dict[str, object]:
    """What every page's frame shows. Asked for only where a template prints it."""
    return {
        "blog": SimpleLazyObject(Blog.current),
        "blog_pages": SimpleLazyObject(_pages),
        "visitor": is_visitor(request),
        "base_url": settings.BASE_URL,
        # Parts of a page are kept under the versions of what they show, if it has any.
        "versions": None,
        "keep": 0,
    }


def _pages() -> list[Post]:
    pages = Post.objects.published().pages().order_by("title")
    return list(pages.only("kind", "status", "slug", "title")[:MOST_PAGES])
