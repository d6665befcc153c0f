from django import template

from blog import rendering
from comments.models import Comment

register = template.Library()


@register.filter
def excerpt(comment: Comment, words: int) -> str:
    """The first words of it, without markup."""
    return rendering.excerpt(comment.body_html, words)
