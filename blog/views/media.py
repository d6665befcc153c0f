"""Pictures from our own storage. We made every one of them ourselves, and still they are
served as if we had not: by a list of types, and with no right to do anything."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from blog.models import Picture
from blog.pictures import without_size

TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
# A file is named by its content, so another picture has another address.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    content_type = TYPES.get(path.rpartition(".")[2])
    if content_type is None or "/." in f"/{path}":
        raise Http404("No picture")
    try:
        etag = f'"{default_storage.size(path)}-{path.rpartition("/")[2]}"'
        response = get_conditional_response(request, etag=etag)
        response = response or FileResponse(default_storage.open(path), content_type=content_type)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404("No picture") from error
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = FOR_EVER
    response["ETag"] = etag
    return response


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponse:
    """A picture's address on the WordPress blog it came from, in any of its sizes there."""
    if "\0" in path:
        raise Http404("No picture")
    pictures = Picture.objects.filter(imported_path__in={request.path, without_size(request.path)})
    return HttpResponsePermanentRedirect(get_object_or_404(pictures).url)
