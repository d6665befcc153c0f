"""What the spam filter learnt, version by version, and the two ways back: to an earlier one, and
to none."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comments.admin.reading import ForModerators
from comments.models import Training, Verdict
from comments.spam.classifying import LEAST_VERDICTS
from comments.spam.learning import VERSIONS_KEPT


def may_change_rules(request: HttpRequest) -> bool:
    """What the filter knows belongs to the blog's rules, as on the page of the discussion."""
    return request.user.has_perm("comments.change_discussion")


@admin.register(Training)
class TrainingAdmin(ForModerators):
    list_display = ["trained_at", "in_use", "learnt_from", "foretold", "use_it"]
    list_display_links = None
    fields = ["trained_at", "in_use", "learnt_from", "foretold"]
    show_full_result_count = False
    sortable_by: list[str] = []
    actions = None

    class Media:
        css = {"all": ["css/admin.css", "css/trainings.css"]}

    def has_view_permission(self, request: HttpRequest, obj: Training | None = None) -> bool:
        return super().has_view_permission(request, obj) or may_change_rules(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Training]:
        return super().get_queryset(request).annotate(current_pk=Training.objects.current_key())

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return self.list_display if may_change_rules(request) else self.list_display[:-1]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        extra = {**(extra_context or {}), "may_reset": may_change_rules(request), "kept": VERSIONS_KEPT}
        return super().changelist_view(request, extra)

    @admin.display(description=_("in use since"))
    def in_use(self, training: Training) -> str:
        if training.used_at is None:
            return format_html('<span class="quiet">{}</span>', _("not finished"))
        when = formats.date_format(timezone.localtime(training.used_at), "DATETIME_FORMAT")
        if training.pk == training.current_pk:
            return format_html('<span class="status approved">{}</span> {}', _("in use"), when)
        return gettext("last taken into use: %(when)s") % {"when": when}

    @admin.display(description=_("learnt from"))
    def learnt_from(self, training: Training) -> str:
        numbers = {"spam": training.spam, "good": training.good}
        return gettext("verdicts “spam”: %(spam)d, “good”: %(good)d") % numbers

    @admin.display(description=_("how well it foretold the newest verdicts"))
    def foretold(self, training: Training) -> str:
        if not training.figures:
            return gettext("too few verdicts to tell")
        words = gettext("spam caught: %(caught)d of %(spam)d; held for nothing: %(wrong)d of %(good)d")
        return words % training.figures

    @admin.display(description=_("go back"))
    def use_it(self, training: Training) -> str:
        if training.used_at is None or training.pk == training.current_pk:
            return "–"
        return format_html(
            '<a class="verb" href="{}">{}<span class="visually-hidden"> · {}</span></a>',
            reverse("admin:comments_training_use", args=[training.pk]),
            _("Use this version…"),
            training,
        )

    def get_urls(self):
        def deed(view):
            return self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(view))

        return [
            path("reset/", deed(self.reset), name="comments_training_reset"),
            path("<int:pk>/use/", deed(self.use), name="comments_training_use"),
            *super().get_urls(),
        ]

    def use(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_change_rules(request):
            raise PermissionDenied
        finished = self.get_queryset(request).exclude(used_at=None)
        if request.method != "POST":
            return self._ask(request, gettext("Use this version"), get_object_or_404(finished, pk=pk))
        with transaction.atomic():
            Training.lock()
            training = get_object_or_404(finished, pk=pk)
            if training.pk == training.current_pk:
                self.message_user(request, _("This version is in use already."), messages.WARNING)
                return _to_list()
            training.use()
            self.log_change(request, training, gettext("Taken into use again."))
        words = gettext("Comments are judged by the version of %(when)s now.") % {"when": _when(training)}
        self.message_user(request, words, messages.SUCCESS)
        return _to_list()

    def reset(self, request: HttpRequest) -> HttpResponse:
        if not may_change_rules(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._ask(request, gettext("Forget all that was learnt"))
        current = Training.objects.current().first()
        # Once more would only push out a version that one may want to go back to.
        if current and current.since and not Verdict.objects.filter(given_at__gt=current.since).exists():
            self.message_user(request, _("Nothing was learnt since the last time."), messages.WARNING)
            return _to_list()
        with transaction.atomic():
            self.log_change(request, Training.reset(), gettext("Forgot all that was learnt."))
        words = _("All that was learnt is forgotten. Only verdicts from now on count.")
        self.message_user(request, words, messages.SUCCESS)
        return _to_list()

    def _ask(self, request: HttpRequest, title: str, training: Training | None = None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "training": training,
            "learnt_from": self.learnt_from(training) if training else "",
            "when": _when(training) if training else "",
            "least": LEAST_VERDICTS,
            "kept": VERSIONS_KEPT,
        }
        return render(request, "admin/comments/training/confirm.html", context)


def _when(training: Training) -> str:
    return formats.date_format(timezone.localtime(training.trained_at), "DATETIME_FORMAT")


def _to_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:comments_training_changelist"))
