"""When somebody began to write: asked for by the script, see comments.spam.form_fields."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments import spam
from comments.views.addresses import post_at


@never_cache
@require_safe
def began(request: HttpRequest, **address: object) -> HttpResponse:
    return HttpResponse(spam.stamp(post_at(**address).pk), content_type="text/plain; charset=utf-8")
