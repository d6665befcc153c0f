"""The comments of one post: sorted out, threaded, and handed to comments.threads.

The parents that an export names may be missing (WordPress leaves spam out), come later, stand
on another post or go round in circles. Such a comment begins a thread of its own, and the
report says so; nothing here recurses, because threads go a thousand deep.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from blog.models import Post
from comments import threads
from comments.models import Comment
from transfer import wptext, wpvalues
from transfer.report import Report
from transfer.wxr_parts import WxrComment

COMMENTS, PINGS = "comments", "pings"
KINDS = {"": COMMENTS, "comment": COMMENTS, "pingback": PINGS, "trackback": PINGS}
STATUSES = {
    "1": Comment.Status.APPROVED,
    "approve": Comment.Status.APPROVED,
    "0": Comment.Status.PENDING,
    "hold": Comment.Status.PENDING,
    "spam": Comment.Status.SPAM,
    "trash": Comment.Status.TRASH,
    "post-trashed": Comment.Status.TRASH,
}
PROVIDERS = {"googleplus": "google", "google": "google", "twitter": "twitter", "facebook": "facebook"}
NO_WEBSITE = frozenset({"", "http://", "https://"})
MAX_BODY = 65_525  # WordPress's own limit
MAX_NAME = Comment._meta.get_field("name").max_length
MAX_EMAIL = Comment._meta.get_field("email").max_length
MAX_WEBSITE = Comment._meta.get_field("website").max_length
BLANK = {field.attname: field.get_default() for field in Comment._meta.concrete_fields}
# Comments written at once, in whole threads: few enough to hold, enough to be quick.
BATCH = 2_000
KEYS_A_QUERY = 500

New = dict[int, tuple[datetime, WxrComment]]
Parents = dict[int, int]


@dataclass(slots=True)
class Discussions:
    """Brings the comments of one post after the other."""

    blog: str
    writers: dict[int, User]
    seen: set[int] = field(default_factory=set)
    now: datetime = field(default_factory=timezone.now)

    def bring(self, post: Post, given: list[WxrComment], report: Report) -> None:
        known = self._known(given)
        new = self._worth_bringing(given, known, report)
        standing = {number: pk for number, (pk, post_id) in known.items() if post_id == post.pk}
        parents = _parents(new, standing, {comment.id for comment in given}, report)
        given.clear()
        saved = Comment.objects.in_bulk({standing[up] for up in parents.values() if up in standing})
        for numbers in _batches_of_threads(new, parents):
            made: dict[int, Comment] = {}
            for number in numbers:
                up = parents[number]
                above = made.get(up) or saved[standing[up]] if up else None
                made[number] = self._comment(post, above, *new.pop(number), report)
            threads.insert_many(post, list(made.values()))

    def key(self, number: int | str) -> str:
        return f"{self.blog}#comment-{number}"

    def _known(self, given: list[WxrComment]) -> dict[int, tuple[int, int]]:
        """Those that are here already, parents of theirs too: their keys here and their posts'."""
        wanted = sorted({number for comment in given for number in (comment.id, comment.parent)})
        found = {}
        for start in range(0, len(wanted), KEYS_A_QUERY):
            keys = {self.key(number): number for number in wanted[start : start + KEYS_A_QUERY]}
            rows = Comment.objects.filter(imported_key__in=keys)
            for key, pk, post_id in rows.order_by().values_list("imported_key", "pk", "post_id"):
                found[keys[key]] = pk, post_id
        return found

    def _worth_bringing(self, given: list[WxrComment], known: dict, report: Report) -> New:
        new: New = {}
        for comment in given:
            kind = KINDS.get(comment.type, COMMENTS)
            written = wpvalues.moment(comment.date_gmt, comment.date)
            if comment.id in known and comment.id not in self.seen:
                report.known(kind)
            elif reason := self._unfit(comment, written):
                report.skip(kind, reason, _name_of(comment))
            elif written:
                new[comment.id] = written, comment
                report.add(kind)
            self.seen.add(comment.id)
        return new

    def _unfit(self, comment: WxrComment, written: datetime | None) -> str:
        if not comment.id:
            return _("without a number")
        if comment.id in self.seen:
            return _("the number stands in the file twice")
        if comment.type not in KINDS:
            return _("of the type “%s”, which is no comment") % comment.type[:40]
        if written is None:
            return _("the date is not valid")
        if len(wpvalues.one_line(comment.author)) > MAX_NAME:
            return _("the name is longer than %d characters") % MAX_NAME
        if len(comment.content) > MAX_BODY:
            return _("the text is longer than %d characters") % MAX_BODY
        return ""

    def _comment(
        self, post: Post, parent: Comment | None, written: datetime, given: WxrComment, report: Report
    ) -> Comment:
        status = STATUSES.get(given.approved, Comment.Status.PENDING)
        author = self.writers.get(given.user_id) if given.user_id else None
        values = BLANK | {
            "post_id": post.pk,
            "kind": Comment.Kind.COMMENT if KINDS[given.type] == COMMENTS else Comment.Kind.PINGBACK,
            "author_id": author.pk if author else None,
            "name": wpvalues.one_line(given.author) or _("Anonymous"),
            "email": wpvalues.email(given.email, MAX_EMAIL),
            "website": wpvalues.website(given.url, MAX_WEBSITE),
            "provider": PROVIDERS.get(given.meta.get("hc_post_as", ""), ""),
            "body": wptext.comment_html(given.content),
            "body_format": Post.Format.HTML,
            "status": status,
            "created_at": written,
            "ip_address": wpvalues.ip_address(given.ip),
            "imported_key": self.key(given.id),
            "imported_at": self.now,
        }
        # By position, which takes a third of the time: a large import makes many of them.
        comment = Comment(*values.values())
        comment.parent = parent
        if status in threads.GONE:
            before = STATUSES.get(given.meta.get("_wp_trash_meta_status", ""), Comment.Status.PENDING)
            comment.status_before = before
        comment.render()
        self._tell_what_changed(given, comment, report)
        return comment

    @staticmethod
    def _tell_what_changed(given: WxrComment, comment: Comment, report: Report) -> None:
        kind, name = KINDS[given.type], _name_of(given)
        if given.approved not in STATUSES:
            report.change(kind, _("of the status “%s”, now pending") % given.approved[:40], name)
        if given.email and not comment.email:
            report.change(kind, _("the e-mail address is not valid and was left out"), name)
        if given.url not in NO_WEBSITE and not comment.website:
            report.change(kind, _("the website is not a valid address and was left out"), name)
        if given.ip and not comment.ip_address:
            report.change(kind, _("the IP address is not valid and was left out"), name)


