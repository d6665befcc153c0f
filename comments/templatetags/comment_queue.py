from datetime import datetime

from django import template

from blog import rendering
from comments.admin.telling import since
from comments.models import Comment
from comments.queue import Counted, counted

register = template.Library()


@register.filter
def excerpt(comment: Comment, words: int) -> str:
    """The first words of it, without markup."""
    return rendering.excerpt(comment.body_html, words)


@register.filter
def ago(moment: datetime) -> str:
    """A minute at least, in whole sentences."""
    return since(moment)


@register.simple_tag
def queue_counts() -> list[Counted]:
    return counted()
