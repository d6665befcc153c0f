"""Following a conversation by mail: the form under each post, and what links in mails open."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.models import Blog, Post
from blog.visitor_pages import visitor_page
from comments.follow_form import FollowForm
from comments.following import TooManyMails, address_of, ask_guest, follow_as_member, level_of
from comments.mail_links import (
    BadLink,
    link_to_settings,
    read_confirm_token,
    read_settings_token,
)
from comments.models import Follow
from comments.views.addresses import post_at

MOST_FOLLOWS = 200
reading_or_acting = require_http_methods(["GET", "HEAD", "POST"])


@reading_or_acting
def follow(request: HttpRequest, **address: object) -> HttpResponse:
    """The choice for who does not comment: nothing, replies, or the whole conversation."""
    post = post_at(**address)
    if request.method == "POST":
        return _follow(request, post)

    def build() -> HttpResponse:
        level = level_of(request.user, post)
        form = FollowForm(initial={"level": level or Follow.Level.ALL}, user=request.user)
        saved = request.user.is_authenticated and "saved" in request.GET  # strangers share one page
        context = {"post": post, "form": form, "level": level, "saved": saved}
        return render(request, "comments/follow/form.html", context)

    return visitor_page(request, f"{Blog.current().version}-{post.version}", build)


def _follow(request: HttpRequest, post: Post) -> HttpResponse:
    user, form = request.user, FollowForm(request.POST, user=request.user)
    is_valid = form.is_valid()
    if not is_valid or (form.cleaned_data["level"] and not post.comments_open):
        context = {"post": post, "form": form, "level": level_of(user, post)}
        return render(request, "comments/follow/form.html", context, status=403 if is_valid else 422)
    level = form.cleaned_data["level"]
    try:
        if not user.is_authenticated:
            ask_guest(request, post, form.cleaned_data["email"], level)
        elif follow_as_member(request, post, user, form.cleaned_data.get("email") or address_of(user), level):
            return HttpResponseRedirect(f"{request.path}?saved")
    except TooManyMails:
        return render(request, "429.html", status=429)
    return render(request, "comments/follow/sent.html", {"post": post})


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that a link in a mail opens. The link is a secret: no cache keeps the page, and
    no other page learns its address.

    It is also the only proof that is asked for. No cookie counts, so there is nothing that
    another site could make a browser do here, and the check of where a form comes from is
    left out: mail programs press "unsubscribe" (RFC 8058) without being a browser at all."""

    @csrf_exempt
    @reading_or_acting
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except BadLink:
            response = render(request, "comments/follow/bad_link.html", status=404)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return shown


@by_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that look after mail open every link in it: opening this one only asks."""
    follow, level = read_confirm_token(token)
    if not follow.post.is_published:
        raise BadLink
    if request.method == "POST":
        follow.confirm(level)
        return HttpResponseRedirect(link_to_settings(follow))
    context = {"follow": follow, "level": level, "post": follow.post}
    return render(request, "comments/follow/confirm.html", context)


@by_link
def settings(request: HttpRequest, token: str) -> HttpResponse:
    """What one follower hears of, to be changed or stopped."""
    follow = read_settings_token(token)
    if follow is None:
        return render(request, "comments/follow/stopped.html")
    if request.method == "POST":
        level = request.POST.get("level")
        if level not in ("", *Follow.Level.values):
            return render(request, "400.html", status=400)
        follow.change(level) if level else follow.stop()
        return HttpResponseRedirect(f"{request.path}?saved")
    context = {
        "follow": follow,
        "levels": Follow.Level.choices,
        "all": link_to_settings(follow, "all_follows"),
        "saved": "saved" in request.GET,
    }
    return render(request, "comments/follow/settings.html", context)


@by_link
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """What "unsubscribe" in a mail program sends its POST to. A person who opens it is asked."""
    follow = read_settings_token(token)
    if request.method != "POST":
        return HttpResponseRedirect("..")
    if follow:
        follow.stop()
    return render(request, "comments/follow/stopped.html")


@by_link
def all_follows(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that goes to the same address."""
    follow = read_settings_token(token)
    if follow is None:
        return render(request, "comments/follow/stopped.html")
    follows = Follow.objects.confirmed().of_address(follow.email)
    if request.method == "POST":
        follows.delete()
        return render(request, "comments/follow/stopped.html", {"all": True})
    follows = follows.select_related("post").order_by("-created_at")[:MOST_FOLLOWS]
    links = [(each, link_to_settings(each)) for each in follows]
    return render(request, "comments/follow/all.html", {"follow": follow, "links": links})
