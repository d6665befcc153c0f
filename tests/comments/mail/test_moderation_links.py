"""What the links in moderators' mail do, to whom they answer, and what opens nothing."""

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from comments import mail_links, moderation, strokes
from comments.models import Act, Comment, Follow, Report
from tests import base
from tests.comments.letters import VERBS, hold, letters, links, status
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tasks_are_rows")]


# --- The links ----------------------------------------------------------------------------


@pytest.fixture
def comment(client, post, mo):
    return hold(client, post)


@pytest.fixture
def found(comment):
    return {verb: addresses[0] for verb, addresses in links(letters()["mo@blog.example"]).items()}


@pytest.mark.parametrize("verb", VERBS)
def test_a_link_asks_and_its_form_judges_and_undoes(verb, found, comment, mo):
    stranger = base.browser(enforce_csrf_checks=True)
    asked = stranger.get(found[verb])
    assert asked.status_code == 200
    assert "Buy my shoes." in asked.content.decode()
    answer = stranger.post(found[verb])
    act = Act.objects.get(by=mo)
    assert act.verb == verb
    assert status(comment) == {"approve": "approved"}.get(verb, verb)
    told = stranger.get(answer["Location"])
    assert "Grace\u2069’s comment was" in told.content.decode()
    assert status(comment) != "pending"
    assert "Undone: " in stranger.post(answer["Location"]).content.decode()
    assert status(comment) == "pending"
    assert Act.objects.get(undoes=act).by == mo
    again = stranger.post(answer["Location"])
    assert again.status_code == 409
    assert "There is nothing left to undo" in stranger.get(answer["Location"]).content.decode()


def test_scanners_change_nothing(found, comment):
    scanner = Client(headers={"Sec-Purpose": "prefetch"})
    for address in found.values():
        for method in ("get", "head"):
            response = getattr(scanner, method)(address)
            assert response.status_code == 200
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["Cache-Control"] == "private, no-store"
            assert response["X-Robots-Tag"] == "noindex"
        for method in ("put", "delete", "patch", "options"):
            assert getattr(scanner, method)(address).status_code == 405
    assert status(comment) == "pending"
    undo = base.browser().post(found["trash"])["Location"]
    scanner.get(undo)
    scanner.head(undo)
    assert status(comment) == "trash"


def test_a_programs_post_without_any_header_is_taken(found, comment):
    """The link is the proof: no cookie counts, so nothing says where a browser was."""
    assert Client(enforce_csrf_checks=True).post(found["trash"]).status_code == 302
    assert status(comment) == "trash"


def test_one_character_changed_opens_nothing(found, comment):
    path = found["approve"]
    token = path.split("/")[3]
    other = {"A": "B"}
    for place in range(0, len(token), 7):
        wrong = token[:place] + other.get(token[place], "A") + token[place + 1 :]
        for method in ("get", "post"):
            assert getattr(base.browser(), method)(path.replace(token, wrong)).status_code == 404
    for wrong in (token[:-1], f"{token}A", token.partition(".")[0], "x", "a.b.c", "%00", "é.é.é"):
        assert base.browser().post(f"/comments/judge/{wrong}/").status_code == 404
        assert base.browser().post(f"/comments/judge/{wrong}/undo/").status_code == 404
    assert status(comment) == "pending"


def test_a_link_of_another_purpose_opens_nothing(found, comment, post, mo):
    follow = Follow.objects.create(
        post=post, email=mo.email, user=mo, level="all", confirmed_at=timezone.now()
    )
    judge = found["trash"].split("/")[3]
    settings = mail_links.link_to_settings(follow).split("/")[3]
    undo = base.browser().post(found["approve"])["Location"].split("/")[3]
    for token in (settings, undo):
        assert base.browser().post(f"/comments/judge/{token}/").status_code == 404
    for token in (settings, judge):
        assert base.browser().post(f"/comments/judge/{token}/undo/").status_code == 404
    for token in (judge, undo):
        assert base.browser().post(f"/comments/follow/{token}/stop/").status_code == 404
    assert status(comment) == "approved"


def test_a_link_signed_with_another_key_opens_nothing(comment, mo):
    sight = strokes.sights([comment])[comment.pk]
    said = [comment.pk, "approve", sight, mo.pk, mail_links._mark(mo.email)]
    for signer in (
        signing.TimestampSigner(key="another key", salt=mail_links.JUDGE, sep="."),
        signing.TimestampSigner(salt="comments.own", sep="."),
    ):
        assert base.browser().post(f"/comments/judge/{signer.sign_object(said)}/").status_code == 404
    right = signing.TimestampSigner(salt=mail_links.JUDGE, sep=".").sign_object(said)
    assert base.browser().get(f"/comments/judge/{right}/").status_code == 200


