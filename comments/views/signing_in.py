"""Becoming somebody on the way to a comment, and nobody again: the words come along."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from accounts.identity import configured_providers, sign_out, start_sign_in
from blog.models import Post
from comments.drafts import keep_draft
from comments.forms import CommentForm
from comments.refusals import TooLong
from comments.replying import speaker_of
from comments.views.addresses import post_at
from comments.views.posting import refused


@require_POST
def connect(request: HttpRequest, provider: str, **address: object) -> HttpResponse:
    """An icon was clicked: keep the words, then go and sign in."""
    post = post_at(**address)
    if provider not in {known.slug for known in configured_providers(request)}:
        raise Http404
    return _keep_words(request, post, start_sign_in(request, provider, _back_to_form(request, post)))


@require_POST
def logout(request: HttpRequest, **address: object) -> HttpResponse:
    """ "Log Out" beside the form: the words stay."""
    post = post_at(**address)
    sign_out(request)
    return _keep_words(request, post, HttpResponseRedirect(_back_to_form(request, post)))


@require_POST
def change(request: HttpRequest, **address: object) -> HttpResponse:
    """ "Change" beside the form: the icons again, with the session and the words kept."""
    post = post_at(**address)
    return _keep_words(request, post, HttpResponseRedirect(_back_to_form(request, post, change="1")))


def _keep_words(request: HttpRequest, post: Post, response: HttpResponse) -> HttpResponse:
    try:
        keep_draft(response, post, request.POST)
    except TooLong as refusal:
        form = CommentForm(request.POST, post=post, identity=speaker_of(request))
        return refused(request, form, refusal)
    return response


def _back_to_form(request: HttpRequest, post: Post, **query: str) -> str:
    parent = request.POST.get("parent", "")
    if parent.isascii() and parent.isdigit():
        query["replytocom"] = parent
    return f"{post.get_absolute_url()}{'?' if query else ''}{urlencode(query)}#respond"
