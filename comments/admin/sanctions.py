"""The list of restrictions: who, why, until when, by whom, and the way back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments import sanctions
from comments.admin.reading import ForModerators
from comments.admin.telling import as_it_was, isolated
from comments.models import Sanction


class ForceFilter(admin.SimpleListFilter):
    """What is in force comes first by itself."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("over", _("over")), ("all", _("all"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("in force")}, *others]

    def queryset(self, request, queryset):
        over = Q(lifted_at__isnull=False) | Q(until__lte=timezone.now())
        match self.value():
            case "all":
                return queryset
            case "over":
                return queryset.filter(over)
        return queryset.exclude(over)


@admin.register(Sanction)
class SanctionAdmin(ForModerators):
    list_display = ["whom", "what", "reason", "at", "ends", "by_whom", "lift_or_when"]
    list_display_links = None
    list_filter = [ForceFilter, "kind"]
    list_select_related = ["user", "by"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["user__username", "user__display_name", "email", "network", "why"]
    fields = ["whom", "what", "reason", "at", "ends", "by_whom"]
    sortable_by = []
    actions = None

    class Media:
        css = {"all": ["css/admin.css", "css/restrict.css"]}

    @admin.display(description=_("who"))
    def whom(self, sanction: Sanction) -> str:
        if sanction.user:
            return format_html("<bdi>{}</bdi>", sanction.user.name)
        kind = _("a guest’s address") if sanction.email else _("a network")
        return format_html(
            '<bdi>{}</bdi> <span class="quiet">{}</span>', sanction.email or sanction.network, kind
        )

    @admin.display(description=_("what"))
    def what(self, sanction: Sanction) -> str:
        return format_html('<span class="status {}">{}</span>', sanction.kind, sanction.get_kind_display())

    @admin.display(description=_("why"))
    def reason(self, sanction: Sanction) -> str:
        return format_html("<bdi>{}</bdi>", sanction.why or "–")

    @admin.display(description=_("how long"))
    def ends(self, sanction: Sanction) -> str:
        return sanction.until_when

    @admin.display(description=_("by"))
    def by_whom(self, sanction: Sanction) -> str:
        return format_html("<bdi>{}</bdi>", sanction.by.name if sanction.by else _("a former moderator"))

    @admin.display(description=_("lift"))
    def lift_or_when(self, sanction: Sanction) -> str:
        if sanction.is_in_force:
            # The list is a form already: its button names its own address.
            return format_html(
                '<button class="verb" type="submit" formaction="{}" formmethod="post">{}</button>',
                reverse("admin:comments_sanction_lift", args=[sanction.pk]),
                _("Lift"),
            )
        return _("lifted") if sanction.lifted_at else _("over")

    def get_urls(self):
        lift = self.admin_site.admin_view(require_POST(self.lift))
        return [path("<int:pk>/lift/", lift, name="comments_sanction_lift"), *super().get_urls()]

    def lift(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        sanction = get_object_or_404(Sanction.objects.select_related("user"), pk=pk)
        if sanctions.lift(sanction, by=request.user):
            words = gettext("The restriction of %(who)s was lifted.")
            messages.success(request, words % {"who": isolated(sanction.whom)})
        else:
            messages.warning(request, gettext("It was lifted already, or is over."))
        return HttpResponseRedirect(as_it_was(request, reverse("admin:comments_sanction_changelist")))
