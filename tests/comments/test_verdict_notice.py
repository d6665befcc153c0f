"""What the writer of a held comment learns of the verdict, and nobody else does."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import moderation
from comments.models import Act, Comment, Discussion, Follow
from comments.own import COOKIE
from tests import base
from tests.comments.mailbox import DATABASE, delivered
from tests.comments.speaking import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_letters")]
TITLE = "What became of your comments here"
GUEST = {"name": "Grace", "email": "grace@mail.example"}


@pytest.fixture
def held(client, post) -> Comment:
    """A guest's, in their own browser."""
    say(client, post, "Zebras are lovely.", **GUEST)
    comment = Comment.objects.get()
    assert comment.status == "pending"
    return comment


@pytest.fixture
def adas(post, ada) -> Comment:
    return base.held(post, "Zebras are lovely.", author=ada)


def judge(comment, verb, by, because="") -> Act:
    (act,) = moderation.decide([comment], verb, by=by, because=because).acts
    return act


def page(reader, post) -> str:
    return reader.get(post.get_absolute_url()).content.decode()


def notice(html: str) -> str:
    return html.partition(TITLE)[2].partition("</section>")[0]


# --- In the page --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "because", "expected"),
    [
        ("approve", "", "Published."),
        ("trash", "off_topic", "Not published: off topic."),
        ("trash", "", "Not published."),
        ("spam", "", "Not published."),
    ],
)
def test_the_writer_learns_the_verdict_and_its_reason(client, ada, mo, post, held, verb, because, expected):
    adas = base.held(post, "Mine.", author=ada)
    browser = base.signed_in(ada)
    assert TITLE not in page(client, post)
    for comment in (held, adas):
        judge(comment, verb, mo, because)
    for reader, words in ((client, "Zebras"), (browser, "Mine.")):
        said = notice(page(reader, post))
        assert words in said
        assert f"<b>{expected}</b>" in said
        assert "spam" not in said.lower()
        assert said.count("<li>") == 1


def test_a_verdict_of_who_left_since_is_told(client, held, mo, post):
    judge(held, "trash", mo, "off_topic")
    mo.delete()
    assert "<b>Not published: off topic.</b>" in notice(page(client, post))


def test_nobody_else_does(client, held, adas, ada, bob, mo, alice, post):
    for comment in (held, adas):
        judge(comment, "trash", mo, "unkind")
    for reader in (base.browser(), base.signed_in(bob), base.signed_in(mo), base.signed_in(alice)):
        assert TITLE not in page(reader, post)
    assert notice(page(base.signed_in(ada), post)).count("<li>") == 1
    assert notice(page(client, post)).count("<li>") == 1


def test_a_forged_cookie_learns_nothing(held, mo, post):
    judge(held, "trash", mo)
    forger = base.browser()
    for value in (f"[{held.pk}]", "x", f"W{held.pk}:1xVAvq:x"):
        forger.cookies[COOKIE] = value
        assert TITLE not in page(forger, post)


def test_a_guests_cookie_does_not_name_a_members_comment(client, held, adas, mo, post):
    judge(adas, "trash", mo)
    Comment.objects.filter(pk=held.pk).update(author=adas.author)
    assert TITLE not in page(client, post)


def test_what_the_machine_decides_is_no_verdict(client, held, post):
    moderation.decide([held], Act.Verb.SPAM, by=None)
    html = page(client, post)
    assert TITLE not in html
    assert "Your comment is awaiting moderation." in html


def test_spam_of_the_machine_that_a_moderator_confirms_looks_like_any_other(client, held, mo, post):
    moderation.decide([held], Act.Verb.SPAM, by=None)
    judge(held, "spam", mo)
    assert "<b>Not published.</b>" in notice(page(client, post))


def test_what_is_undone_is_not_told(client, held, mo, post):
    act = judge(held, "trash", mo, "unkind")
    moderation.undo(act.batch, by=mo)
    html = page(client, post)
    assert TITLE not in html
    assert "Your comment is awaiting moderation." in html
    judge(held, "approve", mo)
    assert "Published." in notice(page(client, post))


def test_what_never_waited_is_not_told(ada, mo, post):
    judge(base.comment(post, author=ada), "trash", mo)
    assert TITLE not in page(base.signed_in(ada), post)


def test_what_was_published_and_then_removed_says_so_in_its_place_only(ada, adas, mo, post):
    judge(adas, "approve", mo)
    base.reply(Comment.objects.get(pk=adas.pk))
    judge(adas, "trash", mo, "off_topic")
    html = page(base.signed_in(ada), post)
    assert TITLE not in html
    assert "Removed by a moderator: off topic" in html


def test_it_is_told_for_a_month(client, held, adas, ada, mo, post):
    for comment in (held, adas):
        judge(comment, "approve", mo)
    Act.objects.update(at=timezone.now() - timedelta(days=29))
    assert TITLE in page(base.signed_in(ada), post)
    Act.objects.update(at=timezone.now() - timedelta(days=31))
    assert TITLE not in page(base.signed_in(ada), post)


