"""What HTML people may leave in posts and comments. Everything else goes."""

import re
from typing import Any

import nh3

SCHEMES = {"http", "https", "mailto"}


def _tags(names: str) -> set[str]:
    return set(names.split())


INLINE = _tags("a abbr b br cite code del em i ins kbd mark q s small strong sub sup u")
BLOCKS = _tags("blockquote div dl dt dd figcaption figure hr li ol p pre ul")
HEADINGS = _tags("h2 h3 h4 h5 h6")
TABLES = _tags("caption table tbody td tfoot th thead tr")
POST_TAGS = INLINE | BLOCKS | HEADINGS | TABLES | {"img"}

# The fourteen that WordPress allows in comments, and what lines and Markdown become.
WORDPRESS_TAGS = _tags("a abbr acronym b blockquote cite code del em i q s strike strong")
COMMENT_TAGS = WORDPRESS_TAGS | _tags("br li ol p pre ul")

# Classes and ids that our own Markdown writes; in HTML from elsewhere none but the pull quote.
OUR_CLASSES = {
    "blockquote": {"pull"},
    "li": {"task"},
    "ol": {"footnotes"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}
FOOTNOTE_ID = re.compile(r"fn(?:ref)?\d{1,6}")
LONGEST_ADDRESS = 2000


def _own_values(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "id":
        return value if FOOTNOTE_ID.fullmatch(value) else None
    if attribute in {"href", "src", "cite"}:
        return value if len(value) <= LONGEST_ADDRESS else None
    if attribute in {"start", "colspan", "rowspan"}:
        return value if value.isascii() and value.isdigit() and len(value) <= 5 else None
    return value


def _from_the_root(address: str) -> str | None:
    """A text is read on many pages and in feeds: an address without its beginning leads
    nowhere from there, except into this blog or the text itself."""
    address = re.sub(r"[\t\r\n]", "", address)
    if address.startswith("//"):
        return f"https:{address}"
    return address if address[:1] in {"/", "#"} and address[1:2] != "\\" else None


def _cleaner(tags: set[str], attributes: dict[str, set[str]], classes: dict, **options: Any) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes={"*": set(), **attributes},
        allowed_classes=classes,
        attribute_filter=_own_values,
        url_schemes=SCHEMES,
        url_relative=_from_the_root,
        **options,
    )


POST_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
WITH_FOOTNOTES = {**POST_ATTRIBUTES, "a": {"href", "title", "id"}, "li": {"id"}}

POST = _cleaner(POST_TAGS, WITH_FOOTNOTES, OUR_CLASSES, link_rel=None)
POST_HTML = _cleaner(POST_TAGS, POST_ATTRIBUTES, {"blockquote": {"pull"}}, link_rel=None)

COMMENT_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
COMMENT_RULES = {"link_rel": "nofollow ugc noopener"}
COMMENT = _cleaner(COMMENT_TAGS, COMMENT_ATTRIBUTES, {}, **COMMENT_RULES)
COMMENT_HTML = _cleaner(
    COMMENT_TAGS,
    {**COMMENT_ATTRIBUTES, "abbr": {"title"}, "acronym": {"title"}},
    {},
    **COMMENT_RULES,
)
