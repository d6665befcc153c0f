"""The public log, if the blog wants one: what, when and why, and nothing about those concerned."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import moderation
from comments.models import Act, Comment, Discussion, Sanction
from tests import base

LOG = "/moderation-log/"
Verb = Act.Verb


@pytest.fixture
def public(db):
    Discussion.objects.create(public_log=True)


def page_of(client, address=LOG) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_there_is_none_until_the_blog_wants_one(client, mo, alice, post):
    moderation.decide([base.comment(post)], Verb.TRASH, by=mo)
    for browser in (client, base.signed_in(mo), base.signed_in(alice)):
        assert browser.get(LOG).status_code == 404
    assert LOG not in page_of(client, post.get_absolute_url())
    Discussion.objects.create(public_log=True)
    assert client.get(LOG).status_code == 200
    # Who is about to write finds it.
    assert f'<a href="{LOG}">' in page_of(client, post.get_absolute_url())


def test_it_says_who_did_what_when_and_why(client, public, mo, post):
    comment = base.comment(post)
    moderation.decide([comment], Verb.TRASH, by=mo, because="unkind", why="zqNOTEqz")
    page = page_of(client)
    for words in ("Mo Derator", "moved to the trash", "unkind", post.title, f"{timezone.now():%Y}"):
        assert words in page, words
    assert "zqNOTEqz" not in page


def test_it_says_who_did_it_after_they_left(client, public, mo, post):
    moderation.decide([base.comment(post)], Verb.TRASH, by=mo)
    moderation.decide([base.comment(post)], Verb.HOLD, by=None)
    mo.delete()
    page = page_of(client)
    assert "<bdi>Mo Derator</bdi></b>: moved to the trash" in page
    assert page.count("<time") == 1


def test_it_says_nothing_about_who_wrote_what(client, public, mo, ada, post):
    comment = base.comment(
        post,
        "zqWORDSqz",
        name="zqNAMEqz",
        email="zqmail@mail.example",
        website="https://zqsite.example/",
        ip_address="203.0.113.99",
    )
    moderation.decide([comment], Verb.SPAM, by=mo, why="zqNAMEqz")
    moderation.edit(base.comment(post, "zqBEFOREqz"), {"body": "zqAFTERqz"}, by=mo)
    sanction = Sanction.objects.create(kind="ban", user=ada, by=mo, why="zqBANqz")
    Act.objects.create(by=mo, verb=Verb.SANCTION, sanction=sanction)
    page = page_of(client)
    for words in ("zq", "203.0.113.99", "Ada", "restricted"):
        assert words not in page, words


def test_what_the_machine_did_is_not_in_it(client, public, post):
    moderation.decide([base.comment(post)], Verb.SPAM, by=None)
    assert "Nothing has been done yet." in page_of(client)


def test_drafts_stay_unknown(client, public, mo, alice):
    post = base.published(alice, title="zqSECRETqz")
    moderation.decide([base.comment(post)], Verb.TRASH, by=mo)
    assert "zqSECRETqz" in page_of(client)
    post.unpublish()
    page = page_of(client)
    assert "zqSECRETqz" not in page
    assert "moved to the trash" in page


def test_an_undo_says_what_it_undid(client, public, mo, post):
    acts = moderation.decide([base.comment(post)], Verb.TRASH, by=mo).acts
    moderation.undo(acts[0].batch, by=mo)
    assert "undid · moved to the trash" in page_of(client)


def test_visitors_share_a_page_that_is_new_after_each_act(client, public, mo, post):
    first = client.get(LOG)
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    again = client.get(LOG, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    moderation.decide([base.comment(post)], Verb.TRASH, by=mo)
    assert client.get(LOG)["ETag"] != first["ETag"]
    mo.display_name = "Mo Renamed"
    mo.save()
    assert "Mo Renamed" in page_of(client)


def test_it_is_paged_at_a_fixed_cost(client, public, mo, post, django_assert_max_num_queries):
    for comment in [base.comment(post, f"n {n}") for n in range(60)]:
        moderation.decide([comment], Verb.TRASH, by=mo)
    with django_assert_max_num_queries(6):
        page = page_of(client)
    assert page.count("moved to the trash") == 50
    assert f"{LOG}?page=2" in page
    assert page_of(client, f"{LOG}?page=2").count("moved to the trash") == 10
    assert client.get(f"{LOG}?page=3").status_code == 404
    for odd in ("0", "-1", "x", "99999999999999999999", "%00"):
        assert page_of(client, f"{LOG}?page={odd}").count("moved to the trash") == 50


def test_hostile_names_are_text(client, public, mo, post):
    mo.display_name = "<script>alert(1)</script>"
    mo.save()
    moderation.decide([base.comment(post)], Verb.TRASH, by=mo)
    assert "<script>alert" not in page_of(client)


def test_one_stroke_is_one_line(client, public, mo, alice, post):
    some = [base.comment(post, f"n {n}") for n in range(4)]
    moderation.decide(some[:3], Verb.TRASH, by=mo, because="unkind")
    moderation.decide(some[3:], Verb.TRASH, by=mo, because="unkind")
    page = page_of(client)
    assert page.count("moved to the trash") == 2
    assert page.count("and 2 more comments") == 1


def test_each_comment_of_a_stroke_can_be_looked_up(client, public, mo, alice, post):
    other = base.published(alice, title="Knees &amp; you")
    some = [base.held(post, "1"), base.held(post, "2"), base.held(other, "3")]
    moderation.decide(some, Verb.APPROVE, by=mo)
    page = page_of(client)
    for comment in some:
        assert f'href="{Comment.objects.get(pk=comment.pk).get_absolute_url()}"' in page
    assert page.count(f"#{some[1].pk}</a>") == 1
    moderation.decide(some, Verb.TRASH, by=mo)
    page = page_of(client)
    # What cannot be read has no place but its post, which is named once.
    assert "#comment-" not in page
    newest = page[: page.index("approved")]
    assert newest.count(f'href="{post.get_absolute_url()}"') == 1
    assert newest.count(f'href="{other.get_absolute_url()}"') == 1
    assert "and 2 more comments" in newest


def test_the_newest_comes_first(client, public, mo, post):
    [old] = moderation.decide([base.comment(post, "1")], Verb.TRASH, by=mo).acts
    moderation.decide([base.comment(post, "2")], Verb.SPAM, by=mo)
    Act.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=1))
    page = page_of(client)
    assert page.index("marked as spam") < page.index("moved to the trash")
