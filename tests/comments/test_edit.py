"""Changing one's own words: who may, how long, and what others see of it."""

import re
import threading
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone

from comments import editing, moderation, threads
from comments.editing import Deed
from comments.models import Comment, CommentRevision
from comments.own import COOKIE
from tests import base
from tests.comments.trees import assert_sound

GUEST = {"name": "Grace Hopper", "email": "grace@mail.example"}


@pytest.fixture
def own(ada, post):
    return base.comment(post, "I tried it for a weak.", author=ada)


def address(comment, deed=Deed.EDIT):
    return editing.address_of(deed, comment)


def change(client, comment, body="I tried it for a week.", **kwargs):
    return client.post(address(comment), {"body": body}, **kwargs)


def age(comment, minutes):
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))


def as_guest(post, body="zqGUESTqz"):
    """A guest who is known here, the comment they wrote, and the page as they see it."""
    base.comment(post, "Known since long.", **GUEST)
    client = base.browser()
    client.post(f"{post.get_absolute_url()}comments/", {"body": body, **GUEST})
    return client, Comment.objects.latest("pk"), page_of(client, post)


def page_of(client, post):
    return client.get(post.get_absolute_url()).content.decode()


def link_on(page, deed):
    found = re.search(rf'href="(/comments/\d+/{deed}/[^"]*)"', page)
    return unescape(found[1]) if found else None


def test_a_member_changes_what_they_just_said(ada, own, post):
    client = base.signed_in(ada)
    form = client.get(address(own))
    assert "I tried it for a weak." in form.content.decode()
    assert "no-store" in form["Cache-Control"]
    response = change(client, own, "For a **week**. https://a.example/")
    assert response.status_code == 302
    assert response["Location"] == f"{post.get_absolute_url()}#comment-{own.pk}"
    page = page_of(base.browser(), post)
    assert "<strong>week</strong>" in page
    assert 'rel="nofollow ugc noopener"' in page
    assert "weak" not in page
    own.refresh_from_db()
    assert (own.status, own.edited_at) == ("approved", None)
    assert_sound()


def test_only_its_writer_is_offered_to_change_it(ada, bob, mo, own, post):
    assert link_on(page_of(base.signed_in(ada), post), "edit") == f"/comments/{own.pk}/edit/"
    for browser in (base.browser(), base.signed_in(bob), base.signed_in(mo)):
        page = page_of(browser, post)
        assert link_on(page, "edit") is None
        assert link_on(page, "withdraw") is None


def test_nobody_else_can(client, ada, bob, mo, alice, own):
    for browser in (client, base.signed_in(bob), base.signed_in(mo), base.signed_in(alice)):
        for deed in Deed:
            assert browser.get(address(own, deed)).status_code == 404
            assert browser.post(address(own, deed), {"body": "Mine!"}).status_code == 404
    own.refresh_from_db()
    assert (own.body, own.status) == ("I tried it for a weak.", "approved")


def test_who_was_signed_out_meanwhile_gets_the_words_back(client, ada, own):
    response = client.post(address(own), {"body": "<b>zqKEPTqz"})
    assert response.status_code == 404
    assert "&lt;b&gt;zqKEPTqz</textarea>" in response.content.decode()
    assert own.body not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "<textarea" not in client.get(address(own)).content.decode()


def test_a_guest_finds_a_signed_link_on_their_page_alone(post):
    client, comment, page = as_guest(post)
    link = link_on(page, "edit")
    assert f"/comments/{comment.pk}/edit/?key=" in link
    assert link_on(page_of(base.browser(), post), "edit") is None
    # The link is the right: it works in another browser of theirs too.
    for browser, body in ((client, "zqFIRSTqz"), (base.browser(), "zqSECONDqz")):
        assert browser.get(link).status_code == 200
        assert browser.post(link, {"body": body}).status_code == 302
        assert body in page_of(base.browser(), post)


