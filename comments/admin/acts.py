"""The audit page: what moderators and the machine did, each stroke with its way back."""

import uuid

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from blog import rendering
from comments import moderation
from comments.admin.act_words import CUT, csv_lines, settings_of, status_of, told_reason
from comments.admin.moving import address_of, origin_of, target_of, undo_button
from comments.admin.reading import ForModerators
from comments.admin.telling import as_it_was, done, unchanged, way_back
from comments.models import Act, BranchMove
from comments.queue import last_word_on

PEOPLE_OFFERED = 100
MOVES_SHOWN = 10
TOLD = 20
CHANGE_RULES = "comments.change_discussion"


class ByFilter(admin.SimpleListFilter):
    title = _("who did it")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        people = User.objects.filter(Exists(Act.objects.filter(by=OuterRef("pk")))).order_by("username")
        return [
            ("people", _("people")),
            ("machine", _("the machine")),
            *((str(person.pk), person.name) for person in people[:PEOPLE_OFFERED]),
        ]

    def queryset(self, request, queryset):
        value = self.value() or ""
        if value == "people":
            return queryset.by_people()
        if value == "machine":
            return queryset.by_machine()
        if value.isascii() and value.isdigit() and len(value) < 19:
            return queryset.filter(by=int(value))
        return queryset


