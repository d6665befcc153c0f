from django import template
from django.template.loader import render_to_string

from blog.models import Post
from comments.entries import Entry
from comments.visits import SinceLastVisit, since_last_visit

register = template.Library()


@register.simple_tag(takes_context=True)
def comment_news(context: template.Context, post: Post, thread: str) -> str:
    """What tells this page of new comments; and members, whose visits are remembered, which
    came since the last one: beside the thread, since that is one copy for everybody."""
    if not post.is_published:
        return ""
    since = since_last_visit(context["request"], post)
    links = _links(since, post, thread) if since else []
    return render_to_string("comments/_news_element.html", {"post": post, "since": since, "links": links})


def _links(since: SinceLastVisit, post: Post, thread: str) -> list[dict[str, str]]:
    """In the page if it shows the comment, else by the address that leads to it."""
    links = []
    for comment in since.first:
        is_here = f'id="comment-{comment.pk}"' in thread
        address = f"#comment-{comment.pk}" if is_here else comment.get_absolute_url()
        links.append({"address": address, "name": comment.name, "when": Entry(comment, 0).when})
    return links
