"""A writer's second thoughts: change a comment, or withdraw it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.identity import configured_providers, start_sign_in
from blog import rendering
from blog.models import Post
from comments import editing
from comments.drafts import edit_of, forget_draft, keep_draft, kept_as
from comments.editing import Deed, EditForm
from comments.forgetting import WITHDRAWN_KEPT
from comments.models import Comment
from comments.own import edit_window
from comments.reading import address_of
from comments.refusals import Refusal, Settled, TooLong
from comments.replying import SIGN_IN_SENTENCES

METHODS = ["GET", "HEAD", "POST"]
# In place of a provider: for the blog's own people.
HERE = "here"


@never_cache
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The box with one's words in it. "Preview" is a button of the same form."""
    brought = edit_of(request, pk)
    words = request.POST.get("body", brought)
    try:
        comment = _own_or_404(request, Deed.EDIT, pk)
    except Http404:
        # Its writer perhaps, whose session is over: the words are theirs in any case.
        if words:
            return _not_changed(request, pk, words)
        raise
    is_posted = request.method == "POST"
    form = EditForm(request.POST if is_posted else None, initial={"body": brought or comment.body})
    try:
        editing.refuse_unless(Deed.EDIT, comment)
        if is_posted and form.is_valid():
            if "preview" in request.POST:
                return _previewed(request, comment, form)
            response = HttpResponseRedirect(address_of(editing.edit(comment, form.cleaned_data["body"])))
            if brought:
                forget_draft(request, response)
            return response
    except Refusal as refusal:
        return _page(request, comment, form, words=words, refusal=refusal, status=refusal.status)
    return _page(request, comment, form, status=422 if is_posted else 200)


@require_POST
def connect(request: HttpRequest, pk: int, provider: str) -> HttpResponse:
    """Its writer signs in again, and comes back with the words."""
    back = reverse("comments:edit", args=[pk])
    comment = Comment.objects.filter(pk=pk).select_related("post").first()
    if provider not in {HERE, *(known.slug for known in configured_providers(request))}:
        raise Http404
    if comment is None:
        return _not_changed(request, pk, request.POST.get("body", ""))
    if provider == HERE:
        away: HttpResponse = HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    else:
        away = start_sign_in(request, provider, back)
    try:
        keep_draft(away, comment.post, request.POST, edited=comment)
    except TooLong as refusal:
        return _not_changed(request, pk, request.POST["body"], refusal)
    return away


@never_cache
@require_http_methods(METHODS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; a link that somebody's mail or browser follows ahead does nothing."""
    comment = _own_or_404(request, Deed.WITHDRAW, pk)
    try:
        editing.refuse_unless(Deed.WITHDRAW, comment)
        if request.method == "POST":
            return HttpResponseRedirect(_after(editing.withdraw(comment)))
    except Refusal as refusal:
        heading = _("Withdraw your comment")
        return _page(request, comment, refusal=refusal, status=refusal.status, heading=heading)
    context = {"comment": comment, "post": comment.post, "back": _back(comment)}
    context["days"] = WITHDRAWN_KEPT.days
    return render(request, "comments/withdraw.html", context)


def _own_or_404(request: HttpRequest, deed: Deed, pk: int) -> Comment:
    """The same answer for a comment of somebody else's and for one that never was."""
    comments = Comment.objects.filter(post__in=Post.objects.published(), kind=Comment.Kind.COMMENT)
    comment = get_object_or_404(comments.select_related("post", "author", "parent"), pk=pk)
    if not editing.is_writer(request, deed, comment):
        raise Http404("Somebody else's")
    return comment


def _not_changed(request: HttpRequest, pk: int, words: str, refusal: TooLong | None = None) -> HttpResponse:
    """The same whether somebody else wrote the comment or nobody did."""
    context = {
        "words": words,
        "address": reverse("comments:edit", args=[pk]),
        "permalink": reverse("comments:permalink", args=[pk]),
        "refusal": refusal,
        "sentence": refusal.sentence if refusal else SIGN_IN_SENTENCES.get(request.GET.get("signin", "")),
        "providers": configured_providers(request),
        "is_guest": "key" in request.GET,
    }
    return render(request, "comments/not_changed.html", context, status=refusal.status if refusal else 404)


def _previewed(request: HttpRequest, comment: Comment, form: EditForm) -> HttpResponse:
    preview = rendering.render_comment(form.cleaned_data["body"], comment.body_format)
    if request.htmx:
        return render(request, "comments/_preview.html", {"preview": preview})
    return _page(request, comment, form, preview=preview)


def _page(
    request: HttpRequest, comment: Comment, form: EditForm | None = None, status: int = 200, **context: object
) -> HttpResponse:
    context |= {"comment": comment, "post": comment.post, "form": form, "back": _back(comment)}
    context.setdefault("heading", _("Edit your comment"))
    context["until"] = comment.created_at + edit_window()
    context["draft"] = f"{kept_as(comment.author)}edit{comment.pk}:"
    context["is_over"] = isinstance(context.get("refusal"), Settled)
    return render(request, "comments/edit.html", context, status=status)


def _back(comment: Comment) -> str:
    """To the comment, while there is one to be seen."""
    if comment.status in (Comment.Status.APPROVED, Comment.Status.PENDING):
        return address_of(comment)
    return f"{comment.post.get_absolute_url()}#comments"


def _after(withdrawn: Comment) -> str:
    """Where it stood, or what it answered."""
    if withdrawn.children.filter(status=Comment.Status.APPROVED).exists():
        return address_of(withdrawn)
    if withdrawn.parent and withdrawn.parent.is_shown:
        return address_of(withdrawn.parent)
    return f"{withdrawn.post.get_absolute_url()}#comments"
