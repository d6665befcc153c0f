"""One post or page of an export as one of ours. What it was on the old blog stays: its day
and its word in the address, its dates, its author; what we have no place for is reported."""

from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.translation import gettext as _

from accounts.models import User
from blog import rendering
from blog.addresses import OUR_OWN
from blog.models import Category, Post, Tag
from transfer import wptext, wpvalues
from transfer.importing_people import author_of
from transfer.importing_pictures import Pictures
from transfer.report import Report
from transfer.survey import Survey, TermKey, term_key, terms_of
from transfer.wxr_parts import Item

KINDS = {"post": "posts", "page": "pages"}
STATUSES = {
    "publish": Post.Status.PUBLISHED,
    "future": Post.Status.PUBLISHED,
    "private": Post.Status.PRIVATE,
    "draft": Post.Status.DRAFT,
    "pending": Post.Status.DRAFT,
}
LEFT_BEHIND = frozenset({"trash", "auto-draft", "inherit"})
MAX_TITLE = Post._meta.get_field("title").max_length
MAX_SLUG = Post._meta.get_field("slug").max_length
MAX_TEXT = 2_000_000


@dataclass(slots=True)
class Posts:
    found: Survey
    people: dict[str, User]
    terms: dict[TermKey, Tag | Category]
    pictures: Pictures

    def bring(self, item: Item, report: Report) -> Post | None:
        kind = KINDS[item.type]
        title, slug = wpvalues.plain(item.title), wpvalues.slug(item.slug)
        if reason := _unfit(item, title, slug):
            report.skip(kind, reason, name_of(item))
            return None
        lost: set[str] = set()
        text = self.pictures.put_in(wptext.post_html(item.content, lost.add))
        post = Post(
            kind=item.type,
            status=_status(item),
            title=title or rendering.excerpt(text, 8) or _("Untitled"),
            slug=f"page-{slug}" if item.type == "page" and (slug in OUR_OWN or slug.isdigit()) else slug,
            author=author_of(item.creator, self.found, self.people),
            body=text,
            body_format=Post.Format.HTML,
            standfirst=wpvalues.plain(item.excerpt),
            picture=self.pictures.numbered(wpvalues.number(item.meta.get("_thumbnail_id", ""))),
            comments_open=item.comment_status != "closed",
            imported_key=post_key(self.found.blog, item.id),
            imported_id=item.id,
        )
        _date(post, item, report)
        post.save()
        rows = [self.terms[key] for term in terms_of(item) if (key := term_key(term)) in self.terms]
        post.tags.add(*(row for row in rows if isinstance(row, Tag)))
        post.categories.add(*(row for row in rows if isinstance(row, Category)))
        report.add(kind)
        _tell_what_changed(item, post, lost, report)
        return post


def post_key(blog: str, number: int) -> str:
    return f"{blog}#post-{number}"


def name_of(item: Item) -> str:
    return f"#{item.id}" if item.id else _("line %d") % item.line


def _unfit(item: Item, title: str, slug: str) -> str:
    if item.status in LEFT_BEHIND:
        return _("of the status “%s”") % item.status
    if len(title) > MAX_TITLE:
        return _("the title is longer than %d characters") % MAX_TITLE
    if len(slug) > MAX_SLUG:
        return _("the address is longer than %d characters") % MAX_SLUG
    if len(item.content) > MAX_TEXT:
        return _("the text is longer than %d characters") % MAX_TEXT
    return ""


def _status(item: Item) -> str:
    if item.password:
        return Post.Status.PRIVATE
    return STATUSES.get(item.status, Post.Status.DRAFT)


def _date(post: Post, item: Item, report: Report) -> None:
    written = wpvalues.moment(item.date_gmt, item.date, item.pub_date)
    if post.status == Post.Status.DRAFT:
        # A draft has the date of its last change; publishing it gives it one of its own.
        written = None
    elif written is None:
        report.change(KINDS[item.type], _("without a valid date, so it is a draft now"), name_of(item))
        post.status = Post.Status.DRAFT
    if written:
        post.published_at = written
        # The day that the old blog's clock showed stands in the address.
        post.published_on = (wpvalues.clock(item.date) or written).date()
    changed = wpvalues.moment(item.modified_gmt, item.modified) or written
    post.modified_at = changed or post.modified_at


def _tell_what_changed(item: Item, post: Post, lost: set[str], report: Report) -> None:
    published = post.status == Post.Status.PUBLISHED
    happened = {
        _("protected by a password there, private here"): item.password,
        _("private"): item.status == "private" and not item.password,
        _("of the status “%s”, now a draft") % item.status[:40]: item.status not in STATUSES,
        _("had no title"): not wpvalues.plain(item.title),
        _("has another address; its own is taken or not possible here"): (
            published and item.slug and post.slug != unquote(item.slug)
        ),
        _("no longer kept on top"): item.sticky,
        _("no longer below another page"): item.parent and item.type == "page",
        _("its former addresses are not kept"): "_wp_old_slug" in item.meta,
        **{_("without its shortcode [%s]") % shortcode[:40]: True for shortcode in sorted(lost)},
        **{_("without its %s") % term.taxonomy[:40]: term_key(term) is None for term in terms_of(item)},
    }
    for what, true in happened.items():
        if true:
            report.change(KINDS[item.type], what, name_of(item))