def test_a_key_is_for_one_deed_and_one_comment(post):
    client, comment, page = as_guest(post)
    other = base.comment(post, "zqOTHERqz", **GUEST)
    key = link_on(page, "edit").partition("?key=")[2]
    for wrong in (
        f"/comments/{other.pk}/edit/?key={key}",
        f"/comments/{comment.pk}/withdraw/?key={key}",
        f"/comments/{comment.pk}/edit/?key={key}x",
        f"/comments/{comment.pk}/edit/?key=",
        f"/comments/{comment.pk}/edit/?key=%00",
        f"/comments/{comment.pk}/edit/",
    ):
        assert client.post(wrong, {"body": "Mine!"}).status_code == 404, wrong
    assert not CommentRevision.objects.exists()


def test_a_key_expires(post, monkeypatch):
    client, _comment, page = as_guest(post)
    monkeypatch.setattr(editing, "LIFETIME", timedelta(seconds=-1))
    assert client.get(link_on(page, "edit")).status_code == 404


def test_a_guests_key_does_not_open_what_became_a_members(ada, post):
    comment = base.comment(post)
    link = address(comment)
    Comment.objects.filter(pk=comment.pk).update(author=ada)
    assert base.browser().get(link).status_code == 404


@pytest.mark.parametrize("script", [True, False])
def test_the_form_shows_a_preview(ada, own, script):
    headers = {"HX-Request": "true"} if script else {}
    data = {"body": "It was **good**.", "preview": "1"}
    response = base.signed_in(ada).post(address(own), data, headers=headers)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<strong>good</strong>" in page
    assert ("<textarea" in page) == (not script)
    own.refresh_from_db()
    assert own.body == "I tried it for a weak."


@pytest.mark.parametrize("body", ["", "  ", "x" * (Comment.MAX_LENGTH + 1)])
def test_wrong_words_are_422_and_kept(ada, own, body):
    response = change(base.signed_in(ada), own, body)
    assert response.status_code == 422
    assert 'id="id_body_error"' in response.content.decode()
    assert body.strip()[:60] in response.content.decode()


def test_the_time_is_over_after_the_window_and_the_words_are_kept(ada, own, post, settings):
    client = base.signed_in(ada)
    age(own, 14)
    assert change(client, own, "In time.").status_code == 302
    age(own, 16)
    assert link_on(page_of(client, post), "edit") is None
    assert client.get(address(own)).status_code == 403
    response = change(client, own, "zqLATEqz")
    assert response.status_code == 403
    assert "zqLATEqz" in response.content.decode()
    settings.COMMENT_EDIT_MINUTES = 20
    assert change(client, own, "In time again.").status_code == 302


@pytest.mark.parametrize("deed", list(Deed))
def test_who_comes_too_late_is_promised_no_words(ada, own, settings, deed):
    settings.COMMENT_EDIT_MINUTES = 0
    page = base.signed_in(ada).get(editing.address_of(deed, own)).content.decode()
    assert "The time to change this comment is over." in page
    assert "Your words are below" not in page


def test_zero_minutes_switch_it_off(ada, own, post, settings):
    settings.COMMENT_EDIT_MINUTES = 0
    client = base.signed_in(ada)
    assert link_on(page_of(client, post), "edit") is None
    assert change(client, own).status_code == 403
    guest = base.browser()
    base.comment(post, "Known.", **GUEST)
    assert not guest.post(f"{post.get_absolute_url()}comments/", {"body": "Hello", **GUEST}).cookies


@pytest.mark.parametrize("status", ["spam", "trash", "withdrawn", "erased"])
def test_what_is_gone_stays_as_it_is(ada, mo, own, status):
    if status in threads.GONE:
        moderation.decide([own], status, by=mo)
    else:
        with threads.lock(own.thread_id):
            Comment.objects.filter(pk=own.pk).update(status=status)
    response = change(base.signed_in(ada), own, "zqWORDSqz")
    assert response.status_code == 403
    assert "zqWORDSqz" in response.content.decode()
    own.refresh_from_db()
    assert (own.body, own.status) == ("I tried it for a weak.", status)


