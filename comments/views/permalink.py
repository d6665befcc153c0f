"""Finding one's way to a comment from outside: its permanent address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.models import Comment
from comments.reading import address_of


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """To the comment on whatever page of the thread it is today."""
    comment = Comment.objects.published().select_related("post").filter(pk=pk).first()
    if comment is None:
        # Removed, held or never written: who has the link learns no more than that.
        return render(request, "comments/not_here.html", status=404)
    return HttpResponseRedirect(address_of(comment))
