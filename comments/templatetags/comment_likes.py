from django import template
from django.template.loader import render_to_string

from blog.models import Post
from comments.models import CommentLike

register = template.Library()

# Their own newest likes under a post. A press beyond them still counts once.
MOST_MARKED = 1000


@register.simple_tag(takes_context=True)
def liked_comments(context: template.Context, post: Post) -> str:
    """Which comments of the post this reader likes: beside the thread, since that is one
    copy for everybody. Nothing for readers who are not signed in."""
    user = context["request"].user
    if not user.is_authenticated:
        return ""
    likes = CommentLike.objects.filter(user=user, comment__post=post).order_by("-pk")
    liked = list(likes.values_list("comment", flat=True)[:MOST_MARKED])
    return render_to_string("comments/_liked_comments.html", {"liked": liked})