def test_a_comment_says_that_it_was_edited_only_if_somebody_had_answered(ada, own, post):
    client = base.signed_in(ada)
    change(client, own, "First change.")
    base.held(post, parent=own)  # nobody has read that answer
    change(client, own, "Second change.")
    assert 'class="edited' not in page_of(base.browser(), post)
    base.reply(own, "Which week?")
    assert 'class="edited' not in page_of(base.browser(), post)
    change(client, own, "Third change.")
    own.refresh_from_db()
    page = page_of(base.browser(), post)
    assert f'class="edited dt-updated" datetime="{own.edited_at.isoformat()}"' in page


def test_the_same_words_again_are_no_change(ada, own):
    base.reply(own)
    assert change(base.signed_in(ada), own, own.body).status_code == 302
    own.refresh_from_db()
    assert own.edited_at is None
    assert not CommentRevision.objects.exists()


def test_moderators_read_what_it_said_before(ada, mo, own):
    client = base.signed_in(ada)
    change(client, own, "zqMIDDLEqz <script>alert(1)</script>")
    change(client, own, "zqLASTqz")
    assert list(CommentRevision.objects.values_list("body", flat=True)) == [
        "zqMIDDLEqz <script>alert(1)</script>",
        "I tried it for a weak.",
    ]
    page = base.signed_in(mo).get(f"/admin/comments/comment/{own.pk}/change/").content.decode()
    assert "zqMIDDLEqz &lt;script&gt;" in page
    assert "I tried it for a weak." in page


def seen_on(page):
    return dict(re.findall(r'name="(seen-\d+)" value="([^"]+)"', page))


def test_a_moderator_approves_the_words_they_saw_and_no_others(mo, post):
    client = base.browser()
    client.post(f"{post.get_absolute_url()}comments/", {"body": "zqHARMLESSqz", **GUEST})
    waiting = Comment.objects.get()
    desk, verdict = base.signed_in(mo), f"/admin/comments/comment/{waiting.pk}/verdict/approve/"
    admin = "/admin/comments/comment/"
    for page in (f"{admin}?status=pending", f"{admin}{waiting.pk}/change/"):
        seen = seen_on(desk.get(page).content.decode())
        client.post(link_on(page_of(client, post), "edit"), {"body": f"zqSPAMqz {page}"})
        answer = desk.post(verdict, seen, follow=True).content.decode()
        assert "1 comment has changed since you saw it." in answer
        bulk = {"action": "approve", "_selected_action": waiting.pk, **seen}
        assert "1 comment has changed" in desk.post(admin, bulk, follow=True).content.decode()
        assert "zqSPAMqz" not in page_of(base.browser(), post)
    desk.post(verdict, seen_on(desk.get(admin).content.decode()))
    assert "zqSPAMqz" in page_of(base.browser(), post)


def test_taking_a_verdict_back_shows_no_words_that_came_since(ada, mo, own, post):
    outcome = moderation.decide([own], "hold", by=mo)
    change(base.signed_in(ada), own, "zqUNSEENqz")
    assert moderation.undo(outcome.acts[0].batch, by=mo).unseen
    own.refresh_from_db()
    assert own.status == "pending"


def test_an_edit_that_adds_links_is_held_and_says_so(ada, own, post):
    base.reply(own)
    client = base.signed_in(ada)
    change(client, own, "Both of them say so: https://a.example/ https://b.example/")
    own.refresh_from_db()
    post.refresh_from_db()
    assert (own.status, post.comment_count) == ("pending", 1)
    assert "links" in own.held_because.split()
    assert "Your comment is awaiting moderation." in page_of(client, post)
    assert "a.example" not in page_of(base.browser(), post)
    assert_sound()


