"""Becoming somebody on the way to a comment, and nobody again: the words come along."""

import re
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.identity import configured_providers, sign_out, start_sign_in
from blog.models import Post
from comments.drafts import keep_draft
from comments.refusals import TooLong
from comments.replying import SIGN_IN_SENTENCES, form_of, reply_of
from comments.views.addresses import post_at
from comments.views.posting import refused

# What a page calls its popup, so that both know that they belong together.
POPUP = re.compile(r"[a-z0-9]{8,64}")
FOR_ONE_MOMENT = "private, no-store"


@require_safe
def form(request: HttpRequest, **address: object) -> HttpResponse:
    """The form for whoever asks by now: for scripts, after a sign-in in a popup."""
    post = post_at(**address)
    reply = reply_of(request, post, answered=request.GET.get("parent", ""))
    liked = request.user.is_authenticated and post.likes.filter(user=request.user).exists()
    response = render(request, "comments/form.html", {"post": post, "reply": reply, "liked": liked})
    response["Cache-Control"] = FOR_ONE_MOMENT
    return response


@require_POST
def connect(request: HttpRequest, provider: str, **address: object) -> HttpResponse:
    """An icon was clicked: keep the words, then go and sign in."""
    post = post_at(**address)
    if provider not in {known.slug for known in configured_providers(request)}:
        raise Http404
    popup = request.GET.get("popup", "")
    back = _back_to_popup(request, post, popup) if POPUP.fullmatch(popup) else _back_to_form(request, post)
    return _keep_words(request, post, start_sign_in(request, provider, back))


@require_safe
def connected(request: HttpRequest, **address: object) -> HttpResponse:
    """Where a popup ends: it tells the page that opened it, and closes."""
    post = post_at(**address)
    code, popup = request.GET.get("signin", ""), request.GET.get("popup", "")
    context = {
        "post": post,
        "back": _back_to_form(request, post, **({"signin": code} if code in SIGN_IN_SENTENCES else {})),
        "popup": popup if POPUP.fullmatch(popup) else "",
        "code": code if code in SIGN_IN_SENTENCES else "",
        "sentence": SIGN_IN_SENTENCES.get(code, ""),
    }
    response = render(request, "comments/connected.html", context)
    response["Cache-Control"] = FOR_ONE_MOMENT
    return response


@require_POST
def logout(request: HttpRequest, **address: object) -> HttpResponse:
    """ "Log Out" beside the form: the words stay, on the next page and no other."""
    post = post_at(**address)
    sign_out(request)
    return _keep_words(request, post, HttpResponseRedirect(_back_to_form(request, post)), once=True)


def _keep_words(
    request: HttpRequest, post: Post, response: HttpResponse, *, once: bool = False
) -> HttpResponse:
    try:
        keep_draft(response, post, request.POST, once=once)
    except TooLong as refusal:
        if "popup" in request.GET:
            return response  # the words stay where they are, in the page behind it
        form = form_of(request, post, request.POST)
        return refused(request, form, refusal)
    return response


def _back_to_form(request: HttpRequest, post: Post, **query: str) -> str:
    query |= _answered(request)
    return f"{post.get_absolute_url()}{'?' if query else ''}{urlencode(query)}#respond"


def _back_to_popup(request: HttpRequest, post: Post, popup: str) -> str:
    return f"{post.get_absolute_url()}comments/connected/?{urlencode({'popup': popup, **_answered(request)})}"


def _answered(request: HttpRequest) -> dict[str, str]:
    parent = request.POST.get("parent") or request.GET.get("replytocom", "")
    return {"replytocom": parent} if parent.isascii() and parent.isdigit() else {}