def _name_of(comment: WxrComment) -> str:
    return f"#{comment.id}" if comment.id else _("line %d") % comment.line


def _parents(new: New, standing: dict[int, int], given: set[int], report: Report) -> Parents:
    """What each new comment answers: another new one, one that stands here, or 0, nothing."""
    parents: Parents = {}
    for number, (_written, comment) in new.items():
        up = comment.parent
        if up and up not in new and up not in standing:
            skipped = _("what it answers was skipped; it begins a thread")
            missing = _("what it answers is not in the file, or on another post; it begins a thread")
            report.change(KINDS[comment.type], skipped if up in given else missing, _name_of(comment))
            up = 0
        parents[number] = up
    _open_circles(new, parents, report)
    return parents


def _open_circles(new: New, parents: Parents, report: Report) -> None:
    """The first-written of comments that answer each other in a circle begins their thread."""
    walked: dict[int, int] = {}
    for start in parents:
        path = []
        number = start
        while number in parents and number not in walked:
            walked[number] = start
            path.append(number)
            number = parents[number]
        if walked.get(number) == start:
            circle = path[path.index(number) :]
            first = min(circle, key=lambda number: (new[number][0], number))
            parents[first] = 0
            comment = new[first][1]
            reason = _("it answers its own reply; it begins a thread")
            report.change(KINDS[comment.type], reason, _name_of(comment))


def _batches_of_threads(new: New, parents: Parents) -> Iterator[list[int]]:
    """The numbers of whole threads, parents before children and older before newer."""
    below: dict[int, list[int]] = defaultdict(list)
    tops = []
    for number in sorted(new, key=lambda number: (new[number][0], number)):
        if parents[number] in new:
            below[parents[number]].append(number)
        else:
            tops.append(number)
    batch: list[int] = []
    for top in tops:
        waiting = [top]
        while waiting:
            number = waiting.pop()
            batch.append(number)
            waiting.extend(reversed(below.pop(number, [])))
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
