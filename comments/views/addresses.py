from django.shortcuts import get_object_or_404

from blog.models import Post
from blog.views.reading import post_or_404


def post_at(slug: str, **day: int) -> Post:
    """The published post of this day, or without a day the page, to which an address below
    it belongs. 404 for what the public may not read."""
    published = Post.objects.published()
    if day:
        return post_or_404(published, slug=slug, **day)
    return get_object_or_404(published.at_page(slug).select_related("author", "picture"))
