"""`manage.py import_wordpress`: what arrives, what the report says, and that a second time
changes nothing."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from blog.models import Blog, Category, Picture, Post, Tag
from comments import forgetting
from comments.forgetting import REMOVED_KEPT
from comments.models import Comment, CommentTree
from tests import base
from tests.comments.trees import assert_sound
from tests.transfer.exports import (
    FILES,
    author,
    category,
    comment,
    everything,
    export,
    keyed,
    parents,
    post,
    run,
    the_comment,
    the_post,
)
from transfer import importing
from transfer.importing import import_wordpress
from transfer.wxr import WxrError

pytestmark = pytest.mark.django_db
WHOLE = FILES / "trails-1.2.xml"


# --- What arrives -----------------------------------------------------------------


def test_a_post_keeps_its_address_words_and_dates():
    import_wordpress(WHOLE)
    post = the_post(10)
    assert post.get_absolute_url() == "/2013/04/25/backward-running/"
    assert post.title == "Backward & forward"
    assert post.standfirst == "A short word."
    assert post.published_at == datetime(2013, 4, 26, 1, 30, tzinfo=UTC)
    assert post.published_on == date(2013, 4, 25)
    assert post.modified_at == datetime(2013, 4, 26, 1, 30, tzinfo=UTC)
    assert post.imported_id == 10
    assert post.author.name == "Jo Penhallow"
    assert "is good.<br>" in post.body_html
    assert "<li>two</li>" in post.body_html
    assert "gallery" not in post.body_html
    assert [tag.name for tag in post.tags.all()] == ["горы"]
    assert [(c.name, c.parent.name) for c in post.categories.all()] == [("Weather & water", "Walking")]


def test_spam_and_trash_stay_for_a_month_from_the_import():
    import_wordpress(WHOLE)
    gone = Comment.objects.filter(status__in=["spam", "trash"])
    assert gone.count() == 2
    assert max(gone.values_list("created_at", flat=True)) < timezone.now() - REMOVED_KEPT
    assert forgetting.forget_removed() == 0
    gone.update(imported_at=F("imported_at") - REMOVED_KEPT)
    assert forgetting.forget_removed() == 2
    assert_sound()


def test_each_status_becomes_one_of_ours():
    import_wordpress(WHOLE)
    statuses = {post.imported_id: post.status for post in Post.objects.all()}
    assert statuses == {
        10: "published",
        13: "published",
        14: "draft",
        15: "private",
        16: "private",
        18: "published",
        20: "draft",
    }
    assert set(Post.objects.published().values_list("imported_id", flat=True)) == {10, 13}
    assert the_post(14).published_at is None
    assert the_post(13).kind == Post.Kind.PAGE
    assert the_post(13).author.name == "Bryony Tait"
    assert not the_post(13).comments_open
    assert the_post(20).title == "Words without a title."


def test_comments_arrive_threaded_with_dates_and_statuses(mailoutbox):
    import_wordpress(WHOLE)
    assert_sound()
    assert parents() == {40: 0, 41: 0, 38: 41, 44: 38, 43: 44, 45: 0, 46: 0, 47: 0, 48: 0, 49: 48, 50: 0}
    ann = the_comment(40)
    assert (ann.name, ann.email, ann.website) == ("Ann & Co", "ann@mail.example", "http://ann.example/")
    assert ann.created_at == datetime(2013, 4, 26, 12, tzinfo=UTC)
    assert ann.body_html == "<p>Never heard of this!<br>\nAwesome.</p>\n<p>Thanks.</p>"
    assert ann.ip_address == "192.0.2.7"
    assert the_comment(38).author == User.objects.get(username="jo")
    assert the_comment(38).provider == "twitter"
    assert the_comment(45).kind == Comment.Kind.PINGBACK
    statuses = {number: the_comment(number).status for number in (40, 46, 47, 48)}
    assert statuses == {40: "approved", 46: "pending", 47: "spam", 48: "trash"}
    assert the_comment(48).status_before == "approved"
    assert the_post(10).comment_count == 7
    assert mailoutbox == []


def test_an_export_of_1_0_arrives_too():
    import_wordpress(FILES / "trails-1.0.xml")
    post = the_post(3)
    assert post.author.username == "jo"
    assert post.body_html == "<p>Red.</p>\n<p>Brown.</p>"
    assert [c.name for c in post.categories.all()] == ["Walking"]
    assert [t.name for t in post.tags.all()] == ["mud"]
    assert the_comment(1).created_at == datetime(2009, 12, 25, 9, tzinfo=UTC)
    assert the_comment(1).website == ""


def test_everything_in_the_file_is_in_the_report():
    report = import_wordpress(WHOLE)
    totals = {kind: report.total_of(kind) for kind in report.kinds}
    assert totals == {
        "authors": 2,
        "categories": 2,
        "tags": 1,
        "terms": 1,
        "pictures": 1,
        "posts": 7,
        "pages": 1,
        "entries": 1,
        "comments": 11,
        "pings": 1,
    }
    assert {kind: report.new[kind] for kind in ("posts", "pages", "comments", "pings")} == {
        "posts": 6,
        "pages": 1,
        "comments": 10,
        "pings": 1,
    }
    text = str(report)
    for told in (
        "posts, 1: of the status “trash” (#17)",
        "other entries, 1: of the type “nav_menu_item”, which we do not have (#19)",
        "other terms, 1: of the kind “nav_menu”, which we do not have (main)",
        "comments, 1: what they are about was not imported (#17)",
        "pictures, 1: no folder to take it from was named (--media) (#12)",
        "posts, 1: protected by a password there, private here (#16)",
        "posts, 1: without its shortcode [gallery] (#10)",
        "posts, 1: without its post_format (#10)",
        "posts, 1: no longer kept on top (#10)",
        "posts, 1: its former addresses are not kept (#10)",
        "comments, 1: what it answers is not in the file, or on another post; it begins a thread (#50)",
    ):
        assert told in text


# --- A second time ----------------------------------------------------------------


def test_a_second_time_changes_nothing():
    import_wordpress(WHOLE)
    before = everything()
    report = import_wordpress(WHOLE)
    assert everything() == before
    assert not +report.new
    assert report.already_here["comments"] == 10
    assert report.total_of("comments") == 11


def test_the_same_blog_on_https_is_the_same_blog(tmp_path):
    run(tmp_path, export(post(1, comment(1)), base="http://trails.example/"))
    before = everything()
    run(tmp_path, export(post(1, comment(1)), base="https://Trails.example"))
    assert everything() == before


def test_another_blog_is_another_blog(tmp_path):
    run(tmp_path, export(author("jo"), post(1, comment(1))))
    run(tmp_path, export(author("jo"), post(1, comment(1)), base="https://other.example"))
    assert Post.objects.count() == Comment.objects.count() == User.objects.count() == 2


def test_a_later_export_adds_only_what_is_new(tmp_path):
    run(tmp_path, export(author("jo"), post(1, comment(1), comment(2, 1))))
    own = base.reply(the_comment(1), "Written here.", name="Zoe")
    the_comment(2).trash()
    Post.objects.update(title="A better title")
    later = post(1, comment(1), comment(2, 1), comment(3, 2), comment(4, 3), comment(5), title="Another")
    report = run(tmp_path, export(author("jo"), later, post(2, comment(6))))
    assert_sound()
    assert report.new == {"posts": 1, "comments": 4}
    assert report.already_here == {"authors": 1, "posts": 1, "comments": 2}
    assert the_post(1).title == "A better title"
    assert the_comment(2).status == "trash"
    assert Comment.objects.get(pk=own.pk).parent == the_comment(1)
    tree = list(CommentTree.objects.get(pk=own.tree_id).post.comments.in_thread_order())
    numbers = [c.imported_key.rpartition("-")[2] if c.imported_key else "own" for c in tree]
    assert sorted(numbers) == ["1", "2", "3", "4", "5", "own"]
    assert {key: up for key, up in parents_or_own(own).items() if key} == {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 0}


def parents_or_own(own):
    own_key, own.imported_key = own.pk, keyed(0, "comment")
    Comment.objects.filter(pk=own_key).update(imported_key=own.imported_key)
    return parents()


class Killed(BaseException):
    """What no `except Exception` catches, as a kill."""


@pytest.mark.parametrize("at_step", [1, 3, 9])
def test_an_import_that_was_killed_is_finished_by_the_next(monkeypatch, at_step):
    import_wordpress(WHOLE)
    complete = contents()
    for model in (Comment._base_manager, CommentTree.objects):
        model.all()._raw_delete("default")
    Post.objects.all().delete()
    Tag.objects.all().delete()
    Category.objects.all().delete()
    User.objects.all().delete()
    assert not Comment.objects.exists()

    steps = 0
    bring = importing._bring

    def killed_after_a_while(*args):
        nonlocal steps
        bring(*args)
        steps += 1
        if steps == at_step:
            raise Killed

    monkeypatch.setattr(importing, "_bring", killed_after_a_while)
    with pytest.raises(Killed):
        import_wordpress(WHOLE)
    monkeypatch.setattr(importing, "_bring", bring)
    import_wordpress(WHOLE)
    assert_sound()
    assert contents() == complete


def contents():
    """Everything that the file says, without the keys that the database gave."""
    return {
        "users": sorted(User.objects.values_list("username", "display_name", "imported_key")),
        "posts": sorted(
            Post.objects.values_list("imported_key", "title", "slug", "comment_count", "body_html")
        ),
        "comments": sorted(
            Comment.objects.values_list(
                "imported_key", "parent__imported_key", "status", "level", "lft", "rght"
            )
        ),
        "terms": sorted(Category.objects.values_list("slug", "parent__slug", "name")),
        "tagged": sorted(Post.tags.through.objects.values_list("post__imported_key", "tag__slug")),
    }


def test_a_dry_run_says_the_same_and_writes_nothing():
    before = everything()
    dry = import_wordpress(WHOLE, dry_run=True)
    assert everything() == before
    assert str(import_wordpress(WHOLE)) == str(dry)


# --- The command ------------------------------------------------------------------


def test_the_command_prints_the_report():
    out = io.StringIO()
    call_command("import_wordpress", WHOLE, stdout=out)
    assert "posts" in out.getvalue()
    assert Blog.current().title != "Happy Trails"
    call_command("import_wordpress", WHOLE, "--dry-run", stdout=out)
    assert "nothing was changed" in out.getvalue()


def test_the_command_refuses_in_one_sentence(tmp_path):
    file = tmp_path / "export.xml"
    file.write_text("<rss>\n<oops></rss>")
    with pytest.raises(CommandError, match=r"export.xml: Line 2: .*\. Nothing was imported\.$"):
        call_command("import_wordpress", file)
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_wordpress", tmp_path / "missing.xml")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_wordpress", tmp_path)
    with pytest.raises(CommandError, match="no folder"):
        call_command("import_wordpress", WHOLE, "--media", tmp_path / "missing")


def test_progress_reaches_the_end():
    seen = []
    import_wordpress(WHOLE, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (22, 22)
    assert (22, 0) in seen
    assert seen == sorted(seen, key=lambda step: (bool(step[1]), step[0]))


def test_a_refused_file_changes_nothing(tmp_path):
    whole = WHOLE.read_text()
    before = everything()
    with pytest.raises(WxrError):
        run(tmp_path, whole[: whole.rindex("</item>")])
    assert everything() == before


def test_nothing_is_fetched_and_pictures_without_a_folder_stay_behind():
    import_wordpress(WHOLE)
    assert not Picture.objects.exists()


def test_a_category_may_come_before_what_it_stands_under(tmp_path):
    run(tmp_path, export(category("low", "high"), category("high")))
    assert Category.objects.get(slug="low").parent.slug == "high"
