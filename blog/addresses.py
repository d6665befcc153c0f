"""The words in addresses: short, unique, and out of the way of the site's own pages."""

import re
from itertools import count

from django.db.models import QuerySet
from django.utils.text import slugify

LONGEST = 200
# What stands at the top of the site besides pages.
OUR_OWN = frozenset(
    {
        *("accounts", "admin", "author", "category", "comments", "feed", "healthz", "media"),
        *("moderation-log", "page", "readyz", "search", "static", "tag", "wp-content"),
    }
)


def slug_of(words: str) -> str:
    return slugify(words, allow_unicode=True)[:LONGEST].rstrip("-_")


def cleaned(slug: str) -> str:
    """A slug from elsewhere, as it is if an address can hold it."""
    return slug if re.fullmatch(rf"[-\w]{{1,{LONGEST}}}", slug) else slug_of(slug)


def free_slug(wanted: str, others: QuerySet) -> str:
    """`wanted`, or the first of wanted-2, wanted-3 and so on that none of the others has."""
    taken = set(others.filter(slug__startswith=wanted[: LONGEST - 12]).values_list("slug", flat=True))
    return next(
        slug
        for number in count(1)
        if (slug := wanted if number == 1 else f"{wanted[: LONGEST - 12]}-{number}") not in taken
    )
