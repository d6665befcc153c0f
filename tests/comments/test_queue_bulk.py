"""Many at one stroke: chosen from the list, or all that have something in common."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import alike, moderation, spam
from comments.models import Act, Comment, Report
from tests import base
from tests.comments.trees import assert_sound

QUEUE = "/admin/comments/queue/"


def page_of(client, address=QUEUE, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def chosen_from(page: str, *comments) -> dict:
    seen = dict(re.findall(r'name="seen-(\d+)" value="([^"]+)"', page))
    chosen = {f"seen-{comment.pk}": seen[str(comment.pk)] for comment in comments}
    return {"pk": [comment.pk for comment in comments], "tab": "pending", **chosen}


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def client(mo):
    return base.signed_in(mo)


def test_what_is_chosen_is_decided_at_one_stroke_and_undone_as_one(client, mo, post):
    comments = [base.held(post, f"n {n}") for n in range(4)]
    page = page_of(client, view="list")
    client.post(f"{QUEUE}trash/", {**chosen_from(page, *comments[:3]), "because": "advertising"})
    assert statuses() == ["trash"] * 3 + ["pending"]
    [batch] = {act.batch for act in Act.objects.all()}
    answer = client.post(f"/admin/comments/act/undo/{batch}/", follow=True)
    assert "Undone: 3 comments are what they were before." in answer.content.decode()
    assert statuses() == ["pending"] * 4
    assert_sound()


def test_the_list_says_of_each_why_it_is_there(client, post, ada, bob):
    links = base.held(post, "1", held_because="links", name="Link")
    spam.keep(links, [spam.Point("links", 3, 6.0)])
    base.held(post, "2", held_because="watched")
    page = page_of(client, view="list")
    assert page.index("Held: 3 links +6") < page.index("Held: somebody whose comments are read first")
    bad = base.comment(post, "3")
    for reader, reason in ((ada, "unkind"), (bob, "unkind"), (None, "spam")):
        Report.objects.create(comment=bad, user=reader, reason=reason, network="" if reader else "192.0.2.1")
    settled = Report.objects.create(comment=bad, network="192.0.2.2", reason="off_topic")
    Report.objects.filter(pk=settled.pk).update(settled_at=timezone.now())
    page = page_of(client, view="list", tab="reported")
    assert page.index("Reported: unkind or hateful × 2") < page.index("Reported: advertising or spam<")
    assert "off topic<" not in page.partition('class="waiting"')[2]


def test_what_waited_where_it_was_imported_from_says_so(client, mo, post):
    told = "Held: it waited already where it was imported from"
    held = base.held(post, imported_key="elsewhere#1")
    assert told in page_of(client, view="list")
    assert told in page_of(client)
    moderation.decide([held], "approve", by=mo)
    moderation.decide([held], "hold", by=mo)
    assert told not in page_of(client, view="list")


def test_those_that_changed_meanwhile_are_left_and_named(client, alice, post):
    comments = [base.held(post, f"n {n}", name=f"Name {n}") for n in range(3)]
    data = chosen_from(page_of(client, view="list"), *comments)
    moderation.decide(comments[:1], "spam", by=alice)
    page = client.post(f"{QUEUE}approve/", data, follow=True).content.decode()
    assert statuses() == ["spam", "approved", "approved"]
    assert "2 comments were approved." in page
    assert "\u2068Alice Liddell\u2069 marked \u2068Name 0\u2069’s comment as spam" in page
    assert "Nothing was done to it." in page


def test_the_list_leads_on_by_key(client, post):
    now = timezone.now()
    comments = [base.held(post, f"n {n}", created_at=now - timedelta(hours=60 - n)) for n in range(55)]
    page = page_of(client, view="list")
    assert len(re.findall(r'<input type="checkbox" name="pk"', page)) == 50
    after = re.search(r"after=(\d+)", page)[1]
    assert int(after) == comments[49].pk
    rest = page_of(client, view="list", after=after)
    assert re.findall(r'name="pk" value="(\d+)"', rest) == [str(c.pk) for c in comments[50:]]


def test_comments_of_the_same_moment_are_neither_lost_nor_repeated(client, post):
    moment = timezone.now()
    made = [base.held(post, f"n {n}", created_at=moment).pk for n in range(53)]
    page = page_of(client, view="list")
    seen = re.findall(r'name="pk" value="(\d+)"', page)
    seen += re.findall(r'name="pk" value="(\d+)"', page_of(client, view="list", after=seen[-1]))
    assert sorted(map(int, seen)) == made


# --- All alike ----------------------------------------------------------------------


@pytest.fixture
def sellers(post, ada):
    """One waits, one is read, one is gone; and somebody else's."""
    kwargs = {"name": "Seller", "email": "Sell@shoes.example", "network": "198.51.100.7"}
    return [
        base.held(post, "Buy [shoes](https://shoes.example/1).", **kwargs),
        base.comment(post, "Hello.", **kwargs | {"name": "Other", "email": "sell@shoes.example"}),
        base.comment(post, "Buy.", status="trash", **kwargs),
        base.comment(post, "My [notes](https://shoes.example.org/).", author=ada),
    ]


