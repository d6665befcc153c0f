"""A member mutes somebody: for themselves, wherever comments are printed, and in their mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Follow, Mute
from tests import base
from tests.comments.mailbox import DATABASE, delivered
from tests.comments.pages import outline

LIST = "/comments/muted/"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def comment(post, bob):
    return base.comment(post, "Shouting.", author=bob)


@pytest.fixture
def muting(ada, bob):
    Mute.objects.create(user=ada, muted=bob)
    return base.signed_in(ada)


def address(comment) -> str:
    return f"/comments/{comment.pk}/mute/"


def page(response) -> str:
    return response.content.decode()


def folded(html: str, name: str = "Bob Kahn") -> int:
    return html.count(f"You muted <bdi>{name}</bdi>.")


# --- Muting and unmuting ------------------------------------------------------------------


def test_the_page_asks_and_the_form_mutes(ada, bob, comment):
    browser = base.signed_in(ada)
    asked = browser.get(address(comment))
    assert "Mute <bdi>Bob Kahn</bdi>?" in page(asked)
    assert asked["X-Robots-Tag"] == "noindex"
    browser.head(address(comment))
    assert not Mute.objects.exists()
    for _ in range(2):
        assert browser.post(address(comment))["Location"] == comment.get_absolute_url()
    assert list(Mute.objects.values_list("user", "muted")) == [(ada.pk, bob.pk)]


def test_strangers_are_told_to_sign_in(client, comment):
    shown = page(client.get(address(comment)))
    assert "please sign in" in shown
    assert f"/accounts/login/?next={address(comment)}" in shown
    assert client.post(address(comment)).status_code == 403
    assert client.post(LIST, {"person": 1}).status_code == 403
    assert "please sign in" in page(client.get(LIST))
    assert not Mute.objects.exists()
    assert not client.cookies


def test_a_guest_cannot_be_muted_and_nobody_themselves(ada, post):
    browser = base.signed_in(ada)
    guests, own = base.comment(post), base.comment(post, "Mine.", author=ada)
    assert "only people with an account can be muted" in page(browser.get(address(guests)))
    assert "You cannot mute yourself" in page(browser.get(address(own)))
    for comment in (guests, own):
        assert browser.post(address(comment)).status_code == 403
    assert not Mute.objects.exists()


@pytest.mark.parametrize("status", ["pending", "spam", "trash", "erased", "withdrawn"])
def test_what_one_cannot_read_leads_to_nobody(ada, bob, post, status):
    hidden = base.comment(post, author=bob, status=status)
    assert base.signed_in(ada).get(address(hidden)).status_code == 404
    assert base.signed_in(ada).post(address(hidden)).status_code == 404


def test_another_site_mutes_nobody(ada, comment):
    browser = base.signed_in(ada, enforce_csrf_checks=True)
    browser.post(address(comment), headers={"sec-fetch-site": "cross-site"})
    assert not Mute.objects.exists()


def test_the_list_has_a_way_back_for_each(ada, bob, mo, post, muting, comment):
    Mute.objects.create(user=ada, muted=mo)
    Mute.objects.create(user=mo, muted=bob)
    shown = page(muting.get(LIST))
    assert "Bob Kahn" in shown
    assert "Mo Derator" in shown
    for forged in ("", "x", "-1", "9" * 30, "4711", "٣"):
        assert muting.post(LIST, {"person": forged}).status_code == 302
    assert Mute.objects.count() == 3
    muting.post(LIST, {"person": bob.pk})
    assert set(Mute.objects.values_list("user", "muted")) == {(ada.pk, mo.pk), (mo.pk, bob.pk)}
    assert folded(page(muting.get(post.get_absolute_url()))) == 0


# --- Where comments are printed -----------------------------------------------------------


def test_the_words_become_a_line_that_opens_for_this_member_alone(post, mo, bob, muting, comment, client):
    answer = base.reply(comment, "An answer.", name="Grace")
    base.reply(answer, "And again.", author=bob)
    where = post.get_absolute_url()
    others = [page(reader.get(where)) for reader in (client, base.signed_in(mo), base.signed_in(bob))]
    mine = page(muting.get(where))
    assert [folded(html) for html in others] == [0, 0, 0]
    assert folded(mine) == 2
    assert "An answer." in mine
    assert LIST in mine
    before, after = mine.split("You muted <bdi>Bob Kahn</bdi>.", 1)
    assert "Shouting." not in before
    assert "Shouting." in after
    # In either order of asking: nobody gets another's copy.
    assert folded(page(client.get(where))) == 0
    assert folded(page(base.signed_in(mo).get(where))) == 0
    assert folded(page(muting.get(where))) == 2


def test_lists_in_lists_stay_whole(post, bob, muting, comment):
    answer = base.reply(comment, "An answer.", name="Grace")
    deeper = base.reply(answer, "And again.", author=bob)
    last = base.comment(post, "Last.")
    assert outline(page(muting.get(post.get_absolute_url()))) == [
        str(comment.pk),
        f"  {answer.pk}",
        f"    {deeper.pk}",
        str(last.pk),
    ]


def test_branches_and_what_continues_them_fold_too(post, muting, bob, comment):
    answer = base.reply(comment, "An answer.", author=bob)
    where = f"{post.get_absolute_url()}comments/{comment.pk}/"
    assert folded(page(muting.get(where))) == 2
    for rest in ("on/", "more/"):
        shown = page(muting.get(f"{where}{rest}"))
        assert folded(shown) == 1
        assert f"comment-{answer.pk}" in shown


def test_news_in_an_open_page_fold_too(post, client, bob, muting):
    post.refresh_from_db()
    where = f"{post.get_absolute_url()}comments/new/?since={post.version}"
    base.comment(post, "Shouting.", author=bob)
    assert folded(page(client.get(where))) == 0
    assert folded(page(muting.get(where))) == 1
    assert folded(page(client.get(where))) == 0
    assert folded(page(base.signed_in(bob).get(where))) == 0


def test_the_muted_are_no_news_since_the_last_visit(post, ada, bob, muting):
    muting.get(post.get_absolute_url())
    ada.visits.update(at=timezone.now() - timedelta(hours=1))
    base.comment(post, "Shouting.", author=bob)
    base.comment(post, "Calm.", name="Grace")
    shown = page(muting.get(post.get_absolute_url()))
    assert "1 new comment since your last visit" in shown


def test_what_waits_or_is_gone_is_no_line(post, bob, muting):
    base.held(post, author=bob)
    gone = base.comment(post, author=bob)
    base.reply(gone, "An answer.")
    gone.trash()
    assert folded(page(muting.get(post.get_absolute_url()))) == 0


def test_a_moderator_who_mutes_still_judges_inside_the_fold(post, mo, bob, comment):
    Mute.objects.create(user=mo, muted=bob)
    shown = page(base.signed_in(mo).get(post.get_absolute_url()))
    assert folded(shown) == 1
    assert 'class="moderate"' in shown


def test_hostile_names_are_text(post, ada, bob):
    bob.display_name = HOSTILE
    bob.save()
    comment = base.comment(post, "x", author=bob)
    browser = base.signed_in(ada)
    asked = browser.get(address(comment))
    browser.post(address(comment))
    for response in (asked, browser.get(post.get_absolute_url()), browser.get(LIST)):
        assert HOSTILE not in page(response)
        assert "&lt;script&gt;" in page(response)


# --- Mail ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_letters")
def test_mail_leaves_the_muted_out(post, settings, ada, bob, mo, muting):
    settings.TASKS = DATABASE
    for email, user in (("ada@mail.example", ada), ("mo@blog.example", mo), ("grace@mail.example", None)):
        Follow.objects.create(post=post, email=email, user=user, level="all", confirmed_at=timezone.now())
    base.comment(post, "Shouting.", author=bob)
    assert {mail.to[0] for mail in delivered()} == {"mo@blog.example", "grace@mail.example"}
    base.comment(post, "Calm.", name="Linus", email="linus@mail.example")
    assert "ada@mail.example" in {mail.to[0] for mail in delivered()}


# --- The ways there -----------------------------------------------------------------------


def test_each_comment_leads_to_its_report_and_that_to_muting(client, ada, post, comment):
    guests = base.comment(post)
    held = base.held(post, author=ada)
    shown = page(base.signed_in(ada).get(post.get_absolute_url()))
    for each in (comment, guests):
        assert f'href="/comments/{each.pk}/report/"' in shown
    assert f"/comments/{held.pk}/report/" not in shown
    assert address(comment) in page(client.get(f"/comments/{comment.pk}/report/"))
    assert address(guests) not in page(client.get(f"/comments/{guests.pk}/report/"))
