"""Slow mode and freezing, on the page of a post in the admin. The blog does not know of
comments: its page is given one part more from here."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin import PostAdmin
from blog.models import Post
from comments.models import Pause


class PauseInline(admin.StackedInline):
    """Whoever may change the post may calm its conversation down."""

    model = Pause
    fields = ["is_frozen", "slow_seconds", "why"]
    verbose_name = verbose_name_plural = _("Conversation")
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return request.user.has_perm("blog.change_post")

    has_change_permission = has_add_permission = has_view_permission


PostAdmin.inlines = [*PostAdmin.inlines, PauseInline]
