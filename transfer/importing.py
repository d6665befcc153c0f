"""A WordPress export into this blog. The file is read twice: first all of it, so that nothing
is written from a file that ends badly, then post by post, each with its comments in one
transaction. What is here already, known by its number on the old blog, stays as it is; so an
import that was killed is finished by running it again."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from blog.models import Post
from comments.closing import settle
from transfer import wxr
from transfer.importing_comments import COMMENTS, Discussions
from transfer.importing_people import import_people
from transfer.importing_pictures import Pictures
from transfer.importing_posts import KINDS, Posts, name_of, post_key
from transfer.importing_terms import import_terms
from transfer.report import Report
from transfer.survey import Survey, survey
from transfer.wxr_parts import Item

# Told how much is done, of how much; of 0 while the file is read for the first time.
Progress = Callable[[int, int], None]


def import_wordpress(
    path: Path,
    *,
    media: Path | None = None,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """What happened to each thing in the file. WxrError, and nothing written, if it is not sound."""
    found = survey(path, lambda done: progress(done, 0))
    with transaction.atomic() if dry_run else contextlib.nullcontext():
        report = _import(path, found, media, dry_run, progress)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _import(path: Path, found: Survey, media: Path | None, dry_run: bool, progress: Progress) -> Report:
    report = found.report
    with transaction.atomic():
        people = import_people(found, report)
        terms = import_terms(found, report)
    pictures = Pictures(found, media)
    for attachment in found.attachments:
        pictures.bring(attachment, report, dry_run=dry_run)
    posts = Posts(found, people, terms, pictures)
    writers = {author.id: people[login] for login, author in found.authors.items() if login in people}
    discussions = Discussions(found.blog, writers)
    seen: set[int] = set()
    done = 0
    for item in wxr.read(path):
        if isinstance(item, Item):
            done += 1 + item.comment_count
            about_item = Report()
            with transaction.atomic():
                _bring(item, posts, discussions, seen, about_item)
            report.merge(about_item)
            progress(done, found.steps)
    # Old ones may be closed by the blog's rules; comments that came with them count.
    settle()
    return report


def _bring(item: Item, posts: Posts, discussions: Discussions, seen: set[int], report: Report) -> None:
    post = None
    if item.type == "attachment":
        pass  # brought with the pictures, before the posts that show them
    elif item.type not in KINDS:
        reason = _("of the type “%s”, which we do not have") % item.type[:40]
        report.skip("entries", reason, name_of(item))
    elif not item.id or item.id in seen:
        report.skip(KINDS[item.type], _("without a number of its own"), name_of(item))
    elif post := Post.objects.filter(imported_key=post_key(posts.found.blog, item.id)).first():
        report.known(KINDS[item.type])
    else:
        post = posts.bring(item, report)
    seen.add(item.id)
    if post:
        discussions.bring(post, item.comments, report)
    elif item.comment_count:
        reason = _("what they are about was not imported")
        report.skip(COMMENTS, reason, name_of(item), item.comment_count)
