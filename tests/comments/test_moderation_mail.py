"""Letters to moderators and authors, and what their links do."""

import re
import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.contrib.auth.models import Permission
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import mail_links, moderation, strokes
from comments.models import Act, Comment, Discussion, Follow, Letter, Report
from tests import base
from tests.comments.follows import say
from tests.comments.mailbox import DATABASE, delivered, work

pytestmark = pytest.mark.django_db
GUEST = {"name": "Grace", "email": "grace@mail.example"}
VERBS = ("approve", "trash", "spam")


@pytest.fixture(autouse=True)
def tasks_are_rows(settings):
    settings.TASKS = DATABASE


@pytest.fixture
def post(cy):
    return base.published(cy)


@pytest.fixture
def cy(db):
    """Writes, and neither owns the blog nor moderates."""
    return base.author("cy", "Cy Author")


def hold(client, post, body="Buy my shoes.", **guest) -> Comment:
    say(client, post, body, **{**GUEST, **guest})
    return Comment.objects.latest("pk")


def letters() -> dict[str, mail.EmailMessage]:
    found = {}
    for message in delivered():
        assert message.to[0] not in found
        found[message.to[0]] = message
    return found


def links(message) -> dict[str, list[str]]:
    """By what each asks for, in the order of the mail."""
    found: dict[str, list[str]] = {verb: [] for verb in VERBS}
    for address in re.findall(r"http://testserver(/comments/judge/\S+)", message.body):
        token = address.split("/")[3]
        found[mail_links.read_judge_token(token).verb].append(address)
    return found


def let_time_pass(**kwargs) -> None:
    for letter in Letter.objects.exclude(sent_at=None):
        Letter.objects.filter(pk=letter.pk).update(sent_at=letter.sent_at - timedelta(**kwargs))
    # What has no time of its own has one far away.
    for task in DBTaskResult.objects.filter(run_after__lt=timezone.now() + timedelta(days=1)):
        DBTaskResult.objects.filter(pk=task.pk).update(run_after=task.run_after - timedelta(**kwargs))