def test_what_waits_goes_on_waiting(post):
    client = base.browser()
    client.post(f"{post.get_absolute_url()}comments/", {"body": "zqWAITSqz", **GUEST})
    comment = Comment.objects.get()
    link = link_on(page_of(client, post), "edit")
    assert client.post(link, {"body": "zqSTILLqz"}).status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.body) == ("pending", "zqSTILLqz")
    assert "first" in comment.held_because.split()
    assert "zqSTILLqz" in page_of(client, post)


def test_too_many_changes_are_429(ada, own, settings):
    settings.COMMENT_RATE = "2/m"
    client = base.signed_in(ada)
    assert [change(client, own, f"n {n}").status_code for n in range(3)] == [302, 302, 429]


def test_a_form_of_another_site_changes_nothing(ada, own):
    client = base.signed_in(ada, enforce_csrf_checks=True)
    response = change(client, own, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert not CommentRevision.objects.exists()


def test_a_guests_page_is_everybodys_again_when_all_is_over(post):
    client, comment, page = as_guest(post)
    assert link_on(page, "edit")
    assert client.cookies[COOKIE]["max-age"] == 15 * 60
    age(comment, 16)
    late = client.get(post.get_absolute_url())
    assert link_on(late.content.decode(), "edit") is None
    assert late.cookies[COOKIE].value == ""
    assert late.content == base.browser().get(post.get_absolute_url()).content
    del client.cookies[COOKIE]  # as the browser does
    assert "public" in client.get(post.get_absolute_url())["Cache-Control"]


def test_a_guests_waiting_comment_is_remembered_longer(post):
    client = base.browser()
    client.post(f"{post.get_absolute_url()}comments/", {"body": "zqWAITSqz", **GUEST})
    assert client.cookies[COOKIE]["max-age"] == 30 * 24 * 3600
    age(Comment.objects.get(), 16)
    page = page_of(client, post)
    assert "zqWAITSqz" in page
    assert link_on(page, "edit") is None
    assert link_on(page, "withdraw")
    Comment.objects.get().trash()
    # They are told what became of it.
    assert COOKIE not in client.get(post.get_absolute_url()).cookies


def test_a_forged_cookie_shows_nothing(post):
    held = base.held(post, "zqHELDqz")
    client = base.browser()
    client.cookies[COOKIE] = f"[{held.pk}]:forged"
    assert "zqHELDqz" not in page_of(client, post)


def test_a_shared_copy_of_the_page_never_holds_the_links(ada, bob, own, post):
    assert link_on(page_of(base.signed_in(ada), post), "edit")
    assert link_on(page_of(base.signed_in(bob), post), "edit") is None
    assert link_on(page_of(base.browser(), post), "edit") is None
    assert link_on(page_of(base.signed_in(ada), post), "edit")


def test_a_member_who_answers_by_script_is_offered_it_at_once(ada, post):
    response = base.signed_in(ada).post(
        f"{post.get_absolute_url()}comments/", {"body": "Hello"}, headers={"HX-Request": "true"}
    )
    assert link_on(response.content.decode(), "edit")


@pytest.mark.django_db(transaction=True)
def test_an_edit_a_withdrawal_and_a_verdict_at_once_leave_one_truth(ada, own, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def work(deed) -> None:
        deed()
        connection.close()

    def withdraw():
        base.signed_in(ada).post(address(own, Deed.WITHDRAW))

    deeds = [withdraw, *(lambda n=n: change(base.signed_in(ada), own, f"n {n}") for n in range(4))]
    deeds += [lambda: Comment.objects.filter(pk=own.pk).approve()] * 2
    workers = [threading.Thread(target=work, args=[deed]) for deed in deeds]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    own.refresh_from_db()
    assert own.status == "withdrawn"
    # Each text but the last is in the history, in the order of the changes.
    assert own.body not in set(own.revisions.values_list("body", flat=True))
    assert_sound()
