"""All comments that have something in common with one: who wrote them, or where they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import or_
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.sanctions import comments_of

# At one stroke. For more there is a second one.
MOST = 1000
# Links stand in texts, which no index knows: so many of the newest comments are looked through.
LOOKED_THROUGH = 5000
HOSTS_OFFERED = 5
# What may still be taken away.
STATUSES = (Comment.Status.PENDING, Comment.Status.APPROVED)


class Kind(TextChoices):
    AUTHOR = "author", _("All from this person")
    EMAIL = "email", _("All from this e-mail address")
    NETWORK = "network", _("All from this network")
    HOST = "host", _("All that link to this site")


@dataclass(frozen=True)
class Alike:
    kind: Kind
    # Whom or what they have in common, for a person to read.
    of: str
    comment: Comment

    @property
    def query(self) -> dict[str, str]:
        return {"of": self.of} if self.kind == Kind.HOST else {}

    def comments(self) -> Any:
        """Those that are not gone yet, the newest first."""
        match self.kind:
            case Kind.AUTHOR:
                found = comments_of(user=self.comment.author)
            case Kind.EMAIL:
                found = comments_of(email=self.comment.email)
            case Kind.NETWORK:
                found = comments_of(network=self.comment.network)
            case Kind.HOST:
                newest = Comment.objects.order_by("-created_at").values("pk")[:LOOKED_THROUGH]
                found = Comment.objects.filter(_leads_to(self.of), pk__in=newest)
        # Nobody takes away what the blog's own people said by the dozen.
        return found.filter(status__in=STATUSES).exclude(author__is_staff=True).order_by("-created_at", "-pk")

    def counts(self) -> dict[str, int]:
        counted = self.comments().order_by().values_list("status").annotate(n=Count("pk"))
        return dict(counted)


def alike(comment: Comment) -> Iterator[Alike]:
    """What can be asked for, beginning at this comment."""
    if comment.author and comment.author.is_staff:
        return
    if comment.author:
        yield Alike(Kind.AUTHOR, comment.author.name, comment)
    elif comment.email:
        yield Alike(Kind.EMAIL, comment.email, comment)
    if comment.network:
        yield Alike(Kind.NETWORK, comment.network, comment)
    for host in hosts_in(comment):
        yield Alike(Kind.HOST, host, comment)


def hosts_in(comment: Comment) -> list[str]:
    links = [comment.website, *re.findall(r'href="([^"]*)"', comment.body_html)]
    hosts = dict.fromkeys(filter(None, (_host_of(unescape(link)) for link in links)))
    return list(hosts)[:HOSTS_OFFERED]


def _host_of(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""


def _leads_to(host: str) -> Q:
    """As it stands in the texts: then comes a path, a port, or nothing more."""
    texts = (Q(body_html__icontains=f"//{host}{end}") for end in '/":?#')
    websites = (Q(website__icontains=f"//{host}{end}") for end in "/:?#")
    return reduce(or_, [*texts, *websites], Q(website__iendswith=f"//{host}"))
