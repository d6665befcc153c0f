"""Reading: a post or a page, with its thread."""

from collections.abc import Callable
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from blog import page_versions
from blog.models import Post, PostQuerySet
from blog.page_versions import PageVersions
from blog.visitor_pages import KEEP_SECONDS, is_visitor, visitor_page

MOST_LIKERS = 12
TEXT = {"body", "body_html", "body_text"}
COLUMNS = ", ".join(field.column for field in Post._meta.concrete_fields if field.name not in TEXT)
# Written out for the reason that blog/page_versions.py gives.
FOR_READER = f"""
SELECT {COLUMNS}, EXISTS (SELECT 1 FROM blog_like WHERE post_id = blog_post.id AND user_id = %s) AS liked
FROM blog_post WHERE id = %s
"""  # noqa: S608 (the columns are ours)


def post_or_404(posts: PostQuerySet, year: int, month: int, day: int, slug: str) -> Post:
    return get_object_or_404(posts.at(year, month, day, slug).select_related("author", "picture"))


def post_page(
    request: HttpRequest,
    post: Post,
    versions: PageVersions | None = None,
    comments_page: int = 1,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """The page of a post as this reader sees it; `context` is what a form brought back.
    Parts that are the same for everybody are kept under `versions`, and what only they
    show is asked for only when they are made."""
    context |= {
        "post": post,
        "versions": versions,
        "keep": KEEP_SECONDS if versions else 0,
        "likers": cache(lambda: _likers(post)),
        "liked": post.liked if hasattr(post, "liked") else _likes(request.user, post),
        "comments_page": comments_page,
    }
    if post.kind == Post.Kind.POST:
        context["previous_post"] = cache(lambda: _others(post).before(post).first())
        context["next_post"] = cache(lambda: _others(post).after(post).first())
    try:
        return render(request, f"blog/{post.kind}.html", context, status=status)
    except EmptyPage as error:
        raise Http404("No such page of comments") from error


@require_safe
def post(
    request: HttpRequest, year: int, month: int, day: int, slug: str, comments_page: int = 0
) -> HttpResponse:
    if comments_page == 1:
        return HttpResponsePermanentRedirect(reverse("blog:post", args=[year, month, day, slug]))
    versions = page_versions.of_post(year, month, day, slug)
    return _one(request, versions, lambda: Post.objects.at(year, month, day, slug), comments_page or 1)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return _one(request, page_versions.of_page(slug), lambda: Post.objects.at_page(slug))


def _one(
    request: HttpRequest,
    versions: PageVersions | None,
    here: Callable[[], PostQuerySet],
    comments_page: int = 1,
) -> HttpResponse:
    """`here` is asked only when nothing is published at the address: a draft may be."""
    if versions:
        return visitor_page(
            request,
            str(versions),
            lambda: post_page(request, _post(request, versions.post_pk), versions, comments_page),
        )
    unpublished = get_object_or_404(here().visible_to(request.user).values_list("pk", flat=True))
    response = post_page(request, _post(request, unpublished))
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _likers(post: Post) -> list[User]:
    likes = post.likes.select_related("user").order_by("-created_at", "-pk")
    return [like.user for like in likes[:MOST_LIKERS]]


def _likes(user: User | AnonymousUser, post: Post) -> bool:
    return user.is_authenticated and post.likes.filter(user=user).exists()


def _others(post: Post) -> PostQuerySet:
    return Post.objects.published().posts() if post.is_published else Post.objects.none()


def _post(request: HttpRequest, pk: int) -> Post:
    """For signed-in readers with their like, and without its text, which their page mostly has
    in a kept part."""
    if is_visitor(request):
        return get_object_or_404(Post.objects.select_related("author", "picture"), pk=pk)
    for found in Post.objects.raw(FOR_READER, [request.user.pk, pk]):
        return found
    raise Http404
