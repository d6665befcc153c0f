"""Parts of a conversation on pages of their own: a branch, and the rest of a long thread."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from blog.models import Blog
from blog.visitor_pages import visitor_page
from comments.models import Comment, Discussion
from comments.own import own_of
from comments.reading import Thread, address_of, read_branch, read_on
from comments.rules import discussion_of
from comments.views.addresses import post_at


@require_safe
def branch(request: HttpRequest, pk: int, **address: object) -> HttpResponse:
    """A comment with the replies below it."""
    return _page(request, pk, address, read_branch, "comments/branch.html")


@require_safe
def on(request: HttpRequest, pk: int, **address: object) -> HttpResponse:
    """What follows a comment in its thread."""
    return _page(request, pk, address, read_on, "comments/branch.html")


@require_safe
def more(request: HttpRequest, pk: int, **address: object) -> HttpResponse:
    """The same, to be put into the page that has what comes before."""
    return _page(request, pk, address, read_on, "comments/_more.html")


def _page(
    request: HttpRequest, pk: int, address: dict, read: Callable[..., Thread], template: str
) -> HttpResponse:
    post = post_at(**address)

    def build() -> HttpResponse:
        comment = get_object_or_404(Comment, pk=pk, post=post)
        user, held = request.user, own_of(request)
        if read is read_branch and not comment.is_readable_by(user, held):
            raise Http404("Not for this reader")
        comment.post = post
        thread = read(post, comment, user, held, discussion_of(request))
        context = {"post": post, "thread": thread, "whole": _whole(comment, discussion_of(request))}
        if read is read_branch and comment.is_shown:
            context["branch"] = comment
        return render(request, template, context)

    return visitor_page(request, f"{Blog.current().version}-{post.version}", build)


def _whole(comment: Comment, discussion: Discussion) -> str:
    """The place in the whole conversation where this thread begins."""
    first = Comment.objects.filter(tree_id=comment.thread_id, level=0).get()
    first.post = comment.post
    return address_of(first, discussion)
