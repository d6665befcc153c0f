"""A branch is hung elsewhere by a moderator, who may hang it back."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from blog.models import Post
from comments import threads
from comments.admin.reading import ForModerators
from comments.models import BranchMove, CannotUndo, Comment

NUMBER = re.compile(r"(?:^|[#/=-])([1-9][0-9]{0,17})/?\s*$")
POSTS_OFFERED = 200
TOO_LATE = _("Meanwhile it was moved or deleted. Nothing changed.")


class MoveForm(forms.Form):
    WHERE = [
        ("comment", _("Under another comment")),
        ("top", _("As a thread of its own, on the same post")),
        ("post", _("As a thread of its own, on another post")),
    ]
    where = forms.ChoiceField(label=_("Where to"), choices=WHERE, widget=forms.RadioSelect, initial="comment")
    parent = forms.CharField(
        label=_("Comment"), required=False, help_text=_("Its number or its address, as in #comment-17.")
    )
    post = forms.CharField(
        label=_("Post"),
        required=False,
        help_text=_("Its title or its number."),
        widget=forms.TextInput(attrs={"list": "posts", "dir": "auto"}),
    )

    def __init__(self, *args, comment: Comment, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.comment, self.user = comment, user
        self.posts = Post.objects.visible_to(user)

    def offered_posts(self) -> list[str]:
        return list(self.posts.newest_first().values_list("title", flat=True)[:POSTS_OFFERED])

    def clean(self):
        cleaned = super().clean()
        match cleaned.get("where"):
            case "comment":
                cleaned["to"] = {"parent": self._parent(cleaned.get("parent", ""))}
            case "top":
                cleaned["to"] = {}
            case "post":
                cleaned["to"] = {"post": self._post(cleaned.get("post", ""))}
        return cleaned

    def _parent(self, given: str) -> Comment | None:
        number = NUMBER.search(given)
        parent = Comment.objects.filter(pk=number[1]).first() if number else None
        if parent is None:
            self.add_error("parent", _("There is no such comment."))
        return parent

    def _post(self, given: str) -> Post | None:
        given = given.strip().replace("\0", "")
        found = list(self.posts.filter(title__iexact=given)[:2]) if given else []
        if not found and given.isascii() and given.isdigit() and len(given) < 19:
            found = list(self.posts.filter(pk=given))
        if len(found) == 1:
            return found[0]
        several = _("Several posts have this title: please give a number.")
        self.add_error("post", several if found else _("There is no such post."))
        return None

    def save(self) -> BranchMove | None:
        return BranchMove.make(self.comment, self.user, **self.cleaned_data["to"])


class Moving:
    """The part of the comments' admin that moves them."""

    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        comment = get_object_or_404(Comment.objects.select_related("post"), pk=pk)
        given = request.POST if request.method == "POST" else None
        form = MoveForm(given, comment=comment, user=request.user)
        if form.is_valid() and self._move(request, form):
            return HttpResponseRedirect(address_of(comment.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Move a branch"),
            "opts": self.model._meta,
            "comment": comment,
            "form": form,
        }
        return render(request, "admin/comments/comment/move.html", context)

    def _move(self, request: HttpRequest, form: MoveForm) -> bool:
        try:
            move = form.save()
        except threads.Misplaced:
            self.message_user(request, _("A branch cannot be moved below itself."), messages.ERROR)
        except (threads.ParentGone, threads.ThreadMoved):
            self.message_user(request, TOO_LATE, messages.ERROR)
        else:
            if move is None:
                self.message_user(request, _("It stands there already."), messages.WARNING)
                return True
            words = gettext("Moved from %(from)s to %(to)s.") % {
                "from": origin_of(move),
                "to": target_of(move),
            }
            self.log_change(request, move.comment, words)
            self.message_user(request, words, messages.SUCCESS)
            return True
        return False

    @admin.display(description=_("place"))
    def moves(self, comment: Comment) -> str:
        link = reverse("admin:comments_comment_move", args=[comment.pk])
        done = comment.moves.select_related("from_post", "to_post", "by")
        listed = format_html_join(
            "",
            "<li>{}: {} → {} {}</li>",
            (
                (
                    formats.date_format(timezone.localtime(move.at), "SHORT_DATETIME_FORMAT"),
                    origin_of(move),
                    target_of(move),
                    undo_button(move),
                )
                for move in done
            ),
        )
        return format_html(
            '<a href="{}">{}</a><ul class="moves">{}</ul>', link, _("Move this branch…"), listed
        )


@admin.register(BranchMove)
class BranchMoveAdmin(ForModerators):
    list_display = ["at", "branch", "origin", "target", "who", "undo_or_when"]
    list_display_links = None
    list_select_related = ["comment", "by", "from_post", "to_post"]
    list_per_page = 50
    fields = ["at", "branch", "origin", "target", "who", "undone_at"]

    actions = None

    class Media:
        css = {"all": ["css/admin.css"]}

    @admin.display(description=_("branch"))
    def branch(self, move: BranchMove) -> str:
        link = '<a href="{}"><bdi>{}</bdi></a>'
        return format_html(link, address_of(move.comment_id), move.comment)

    @admin.display(description=_("from"))
    def origin(self, move: BranchMove) -> str:
        return origin_of(move)

    @admin.display(description=_("to"))
    def target(self, move: BranchMove) -> str:
        return target_of(move)

    @admin.display(description=_("moved by"))
    def who(self, move: BranchMove) -> str:
        return format_html("<bdi>{}</bdi>", move.by.name if move.by else _("a former moderator"))

    @admin.display(description=_("undo"))
    def undo_or_when(self, move: BranchMove) -> str:
        return undo_button(move, "list")

    def get_urls(self):
        undo = path(
            "<int:pk>/undo/",
            self.admin_site.admin_view(require_POST(self.undo)),
            name="comments_branchmove_undo",
        )
        return [undo, *super().get_urls()]

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        move = get_object_or_404(BranchMove.objects.select_related("comment", "from_post"), pk=pk)
        try:
            move.undo()
        except CannotUndo as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        except threads.Misplaced:
            words = _("What it answered before now stands below it. Nothing changed.")
            self.message_user(request, words, messages.ERROR)
        except (threads.ParentGone, threads.ThreadMoved):
            self.message_user(request, TOO_LATE, messages.ERROR)
        else:
            words = gettext("Moved back to %(from)s.") % {"from": origin_of(move)}
            self.log_change(request, move.comment, words)
            self.message_user(request, words, messages.SUCCESS)
        if "acts" in request.GET:
            return HttpResponseRedirect(reverse("admin:comments_act_changelist"))
        if "list" in request.GET:
            return HttpResponseRedirect(reverse("admin:comments_branchmove_changelist"))
        return HttpResponseRedirect(address_of(move.comment_id))


def address_of(comment: int) -> str:
    return reverse("admin:comments_comment_change", args=[quote(comment)])


def origin_of(move: BranchMove) -> str:
    return _place(move.from_parent_id, move.from_post)


def target_of(move: BranchMove) -> str:
    return _place(move.to_parent_id, move.to_post)


def _place(parent: int | None, post: Post) -> str:
    # For log lines too, so the title is set apart by characters: first strong isolate, and its end.
    title = f"\u2068{post}\u2069"
    if parent:
        return gettext("comment %(number)d on “%(post)s”") % {"number": parent, "post": title}
    return gettext("the top of “%(post)s”") % {"post": title}


def undo_button(move: BranchMove, back: str = "") -> str:
    if move.undone_at:
        when = formats.date_format(timezone.localtime(move.undone_at), "SHORT_DATETIME_FORMAT")
        return format_html('<span class="quiet">{}</span>', _("undone %s") % when)
    address = reverse("admin:comments_branchmove_undo", args=[move.pk])
    return format_html(
        '<button class="verb" type="submit" formaction="{}" formnovalidate>{}</button>',
        f"{address}?{back}" if back else address,
        _("Undo"),
    )