def test_a_guests_cookie_lasts_until_they_know_and_no_longer(client, held, mo, post):
    judge(held, "trash", mo)
    page(client, post)
    assert client.cookies[COOKIE].value
    assert client.cookies[COOKIE]["max-age"] == timedelta(days=30).total_seconds()
    # Another comment does not push it out.
    say(client, post, "Another.", **GUEST)
    assert "Zebras" in notice(page(client, post))


def test_a_guest_whose_comment_never_waited_is_a_visitor_again(client, mo, post):
    base.comment(post, **GUEST)
    say(client, post, "At once.", **GUEST)
    comment = Comment.objects.latest("pk")
    assert comment.status == "approved"
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(hours=1))
    page(client, post)
    assert not client.cookies[COOKIE].value


def test_only_the_page_of_that_post_says_it(ada, adas, mo, alice):
    judge(adas, "trash", mo)
    assert TITLE not in page(base.signed_in(ada), base.published(alice, title="Another"))


@pytest.mark.parametrize("part", ["", "on/"])
def test_it_is_told_on_the_pages_of_branches_too(client, held, adas, ada, bob, mo, post, part):
    first = base.comment(post, "First.")
    base.reply(first)
    address = f"{post.get_absolute_url()}comments/{first.pk}/{part}"
    judge(held, "trash", mo, "off_topic")
    judge(adas, "approve", mo)
    assert "<b>Not published: off topic.</b>" in notice(client.get(address).content.decode())
    assert "<b>Published.</b>" in notice(base.signed_in(ada).get(address).content.decode())
    for other in (base.browser(), base.signed_in(bob)):
        assert TITLE not in other.get(address).content.decode()


def test_it_is_told_on_older_pages_of_comments(client, held, mo, post):
    Discussion.objects.create(threads_a_page=1)
    for n in range(4):
        base.comment(post, f"Number {n}.")
    judge(held, "trash", mo)
    for number in (1, 2):
        response = client.get(f"{post.get_absolute_url()}?page={number}")
        assert "<b>Not published.</b>" in notice(response.content.decode())


def test_hostile_words_are_text(ada, mo, post):
    comment = base.held(post, "`<script>alert(1)</script>`", author=ada)
    judge(comment, "trash", mo)
    said = notice(page(base.signed_in(ada), post))
    assert "<script>" not in said
    assert "&lt;script&gt;" in said


# --- By mail ------------------------------------------------------------------------------


@pytest.fixture
def mail(settings):
    settings.TASKS = DATABASE

    def mails(minutes=6):
        for task in DBTaskResult.objects.filter(run_after__lt=timezone.now() + timedelta(days=1)):
            due = task.run_after - timedelta(minutes=minutes)
            DBTaskResult.objects.filter(pk=task.pk).update(run_after=due)
        return delivered()

    return mails


def follow(comment, **kwargs) -> Follow:
    kwargs.setdefault("confirmed_at", timezone.now())
    email = comment.email or "ada@mail.example"
    return Follow.objects.create(
        post=comment.post, user=comment.author, email=email, level="replies", **kwargs
    )


def test_who_follows_hears_by_mail_and_nobody_else(mail, held, adas, mo, bob, post):
    follow(adas)
    Follow.objects.create(
        post=post, user=bob, email="b@mail.example", level="replies", confirmed_at=timezone.now()
    )
    judge(held, "trash", mo)
    judge(adas, "trash", mo, "off_topic")
    (message,) = mail()
    assert message.to == ["ada@mail.example"]
    assert message.subject == "Your comment on Backward running"
    assert "It is not published: off topic." in message.body
    assert "> Zebras are lovely." in message.body
    assert "Mo" not in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_guest_hears_of_approval_with_the_place(mail, held, mo):
    follow(held)
    judge(held, "approve", mo)
    (message,) = mail()
    assert message.to == ["grace@mail.example"]
    assert "is published." in message.body
    assert f"/comments/{held.pk}/" in message.body


def test_nobody_hears_of_spam_or_before_they_confirmed(mail, held, adas, mo):
    follow(held)
    judge(held, "spam", mo)
    follow(adas, confirmed_at=None)
    judge(adas, "trash", mo)
    assert mail() == []


def test_a_verdict_that_is_undone_at_once_is_not_told(mail, adas, mo):
    follow(adas)
    act = judge(adas, "trash", mo)
    assert mail(minutes=4) == []
    moderation.undo(act.batch, by=mo)
    assert mail() == []
    judge(adas, "approve", mo)
    assert len(mail()) == 1


def test_it_is_told_once(mail, adas, mo):
    follow(adas)
    judge(adas, "trash", mo)
    assert len(mail()) == 1
    judge(adas, "hold", mo)
    judge(adas, "approve", mo)
    assert mail() == []


def test_a_title_begins_no_header(mail, adas, mo, post):
    post.title = "Tea\r\nBcc: all@mail.example"
    post.save()
    follow(adas)
    judge(adas, "trash", mo)
    (message,) = mail()
    assert message.message()["Bcc"] is None
    assert "\n" not in message.subject
