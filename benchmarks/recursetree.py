"""The floor: the page that django-mptt's tutorial builds, with the same data and the same
frame around it, and no cache."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from blog.models import Post
from config.urls import handler500 as handler500
from config.urls import urlpatterns as site


def recursetree(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("author"), pk=pk)
    comments = post.comments.filter(status="approved").select_related("author").order_by("tree_id", "lft")
    return render(request, "recursetree.html", {"post": post, "comments": comments})


urlpatterns = [path("recursetree/<int:pk>/", recursetree), *site]
