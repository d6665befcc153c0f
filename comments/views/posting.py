from django.http import HttpRequest, HttpResponse, HttpResponseForbidden


def cross_site_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponseForbidden(reason)
