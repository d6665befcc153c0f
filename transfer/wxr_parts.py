"""What a WordPress export holds: the blog, its authors, terms, posts and comments as plain
values, and how each is made from the texts found in its element."""

from collections.abc import Callable
from dataclasses import dataclass, field

from transfer.wpvalues import number


@dataclass(slots=True)
class Channel:
    title: str
    tagline: str
    link: str
    base_site_url: str
    base_blog_url: str


@dataclass(slots=True)
class Author:
    id: int
    login: str
    email: str
    display_name: str


@dataclass(slots=True)
class Term:
    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""


@dataclass(slots=True)
class WxrComment:
    id: int
    line: int
    author: str
    email: str
    url: str
    ip: str
    date: str
    date_gmt: str
    content: str
    approved: str
    type: str
    parent: int
    user_id: int
    meta: dict[str, str]


@dataclass(slots=True)
class Item:
    id: int
    line: int
    type: str
    title: str
    link: str
    guid: str
    creator: str
    content: str
    excerpt: str
    date: str
    date_gmt: str
    pub_date: str
    modified: str
    modified_gmt: str
    comment_status: str
    slug: str
    status: str
    parent: int
    password: str
    sticky: bool
    attachment_url: str
    terms: list[Term]
    meta: dict[str, str]
    comments: list[WxrComment]
    comment_count: int

    @property
    def attachment(self) -> "Attachment":
        alt, file = self.meta.get("_wp_attachment_image_alt", ""), self.meta.get("_wp_attached_file", "")
        return Attachment(self.id, self.attachment_url or self.guid, file, alt, self.excerpt)


@dataclass(slots=True)
class Attachment:
    id: int
    url: str
    file: str
    alt: str
    caption: str


Part = Channel | Author | Term | Item

_TEXTS = {
    "channel": "title description link wp:base_site_url wp:base_blog_url",
    "wp:author": "wp:author_id wp:author_login wp:author_email wp:author_display_name "
    "wp:author_first_name wp:author_last_name",
    "wp:category": "wp:category_nicename wp:category_parent wp:cat_name wp:category_description",
    "wp:tag": "wp:tag_slug wp:tag_name wp:tag_description",
    "wp:term": "wp:term_taxonomy wp:term_slug wp:term_parent wp:term_name wp:term_description",
    "item": "title link guid pubDate dc:creator content:encoded excerpt:encoded wp:post_id wp:post_date "
    "wp:post_date_gmt wp:post_modified wp:post_modified_gmt wp:comment_status wp:post_name wp:status "
    "wp:post_parent wp:post_type wp:post_password wp:is_sticky wp:attachment_url",
    "wp:comment": "wp:comment_id wp:comment_author wp:comment_author_email wp:comment_author_url "
    "wp:comment_author_IP wp:comment_date wp:comment_date_gmt wp:comment_content wp:comment_approved "
    "wp:comment_type wp:comment_parent wp:comment_user_id",
    "meta": "wp:meta_key wp:meta_value",
}
KEPT_TEXTS = {container: frozenset(names.split()) for container, names in _TEXTS.items()}
KEPT_METAS = frozenset(
    {
        "_thumbnail_id",
        "_wp_attached_file",
        "_wp_attachment_image_alt",
        "_wp_old_slug",
        "_wp_trash_meta_status",
        "hc_post_as",
    }
)


@dataclass(slots=True)
class Frame:
    """A container that is open, with the texts found in it so far."""

    name: str
    line: int
    texts: dict[str, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    comments: list[WxrComment] = field(default_factory=list)
    comment_count: int = 0

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def line_of(self, name: str) -> str:
        return " ".join(self.text(name).split())

    def number(self, name: str) -> int:
        return number(self.text(name))


def _channel(frame: Frame) -> Channel:
    names = ("title", "description", "link", "wp:base_site_url", "wp:base_blog_url")
    return Channel(*(frame.line_of(name) for name in names))


def _author(frame: Frame) -> Author:
    full_name = f"{frame.line_of('wp:author_first_name')} {frame.line_of('wp:author_last_name')}".strip()
    return Author(
        id=frame.number("wp:author_id"),
        login=frame.line_of("wp:author_login"),
        email=frame.line_of("wp:author_email"),
        display_name=frame.line_of("wp:author_display_name") or full_name,
    )


def _category(frame: Frame) -> Term:
    names = ("wp:category_nicename", "wp:cat_name", "wp:category_parent", "wp:category_description")
    return Term("category", *(frame.text(name) for name in names))


def _tag(frame: Frame) -> Term:
    tag = Term("post_tag", frame.text("wp:tag_slug"), frame.text("wp:tag_name"))
    tag.description = frame.text("wp:tag_description")
    return tag


def _term(frame: Frame) -> Term:
    names = ("taxonomy", "slug", "name", "parent", "description")
    return Term(*(frame.text(f"wp:term_{name}") for name in names))


def comment_of(frame: Frame) -> WxrComment:
    return WxrComment(
        id=frame.number("wp:comment_id"),
        line=frame.line,
        author=frame.line_of("wp:comment_author"),
        email=frame.line_of("wp:comment_author_email"),
        url=frame.line_of("wp:comment_author_url"),
        ip=frame.line_of("wp:comment_author_IP"),
        date=frame.line_of("wp:comment_date"),
        date_gmt=frame.line_of("wp:comment_date_gmt"),
        content=frame.text("wp:comment_content"),
        approved=frame.line_of("wp:comment_approved"),
        type=frame.line_of("wp:comment_type"),
        parent=frame.number("wp:comment_parent"),
        user_id=frame.number("wp:comment_user_id"),
        meta=frame.meta,
    )


def _item(frame: Frame) -> Item:
    return Item(
        id=frame.number("wp:post_id"),
        line=frame.line,
        type=frame.line_of("wp:post_type"),
        title=frame.line_of("title"),
        link=frame.line_of("link"),
        guid=frame.line_of("guid"),
        creator=frame.line_of("dc:creator"),
        content=frame.text("content:encoded"),
        excerpt=frame.text("excerpt:encoded"),
        date=frame.line_of("wp:post_date"),
        date_gmt=frame.line_of("wp:post_date_gmt"),
        pub_date=frame.line_of("pubDate"),
        modified=frame.line_of("wp:post_modified"),
        modified_gmt=frame.line_of("wp:post_modified_gmt"),
        comment_status=frame.line_of("wp:comment_status"),
        slug=frame.line_of("wp:post_name"),
        status=frame.line_of("wp:status"),
        parent=frame.number("wp:post_parent"),
        password=frame.text("wp:post_password"),
        sticky=frame.line_of("wp:is_sticky") == "1",
        attachment_url=frame.line_of("wp:attachment_url"),
        terms=frame.terms,
        meta=frame.meta,
        comments=frame.comments,
        comment_count=frame.comment_count,
    )


BUILDERS: dict[str, Callable[[Frame], Part]] = {
    "channel": _channel,
    "wp:author": _author,
    "wp:category": _category,
    "wp:tag": _tag,
    "wp:term": _term,
    "item": _item,
}
