from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from blog.models import Post
from blog.views.reading import post_or_404

WISHES = {"1": True, "0": False}


@require_POST
def like(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """One click likes, the next takes it back. A form that says which (`like=1`, `like=0`)
    means the same however often it arrives."""
    post = post_or_404(Post.objects.published(), year, month, day, slug)
    if not request.user.is_authenticated:
        return render(request, "blog/like_refused.html", {"post": post}, status=403)
    post.like(request.user, WISHES.get(request.POST.get("like", "")))
    return HttpResponseRedirect(f"{post.get_absolute_url()}#likes")
