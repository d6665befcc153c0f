"""Well-formed exports of odd content: stored safely or left out, and always reported."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from blog.models import Category, Post, Tag
from comments.models import Comment
from tests import base
from tests.comments.trees import assert_sound, shape
from tests.transfer.exports import (
    author,
    category,
    comment,
    everything,
    export,
    keyed,
    meta,
    parents,
    post,
    run,
    the_comment,
    the_post,
)

pytestmark = pytest.mark.django_db

MISSING = "what it answers is not in the file, or on another post; it begins a thread"


def tallies(report, of="changed"):
    return {(kind, reason): tally.count for (kind, reason), tally in getattr(report, of).items()}


# --- Parents ----------------------------------------------------------------------


def test_replies_to_nothing_begin_threads_and_are_reported(tmp_path):
    report = run(tmp_path, export(post(1, comment(2, 1), comment(3, 2), comment(4, 1))))
    assert parents() == {2: 0, 3: 2, 4: 0}
    assert tallies(report)["comments", MISSING] == 2
    assert_sound()


def test_a_parent_on_another_post_is_no_parent(tmp_path):
    run(
        tmp_path,
        export(post(1, comment(1)), post(2, comment(2, 1)), post(3, comment(3, 4)), post(4, comment(4))),
    )
    assert parents() == {1: 0, 2: 0, 3: 0, 4: 0}
    assert_sound()


def test_a_parent_on_another_post_is_no_parent_later_either(tmp_path):
    run(tmp_path, export(post(1, comment(1)), post(2)))
    run(tmp_path, export(post(1), post(2, comment(2, 1))))
    assert parents() == {1: 0, 2: 0}
    assert_sound()


def test_a_parent_may_come_later_and_have_a_larger_number(tmp_path):
    run(tmp_path, export(post(1, comment(2, 9), comment(5, 2), comment(9))))
    assert parents() == {9: 0, 2: 9, 5: 2}
    assert_sound()


def test_replies_to_a_skipped_comment_say_so(tmp_path):
    report = run(tmp_path, export(post(1, comment(1, date="x", date_gmt="y"), comment(2, 1))))
    assert parents() == {2: 0}
    assert tallies(report, "skipped") == {("comments", "the date is not valid"): 1}
    assert tallies(report)["comments", "what it answers was skipped; it begins a thread"] == 1


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({1: 1}, {1: 0}),
        ({1: 2, 2: 1}, {1: 0, 2: 1}),
        ({1: 3, 2: 1, 3: 2, 4: 3}, {1: 0, 2: 1, 3: 2, 4: 3}),
        ({4: 5, 5: 6, 6: 5, 7: 4}, {4: 5, 5: 0, 6: 5, 7: 4}),
        ({1: 2, 2: 1, 3: 4, 4: 3}, {1: 0, 2: 1, 3: 0, 4: 3}),
    ],
)
def test_circles_are_opened_at_the_oldest(tmp_path, links, expected):
    run(tmp_path, export(post(1, *(comment(number, up) for number, up in links.items()))))
    assert parents() == expected
    assert_sound()


def test_a_chain_of_1500_arrives(tmp_path):
    chain = [comment(number, number - 1) for number in range(1, 1501)]
    report = run(tmp_path, export(post(1, *reversed(chain))))
    assert report.new["comments"] == 1500
    assert shape(Post.objects.get())[-1].startswith("  " * 1499)
    assert_sound()


def test_a_circle_of_1500_arrives(tmp_path):
    run(tmp_path, export(post(1, *(comment(n, n - 1 or 1500) for n in range(1, 1501)))))
    assert parents()[1] == 0
    assert_sound()


# --- Numbers ----------------------------------------------------------------------


def test_a_number_counts_once(tmp_path):
    again = comment(1, content="Again")
    text = export(post(1, comment(1), again), post(1, title="Again"), post(2, again))
    report = run(tmp_path, text)
    assert Post.objects.get(imported_id=1).title == "Post 1"
    assert the_comment(1).body == "<p>Words 1</p>"
    assert Comment.objects.count() == 1
    assert tallies(report, "skipped") == {
        ("comments", "the number stands in the file twice"): 2,
        ("posts", "without a number of its own"): 1,
    }
    before = everything()
    again = run(tmp_path, text)
    assert everything() == before
    assert tallies(again, "skipped") == tallies(report, "skipped")


@pytest.mark.parametrize("number", ["", "0", "-1", "abc", "9" * 20, "9" * 5_000])
def test_without_a_number_nothing_arrives(tmp_path, number):
    report = run(tmp_path, export(post(1, comment(number)), post(number, comment(7))))
    assert (Post.objects.count(), Comment.objects.count()) == (1, 0)
    assert report.total_of("posts") == report.total_of("comments") == 2
    assert "line 8" in str(report)


# --- Addresses and dates ----------------------------------------------------------


def test_two_posts_of_one_address_get_two(tmp_path):
    report = run(tmp_path, export(post(1, wp__post_name="same"), post(2, wp__post_name="same")))
    assert [post.slug for post in Post.objects.order_by("imported_id")] == ["same", "same-2"]
    assert tallies(report) == {("posts", "has another address; its own is taken or not possible here"): 1}


def test_an_imported_post_leaves_our_own_post_its_address(tmp_path, alice):
    own = base.published(alice, title="Post 1", slug="post-1")
    run(tmp_path, export(post(1)))
    own.refresh_from_db()
    assert (own.slug, the_post(1).slug) == ("post-1", "post-1-2")


@pytest.mark.parametrize("slug", ["admin", "feed", "tag", "2013", "wp-content"])
def test_a_page_does_not_hide_behind_our_own_addresses(tmp_path, slug):
    run(tmp_path, export(post(1, wp__post_name=slug, wp__post_type="page")))
    assert the_post(1).slug == f"page-{slug}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("%d0%b3%d0%be%d1%80%d1%8b", "горы"),
        ("a/../b", "ab"),
        ("%2f%2e%2e", "2f-2e-2e"),
        ("<script>", "script"),
        ("%f0%9f%98%80", "1f600"),
        ("", "post-1"),
    ],
)
def test_addresses_hold_only_what_addresses_can(tmp_path, given, kept):
    run(tmp_path, export(post(1, wp__post_name=given)))
    assert the_post(1).slug == kept


@pytest.mark.parametrize(
    ("changes", "at", "on"),
    [
        (
            {"wp__post_date_gmt": "0000-00-00 00:00:00"},
            datetime(2013, 4, 25, 8, tzinfo=UTC),
            date(2013, 4, 25),
        ),
        (
            {"wp__post_date_gmt": "2013-04-26 01:00:00"},
            datetime(2013, 4, 26, 1, tzinfo=UTC),
            date(2013, 4, 25),
        ),
        ({"wp__post_date": "2013-02-31 00:00:00"}, datetime(2013, 4, 25, 8, tzinfo=UTC), date(2013, 4, 25)),
        (
            {"wp__post_date": "", "wp__post_date_gmt": ""},
            datetime(2010, 1, 2, 3, tzinfo=UTC),
            date(2010, 1, 2),
        ),
    ],
)
def test_a_date_is_found_where_there_is_one(tmp_path, changes, at, on):
    run(tmp_path, export(post(1, pubDate="Sat, 02 Jan 2010 03:00:00 +0000", **changes)))
    assert (the_post(1).published_at, the_post(1).published_on) == (at, on)


@pytest.mark.parametrize(
    "bad", ["", "0000-00-00 00:00:00", "yesterday", "99999-01-01 00:00:00", "0001-01-01 00:00:00"]
)
def test_a_post_without_a_date_is_a_draft(tmp_path, bad):
    report = run(tmp_path, export(post(1, comment(1), wp__post_date=bad, wp__post_date_gmt=bad, pubDate=bad)))
    assert the_post(1).status == "draft"
    assert tallies(report) == {("posts", "without a valid date, so it is a draft now"): 1}
    assert the_comment(1).post == the_post(1)


def test_the_blogs_clock_stands_in_for_greenwich_in_comments(tmp_path):
    run(tmp_path, export(post(1, comment(1, date_gmt="0000-00-00 00:00:00", date="2014-01-02 03:04:05"))))
    assert the_comment(1).created_at == datetime(2014, 1, 2, 3, 4, 5, tzinfo=UTC)


# --- Values -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"author": "x" * 246}, "the name is longer than 245 characters"),
        ({"content": "x" * 65_526}, "the text is longer than 65525 characters"),
        ({"date": "2013-13-01 00:00:00", "date_gmt": "soon"}, "the date is not valid"),
        ({"type": "order_note"}, "of the type “order_note”, which is no comment"),
    ],
)
def test_a_comment_that_does_not_fit_is_left_out_whole(tmp_path, changes, reason):
    report = run(tmp_path, export(post(1, comment(1, **changes))))
    assert not Comment.objects.exists()
    assert tallies(report, "skipped") == {("comments", reason): 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"author_url": "javascript:alert(1)"}, "the website is not a valid address and was left out"),
        (
            {"author_url": "http://x.example/" + "x" * 200},
            "the website is not a valid address and was left out",
        ),
        ({"author_email": "nobody"}, "the e-mail address is not valid and was left out"),
        ({"author_IP": "999.1.1.1"}, "the IP address is not valid and was left out"),
        ({"approved": "perhaps"}, "of the status “perhaps”, now pending"),
    ],
)
def test_a_value_that_is_not_valid_is_left_out_and_reported(tmp_path, changes, reason):
    report = run(tmp_path, export(post(1, comment(1, **changes))))
    written = the_comment(1)
    assert tallies(report) == {("comments", reason): 1}
    assert (written.website, written.status == "pending") == ("", "approved" in changes)


def test_someone_without_a_name_is_anonymous(tmp_path):
    run(tmp_path, export(post(1, comment(1, author=" "))))
    assert the_comment(1).name == "Anonymous"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "x" * 301}, "the title is longer than 300 characters"),
        ({"wp__post_name": "x" * 201}, "the address is longer than 200 characters"),
        ({"content__encoded": "x" * 2_000_001}, "the text is longer than 2000000 characters"),
        ({"wp__status": "trash"}, "of the status “trash”"),
        ({"wp__status": "auto-draft"}, "of the status “auto-draft”"),
    ],
)
def test_a_post_that_does_not_fit_is_left_out_with_its_comments(tmp_path, changes, reason):
    report = run(tmp_path, export(post(1, comment(1), comment(2), **changes)))
    assert not Post.objects.exists()
    assert tallies(report, "skipped") == {
        ("posts", reason): 1,
        ("comments", "what they are about was not imported"): 2,
    }


def test_terms_of_one_address_are_one_term(tmp_path):
    twice = '<category domain="post_tag" nicename="mud">Mud</category>'
    run(tmp_path, export(post(1, inside=twice + twice), post(2, inside=twice)))
    assert Tag.objects.get().posts.count() == 2


def test_our_own_terms_are_used_and_stay_as_they_are(tmp_path):
    own = Category.objects.create(name="Ours", slug="walking")
    report = run(tmp_path, export(category("up"), category("walking", "up")))
    own.refresh_from_db()
    assert (own.name, own.parent) == ("Ours", None)
    assert report.already_here["categories"] == 1


def test_categories_in_a_circle_are_reported(tmp_path):
    report = run(tmp_path, export(category("a", "b"), category("b", "a"), category("c", "nowhere")))
    ups = {c.slug: c.parent and c.parent.slug for c in Category.objects.all()}
    assert ups == {"a": "b", "b": None, "c": None}
    assert tallies(report) == {("categories", "what it stands under is missing, or stands under it"): 2}


# --- People -----------------------------------------------------------------------


def test_nobody_takes_over_an_account(tmp_path, alice):
    owner = User.objects.create_superuser(
        "admin", "owner@blog.example", "secret words", contact_email="o@x.example"
    )
    before = User.objects.filter(pk=owner.pk).values().get()
    comments = [comment(1, author="admin", author_email="owner@blog.example", user_id=1)]
    login = author("admin", 1, author_email="evil@mail.example", author_display_name="Evil")
    report = run(tmp_path, export(login, post(1, *comments, dc__creator="admin")))
    assert User.objects.filter(pk=owner.pk).values().get() == before
    newcomer = User.objects.get(imported_key=keyed("admin", "author"))
    assert newcomer.username == "admin-2"
    assert not (
        newcomer.is_active or newcomer.is_staff or newcomer.is_superuser or newcomer.has_usable_password()
    )
    assert (newcomer.email, newcomer.contact_email) == ("", "evil@mail.example")
    assert the_post(1).author == the_comment(1).author == newcomer
    assert ("authors", "the name is taken or cannot stand in an address") in tallies(report)


def test_a_comment_is_somebodys_by_number_and_never_by_name(tmp_path):
    comments = [comment(1, author="jo", author_email="jo@trails.example"), comment(2, user_id=99)]
    run(tmp_path, export(author("jo", 4), post(1, *comments)))
    assert {c.author for c in Comment.objects.all()} == {None}


@pytest.mark.parametrize(
    ("login", "username"),
    [
        ("two words", "two-words"),
        ("<b>", "b"),
        ("../x", "x"),
        ("ж", "ж"),
        ("a@b.example", "a@b.example"),
        ("/", "author"),
    ],
)
def test_login_names_fit_into_addresses(tmp_path, login, username):
    run(tmp_path, export(author(login), post(1, dc__creator=login)))
    assert the_post(1).author.username == username
    assert the_post(1).author.get_absolute_url()


def test_posts_that_name_nobody_have_one_stand_in(tmp_path):
    text = export(post(1, dc__creator=""), post(2, dc__creator=" "), post(3, dc__creator="x" * 61))
    run(tmp_path, text)
    assert {the_post(number).author.name for number in (1, 2, 3)} == {"Happy trails"}
    before = everything()
    run(tmp_path, text)
    assert everything() == before


def test_one_login_name_is_one_author(tmp_path):
    report = run(tmp_path, export(author("Jo"), author("jo", 2), post(1, dc__creator="JO")))
    assert User.objects.count() == 1
    assert report.total_of("authors") == 2


# --- Words that mean harm ---------------------------------------------------------


def test_nothing_that_runs_arrives(tmp_path):
    harm = '<script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:alert(1)">x</a>'
    hostile = post(1, comment(1, content=harm, author=harm), title=f"T{harm}", content__encoded=harm)
    run(tmp_path, export(author("jo", author_display_name=harm), hostile))
    for html in (the_post(1).body_html, the_comment(1).body_html):
        assert "<script" not in html
        assert "onerror" not in html
        assert "javascript:" not in html
    assert the_post(1).title.startswith("T")
    assert the_comment(1).name == harm  # plain text, which every page escapes


def test_the_report_gives_no_orders_to_a_terminal(tmp_path):
    report = run(tmp_path, export(post(1, wp__status="\x9b2J\u202e")))
    assert "of the status “?2J?”, now a draft" in str(report)


def test_a_thumbnail_that_is_not_there_is_no_picture(tmp_path):
    run(tmp_path, export(post(1, inside=meta("_thumbnail_id", "99"))))
    assert the_post(1).picture is None
