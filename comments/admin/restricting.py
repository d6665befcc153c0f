"""Restricting somebody: a page that asks, and does it when the answer comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from comments import sanctions
from comments.admin.asking import for_moderators
from comments.admin.telling import isolated, way_back, with_undo
from comments.models import Act, Comment, Sanction
from comments.queue import Tab

Kind = Sanction.Kind
# What is done, and for how many days.
WHAT = {
    "ban": (Kind.BAN, None),
    "silence-1": (Kind.SILENCE, 1),
    "silence-7": (Kind.SILENCE, 7),
    "silence-30": (Kind.SILENCE, 30),
    "premoderate": (Kind.PREMODERATE, None),
}
LABELS = {
    "ban": _("Ban: may not write here any more"),
    "silence-1": _("Silence for a day"),
    "silence-7": _("Silence for 7 days"),
    "silence-30": _("Silence for 30 days"),
    "premoderate": _("Read before published: each comment waits for a moderator"),
}
DONE = {
    Kind.BAN: _("%(who)s is banned."),
    Kind.SILENCE: _("%(who)s is silenced for a while."),
    Kind.PREMODERATE: _("What %(who)s writes is read before it is published."),
}


@dataclass(frozen=True)
class Target:
    """Whom it may concern: one account, one guest's address, or one network."""

    kind: str
    label: str
    name: str
    who: dict[str, Any] = field(default_factory=dict)

    def count(self) -> int:
        return sanctions.removable_of(**self.who).count()

    @property
    def in_force(self) -> list[Sanction]:
        return list(Sanction.objects.on(**self.who))


class RestrictForm(forms.Form):
    whom = forms.ChoiceField(label=_("Whom"), widget=forms.RadioSelect)
    what = forms.ChoiceField(label=_("What"), choices=LABELS.items(), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("For moderators, in the list of restrictions and in the journal."),
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )
    remove = forms.BooleanField(label=_("Move all of theirs to the trash"), required=False)

    def __init__(self, *args, targets: list[Target], **kwargs):
        super().__init__(*args, **kwargs)
        self.targets = targets
        self.fields["whom"].choices = [(target.kind, target.label) for target in targets]
        self.fields["whom"].initial = targets[0].kind if targets else None
        # The page says what is missing; browsers say it in words of their own.
        self.use_required_attribute = False

    @property
    def rows(self) -> list[tuple[Any, Target, int]]:
        """Each choice of whom, and how many comments would go."""
        return [
            (radio, target, target.count()) for radio, target in zip(self["whom"], self.targets, strict=True)
        ]

    @property
    def target(self) -> Target:
        return next(target for target in self.targets if target.kind == self.cleaned_data["whom"])


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def restrict_writer(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever wrote this comment."""
    comment = get_object_or_404(Comment.objects.select_related("author"), pk=pk)
    tab = request.GET.get("tab", "")
    back = reverse("queue:queue", query={"tab": tab if tab in Tab.values else Tab.PENDING, "at": pk})
    return _restrict(request, comment.name, _targets_of(comment), comment.author, back)


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def restrict_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    may_look = request.user.has_perm("accounts.view_user") or request.user.has_perm("accounts.change_user")
    back = reverse("admin:accounts_user_change", args=[pk]) if may_look else _list()
    return _restrict(request, person.name, [_account(person)], person, back)


def _restrict(
    request: HttpRequest, name: str, targets: list[Target], person: User | None, back: str
) -> HttpResponse:
    untouchable = person is not None and person.is_staff
    form = RestrictForm(request.POST if request.method == "POST" else None, targets=targets)
    if form.is_bound and not untouchable and form.is_valid():
        try:
            return _impose(request, form, way_back(request, back))
        except sanctions.Untouchable:
            untouchable = True
    context = {
        **admin.site.each_context(request),
        "title": gettext("Restrict %(name)s") % {"name": isolated(name or gettext("somebody"))},
        "opts": Sanction._meta,
        "form": form,
        "untouchable": untouchable,
        "back": back,
        "in_force": [sanction for target in targets for sanction in target.in_force],
    }
    status = 403 if form.is_bound and untouchable else 422 if form.is_bound else 200
    return render(request, "admin/comments/sanction/restrict.html", context, status=status)


def _impose(request: HttpRequest, form: RestrictForm, back: str) -> HttpResponse:
    given, target = form.cleaned_data, form.target
    kind, days = WHAT[given["what"]]
    batch = sanctions.impose(
        kind, by=request.user, **target.who, why=given["why"], days=days, remove_comments=given["remove"]
    )
    words = DONE[kind] % {"who": isolated(target.name)}
    if n := Act.objects.filter(batch=batch, verb=Act.Verb.TRASH).count():
        moved = ngettext(
            "%(n)d comment was moved to the trash.", "%(n)d comments were moved to the trash.", n
        )
        words = f"{words} {moved % {'n': n}}"
    messages.success(request, with_undo(words, batch, back))
    return HttpResponseRedirect(back)


def _targets_of(comment: Comment) -> list[Target]:
    targets = []
    if comment.author:
        targets.append(_account(comment.author))
    elif comment.email:
        label = gettext("This guest’s address")
        targets.append(Target("email", label, comment.email, {"email": comment.email}))
    if comment.network:
        label = gettext("This network, whoever writes from it")
        targets.append(Target("network", label, comment.network, {"network": comment.network}))
    return targets


def _account(person: User) -> Target:
    return Target("user", gettext("This account"), person.name, {"user": person})


def _list() -> str:
    return reverse("admin:comments_sanction_changelist")
