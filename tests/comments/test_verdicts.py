"""What becomes of a new or changed comment: by the blog's rules, by points, by restrictions."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from comments import moderation, sanctions, spam, threads
from comments.holding import FOR_WRITERS, REASONS
from comments.limits import network_of
from comments.models import Act, Comment, Discussion, Fingerprint, Weighing
from comments.queue import reasons_of
from tests import base
from tests.comments import mailbox
from tests.comments.speaking import GUEST, LINKS, known, last, say, trusted
from tests.comments.trees import assert_sound

pytestmark = pytest.mark.django_db


# --- Rules ----------------------------------------------------------------------------


def test_each_reason_has_a_sentence_for_moderators_and_for_writers():
    assert REASONS.keys() == FOR_WRITERS.keys()


@pytest.mark.parametrize(
    ("rules", "body", "held"),
    [
        ({}, "Hello.", ""),
        ({"hold_all": True}, "Hello.", "all"),
        ({}, LINKS, "links"),
        ({"max_links": 3}, LINKS, ""),
        ({"max_links": 0}, f"{LINKS} {LINKS}", ""),
        ({"moderation_keys": "heron\nspaniel"}, "A Heron stood there.", "words"),
        ({"moderation_keys": "heron"}, "Herons stood there.", ""),
        ({"hold_from": 2, "max_links": 0}, LINKS, "points"),
    ],
)
def test_the_rules_hold_what_a_known_person_writes(ada, post, rules, body, held):
    Discussion(**rules).save()
    known(post, author=ada)
    say(base.signed_in(ada), post, body)
    assert (last().status, last().held_because) == ("pending" if held else "approved", held)


@pytest.mark.parametrize(("hold_first", "status"), [(True, "pending"), (False, "approved")])
def test_a_guests_first_comment_waits_if_it_shall(client, post, hold_first, status):
    Discussion(hold_first=hold_first).save()
    say(client, post, **GUEST)
    assert last().status == status
    assert [point.code for point in spam.kept(last())] == ["first"]
    say(client, post, "And again.", **{**GUEST, "name": "Another"})
    assert last().status == status


def test_trusted_people_are_not_held_by_links_or_few_points(ada, post):
    Discussion(hold_from=1).save()
    trusted(post, author=ada)
    say(base.signed_in(ada), post, LINKS)
    assert last().status == "approved"
    Discussion.objects.update(hold_all=True)
    say(base.signed_in(ada), post, f"{LINKS} Again.")
    assert last().held_because == "all"


@pytest.mark.parametrize("key", ["[casino", "(a+)+$", "casino*"])
def test_words_of_the_list_are_words_and_no_patterns(ada, post, key):
    Discussion(moderation_keys=key).save()
    trusted(post, author=ada)
    say(base.signed_in(ada), post, f"They said {key} and {'a' * 5000}.")
    assert last().held_because == "words"


def test_staff_and_the_posts_author_are_never_held(alice, mo, post):
    Discussion(hold_all=True, disallowed_keys="heron").save()
    theirs = base.published(base.author("eve", "Eve"), title="Hers")
    for person, where in ((mo, post), (theirs.author, theirs)):
        say(base.signed_in(person), where, f"A heron. {LINKS}")
        assert (last().status, last().held_because) == ("approved", "")
    assert not Weighing.objects.exists()
    assert not Act.objects.exists()


# --- Restrictions -----------------------------------------------------------------------


def test_who_is_banned_is_told_and_keeps_the_words(ada, mo, post):
    sanctions.impose("ban", by=mo, user=ada)
    answer = say(base.signed_in(ada), post, "zqWORDSqz")
    assert answer.status_code == 403
    assert "This blog takes no comments from you." in answer.content.decode()
    assert "zqWORDSqz" in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_guest_is_banned_by_address_and_by_network(client, mo, post):
    sanctions.impose("ban", by=mo, email="GRACE@mail.example")
    assert say(client, post, **GUEST).status_code == 403
    assert say(client, post, **{**GUEST, "email": "other@mail.example"}).status_code == 302
    sanctions.impose("ban", by=mo, network=network_of("127.0.0.1"))
    assert say(client, post, "Again.", **{**GUEST, "email": "other@mail.example"}).status_code == 403


def test_who_is_silenced_hears_until_when_and_may_then_write(ada, mo, post):
    sanctions.impose("silence", by=mo, user=ada, days=3)
    client = base.signed_in(ada)
    answer = say(client, post, "zqWORDSqz")
    page = answer.content.decode()
    assert (answer.status_code, "zqWORDSqz" in page) == (403, True)
    until = timezone.localtime(sanctions.Sanction.objects.get().until)
    assert f"again from {until.day} {until:%B %Y}" in page
    sanctions.Sanction.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert say(client, post).status_code == 302
    assert last().status == "approved"


def test_who_is_watched_waits_and_is_told_so(ada, mo, post):
    sanctions.impose("premoderate", by=mo, user=ada)
    client = base.signed_in(ada)
    page = client.get(say(client, post)["Location"]).content.decode()
    assert last().held_because == "watched"
    assert "A moderator reads what you write here before others do." in page


def test_a_banned_writer_changes_nothing_either(ada, mo, post):
    client = base.signed_in(ada)
    say(client, post)
    own = last()
    sanctions.impose("ban", by=mo, user=ada)
    answer = client.post(f"/comments/{own.pk}/edit/", {"body": "zqWORDSqz"})
    assert (answer.status_code, "zqWORDSqz" in answer.content.decode()) == (403, True)
    own.refresh_from_db()
    assert own.body == "I run backwards daily."


# --- Spam -----------------------------------------------------------------------------


def spam_and_held(post):
    """The answers to spam and to a comment that waits, to guests in browsers of their own."""
    Discussion.objects.create(disallowed_keys="casino", moderation_keys="heron")
    known(post)
    pages = []
    for word in ("casino", "heron"):
        client = base.browser()
        answer = say(client, post, f"All about the {word} here.", **GUEST)
        page = client.get(answer["Location"])
        # Numbers, keys and the word itself differ from one comment to the next.
        text = re.sub(rf"\d+|key=[^\"]+|{word}", "", page.content.decode())
        pages.append((answer.status_code, sorted(answer.cookies), page.status_code, text, last()))
    return pages


def test_spam_answers_its_writer_exactly_as_what_waits(post):
    spam_answer, held_answer = spam_and_held(post)
    assert [answer[-1].status for answer in (spam_answer, held_answer)] == ["spam", "pending"]
    assert spam_answer[:3] == held_answer[:3]
    assert "Your comment is awaiting moderation." in spam_answer[3]
    assert spam_answer[3] == held_answer[3]
    assert Post.objects.get(pk=post.pk).comment_count == 1
    assert "casino" not in base.browser().get(post.get_absolute_url()).content.decode()


def test_spam_answers_a_script_as_what_waits(ada, post):
    Discussion(disallowed_keys="casino", hold_all=True).save()
    texts = []
    for word in ("casino", "heron"):
        answer = base.signed_in(ada).post(
            f"{post.get_absolute_url()}comments/", {"body": f"A {word}."}, headers={"HX-Request": "true"}
        )
        text = answer.content.decode().replace(f" {FOR_WRITERS['words']}", "")
        texts.append((answer.status_code, re.sub(rf"\d+|{word}", "", text)))
    assert [comment.status for comment in Comment.objects.order_by("pk")] == ["spam", "pending"]
    assert str(FOR_WRITERS["all"]) in texts[0][1]
    assert texts[0] == texts[1]


def test_spam_is_seen_by_its_writer_until_a_moderator_agrees(ada, bob, mo, post):
    Discussion(disallowed_keys="casino").save()
    client = base.signed_in(ada)
    say(client, post, "zqSPAMqz casino")
    comment = last()
    address = post.get_absolute_url()
    assert "zqSPAMqz" in client.get(address).content.decode()
    for other in (base.browser(), base.signed_in(bob)):
        assert "zqSPAMqz" not in other.get(address).content.decode()
    assert moderation.decide([comment], Act.Verb.SPAM, by=mo).acts
    assert f'id="comment-{comment.pk}"' not in client.get(address).content.decode()
    moderation.decide([comment], Act.Verb.RESTORE, by=mo)
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert_sound()


def test_imported_spam_is_shown_to_nobody(ada, post):
    base.comment(post, "zqSPAMqz", author=ada, status="spam", imported_key="old#1")
    assert "zqSPAMqz" not in base.signed_in(ada).get(post.get_absolute_url()).content.decode()


def test_its_writer_may_take_spam_back_like_anything_that_waits(ada, post, settings):
    settings.TASKS = mailbox.DATABASE
    Discussion(disallowed_keys="casino").save()
    client = base.signed_in(ada)
    say(client, post, "A casino.")
    assert client.post(f"/comments/{last().pk}/withdraw/").status_code == 302
    assert last().status == "withdrawn"


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"subject": "x"}, {"trap"}),
        ({"subject": "\0" * 10_000}, {"trap"}),
        ({"began": "forged"}, {"forged_time"}),
        ({"began": "x" * 10_000}, {"forged_time"}),
        ({"began": "now"}, {"hasty"}),
        ({}, set()),
    ],
)
def test_the_trap_and_the_time_weigh(ada, post, fields, codes):
    known(post, author=ada)
    if fields.get("began") == "now":
        fields = {"began": base.browser().get(f"{post.get_absolute_url()}comments/began/").content.decode()}
    assert say(base.signed_in(ada), post, **fields).status_code == 302
    assert {point.code for point in spam.kept(last())} == codes


def test_the_form_carries_both_for_everybody_in_the_same_bytes(client, post):
    page = client.get(post.get_absolute_url()).content.decode()
    assert f'name="{spam.TRAP}"' in page
    assert f'name="{spam.TIME}" value=""' in page
    refused = say(client, post, "", began='"><b>').content.decode()
    assert 'name="began" value="&quot;&gt;&lt;b&gt;"' in refused


# --- What is written down -------------------------------------------------------------


def test_a_hold_leaves_its_points_and_an_act_of_the_machine(client, post):
    say(client, post, LINKS, **GUEST)
    act = Act.objects.get()
    assert (act.by, act.verb, act.comment) == (None, "hold", last())
    assert act.why == "2 links +2, first comment of a guest +1"
    assert (act.before["status"], act.after["status"]) == ("approved", "pending")
    assert reasons_of(last()) == ["2 links +2", "first comment of a guest +1"]
    assert last().weighing.total == 3


def test_what_is_shown_at_once_leaves_no_act(ada, post):
    say(base.signed_in(ada), post)
    assert not Act.objects.exists()
    assert last().weighing.total == 0


@pytest.mark.parametrize("rules", [{"hold_all": True}, {"disallowed_keys": "daily"}])
def test_the_machines_deed_can_be_undone(ada, mo, post, rules):
    Discussion(**rules).save()
    say(base.signed_in(ada), post)
    act = Act.objects.get()
    assert act.verb == ("spam" if "disallowed_keys" in rules else "hold")
    assert moderation.undo(act.batch, by=mo).acts
    assert last().status == "approved"
    assert Post.objects.get(pk=post.pk).comment_count == 1
    assert_sound()


def test_nothing_is_written_down_of_what_is_refused(ada, post):
    client = base.signed_in(ada)
    Discussion(hold_all=True).save()
    say(client, post)
    before = [model.objects.count() for model in (Act, Weighing, Fingerprint)]
    assert say(client, post).status_code == 409
    assert [model.objects.count() for model in (Act, Weighing, Fingerprint)] == before


def test_a_failure_while_writing_down_leaves_no_comment(ada, post, monkeypatch):
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("comments.holding.spam.keep", fail)
    with pytest.raises(RuntimeError):
        say(base.signed_in(ada), post)
    assert not Comment.objects.exists()
    assert_sound()


def test_moderators_read_the_points_and_hostile_ones_are_escaped(client, alice, post):
    Discussion(moderation_keys="<script>alert(1)</script>").save()
    say(client, post, "See <script>alert(1)</script> there.", **GUEST)
    comment, boss = last(), base.signed_in(alice)
    for address in (
        "/admin/comments/comment/",
        f"/admin/comments/comment/{comment.pk}/change/",
        reverse("queue:queue", query={"tab": "pending", "at": comment.pk}),
        "/admin/comments/act/",
    ):
        page = boss.get(address, follow=True).content.decode()
        assert "on the list of words to wait for: &lt;script&gt;" in page, address
        assert "<script>alert" not in page


def test_the_list_of_comments_asks_for_all_points_at_once(alice, post):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert base.signed_in(alice).get("/admin/comments/comment/").status_code == 200
        return len(queries)

    say(base.browser(), post, **GUEST)
    few = cost()
    for n in range(5):
        say(base.browser(), post, f"n {n}", **{**GUEST, "name": f"Guest {n}"})
    assert cost() == few


# --- Changed words ----------------------------------------------------------------------


def test_other_words_are_judged_anew_and_leave_an_act(ada, post):
    Discussion(disallowed_keys="casino").save()
    client = base.signed_in(ada)
    say(client, post)
    own = last()
    client.post(f"/comments/{own.pk}/edit/", {"body": "A casino after all."})
    own.refresh_from_db()
    assert (own.status, Post.objects.get(pk=post.pk).comment_count) == ("spam", 0)
    act = Act.objects.get()
    assert (act.verb, act.before["status"], act.after["status"]) == ("spam", "approved", "spam")
    assert "awaiting moderation" in client.get(post.get_absolute_url()).content.decode()
    assert_sound()


def test_what_waits_is_not_published_by_better_words(ada, post):
    Discussion(hold_all=True).save()
    client = base.signed_in(ada)
    say(client, post)
    Discussion.objects.update(hold_all=False)
    client.post(f"/comments/{last().pk}/edit/", {"body": "Better words."})
    assert (last().body, last().status) == ("Better words.", "pending")
    assert Act.objects.count() == 1


# --- Cost -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["guest", "member"])
def test_posting_costs_the_same_after_one_comment_and_after_many(ada, post, who, settings):
    settings.TASKS = mailbox.DATABASE

    def cost(n: int) -> int:
        client = base.browser() if who == "guest" else base.signed_in(ada)
        with CaptureQueriesContext(connection) as queries:
            answer = say(client, post, f"Number {n} of these {LINKS}", **(GUEST if who == "guest" else {}))
        assert answer.status_code == 302
        return len(queries)

    few = cost(0)
    threads.insert_many(post, [base.unsaved(post, f"n {n}", name=f"G {n}") for n in range(300)])
    assert cost(1) <= few + 1
    assert few <= MOST_QUERIES[who]


MOST_QUERIES = {"guest": 28, "member": 32}
