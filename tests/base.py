"""People, posts and comments for tests: plain functions that make one thing each."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from comments.models import Comment

PASSWORD = "correct horse battery staple"
# allauth's names of the providers that our addresses and styles call google, twitter, facebook.
PROVIDER_IDS = {"google": "google", "twitter": "twitter_oauth2", "facebook": "facebook"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


# --- Browsers ---------------------------------------------------------------------


def browser(**kwargs) -> Client:
    """A client that says where its requests come from, as every browser does."""
    return Client(headers={"sec-fetch-site": "same-origin"}, **kwargs)


def signed_in(person: User, **kwargs) -> Client:
    client = browser(**kwargs)
    client.force_login(person, backend=BACKEND)
    session = client.session
    account = SocialAccount.objects.filter(user=person).first()
    if account:
        provider = {"provider": account.provider, "uid": account.uid}
        session["commenting_as"] = next(slug for slug, id in PROVIDER_IDS.items() if id == account.provider)
        record_authentication(SimpleNamespace(session=session), person, "socialaccount", **provider)
    else:
        record_authentication(SimpleNamespace(session=session), person, "password", username=person.username)
    session.save()
    return client


# --- People -----------------------------------------------------------------------


def author(username: str, name: str, **kwargs) -> User:
    """Somebody with a password, as the blog's own people have one."""
    email = f"{username}@blog.example"
    person = User.objects.create_user(username, email, PASSWORD, display_name=name, **kwargs)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def moderator(username: str, name: str) -> User:
    # A test with transactions of its own empties the tables, the migrations' rows included.
    migration = import_module("comments.migrations.0002_moderators")
    migration.make_group(apps, SimpleNamespace(connection=connection))
    person = author(username, name, is_staff=True)
    person.groups.add(Group.objects.get(name="Moderators"))
    return person


def member(username: str, name: str, provider: str = "google", uid: str = "") -> User:
    """Somebody who signed in with a provider, and so has no password."""
    person = User.objects.create_user(username, display_name=name, contact_email=f"{username}@mail.example")
    SocialAccount.objects.create(
        user=person, provider=PROVIDER_IDS[provider], uid=uid or f"{provider}-{username}", extra_data={}
    )
    return person


# --- Posts ------------------------------------------------------------------------


def draft(author: User, **kwargs) -> Post:
    kwargs.setdefault("title", "Backward running")
    kwargs.setdefault("body", "Some say it is **good** for the knees.")
    return Post.objects.create(author=author, **kwargs)


def published(author: User, **kwargs) -> Post:
    kwargs.setdefault("published_at", datetime(2013, 4, 25, 9, 30, tzinfo=UTC))
    return draft(author, status=Post.Status.PUBLISHED, **kwargs)


def scheduled(author: User, **kwargs) -> Post:
    return published(author, published_at=timezone.now() + timedelta(days=1), **kwargs)


def closed(author: User, **kwargs) -> Post:
    return published(author, comments_open=False, **kwargs)


def page(author: User, **kwargs) -> Post:
    return published(author, kind=Post.Kind.PAGE, **{"title": "About", **kwargs})


# --- Comments ---------------------------------------------------------------------


def comment(post: Post, body: str = "I tried it for a week.", **kwargs) -> Comment:
    """An approved comment of a guest, or of `author`, in its place in the thread."""
    return unsaved(post, body, **kwargs).post_reply()


def unsaved(post: Post, body: str, **kwargs) -> Comment:
    author = kwargs.get("author")
    kwargs.setdefault("name", author.name if author else "Grace")
    kwargs.setdefault("email", "" if author else "grace@mail.example")
    kwargs.setdefault("status", Comment.Status.APPROVED)
    return Comment(post=post, body=body, **kwargs)


def reply(parent: Comment, body: str = "So did I.", **kwargs) -> Comment:
    return comment(parent.post, body, parent=parent, **kwargs)


def held(post: Post, body: str = "Buy my shoes.", **kwargs) -> Comment:
    return comment(post, body, status=Comment.Status.PENDING, **kwargs)
