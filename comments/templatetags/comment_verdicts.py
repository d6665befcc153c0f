from django import template
from django.template.loader import render_to_string

from blog.models import Post
from comments.verdict_notice import verdicts_for

register = template.Library()


@register.simple_tag(takes_context=True)
def comment_verdicts(context: template.Context, post: Post) -> str:
    """What became of this reader's own comments that had to wait: beside the thread, since
    that is one copy for everybody."""
    told = verdicts_for(context["request"], post)
    return render_to_string("comments/_verdicts.html", {"told": told}) if told else ""
