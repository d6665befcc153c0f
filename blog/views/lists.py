"""The lists that lead to posts: the front page, archives, tags, categories, authors."""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from accounts.models import User
from blog.models import Blog, Category, Post, PostQuerySet, Tag
from blog.visitor_pages import visitor_page

POSTS_A_PAGE = 10


@require_safe
def home(request: HttpRequest, number: int = 0) -> HttpResponse:
    if moved := _old_address(request):
        return moved
    return list_page(request, _posts(), number, dict, _addresses("blog:home"), is_never_missing=True)


@require_safe
def year(request: HttpRequest, year: int, number: int = 0) -> HttpResponse:
    posts = _posts().filter(published_on__year=year)
    return list_page(request, posts, number, lambda: {"heading": str(year)}, _addresses("blog:year", year))


@require_safe
def month(request: HttpRequest, year: int, month: int, number: int = 0) -> HttpResponse:
    posts = _posts().filter(published_on__year=year, published_on__month=month)

    def about() -> dict:
        return {"heading": f"{MONTHS[month]} {year}"}

    return list_page(request, posts, number, about, _addresses("blog:month", year, month))


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int, number: int = 0) -> HttpResponse:
    try:
        which = date(year, month, day)
    except ValueError as error:
        raise Http404("No such day") from error

    def about() -> dict:
        return {"heading": date_format(which, "DATE_FORMAT")}

    posts = _posts().filter(published_on=which)
    return list_page(request, posts, number, about, _addresses("blog:day", year, month, day))


@require_safe
def tag(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    def about() -> dict:
        tag = get_object_or_404(Tag, slug=slug)
        feed_url = reverse("blog:tag_feed", args=[slug])
        return {"heading": tag.name, "intro": tag.description, "feed_url": feed_url}

    return list_page(request, _posts().filter(tags__slug=slug), number, about, _addresses("blog:tag", slug))


@require_safe
def category(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    def about() -> dict:
        category = get_object_or_404(Category, slug=slug)
        return {"heading": category.name, "intro": category.description}

    posts = _posts().filter(categories__slug=slug)
    return list_page(request, posts, number, about, _addresses("blog:category", slug))


@require_safe
def author(request: HttpRequest, username: str, number: int = 0) -> HttpResponse:
    def about() -> dict:
        author = get_object_or_404(User, username=username)
        return {"heading": author.name, "intro": author.bio}

    posts = _posts().filter(author__username=username)
    return list_page(request, posts, number, about, _addresses("blog:author", username))


def list_page(
    request: HttpRequest,
    posts: PostQuerySet,
    number: int,
    about: Callable[[], dict],
    address_of: Callable[[int], str],
    is_never_missing: bool = False,
) -> HttpResponse:
    """Page `number` of these posts; 0 is the first one under its own address. `about` says
    what stands above them, and is asked only when no earlier visitor left the page."""
    if number == 1:
        return HttpResponsePermanentRedirect(address_of(1))
    number = number or 1
    start = (number - 1) * POSTS_A_PAGE
    rows = posts.newest_first().with_versions().values_list("pk", "version", "blog_version")
    rows = list(rows[start : start + POSTS_A_PAGE + 1])
    if not rows and not (is_never_missing and number == 1):
        raise Http404("No posts here")

    def build() -> HttpResponse:
        context = {
            "posts": _in_order([pk for pk, *_ in rows[:POSTS_A_PAGE]]),
            "heading": "",
            "intro": "",
            "feed_url": reverse("blog:feed"),
            "query": None,
            "older_url": address_of(number + 1) if len(rows) > POSTS_A_PAGE else "",
            "newer_url": address_of(number - 1) if number > 1 else "",
            "years": [day.year for day in _posts().dates("published_on", "year", order="DESC")],
        }
        return render(request, "blog/list.html", context | about())

    version = repr(rows) if rows else f"none {Blog.current().version}"
    return visitor_page(request, version, build)


def _addresses(name: str, *args: object) -> Callable[[int], str]:
    def address_of(number: int) -> str:
        return reverse(f"{name}_page", args=[*args, number]) if number > 1 else reverse(name, args=args)

    return address_of


def _posts() -> PostQuerySet:
    return Post.objects.published().posts()


def _in_order(pks: list[int]) -> list[Post]:
    posts = Post.objects.select_related("author", "picture").prefetch_related("tags")
    found = posts.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _old_address(request: HttpRequest) -> HttpResponse | None:
    """/?p=123 and /?s=words, as the blog's links were on WordPress."""
    if "s" in request.GET:
        return redirect(reverse("blog:search", query={"q": request.GET["s"]}), permanent=True)
    comment = request.GET.get("c", "")
    if comment.isascii() and comment.isdigit() and len(comment) < 19:
        return redirect("comments:permalink", int(comment))
    number = request.GET.get("p") or request.GET.get("page_id")
    if number is None:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404("Not a number")
    moved = get_object_or_404(Post.objects.published(), imported_id=int(number))
    return HttpResponsePermanentRedirect(moved.get_absolute_url())
