from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from blog.views.liking import WISHES
from comments import threads
from comments.models import Comment
from comments.reading import address_of


@require_POST
def like(request: HttpRequest, pk: int) -> HttpResponse:
    """One press likes, the next takes it back. A form that says which (`like=1`, `like=0`)
    means the same however often it arrives. A script gets the button, others the comment."""
    comment = get_object_or_404(Comment.objects.published().select_related("post"), pk=pk)
    if not request.user.is_authenticated:
        return render(request, "comments/like_refused.html", {"comment": comment}, status=403)
    try:
        liked = threads.like(comment, request.user, WISHES.get(request.POST.get("like", "")))
    except Comment.DoesNotExist as error:
        raise Http404("Taken away in this very moment") from error
    if request.htmx:
        comment.refresh_from_db(fields=["like_count"])
        return render(request, "comments/_like.html", {"comment": comment, "liked": liked})
    return HttpResponseRedirect(address_of(comment))
