"""What feed readers fetch: the newest posts, whole, as RSS and as JSON."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from blog.models import Blog, Post, PostQuerySet, Tag
from blog.visitor_pages import visitor_page

NEWEST = 20
# XML has no way to write these.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SMALLER_PICTURES = re.compile(r' (?:srcset|sizes)="[^"]*"')
OWN_ADDRESS = re.compile(r'(?<= )(href|src)="(#|/(?!/))')


class WholeTextFeed(Rss201rev2Feed):
    """RSS with the whole text of each item beside its summary."""

    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    return feed(request, Post.objects.published().posts(), _about_blog, _as_rss)


@require_safe
def posts_json(request: HttpRequest) -> HttpResponse:
    return feed(request, Post.objects.published().posts(), _about_blog, _as_json)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    def about() -> dict[str, str]:
        tag, blog = get_object_or_404(Tag, slug=slug), _about_blog()
        return {
            "title": f"{tag.name} · {blog['title']}",
            "link": absolute(tag.get_absolute_url()),
            "description": tag.description,
        }

    posts = Post.objects.published().posts().filter(tags__slug=slug)
    return feed(request, posts, about, _as_rss, must_have_posts=True)


def feed(
    request: HttpRequest,
    posts: PostQuerySet,
    about: Callable[[], dict[str, str]],
    write: Callable[[HttpRequest, dict[str, str], Iterable[Post]], HttpResponse],
    must_have_posts: bool = False,
) -> HttpResponse:
    rows = posts.newest_first().with_versions().values_list("pk", "version", "blog_version")[:NEWEST]
    rows = list(rows)
    if not rows and must_have_posts:
        raise Http404("No posts here")

    def build() -> HttpResponse:
        found = Post.objects.select_related("author").prefetch_related("tags", "categories")
        items = found.filter(pk__in=[pk for pk, *_ in rows]).newest_first()
        return write(request, about(), items)

    return visitor_page(request, repr(rows) if rows else f"none {Blog.current().version}", build)


def absolute(address: str) -> str:
    return f"{settings.BASE_URL}{address}"


def writable(text: str) -> str:
    return UNWRITABLE.sub("", text)


def full_addresses(safe_html: str, page: str) -> str:
    """For a place that is not our page: addresses within the blog, and within the page."""

    def full(match: re.Match[str]) -> str:
        return f'{match[1]}="{page if match[2] == "#" else settings.BASE_URL}{match[2]}'

    return OWN_ADDRESS.sub(full, safe_html)


def whole_text(post: Post) -> str:
    """The post's HTML for a page that is not ours: full addresses, one size of each picture."""
    return full_addresses(SMALLER_PICTURES.sub("", post.body_html), absolute(post.get_absolute_url()))


def _about_blog() -> dict[str, str]:
    blog = Blog.current()
    return {"title": blog.title, "link": absolute(reverse("blog:home")), "description": blog.tagline}


def _as_rss(request: HttpRequest, about: dict[str, str], items: Iterable[Post]) -> HttpResponse:
    written = WholeTextFeed(
        **{name: writable(text) for name, text in about.items()},
        language=settings.LANGUAGE_CODE,
        feed_url=absolute(request.path),
    )
    for post in items:
        terms = [*post.tags.all(), *post.categories.all()]
        written.add_item(
            title=writable(post.title),
            link=absolute(post.get_absolute_url()),
            description=writable(post.summary),
            content=writable(whole_text(post)),
            author_name=writable(post.author.name),
            pubdate=post.published_at,
            unique_id=absolute(post.get_absolute_url()),
            comments=absolute(f"{post.get_absolute_url()}#comments"),
            categories=[writable(term.name) for term in terms],
        )
    return HttpResponse(written.writeString("utf-8"), "application/rss+xml; charset=utf-8")


def _as_json(request: HttpRequest, about: dict[str, str], items: Iterable[Post]) -> HttpResponse:
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about["title"],
        "home_page_url": about["link"],
        "feed_url": absolute(request.path),
        "description": about["description"],
        "language": settings.LANGUAGE_CODE,
        "items": [
            {
                "id": absolute(post.get_absolute_url()),
                "url": absolute(post.get_absolute_url()),
                "title": post.title,
                "summary": post.summary,
                "content_html": whole_text(post),
                "date_published": post.published_at.astimezone(UTC).isoformat(),
                "date_modified": post.modified_at.astimezone(UTC).isoformat(),
                "authors": [{"name": post.author.name, "url": absolute(post.author.get_absolute_url())}],
                "tags": [tag.name for tag in post.tags.all()],
            }
            for post in items
        ],
    }
    return HttpResponse(json.dumps(content, ensure_ascii=False), "application/feed+json; charset=utf-8")
