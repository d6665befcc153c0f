"""The blog's rules for conversations, asked once a request: pages show some of them."""

from django.http import HttpRequest

from comments.models import Discussion


def discussion_of(request: HttpRequest) -> Discussion:
    if not hasattr(request, "discussion"):
        request.discussion = Discussion.current()
    return request.discussion
