"""Writing: post a comment, or be refused politely."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.connected import become
from blog.views.reading import post_page
from comments.drafts import forget_draft
from comments.editing import offers_to
from comments.entries import Entry
from comments.following import follow_from
from comments.forms import CommentForm
from comments.models import Comment, Discussion
from comments.own import remember_own
from comments.reading import address_of
from comments.refusals import Refusal, TooFast
from comments.replying import form_of, refused_reply
from comments.views.addresses import post_at


@require_POST
def post(request: HttpRequest, **address: object) -> HttpResponse:
    post = post_at(**address)
    form = form_of(request, post, request.POST)
    try:
        form.refuse_if_pointless()
        if not form.is_valid():
            return refused(request, form)
        comment = form.save(
            ip_address=get_adapter().get_client_ip(request), user_agent=request.headers.get("User-Agent", "")
        )
    except Refusal as refusal:
        return refused(request, form, refusal)
    follow_from(request, comment, form.cleaned_data["follow"] if "follow" in form.data else None)
    if form.speaker in form.others:
        become(request, form.speaker)
    return _posted(request, comment, form.discussion)


def cross_site_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent from elsewhere, or by a browser that hides where from. If it
    was a person after all, the words are there to be copied."""
    return render(
        request, "comments/cross_site_refused.html", {"words": request.POST.get("body", "")}, status=403
    )


def _posted(request: HttpRequest, comment: Comment, discussion: Discussion) -> HttpResponse:
    address = address_of(comment, discussion)
    if request.htmx:
        post = comment.post
        post.refresh_from_db(fields=["comment_count"])
        offers = offers_to(request.user, frozenset({comment.pk}), comment)
        entry = Entry(
            comment, comment.level, indents=discussion.indents, parent=comment.parent, offers=offers
        )
        frame = {"alone": True, "accepts_comments": True, "address": post.get_absolute_url()}
        response = render(request, "comments/_posted.html", {"entry": entry, "post": post, **frame})
        response["Content-Location"] = address
    else:
        response = HttpResponseRedirect(address)
    remember_own(request, response, comment)
    forget_draft(request, response)
    return response


def refused(request: HttpRequest, form: CommentForm, refusal: Refusal | None = None) -> HttpResponse:
    reply = refused_reply(request, form, refusal)
    status = refusal.status if refusal else 422
    if request.htmx:
        response = render(
            request, "comments/_respond.html", {"reply": reply, "post": form.post}, status=status
        )
    else:
        response = post_page(request, form.post, status=status, reply=reply)
    if isinstance(refusal, TooFast):
        response["Retry-After"] = str(refusal.seconds)
    response["Cache-Control"] = "private, no-store"
    return response
