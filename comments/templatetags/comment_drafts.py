from django import template

from accounts.models import User
from comments.drafts import kept_as

register = template.Library()


@register.simple_tag
def drafts_of(person: User) -> str:
    """How the rows begin in which their browser keeps what they typed."""
    return kept_as(person)
