"""Slow mode and freezing: for moderators on pages of their own, for authors on the page of
their post in the admin. The blog does not know of comments: it is given that part from here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.admin import PostAdmin
from blog.models import Post
from comments.admin.reading import ForModerators
from comments.models import Pause
from comments.settling import settle

POSTS_OFFERED = 200


class Optional(BaseInlineFormSet):
    """A form that comes without this part changes nothing of it."""

    by: User

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        names = [f"{self.get_default_prefix()}-{name}_FORMS" for name in ("TOTAL", "INITIAL")]
        if data is not None and names[0] not in data:
            data = data.copy()
            for name in names:
                data[name] = "0"
        super().__init__(data, *args, **kwargs)

    def save_new(self, form: ModelForm, commit: bool = True) -> Pause:
        pause = super().save_new(form, commit=False)
        if commit:
            settle(pause, by=self.by)
        return pause

    def save_existing(self, form: ModelForm, obj: Pause, commit: bool = True) -> Pause:
        pause = super().save_existing(form, obj, commit=False)
        if commit:
            settle(pause, by=self.by)
        return pause


class PauseInline(admin.StackedInline):
    """Whoever may change the post may calm its conversation down, once there is one."""

    model = Pause
    formset = Optional
    fields = ["is_frozen", "slow_seconds", "why"]
    verbose_name = verbose_name_plural = _("Conversation")
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pause]:
        return Pause.objects.all()

    def get_formset(self, request: HttpRequest, obj: Post | None = None, **kwargs: Any) -> type[Optional]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user  # made for this request
        return formset

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return obj is not None and request.user.has_perm("blog.change_post")

    has_change_permission = has_add_permission = has_delete_permission = has_view_permission


PostAdmin.inlines = [*PostAdmin.inlines, PauseInline]


@admin.register(Pause)
class PauseAdmin(ForModerators):
    """Moderators may calm every conversation down, and nothing else of a post."""

    list_display = ["conversation", "is_frozen", "slow_seconds", "why"]
    list_select_related = ["post"]
    fields = ["post", "is_frozen", "slow_seconds", "why"]
    actions = None

    @admin.display(description=_("post"))
    def conversation(self, pause: Pause) -> str:
        return format_html("<bdi>{}</bdi>", pause.post.title)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        newest = Post.objects.published().newest_first().values_list("pk", flat=True)[:POSTS_OFFERED]
        kwargs["queryset"] = Post.objects.filter(pk__in=list(newest)).newest_first().only("title")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Pause | None = None) -> list[str]:
        return ["post"] if obj else []

    def save_model(self, request: HttpRequest, obj: Pause, form: ModelForm, change: bool) -> None:
        settle(obj, by=request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Pause | None = None) -> bool:
        return self.has_view_permission(request)
