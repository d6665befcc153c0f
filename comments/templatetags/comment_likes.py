from django import template
from django.template.loader import render_to_string

from blog.models import Post
from comments.models import CommentLike
from comments.ties import ties_of

register = template.Library()

# Their own newest likes under a post. A press beyond them still counts once.
MOST_MARKED = 1000


@register.simple_tag(takes_context=True)
def liked_comments(context: template.Context, post: Post) -> str:
    """Which comments of the post this reader likes: beside the thread, since that is one
    copy for everybody. Nothing for readers who are not signed in."""
    request, liked = context["request"], []
    if not request.user.is_authenticated:
        return ""
    if ties_of(request, post).likes_comments:
        likes = CommentLike.objects.filter(user=request.user, comment__post=post).order_by("-pk")
        liked = list(likes.values_list("comment", flat=True)[:MOST_MARKED])
    return render_to_string("comments/_liked_comments.html", {"liked": liked})
