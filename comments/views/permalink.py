"""Finding one's way to a comment from outside: its permanent address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comments.models import Comment
from comments.reading import address_of


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """To the comment on whatever page of the thread it is today."""
    comment = get_object_or_404(Comment.objects.published().select_related("post"), pk=pk)
    return HttpResponseRedirect(address_of(comment))
