from django import template

from accounts.models import User
from comments.standing import Standing, standing

register = template.Library()


@register.simple_tag
def standing_of(person: User) -> Standing:
    return standing(person)
