"""Feeds of comments, newest first: of the whole blog, of one post, and of a branch."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.feeds import absolute, writable
from blog.models import Blog, Post
from blog.visitor_pages import visitor_page
from comments.atom import ConversationFeed
from comments.models import Comment
from comments.views.addresses import post_at

LENGTH = 50
# By parents: a branch that outgrew its tree goes on in others.
BRANCH = """
WITH RECURSIVE branch(id) AS (
    SELECT CAST(%s AS bigint)
    UNION ALL
    SELECT reply.id FROM comments_comment reply JOIN branch ON reply.parent_id = branch.id
)
SELECT id FROM branch
"""


@require_safe
def comments_feed(request: HttpRequest) -> HttpResponse:
    blog = Blog.current()
    title = _("Comments on %(title)s") % {"title": blog.title}
    return _feed(request, Comment.objects.published(), blog.version, title, "/")


@require_safe
def post_feed(request: HttpRequest, **address: object) -> HttpResponse:
    post = post_at(**address)
    title = _("Comments on %(title)s") % {"title": post.title}
    comments = Comment.objects.published().filter(post=post)
    return _feed(request, comments, post.version, title, post.get_absolute_url())


@require_safe
def post_atom(request: HttpRequest, **address: object) -> HttpResponse:
    post = post_at(**address)
    title = _("Comments on %(title)s") % {"title": post.title}
    return _atom(request, post, title, lambda: Comment.objects.filter(post=post))


@require_safe
def branch_atom(request: HttpRequest, pk: int, **address: object) -> HttpResponse:
    """A comment and all that was ever said below it."""
    post = post_at(**address)
    top = get_object_or_404(Comment.objects.published(), pk=pk, post=post)
    title = _("%(name)s on %(title)s") % {"name": top.name, "title": post.title}
    return _atom(request, post, title, lambda: _all_below(top), f"comments/{pk}/")


def _all_below(top: Comment) -> QuerySet[Comment]:
    if top.parent_id is None:
        return Comment.objects.filter(thread=top.thread_id)
    return Comment.objects.filter(pk__in=RawSQL(BRANCH, [top.pk]))  # noqa: S611 (a constant)


def _atom(
    request: HttpRequest, post: Post, title: str, comments: Callable[[], QuerySet[Comment]], page: str = ""
) -> HttpResponse:
    def build() -> HttpResponse:
        feed = ConversationFeed(
            title=writable(title),
            link=absolute(f"{post.get_absolute_url()}{page or '#comments'}"),
            description=None,
            language=get_language(),
            feed_url=absolute(request.path),
            feed_guid=absolute(request.path),
            since=post.published_at,
        )
        newest = comments().published().order_by("-shown_in", "-created_at", "-pk")[:LENGTH]
        for comment in newest.defer("body", "user_agent"):
            about = {"name": comment.name, "title": post.title}
            feed.add_comment(comment, post, _("%(name)s on %(title)s") % about)
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

    return visitor_page(request, f"{Blog.current().version}-{post.version}", build)


def _feed(
    request: HttpRequest, comments: QuerySet[Comment], version: int, title: str, link: str
) -> HttpResponse:
    newest = list(comments.select_related("post").order_by("-created_at", "-pk")[:LENGTH])
    versions = "-".join(f"{comment.pk}.{comment.post.version}" for comment in newest)

    def build() -> HttpResponse:
        feed = Rss201rev2Feed(
            title=writable(title),
            link=absolute(link),
            description="",
            language=get_language(),
            feed_url=absolute(request.path),
        )
        for comment in newest:
            address = absolute(comment.get_absolute_url())
            feed.add_item(
                title=writable(
                    _("%(name)s on %(title)s") % {"name": comment.name, "title": comment.post.title}
                ),
                link=address,
                unique_id=address,
                author_name=writable(comment.name),
                description=writable(comment.body_html),
                pubdate=comment.created_at,
            )
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

    return visitor_page(request, f"{version}-{versions}", build)
