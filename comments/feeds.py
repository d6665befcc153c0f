"""Feeds of comments, newest first: of the whole blog, and of one post."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.feeds import absolute, writable
from blog.models import Blog
from blog.visitor_pages import visitor_page
from comments.models import Comment
from comments.views.addresses import post_at

LENGTH = 50


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