def all_of(client, comment, kind, **fields):
    address = f"{QUEUE}alike/{comment.pk}/{kind}/"
    page = page_of(client, address)
    upto = re.search(r'name="upto" value="(\d+)"', page)[1]
    data = {"status": ["pending", "approved"], "verb": "spam", "upto": upto, **fields}
    return client.post(address, data, follow=True).content.decode()


def test_they_are_counted_before_anything_is_done(client, sellers):
    page = page_of(client, at=sellers[0].pk)
    assert f"{QUEUE}alike/{sellers[0].pk}/email/" in page
    page = page_of(client, f"{QUEUE}alike/{sellers[0].pk}/email/")
    for words in ("There are 2 comments.", "Signed with 2 names.", "Pending (1)", "Approved (1)"):
        assert words in page, words
    assert statuses() == ["pending", "approved", "trash", "approved"]
    assert not Act.objects.exists()


@pytest.mark.parametrize("kind", ["email", "network"])
def test_all_of_an_address_or_a_network_go_at_one_stroke(client, mo, sellers, kind):
    page = all_of(client, sellers[0], kind)
    assert "2 comments were marked as spam." in page
    assert statuses() == ["spam", "spam", "trash", "approved"]
    [batch] = {act.batch for act in Act.objects.all()}
    assert len(moderation.undo(batch, by=mo).acts) == 2
    assert statuses() == ["pending", "approved", "trash", "approved"]
    assert_sound()


def test_all_of_a_person(client, sellers, ada, post):
    base.held(post, "Once more.", author=ada)
    all_of(client, sellers[3], "author", verb="trash", because="unkind")
    assert statuses() == ["pending", "approved", "trash", "trash", "trash"]
    assert set(Comment.objects.filter(author=ada).values_list("removed_because", flat=True)) == {"unkind"}


def test_all_that_link_to_a_site_and_to_no_other(client, sellers, post):
    base.comment(post, "x", website="https://shoes.example", name="Bare")
    base.comment(post, "Not a link: shoes.example")
    base.comment(post, "[x](https://my-shoes.example/)")
    all_of(client, sellers[0], "host")
    assert statuses() == ["spam", "approved", "trash", "approved", "spam", "approved", "approved"]


def test_only_the_kinds_that_were_chosen_go(client, sellers):
    all_of(client, sellers[0], "email", status=["pending", "trash", "forged"])
    assert statuses() == ["spam", "approved", "trash", "approved"]


@pytest.mark.parametrize("fields", [{"verb": "approve"}, {"verb": "erase"}, {"status": []}, {"upto": "0"}])
def test_nothing_is_done_by_half_a_form(client, sellers, fields):
    all_of(client, sellers[0], "email", **fields)
    assert statuses() == ["pending", "approved", "trash", "approved"]


def test_what_comes_after_the_count_is_left_alone(client, sellers, post):
    address = f"{QUEUE}alike/{sellers[0].pk}/email/"
    upto = re.search(r'name="upto" value="(\d+)"', page_of(client, address))[1]
    base.held(post, "Later.", email="sell@shoes.example")
    client.post(address, {"status": ["pending"], "verb": "spam", "upto": upto})
    assert statuses() == ["spam", "approved", "trash", "approved", "pending"]


def test_the_blogs_own_people_are_not_taken_away_by_the_dozen(client, alice, post):
    comment = base.comment(post, "[x](https://shoes.example/)", author=alice, network="198.51.100.7")
    page = page_of(client, at=comment.pk)
    assert "/alike/" not in page
    assert client.get(f"{QUEUE}alike/{comment.pk}/author/").status_code == 404
    for kind in ("network", "host"):
        other = base.held(post, f"[{kind}](https://shoes.example/)", network="198.51.100.7")
        all_of(client, other, kind)
    comment.refresh_from_db()
    assert comment.status == "approved"


def test_a_stroke_is_bounded_and_says_that_there_is_more(client, sellers, post, monkeypatch):
    monkeypatch.setattr(alike, "MOST", 2)
    monkeypatch.setattr(moderation, "AT_ONCE", 1)
    for n in range(3):
        base.held(post, f"n {n}", email="sell@shoes.example")
    page = all_of(client, sellers[0], "email")
    assert "2 comments were marked as spam." in page
    assert "There are more: do it once more for the rest." in page
    assert statuses().count("spam") == 2
    assert len({act.batch for act in Act.objects.all()}) == 1
