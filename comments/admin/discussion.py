"""The blog's rules: one page, with a try-out on what was written of late."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.backtest import MOST, try_on_the_last
from comments.models import Discussion
from comments.settling import settle
from comments.spam.keys import LONGEST_KEY, MOST_KEYS

ONE = 1


class RulesForm(forms.ModelForm):
    class Meta:
        model = Discussion
        fields = "__all__"  # noqa: DJ007 - what is grouped below, and no more
        help_texts = {
            "who": _("Members sign in with an account that they have elsewhere, or with one of this blog."),
            "hold_first": _(
                "Until a moderator has published something of theirs. Members are known by their account."
            ),
            "max_links": _("0: however many links it has."),
            "moderation_keys": _(
                "Words, phrases or addresses, looked for as whole words in the comment, the name, the"
                " e-mail address, the website, the internet address and the browser’s name."
                " “casino*” also finds “casinos”."
            ),
            "disallowed_keys": _("The same, for what nobody needs to read. Spam is kept for 30 days."),
            "hold_from": _(
                "Each sign of spam weighs some points; moderators see them with the comment."
                " A link is one point, an advertisement as a name six."
            ),
            "spam_from": _("Its writer is told that it waits, and learns no more."),
            "close_after": _("Empty: never. Pages are closed by hand only."),
            "close_counts_activity": _("Otherwise from the day on which the post was published."),
            "report_weight": _("A reader’s report weighs 1, a trusted reader’s 2."),
            "threads_a_page": _("A comment with all answers to it is one thread."),
            "indents": _("Deeper answers stand in one column and name whom they answer."),
            "public_log": _("Without names of readers, at /moderation-log/."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in LEAST:
                field.min_value = field.widget.attrs["min"] = LEAST[name]
                field.validators.append(forms.fields.validators.MinValueValidator(LEAST[name]))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("spam_from", 0) < given.get("hold_from", 0):
            self.add_error("spam_from", _("No fewer points than a comment needs to wait."))
        for name in ("moderation_keys", "disallowed_keys"):
            lines = [line.strip() for line in given.get(name, "").splitlines()]
            given[name] = "\n".join(dict.fromkeys(filter(None, lines)))
            try:
                _check_keys(given[name].splitlines())
            except ValidationError as error:
                self.add_error(name, error)
        return given


# When the page is made: neither its address nor its language is known before.
TO_TRAININGS = lazy(format_html, SafeString)(
    '<a href="{}">{}</a>',
    reverse_lazy("admin:comments_training_changelist"),
    _("What the filter has learnt, and the way back"),
)
LEAST = {"hold_from": 1, "spam_from": 1, "close_after": 1, "report_weight": 1}


def _check_keys(keys: list[str]) -> None:
    if len(keys) > MOST_KEYS:
        raise ValidationError(_("At most %(n)d lines."), params={"n": MOST_KEYS})
    for key in keys:
        if len(key) > LONGEST_KEY:
            raise ValidationError(_("At most %(n)d characters in a line."), params={"n": LONGEST_KEY})
        if not key.strip("*").strip():
            raise ValidationError(_("A line of “*” alone would find everything."))


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    """One row, made by its first saving; its list is its form."""

    form = RulesForm
    change_form_template = "admin/comments/discussion/change_form.html"
    fieldsets = [
        (_("Who may comment"), {"fields": ["who"]}),
        (
            _("What waits for a moderator"),
            {"fields": ["hold_all", "hold_first", "max_links", "moderation_keys"]},
        ),
        (
            _("What is spam"),
            {"fields": ["disallowed_keys", "hold_from", "spam_from"], "description": TO_TRAININGS},
        ),
        (_("What readers report"), {"fields": ["report_weight", "public_log"]}),
        (_("When a conversation ends"), {"fields": ["close_after", "close_counts_activity"]}),
        (_("How it is shown"), {"fields": ["threads_a_page", "indents"]}),
        (_("Who is told by mail"), {"fields": ["tell_author", "tell_moderators"]}),
    ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Discussion:
        return Discussion.objects.first() or Discussion(pk=ONE)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.changeform_view(request, str(ONE), "", extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = {**(extra_context or {}), "title": _("Discussion"), "subtitle": None, "most": MOST}
        extra |= {"show_save_and_continue": False, "show_save_and_add_another": False}
        if request.method == "POST" and "try" in request.POST:
            return self._try(request, extra)
        return super().changeform_view(request, object_id, form_url, extra)

    def _try(self, request: HttpRequest, extra: dict[str, Any]) -> HttpResponse:
        """The page with these settings, and what they would have done. Nothing is saved."""
        rules = self.get_object(request, str(ONE))
        if not self.has_change_permission(request, rules):
            raise PermissionDenied
        form = self.get_form(request, rules, change=True)(request.POST, instance=rules)
        is_valid = form.is_valid()
        shown = AdminForm(form, self.get_fieldsets(request, rules), {}, model_admin=self)
        context = {
            **self.admin_site.each_context(request),
            **extra,
            "adminform": shown,
            "errors": AdminErrorList(form, []),
            "inline_admin_formsets": [],
            "is_popup": False,
            "media": self.media + shown.media,
            "object_id": str(rules.pk),
            "original": rules,
            "preserved_filters": "",
            "trial": try_on_the_last(rules) if is_valid else None,
        }
        return self.render_change_form(request, context, change=True, obj=rules)

    def save_model(self, request: HttpRequest, obj: Discussion, form: forms.ModelForm, change: bool) -> None:
        settle(obj, by=request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False
