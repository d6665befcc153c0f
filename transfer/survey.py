"""The first reading of an export: it proves that the whole file can be read, before anything
is written, and gathers what posts refer to and may stand after them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from transfer import wpvalues, wxr
from transfer.report import Report
from transfer.wxr_parts import Attachment, Author, Channel, Item, Term

CATEGORY, TAG = "category", "post_tag"
# The other names that exports of WordPress's first years have for them.
TAXONOMIES = {"": CATEGORY, "category": CATEGORY, "tag": TAG, "post_tag": TAG}
POST_TYPES = frozenset({"post", "page"})
MAX_BLOG_KEY = 200
TermKey = tuple[str, str]


@dataclass
class Survey:
    channel: Channel | None = None
    blog: str = ""  # what all our keys for things of this blog begin with
    authors: dict[str, Author] = field(default_factory=dict)
    terms: dict[TermKey, Term] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    steps: int = 0
    report: Report = field(default_factory=Report)


def survey(path: Path, progress: Callable[[int], None]) -> Survey:
    found = Survey()
    address = ""
    for part in wxr.read(path, with_comments=False):
        match part:
            case Author():
                _meet(found, part)
            case Term():
                _note(found, part)
            case Item():
                found.steps += 1 + part.comment_count
                address = address or _root_of(part.link or part.guid)
                _look_at(found, part)
                progress(found.steps)
            case Channel():
                found.channel = part
    channel = found.channel
    # A feed has one channel; without any there is nothing to import, nor a name to keep it under.
    if channel is None:
        raise wxr.WxrError(1, _("this is not a WordPress export: it has no channel"))
    base = channel.base_blog_url or channel.base_site_url or channel.link or address
    found.blog = wpvalues.blog_key(base)
    if not found.blog or len(found.blog) > MAX_BLOG_KEY:
        raise wxr.WxrError(1, _("the file does not say which blog it comes from (wp:base_blog_url)"))
    return found


def login_key(login: str) -> str:
    return login.lower()


def term_key(term: Term) -> TermKey | None:
    taxonomy = TAXONOMIES.get(term.taxonomy)
    return (taxonomy, wpvalues.slug(term.slug or term.name, term.name)) if taxonomy else None


def terms_of(item: Item) -> list[Term]:
    """Old exports name each term twice, once without its address."""
    return [term for term in item.terms if term.slug] or item.terms


def _meet(found: Survey, author: Author) -> None:
    if login_key(author.login) in found.authors:
        found.report.skip("authors", _("the login name stands in the file twice"), author.login)
    else:
        found.authors[login_key(author.login)] = author


def _note(found: Survey, term: Term) -> None:
    key = term_key(term)
    if key is None:
        found.report.skip("terms", _("of the kind “%s”, which we do not have") % term.taxonomy, term.slug)
    else:
        known = found.terms.setdefault(key, term)
        # Posts name their terms too, but only the term itself says what it stands under.
        known.parent = known.parent or term.parent
        known.description = known.description or term.description


def _look_at(found: Survey, item: Item) -> None:
    if item.type == "attachment":
        found.attachments.append(item.attachment)
    elif item.type in POST_TYPES:
        if item.creator and login_key(item.creator) not in found.authors:
            found.authors[login_key(item.creator)] = Author(0, item.creator, "", item.creator)
        for term in terms_of(item):
            if (key := term_key(term)) and key not in found.terms:
                found.terms[key] = Term(key[0], key[1], term.name)


def _root_of(address: str) -> str:
    scheme, _slashes, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else ""
