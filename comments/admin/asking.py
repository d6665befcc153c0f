"""What moderators' forms say, as far as it can be believed."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from comments.models import Comment
from comments.queue import Counted, Tab

View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.has_perm("comments.moderate_comment"):
            raise PermissionDenied
        request.current_app = admin.site.name
        return view(request, *args, **kwargs)

    return admin.site.admin_view(guarded)


def number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def because(request: HttpRequest) -> str:
    given = request.POST.get("because", "")
    return given if given in Comment.Removal.values else ""


def seen(request: HttpRequest, comments: list[Comment]) -> dict[int, str]:
    """Of each; who does not say what they saw has not seen it."""
    return {comment.pk: request.POST.get(f"seen-{comment.pk}", "") for comment in comments}


def tab_of(given: str | None, counts: list[Counted] | None = None) -> Tab:
    """The one that was asked for, else the first that has something in it."""
    if given in Tab.values:
        return Tab(given)
    return next((counted.tab for counted in counts or [] if counted.count), Tab.PENDING)