class DeedFilter(admin.ChoicesFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("deed")


@admin.register(Act)
class ActAdmin(ForModerators):
    list_display = ["at", "who", "did", "about", "on_post", "reason", "states", "undo_or_when"]
    list_display_links = None
    list_filter = [ByFilter, ("verb", DeedFilter), "at"]
    list_select_related = ["by", "comment__post", "sanction__user", "undone_by__by", "undoes", "post"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["why", "by__username", "by__display_name", "by_name", "comment__name", "comment__body"]
    fields = ["at", "who", "did", "about", "on_post", "reason", "states"]
    sortable_by = []
    actions = None

    class Media:
        css = {"all": ["css/admin.css", "css/queue.css"]}

    # --- Columns ----------------------------------------------------------------------

    @admin.display(description=_("by"))
    def who(self, act: Act) -> str:
        return format_html("<bdi>{}</bdi>", act.who) if act.who else _("the machine")

    @admin.display(description=_("did"))
    def did(self, act: Act) -> str:
        return format_html('<span class="status {}">{}</span>', act.verb, act.get_verb_display())

    @admin.display(description=_("what"))
    def about(self, act: Act) -> str:
        if act.comment:
            return format_html(
                '<a href="{}"><bdi>{}</bdi></a><div class="quiet" dir="auto">{}</div>',
                address_of(act.comment_id),
                act.comment.name or gettext("Somebody"),
                rendering.excerpt(act.comment.body_html, 16),
            )
        if act.sanction:
            return format_html("<bdi>{}</bdi>", act.sanction)
        if act.post:
            return format_html("<bdi>{}</bdi>", act.post.title)
        if number := act.before.get("comment"):
            return gettext("comment %(n)s, which is gone") % {"n": number}
        return "–"

    @admin.display(description=_("on"))
    def on_post(self, act: Act) -> str:
        if act.comment is None:
            return "–"
        post = act.comment.post
        address = act.comment.get_absolute_url() if act.comment.is_shown else post.get_absolute_url()
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, post.title)

    @admin.display(description=_("why"))
    def reason(self, act: Act) -> str:
        told = told_reason(act)
        if told and act.why:
            return format_html("{}<br><bdi>{}</bdi>", told, act.why)
        return format_html("<bdi>{}</bdi>", told or act.why or "–")

    @admin.display(description=_("before → after"))
    def states(self, act: Act) -> str:
        if act.verb == Act.Verb.EDIT or (act.undoes and act.undoes.verb == Act.Verb.EDIT):
            # Each change on a line of its own, with as much of it as tells which it was.
            changes = [
                (Truncator(act.before.get(name, "")).chars(CUT), Truncator(value).chars(CUT))
                for name, value in act.after.items()
            ]
            return format_html_join("", "<div><bdi>{}</bdi> → <bdi>{}</bdi></div>", changes) or "–"
        if settings := settings_of(act):
            return format_html_join("", "<div><bdi>{}: {}</bdi> → <bdi>{}</bdi></div>", settings)
        before, after = status_of(act.before), status_of(act.after)
        return f"{before} → {after}" if before or after else "–"

    @admin.display(description=_("undo"))
    def undo_or_when(self, act: Act) -> str:
        undone = getattr(act, "undone_by", None)
        if undone:
            when = formats.date_format(timezone.localtime(undone.at), "SHORT_DATETIME_FORMAT")
            who = undone.who or gettext("the machine")
            words = gettext("undone %(when)s by %(who)s") % {"when": when, "who": who}
            return format_html('<span class="quiet"><bdi>{}</bdi></span>', words)
        if act.undoes_id or act.verb in Act.FOR_GOOD or act.at <= timezone.now() - Act.UNDO_FOR:
            return "–"
        if act.verb == Act.Verb.RULES and not act.may_change_rules:
            return "–"
        n = act.in_stroke
        # Other buttons say the first without a plural; a catalogue cannot have it both ways.
        several = ngettext("Undo %(n)d", "Undo all %(n)d", n) % {"n": n}
        label = several if n > 1 else gettext("Undo")
        # The list is a form already: its button names its own address.
        return format_html(
            '<button class="verb" type="submit" formaction="{}" formmethod="post">{}</button>',
            reverse("admin:comments_act_undo", args=[act.batch]),
            label,
        )

    def get_queryset(self, request):
        stroke = Act.objects.filter(batch=OuterRef("batch")).order_by().values("batch")
        return (
            super()
            .get_queryset(request)
            .annotate(
                in_stroke=Subquery(stroke.values(n=Count("pk"))),
                may_change_rules=Value(request.user.has_perm(CHANGE_RULES)),
            )
        )

    # --- The page ----------------------------------------------------------------------

    def get_urls(self):
        undo = self.admin_site.admin_view(require_POST(self.undo))
        export = self.admin_site.admin_view(require_safe(self.export))
        return [
            path("undo/<uuid:batch>/", undo, name="comments_act_undo"),
            path("csv/", export, name="comments_act_csv"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        moves = BranchMove.objects.select_related("comment", "by", "from_post", "to_post")
        who = request.GET.get("who", "")
        if who.isascii() and who.isdigit() and len(who) < 19:
            moves = moves.filter(by=int(who))
        shown = [
            {
                "move": move,
                "address": address_of(move.comment_id),
                "origin": origin_of(move),
                "target": target_of(move),
                "undo": undo_button(move, "acts"),
            }
            for move in moves[:MOVES_SHOWN]
        ]
        return super().changelist_view(request, {**(extra_context or {}), "moves": shown})

    def undo(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        # To put the rules back is to change them.
        are_rules = Act.objects.filter(batch=batch, verb=Act.Verb.RULES).exists()
        if not self.has_view_permission(request) or (are_rules and not request.user.has_perm(CHANGE_RULES)):
            raise PermissionDenied
        outcome = moderation.undo(batch, by=request.user)
        back = way_back(request, as_it_was(request, reverse("admin:comments_act_changelist")))
        if outcome.acts:
            messages.success(request, done(Act.Verb.UNDO, [act.comment for act in outcome.acts]))
        if outcome.turned:
            messages.success(request, gettext("The restriction was undone."))
        if outcome.settled:
            messages.success(request, gettext("The settings are as they were before."))
        if outcome.unsettled:
            messages.warning(
                request, gettext("These settings were changed again since: they stay as they are.")
            )
        if not (outcome.acts or outcome.turned or outcome.left or outcome.settled or outcome.unsettled):
            words = gettext("There is nothing to undo: it was undone already, or is too old.")
            messages.warning(request, words)
        last = last_word_on(outcome.left)
        for comment in outcome.left[:TOLD]:
            words = unchanged(comment, last.get(comment.pk))
            messages.warning(request, gettext("%(what)s It stays as it is.") % {"what": words})
        if more := len(outcome.left[TOLD:]):
            words = ngettext("%(n)d more stays as it is.", "%(n)d more stay as they are.", more)
            messages.warning(request, words % {"n": more})
        return HttpResponseRedirect(back)

    def export(self, request: HttpRequest) -> HttpResponse:
        """What the list shows with these filters, all pages of it, row by row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            acts = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:comments_act_changelist", query={ERROR_FLAG: 1}))
        # Nobody asks here how many were done at once, which costs with each row.
        acts = acts.annotate(in_stroke=Value(0))
        response = StreamingHttpResponse(csv_lines(acts), content_type="text/csv; charset=utf-8")
        name = f"moderation-{timezone.localdate():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
