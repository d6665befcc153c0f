import re

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.forms import SearchForm
from blog.models import Post
from blog.views.lists import list_page


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.query

    def about() -> dict:
        return {"heading": _("Search"), "query": query, "feed_url": ""}

    def address_of(number: int) -> str:
        return reverse("blog:search", query={"q": query} | ({"page": number} if number > 1 else {}))

    found = form.filter(Post.objects.published())
    return list_page(request, found, _number(request), about, address_of, is_never_missing=True)


def _number(request: HttpRequest) -> int:
    number = request.GET.get("page", "0")
    if not re.fullmatch(r"[0-9]{1,5}", number):
        raise Http404("Not the number of a page")
    return int(number)