def status(comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


# --- Who hears of what is held ------------------------------------------------------------


def test_moderators_hear_of_what_is_held_and_nobody_else(client, post, mo, alice, ada):
    helper = base.author("helper", "Helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.exclude(codename="moderate_comment"))
    base.moderator("away", "Away").groups.clear()
    hold(client, post)
    assert set(letters()) == {"mo@blog.example", "alice@blog.example"}


def test_a_moderator_without_an_address_or_who_left_hears_nothing(client, post, mo, alice):
    mo.email = ""
    mo.save()
    alice.is_active = False
    alice.save()
    hold(client, post)
    assert letters() == {}


def test_the_rules_switch_it_off(client, post, mo):
    Discussion.objects.create(tell_moderators=False)
    hold(client, post)
    assert letters() == {}


def test_nobody_hears_of_spam(client, post, mo):
    Discussion.objects.create(disallowed_keys="shoes", spam_from=1)
    assert hold(client, post).status == "spam"
    assert letters() == {}


def test_what_a_moderator_holds_is_no_news(post, mo, alice):
    moderation.decide([base.comment(post)], Act.Verb.HOLD, by=alice)
    assert "mo@blog.example" not in letters()


def test_what_reports_held_is(client, post, mo):
    comment = base.comment(post)
    assert "mo@blog.example" not in letters()
    for n in range(3):
        client.post(f"/comments/{comment.pk}/report/", {"reason": "spam"}, REMOTE_ADDR=f"203.0.113.{n}")
    assert status(comment) == "pending"
    let_time_pass(minutes=11)
    assert "waits for a moderator" in letters()["mo@blog.example"].body


def test_what_was_decided_before_the_letter_is_not_in_it(client, post, mo, alice):
    gone, stays = hold(client, post), hold(client, post, "Two.", name="Linus", email="linus@mail.example")
    moderation.decide([gone], Act.Verb.TRASH, by=alice)
    body = letters()["mo@blog.example"].body
    assert "Buy my shoes." not in body
    assert "Two." in body
    assert status(stays) == "pending"


def test_imported_comments_are_no_news(post, mo, cy):
    base.comment(post, imported_key="wp-1")
    base.held(post, imported_key="wp-2")
    assert letters() == {}


# --- The author ---------------------------------------------------------------------------


def test_the_author_hears_of_each_new_comment_but_their_own(post, cy, ada):
    base.comment(post, author=ada)
    (message,) = delivered()
    assert message.to == ["cy@blog.example"]
    assert "Ada Lovelace wrote on “Backward running”" in message.body
    assert "/comments/judge/" not in message.body
    let_time_pass(minutes=11)
    base.comment(post, author=cy)
    assert delivered() == []


def test_the_author_who_may_judge_has_links_for_that(mo, ada):
    comment = base.comment(base.published(mo), author=ada)
    found = links(letters()["mo@blog.example"])
    assert [len(found[verb]) for verb in VERBS] == [0, 1, 1]
    base.browser().post(found["trash"][0])
    assert status(comment) == "trash"


def test_the_author_hears_of_a_held_comment_when_it_is_published(client, post, cy, mo):
    comment = hold(client, post)
    assert set(letters()) == {"mo@blog.example"}
    moderation.decide([comment], Act.Verb.APPROVE, by=mo)
    assert set(letters()) == {"cy@blog.example"}


def test_who_follows_anyway_hears_once(post, cy, ada):
    Follow.objects.create(post=post, email=cy.email, user=cy, level="all", confirmed_at=timezone.now())
    base.comment(post, author=ada)
    (message,) = delivered()
    assert message.subject == "Comments on Backward running"


def test_the_rules_switch_the_authors_mail_off(post, ada):
    Discussion.objects.create(tell_author=False)
    base.comment(post, author=ada)
    assert delivered() == []


def test_who_judged_it_themselves_hears_nothing_of_it(client, alice):
    comment = hold(client, base.published(alice))
    moderation.decide([comment], Act.Verb.APPROVE, by=alice)
    assert letters() == {}


# --- What is in it ------------------------------------------------------------------------


def test_it_says_what_who_where_why_and_how_many_wait(client, post, mo):
    base.held(post, "Older.", name="Linus", email="l@mail.example")
    hold(client, post, "See https://a.example and https://b.example\n\n> quoted")
    message = letters()["mo@blog.example"]
    assert message.subject == "1 comment waits at Leave a Reply"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    for words in (
        *("A comment by Grace on “Backward running” waits for a moderator.", "grace@mail.example"),
        *("Why it waits:", "2 links +2", "first comment of a guest", "> > quoted", "2 comments wait in all:"),
        f"/admin/comments/queue/?at={Comment.objects.latest('pk').pk}",
    ):
        assert words in message.body
    html = message.alternatives[0].content
    assert 'href="https://a.example' not in html
    assert "https://a.example" in html


def test_hostile_words_begin_no_header_and_no_markup(client, post, mo):
    post.title = "Tea\r\nBcc: all@mail.example"
    post.save()
    hostile = "Eve\nBcc: b@mail.example"
    comment = base.held(post, "<script>alert(1)</script>", name=f'{hostile}<img src=x onerror="a">')
    act = moderation.decide([comment], Act.Verb.SPAM, by=None)
    assert act.acts
    moderation.decide([comment], Act.Verb.HOLD, by=None, why=hostile)
    message = letters()["mo@blog.example"]
    raw = message.message()
    assert raw["Bcc"] is None
    assert "\n" not in raw["Subject"]
    html = message.alternatives[0].content
    assert "<script>" not in html
    assert "<img" not in html
    assert "\nBcc:" not in message.body


# --- A wave is no wave of mail ------------------------------------------------------------


def test_a_wave_is_one_letter_in_ten_minutes(client, post, mo):
    first = hold(client, post)
    assert len(letters()) == 1
    wave = [hold(client, post, f"Number {n}.", email=f"g{n}@mail.example") for n in range(25)]
    assert letters() == {}
    let_time_pass(minutes=9)
    assert letters() == {}
    let_time_pass(minutes=2)
    message = letters()["mo@blog.example"]
    assert message.subject == "25 comments wait at Leave a Reply"
    assert [len(addresses) for addresses in links(message).values()] == [20, 20, 20]
    assert "5 more are not in this mail." in message.body
    assert "26 comments wait in all" in message.body
    assert first.body not in message.body
    let_time_pass(minutes=30)
    assert letters() == {}
    assert Letter.objects.filter(sent_at=None).count() == 0
    assert len(wave) == 25


def test_what_waits_and_what_is_new_come_together(client, mo, ada):
    post = base.published(mo)
    hold(client, post)
    base.comment(post, "Hello.", author=ada)
    assert letters()["mo@blog.example"].subject == "2 comments, new or waiting, at Leave a Reply"


def test_a_mail_server_that_is_down_is_asked_again(client, post, mo, monkeypatch):
    def refuse(self, messages):
        raise SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        hold(client, post)
        work()
    assert Letter.objects.filter(is_due=True).count() == 1
    let_time_pass(minutes=2)
    assert set(letters()) == {"mo@blog.example"}


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
    together, answers = threading.Barrier(2), []

    def press(address):
        together.wait()
        answers.append(base.browser().post(address).status_code)
        connection.close()

    presses = [threading.Thread(target=press, args=(address,)) for address in chosen]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(answers) == [302, 409]
    (act,) = Act.objects.exclude(by=None)
    assert status(comment) == {"approve": "approved", "trash": "trash"}[act.verb]