def test_after_seven_days_a_link_opens_nothing(found, comment, monkeypatch):
    undo = base.browser().post(found["trash"])["Location"]
    now = timezone.now().timestamp()
    for days, expected in ((6.9, 200), (7.1, 404)):
        monkeypatch.setattr("django.core.signing.time.time", lambda days=days: now + days * 86400)
        assert base.browser().get(undo).status_code == expected
    assert base.browser().post(found["spam"]).status_code == 404
    assert base.browser().post(undo).status_code == 404
    assert status(comment) == "trash"


def leave(mo):
    mo.is_active = False


def lose_the_right(mo):
    mo.groups.clear()


def be_no_staff(mo):
    mo.is_staff = False


@pytest.mark.parametrize("change", [leave, lose_the_right, be_no_staff])
def test_who_may_not_judge_any_more_is_refused(change, found, comment, client, post, mo, alice):
    two = hold(client, post, "Two.", email="two@mail.example")
    undo = mail_links.link_to_undo(moderation.decide([two], Act.Verb.TRASH, by=mo).acts[0].batch, mo)
    change(mo)
    mo.save()
    for address in (found["approve"], undo):
        for method in ("get", "post"):
            response = getattr(base.browser(), method)(address)
            assert response.status_code == 403
            assert "You may not judge comments here any more" in response.content.decode()
    # Not even in the browser of somebody who may.
    assert base.signed_in(alice).post(found["approve"]).status_code == 403
    assert status(comment) == "pending"
    assert status(two) == "trash"


def test_links_die_with_the_address_they_went_to(found, comment, mo):
    mo.email = "new@blog.example"
    mo.save()
    assert base.browser().post(found["approve"]).status_code == 404
    assert status(comment) == "pending"


def test_the_verdict_is_its_owners_whoever_is_signed_in(found, comment, ada, mo):
    base.signed_in(ada).post(found["trash"])
    assert Act.objects.get(verb="trash").by == mo


def test_other_words_than_those_in_the_mail_are_not_judged(found, comment):
    Comment.objects.filter(pk=comment.pk).update(body="Other.", body_html="<p>Other.</p>")
    for method in ("get", "post"):
        response = getattr(base.browser(), method)(found["approve"])
        assert response.status_code == 409
        assert "changed the comment meanwhile" in response.content.decode()
    assert status(comment) == "pending"


def test_who_was_quicker_is_named(found, comment, alice):
    moderation.decide([comment], Act.Verb.SPAM, by=alice)
    for method in ("get", "post"):
        response = getattr(base.browser(), method)(found["approve"])
        assert response.status_code == 409
        assert "Alice Liddell\u2069 marked" in response.content.decode()
    assert status(comment) == "spam"


def test_an_undo_does_not_undo_what_came_after(found, comment, alice):
    undo = base.browser().post(found["trash"])["Location"]
    moderation.decide([comment], Act.Verb.APPROVE, by=alice)
    response = base.browser().post(undo)
    assert response.status_code == 409
    assert "Alice Liddell\u2069 approved" in response.content.decode()
    assert status(comment) == "approved"


def test_a_comment_that_is_gone_for_good_is_said_to_be(found, comment, alice):
    moderation.erase(comment, by=alice)
    for method in ("get", "post"):
        assert getattr(base.browser(), method)(found["approve"]).status_code in (404, 409)
    assert not Act.objects.filter(verb="approve").exists()


def test_hostile_words_are_text_on_the_page(client, post, mo):
    hostile = "<script>alert(1)</script>"
    hold(client, post, hostile, name=hostile)
    address = links(letters()["mo@blog.example"])["trash"][0]
    pages = [base.browser().get(address), base.browser().post(address, follow=True)]
    assert all(hostile not in page.content.decode() for page in pages)


def test_reports_are_settled_by_a_verdict_by_mail(mo, ada):
    comment = base.comment(base.published(mo), author=ada)
    address = links(letters()["mo@blog.example"])["trash"][0]
    Report.objects.create(comment=comment, reason="unkind", network="203.0.113.1")
    base.browser().post(address)
    assert Report.objects.get().settled_at


# --- Two at once --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_verdicts_by_mail_at_once_one_counts(client, cy, mo, alice):
    post = base.published(cy)
    comment = hold(client, post)
    sent = letters()
    addresses = [links(sent[f"{name}@blog.example"]) for name in ("mo", "alice")]
    chosen = [addresses[0]["approve"][0], addresses[1]["trash"][0]]
    answers = at_once(
        *[lambda address=address: base.browser().post(address).status_code for address in chosen]
    )
    assert sorted(answers) == [302, 409]
    (act,) = Act.objects.exclude(by=None)
    assert status(comment) == {"approve": "approved", "trash": "trash"}[act.verb]
