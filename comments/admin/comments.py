import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog import rendering
from comments import moderation, threads
from comments.admin.checks import last_check
from comments.admin.editing import EditForm
from comments.admin.moving import Moving
from comments.admin.telling import as_it_was, done, with_undo
from comments.forms import WebsiteField
from comments.models import Act, Comment
from comments.queue import Tab, reasons_of
from comments.strokes import sight

# The verbs of moderation: what the button says, and where it is offered.
VERBS = {
    "approve": (_("Approve"), {"pending"}),
    "hold": (_("Unapprove"), {"approved"}),
    "mark_spam": (_("Spam"), {"pending", "approved"}),
    "trash": (_("Trash"), {"pending", "approved"}),
    "restore": (_("Restore"), {"spam", "trash"}),
}
ACTS = {"mark_spam": Act.Verb.SPAM}
REMOVALS = [("", _("no reason given")), *Comment.Removal.choices]


class WithReason(ActionForm):
    """For what goes to the trash: its place in the thread will say why."""

    because = forms.ChoiceField(label=_("Reason:"), choices=REMOVALS, required=False)


class StatusFilter(admin.SimpleListFilter):
    """WordPress's views with their counts; what waits comes first by itself."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        counts = dict(Comment.objects.order_by().values_list("status").annotate(Count("pk")))
        return [
            (status.value, f"{status.label} ({counts.get(status.value, 0)})") for status in Comment.Status
        ]

    def queryset(self, request, queryset):
        if self.value() in Comment.Status.values:
            return queryset.filter(status=self.value())
        return queryset


@admin.register(Comment)
class CommentAdmin(Moving, admin.ModelAdmin):
    list_display = ["who", "said", "answers", "on_post", "state", "created_at", "verbs"]
    list_filter = [StatusFilter, "kind", "provider", "created_at"]
    list_select_related = ["post", "parent", "author", "weighing"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "email", "website", "body", "ip_address"]
    date_hierarchy = None
    ordering = ["-created_at", "-pk"]
    form = EditForm
    action_form = WithReason
    actions = ["approve", "hold", "mark_spam", "trash", "restore"]
    fields = [
        *("context", "name", "email", "website", "body"),
        *("earlier", "state", "held", "sender", "verbs", "moves"),
    ]
    readonly_fields = ["context", "earlier", "state", "held", "sender", "verbs", "moves"]

    formfield_overrides = {models.URLField: {"form_class": WebsiteField, "assume_scheme": "https"}}

    class Media:
        css = {"all": ["css/admin.css"]}

    # --- Columns: every word of a stranger is escaped and set apart -----------------

    @admin.display(description=_("author"), ordering="name")
    def who(self, comment: Comment) -> str:
        return format_html(
            '<strong><bdi>{}</bdi></strong><br><span class="quiet">{}<br>{}</span>',
            comment.name,
            comment.email or comment.get_provider_display(),
            comment.ip_address or "",
        )

    @admin.display(description=_("comment"))
    def said(self, comment: Comment) -> str:
        text = rendering.excerpt(comment.body_html, 60)
        return format_html(
            '<div class="said" dir="auto">{}</div><a href="{}">{}</a>',
            text,
            reverse("admin:comments_comment_change", args=[quote(comment.pk)]),
            _("Edit"),
        )

    @admin.display(description=_("in reply to"))
    def answers(self, comment: Comment) -> str:
        if comment.parent is None:
            return ""
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>',
            reverse("admin:comments_comment_change", args=[quote(comment.parent.pk)]),
            comment.parent.name,
        )

    @admin.display(description=_("on"), ordering="post")
    def on_post(self, comment: Comment) -> str:
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>',
            comment.get_absolute_url() if comment.is_shown else comment.post.get_absolute_url(),
            comment.post.title,
        )

    @admin.display(description=_("status"), ordering="status")
    def state(self, comment: Comment) -> str:
        status = format_html(
            '<span class="status {}">{}</span>', comment.status, comment.get_status_display()
        )
        if comment.status not in {Comment.Status.PENDING, Comment.Status.SPAM}:
            return status
        return format_html('{}<div class="quiet"><bdi>{}</bdi></div>', status, ", ".join(reasons_of(comment)))

    @admin.display(description=_("decide"))
    def verbs(self, comment: Comment) -> str:
        buttons = [
            format_html(
                '<button class="verb {}" type="submit" formaction="{}">{}</button>',
                verb,
                reverse("admin:comments_comment_verb", args=[comment.pk, verb]),
                label,
            )
            for verb, label in offered_for(comment).items()
        ]
        if "trash" in offered_for(comment):
            options = format_html_join("", '<option value="{}">{}</option>', REMOVALS)
            why = '<select class="because" name="because-{}" aria-label="{}">{}</select>'
            buttons.append(format_html(why, comment.pk, _("Reason for the trash"), options))
        if not (comment.author and comment.author.is_staff) and comment.status not in threads.FINAL:
            restrict = reverse("queue:restrict", args=[comment.pk])
            buttons.append(format_html('<a class="verb" href="{}">{}</a>', restrict, _("Restrict…")))
        # What the moderator has before their eyes: words that came since are not judged with it.
        seen = getattr(comment, "sight", None) or sight(comment, comment.last_act)
        buttons.append(format_html('<input type="hidden" name="seen-{}" value="{}">', comment.pk, seen))
        return format_html('<div class="verbs">{}</div>', format_html_join("", "{}", zip(buttons)))

    @admin.display(description=_("earlier texts"))
    def earlier(self, comment: Comment) -> str:
        """Newest first, each with the time at which its writer replaced it."""
        texts = [
            (formats.date_format(timezone.localtime(text.replaced_at), "SHORT_DATETIME_FORMAT"), text.body)
            for text in comment.revisions.all()
        ]
        one = '<details><summary>{}</summary><pre class="said" dir="auto">{}</pre></details>'
        return format_html_join("", one, texts) or "–"

    @admin.display(description=_("why it was held"))
    def held(self, comment: Comment) -> str:
        return ", ".join(reasons_of(comment)) or "–"

    @admin.display(description=_("sent from"))
    def sender(self, comment: Comment) -> str:
        return " · ".join(filter(None, [comment.ip_address, comment.user_agent])) or "–"

    @admin.display(description=_("thread"))
    def context(self, comment: Comment) -> str:
        parent = comment.parent
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>{}',
            comment.post.get_absolute_url(),
            comment.post.title,
            format_html(
                '<blockquote class="said" dir="auto"><bdi>{}</bdi>: {}</blockquote>',
                parent.name,
                rendering.excerpt(parent.body_html, 90),
            )
            if parent
            else "",
        )

    # --- Verbs, on one comment or many ----------------------------------------------

    def get_urls(self):
        verb = path(
            "<int:pk>/verdict/<slug:verb>/",
            self.admin_site.admin_view(require_POST(self.decide)),
            name="comments_comment_verb",
        )
        move = path("<int:pk>/move/", self.admin_site.admin_view(self.move), name="comments_comment_move")
        return [verb, move, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**(extra_context or {}), **last_check()})

    def decide(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        comment = get_object_or_404(Comment, pk=pk)
        if verb in VERBS:
            because = request.POST.get(f"because-{pk}", "")
            self._decide(request, verb, Comment.objects.filter(pk=comment.pk), because)
        return HttpResponseRedirect(as_it_was(request, reverse("admin:comments_comment_changelist")))

    @admin.action(description=_("Approve"), permissions=["moderate"])
    def approve(self, request, queryset):
        self._decide(request, "approve", queryset)

    @admin.action(description=_("Unapprove"), permissions=["moderate"])
    def hold(self, request, queryset):
        self._decide(request, "hold", queryset)

    @admin.action(description=_("Mark as spam"), permissions=["moderate"])
    def mark_spam(self, request, queryset):
        self._decide(request, "mark_spam", queryset)

    @admin.action(description=_("Move to trash"), permissions=["moderate"])
    def trash(self, request, queryset):
        self._decide(request, "trash", queryset, request.POST.get("because", ""))

    @admin.action(description=_("Restore"), permissions=["moderate"])
    def restore(self, request, queryset):
        self._decide(request, "restore", queryset)

    def _decide(
        self, request: HttpRequest, verb: str, queryset: QuerySet[Comment], because: str = ""
    ) -> None:
        because = because if verb == "trash" and because in Comment.Removal else ""
        seen = {
            int(name.removeprefix("seen-")): sight
            for name, sight in request.POST.items()
            if re.fullmatch(r"seen-[0-9]{1,18}", name)
        }
        act = ACTS.get(verb, verb)
        outcome = moderation.decide(queryset, act, by=request.user, because=because, seen=seen)
        label = str(VERBS[verb][0])
        for row in outcome.acts:
            self.log_change(request, row.comment, label)
        count = len(outcome.acts)
        words = ngettext("%(verb)s: %(n)d comment.", "%(verb)s: %(n)d comments.", count)
        words %= {"verb": label, "n": count}
        if count:
            back = as_it_was(request, reverse("admin:comments_comment_changelist"))
            words = with_undo(words, outcome.acts[0].batch, back)
        self.message_user(request, words, messages.SUCCESS if count else messages.WARNING)
        self._tell_of_unseen(request, outcome)

    def _tell_of_unseen(self, request: HttpRequest, outcome: moderation.Outcome) -> None:
        if unseen := len(outcome.unseen):
            words = ngettext(
                "%(n)d comment has changed since you saw it. Please look at it again.",
                "%(n)d comments have changed since you saw them. Please look at them again.",
                unseen,
            )
            self.message_user(request, words % {"n": unseen}, messages.WARNING)

    def get_queryset(self, request):
        last = Act.objects.filter(comment=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        return super().get_queryset(request).annotate(last_act=Subquery(last))

    def get_object(self, request, object_id, from_field=None):
        comment = super().get_object(request, object_id, from_field)
        if comment:
            # Before a form puts other words into it.
            comment.sight = sight(comment, comment.last_act)
        return comment

    # --- Permissions: moderators judge and edit; nobody writes or deletes here -------

    def has_moderate_permission(self, request) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def has_add_permission(self, request) -> bool:
        return False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change):
        if form.changed_data:
            values = {name: form.cleaned_data[name] for name in form.changed_data}
            seen = request.POST.get(f"seen-{obj.pk}")
            outcome = moderation.edit(obj, values, by=request.user, seen=seen)
            obj.edits = outcome.acts
            self._tell_of_unseen(request, outcome)

    def response_change(self, request, obj):
        if (tab := request.GET.get("queue")) in Tab.values and "_continue" not in request.POST:
            back = reverse("queue:queue", query={"tab": tab, "at": obj.pk})
            for edit in getattr(obj, "edits", []):
                words = done(edit.verb, [edit.comment])
                self.message_user(request, with_undo(words, edit.batch, back), messages.SUCCESS)
            return HttpResponseRedirect(back)
        return super().response_change(request, obj)

    def delete_model(self, request, obj):
        moderation.erase(obj, by=request.user)


def offered_for(comment: Comment) -> dict[str, str]:
    return {verb: label for verb, (label, statuses) in VERBS.items() if comment.status in statuses}
