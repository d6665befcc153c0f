"""The page that restricts somebody, the list of restrictions, and the way back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, sanctions
from comments.models import Act, Comment, Sanction
from tests import base

LIST = "/admin/comments/sanction/"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
BAN = {"whom": "user", "what": "ban"}


@pytest.fixture
def comment(post, ada):
    return base.comment(post, author=ada, network="203.0.113.9")


@pytest.fixture
def browser(mo):
    return base.signed_in(mo)


def address(comment: Comment) -> str:
    return f"/admin/comments/queue/restrict/{comment.pk}/"


def of_person(person) -> str:
    return f"/admin/comments/queue/restrict/person/{person.pk}/"


def page(response) -> str:
    return response.content.decode()


# --- The page asks, the form acts ----------------------------------------------------


def test_a_look_at_the_page_restricts_nobody(browser, comment, ada):
    for where in (address(comment), of_person(ada)):
        assert browser.get(where).status_code == 200
        assert browser.head(where).status_code == 200
    assert not Sanction.objects.exists()
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    ("what", "kind", "days"),
    [
        ("ban", "ban", None),
        ("silence-1", "silence", 1),
        ("silence-7", "silence", 7),
        ("silence-30", "silence", 30),
        ("premoderate", "premoderate", None),
    ],
)
def test_each_restriction_is_imposed_for_as_long_as_it_says(browser, mo, ada, comment, what, kind, days):
    browser.post(address(comment), {"whom": "user", "what": what, "why": "Again."})
    sanction = Sanction.objects.get()
    assert (sanction.kind, sanction.user, sanction.by, sanction.why) == (kind, ada, mo, "Again.")
    if days is None:
        assert sanction.until is None
    else:
        assert abs(sanction.until - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)


def test_whom_it_concerns_is_chosen_account_address_or_network(browser, post, comment):
    guest = base.comment(post, "Two.", email="Grace@mail.example", network="203.0.113.7")
    assert "This guest’s address" not in page(browser.get(address(comment)))
    assert "This account" not in page(browser.get(address(guest)))
    browser.post(address(comment), {"whom": "network", "what": "ban"})
    browser.post(address(guest), {"whom": "email", "what": "premoderate"})
    found = Sanction.objects.order_by("pk").values_list("user", "email", "network")
    assert list(found) == [(None, "", "203.0.113.9"), (None, "Grace@mail.example", "")]


@pytest.mark.parametrize("forged", [{}, {"whom": "email", "what": "ban"}, {"whom": "user", "what": "erase"}])
def test_what_is_missing_or_invented_is_asked_again_with_the_words(browser, comment, forged):
    response = browser.post(address(comment), {"why": "Keep me.", **forged})
    assert response.status_code == 422
    assert "Keep me." in page(response)
    assert not Sanction.objects.exists()


def test_all_of_theirs_goes_to_the_trash_and_one_stroke_brings_it_back(browser, post, ada, bob, comment):
    base.held(post, author=ada)
    bobs = base.reply(comment, author=bob)
    assert "Move all of theirs to the trash: 2 comments" in page(browser.get(of_person(ada)))
    assert "2 comments published or waiting" in page(browser.get(address(comment)))
    told = page(browser.post(of_person(ada), {**BAN, "remove": "on"}, follow=True))
    assert "is banned. 2 comments were moved to the trash." in told
    assert set(Comment.objects.filter(author=ada).values_list("status", flat=True)) == {"trash"}
    (batch,) = set(Act.objects.values_list("batch", flat=True))
    told = page(browser.post(f"/admin/comments/act/undo/{batch}/", follow=True))
    assert "2 comments are what they were before" in told
    assert "The restriction was undone." in told
    theirs = Comment.objects.filter(author=ada).order_by("pk").values_list("status", flat=True)
    assert list(theirs) == ["approved", "pending"]
    assert not Sanction.objects.in_force().exists()
    bobs.refresh_from_db()
    assert bobs.status == "approved"


def test_without_the_tick_their_comments_stay(browser, ada, comment):
    browser.post(of_person(ada), BAN)
    comment.refresh_from_db()
    assert comment.status == "approved"


def test_a_network_takes_no_comment_of_the_blogs_own_people_along(browser, post, alice, comment):
    alices = base.comment(post, "Mine.", author=alice, network="203.0.113.9")
    browser.post(address(comment), {"whom": "network", "what": "ban", "remove": "on"})
    alices.refresh_from_db()
    comment.refresh_from_db()
    assert (alices.status, comment.status) == ("approved", "trash")


def test_the_blogs_own_people_are_not_restricted(browser, post, alice):
    theirs = base.comment(post, "Mine.", author=alice)
    for where in (address(theirs), of_person(alice)):
        assert "cannot be restricted here" in page(browser.get(where))
        response = browser.post(where, BAN)
        assert response.status_code == 403
        assert "cannot be restricted here" in page(response)
    assert not Sanction.objects.exists()


def test_the_journal_shows_it(browser, ada, comment):
    browser.post(address(comment), {**BAN, "why": "Advertising, again."})
    journal = page(browser.get("/admin/comments/act/"))
    assert "Ada Lovelace: banned" in journal
    assert "Advertising, again." in journal


def test_one_comes_back_to_where_one_was(browser, mo, comment, ada):
    response = browser.post(f"{address(comment)}?tab=reported", BAN)
    assert response["Location"] == f"/admin/comments/queue/?tab=reported&at={comment.pk}"
    assert browser.post(of_person(ada), BAN)["Location"] == LIST
    evil = browser.post(of_person(ada), {**BAN, "next": "https://evil.example/"})
    assert evil["Location"] == LIST


# --- The list ---------------------------------------------------------------------------


def test_the_list_says_who_why_until_and_by_whom(browser, mo, ada):
    sanctions.impose("ban", by=mo, user=ada, why="Advertising.")
    sanctions.impose("silence", by=mo, email="grace@mail.example", days=7)
    sanctions.impose("premoderate", by=mo, network="203.0.113.0")
    shown = page(browser.get(LIST))
    for words in (
        *("Ada Lovelace", "Advertising.", "until it is lifted", "Mo Derator"),
        *("grace@mail.example", "203.0.113.0", "read before published"),
    ):
        assert words in shown


def test_lifted_it_leaves_the_list_and_is_found_among_the_others(browser, mo, ada, post):
    sanctions.impose("ban", by=mo, user=ada)
    lift = f"{LIST}{Sanction.objects.get().pk}/lift/"
    assert browser.get(lift).status_code == 405
    assert "was lifted" in page(browser.post(lift, follow=True))
    assert "lifted already" in page(browser.post(lift, follow=True))
    assert Act.objects.filter(verb="lift", by=mo).count() == 1
    assert "Ada Lovelace" not in page(browser.get(LIST))
    assert "Ada Lovelace" in page(browser.get(f"{LIST}?state=over"))
    assert sanctions.on_writer_of(base.unsaved(post, "x", author=ada)) == []


def test_the_list_costs_the_same_for_many(browser, mo, alice, ada, bob):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        return len(queries)

    sanctions.impose("ban", by=mo, user=ada)
    cost()  # what the first look alone costs
    few = cost()
    for person in (ada, bob):
        for by in (mo, alice):
            sanctions.impose("premoderate", by=by, user=person)
    assert cost() == few


# --- What moderators see of somebody ------------------------------------------------------


def test_the_queue_shows_trust_and_restrictions_and_leads_on(browser, mo, ada, post, comment):
    held = base.held(post, author=ada)
    sanctions.impose("silence", by=mo, user=ada, days=7, why="Shouting.")
    shown = page(browser.get(f"/admin/comments/queue/?at={held.pk}"))
    assert "Ada Lovelace</bdi> · known" in shown
    assert "silenced" in shown
    assert "Shouting." in shown
    assert address(held) in shown
    for where in ("/admin/comments/comment/", f"/admin/comments/comment/{held.pk}/change/"):
        assert address(held) in page(browser.get(where))


def test_a_persons_page_shows_trust_and_restrictions_and_leads_on(alice, ada, mo, comment):
    sanctions.impose("ban", by=mo, user=ada, why="Shouting.")
    owner = base.signed_in(alice)
    shown = page(owner.get(f"/admin/accounts/user/{ada.pk}/change/"))
    assert "As a writer of comments: known." in shown
    assert "Shouting." in shown
    assert of_person(ada) in shown
    assert of_person(alice) not in page(owner.get(f"/admin/accounts/user/{alice.pk}/change/"))
    response = owner.post(of_person(ada), BAN)
    assert response["Location"] == f"/admin/accounts/user/{ada.pk}/change/"


# --- Who may ------------------------------------------------------------------------------


def test_nobody_but_moderators_comes_in(client, ada, bob, mo, comment):
    helper = base.author("helper", "Helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.exclude(codename="moderate_comment"))
    gone = base.moderator("gone", "Gone")
    gone_browser = base.signed_in(gone)
    gone.groups.clear()
    sanctions.impose("premoderate", by=mo, user=ada)
    lift = f"{LIST}{Sanction.objects.get().pk}/lift/"
    for browser in (client, base.signed_in(bob), base.signed_in(helper), gone_browser):
        for method, where in (
            *(("get", where) for where in (address(comment), of_person(ada), LIST)),
            *(("post", where) for where in (address(comment), of_person(ada), lift)),
        ):
            answer = getattr(browser, method)(where, BAN)
            assert answer.status_code in (302, 403), where
            if answer.status_code == 302:
                assert "/login/" in answer["Location"]
    assert Sanction.objects.in_force().count() == 1
    assert Sanction.objects.count() == 1


def test_the_owner_may(alice, comment):
    assert base.signed_in(alice).post(address(comment), BAN).status_code == 302
    assert Sanction.objects.exists()


def test_another_site_restricts_nobody(mo, comment, ada):
    browser = base.signed_in(mo, enforce_csrf_checks=True)
    for where in (address(comment), of_person(ada)):
        assert browser.post(where, BAN, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Sanction.objects.exists()


def test_nobody_lifts_from_a_persons_page_what_does_not_exist(browser, comment):
    for where in ("/admin/comments/queue/restrict/4711/", "/admin/comments/queue/restrict/person/4711/"):
        assert browser.get(where).status_code == 404
    assert browser.post(f"{LIST}4711/lift/").status_code == 404


def test_hostile_words_are_text(browser, alice, post, ada):
    ada.display_name = HOSTILE
    ada.save()
    hostile = base.comment(post, HOSTILE, author=ada, network="<script>alert(1)</script>")
    told = page(browser.post(address(hostile), {**BAN, "why": HOSTILE}, follow=True))
    addresses = [LIST, address(hostile), of_person(ada), "/admin/comments/act/"]
    owners = page(base.signed_in(alice).get(f"/admin/accounts/user/{ada.pk}/change/"))
    for shown in (told, owners, *(page(browser.get(where)) for where in addresses)):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


# --- What they see themselves -------------------------------------------------------------

FORM = 'id="commentform"'


def test_a_banned_member_reads_one_sentence_instead_of_the_form(post, mo, ada, bob, client):
    where, browser = post.get_absolute_url(), base.signed_in(ada)
    assert FORM in page(browser.get(where))
    batch = sanctions.impose("ban", by=mo, user=ada, why="Secret.")
    for address in (where, f"{where}comments/form/", f"{where}?replytocom=1"):
        shown = page(browser.get(address))
        assert FORM not in shown
        assert "This blog takes no comments from you." in shown
        assert "Secret." not in shown
    for other in (client, base.signed_in(bob)):
        assert FORM in page(other.get(where))
    moderation.undo(batch, by=mo)
    assert FORM in page(browser.get(where))


def test_a_silenced_member_reads_until_when(post, mo, ada):
    browser = base.signed_in(ada)
    sanctions.impose("silence", by=mo, user=ada, days=7)
    shown = page(browser.get(post.get_absolute_url()))
    assert FORM not in shown
    assert "You can comment here again from" in shown
    Sanction.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert FORM in page(browser.get(post.get_absolute_url()))


def test_who_is_only_read_first_has_the_form(post, mo, ada):
    sanctions.impose("premoderate", by=mo, user=ada)
    assert FORM in page(base.signed_in(ada).get(post.get_absolute_url()))


def test_a_network_that_is_banned_changes_no_page(post, mo, client):
    sanctions.impose("ban", by=mo, network="127.0.0.1")
    assert FORM in page(client.get(post.get_absolute_url()))


@pytest.mark.parametrize(("kind", "days"), [("ban", None), ("silence", 7)])
def test_who_is_signed_in_and_barred_does_not_write_as_a_guest_either(post, mo, ada, bob, kind, days):
    guest = {"body": "As somebody else.", "as": "guest", "name": "Else", "email": "else@mail.example"}
    sanctions.impose(kind, by=mo, user=ada, days=days)
    address = f"{post.get_absolute_url()}comments/"
    assert base.signed_in(ada).post(address, guest).status_code == 403
    assert not Comment.objects.exists()
    assert base.signed_in(bob).post(address, guest).status_code == 302
