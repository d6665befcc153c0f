"""Pages that machines read."""

import logging
from datetime import UTC
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.models import Blog, Post
from blog.visitor_pages import visitor_page

logger = logging.getLogger(__name__)

# A sitemap may have 50,000 addresses.
MOST_ADDRESSES = 50_000
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /accounts/
Disallow: /search/
Disallow: /*?replytocom=
Sitemap: {sitemap}
"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{addresses}
</urlset>
"""


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    newest = Post.objects.published().newest_first()
    row = newest.with_versions().values_list("pk", "blog_version").first()

    def build() -> HttpResponse:
        posts = newest.only("kind", "status", "slug", "published_on", "modified_at")[:MOST_ADDRESSES]
        lines = [f"<url><loc>{settings.BASE_URL}{reverse('blog:home')}</loc></url>"]
        for post in posts.iterator():
            changed = post.modified_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            address = escape(f"{settings.BASE_URL}{post.get_absolute_url()}")
            lines.append(f"<url><loc>{address}</loc><lastmod>{changed}</lastmod></url>")
        return HttpResponse(SITEMAP.format(addresses="\n".join(lines)), "application/xml")

    return visitor_page(request, repr(row) if row else f"none {Blog.current().version}", build)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS.format(sitemap=f"{settings.BASE_URL}{reverse('blog:sitemap')}")
    return HttpResponse(text, "text/plain; charset=utf-8")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process is alive, whatever the database does."""
    return HttpResponse("ok", "text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """This process can do its work."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.warning("Not ready: %s", error)
        return HttpResponse("The database does not answer.", "text/plain", status=503)
    return HttpResponse("ready", "text/plain")
