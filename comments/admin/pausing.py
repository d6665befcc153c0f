"""Slow mode and freezing, on the page of a post in the admin. The blog does not know of
comments: its page is given one part more from here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin import PostAdmin
from blog.models import Post
from comments.models import Pause


class Optional(BaseInlineFormSet):
    """A form that comes without this part changes nothing of it."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        names = [f"{self.get_default_prefix()}-{name}_FORMS" for name in ("TOTAL", "INITIAL")]
        if data is not None and names[0] not in data:
            data = data.copy()
            for name in names:
                data[name] = "0"
        super().__init__(data, *args, **kwargs)


class PauseInline(admin.StackedInline):
    """Whoever may change the post may calm its conversation down, once there is one."""

    model = Pause
    formset = Optional
    fields = ["is_frozen", "slow_seconds", "why"]
    verbose_name = verbose_name_plural = _("Conversation")
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pause]:
        return Pause.objects.all()

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return obj is not None and request.user.has_perm("blog.change_post")

    has_change_permission = has_add_permission = has_delete_permission = has_view_permission


PostAdmin.inlines = [*PostAdmin.inlines, PauseInline]
