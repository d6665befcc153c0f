"""Moderating: who may, what each verb does, and that strangers' words do no harm there."""

import re

import pytest
from django.urls import reverse

from comments.models import Comment
from tests import base
from tests.comments.trees import assert_sound

LIST = "/admin/comments/comment/"


def decide(client, comment, verb):
    return client.post(reverse("admin:comments_comment_verb", args=[comment.pk, verb]))


def in_bulk(client, action, *comments):
    return client.post(LIST, {"action": action, "_selected_action": [c.pk for c in comments]}, follow=True)


def test_the_list_shows_the_author_the_post_and_what_is_answered(mo, post):
    first = base.comment(post, "first", name="Grace")
    base.reply(first, "zqANSWERqz", name="Linus", status="pending")
    page = base.signed_in(mo).get(LIST).content.decode()
    assert "zqANSWERqz" in page
    assert post.title in page
    assert "<bdi>Grace</bdi></a>" in page
    for label in ("pending (1)", "approved (1)", "spam (0)", "trash (0)"):
        assert label in page


def test_filters_show_one_status(mo, post):
    base.comment(post, "zqAPPROVEDqz")
    base.held(post, "zqPENDINGqz")
    page = base.signed_in(mo).get(f"{LIST}?status=pending").content.decode()
    assert "zqPENDINGqz" in page
    assert "zqAPPROVEDqz" not in page


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        ("pending", "approve", "approved"),
        ("approved", "hold", "pending"),
        ("pending", "mark_spam", "spam"),
        ("approved", "trash", "trash"),
        ("spam", "restore", "pending"),
    ],
)
def test_each_verb_singly_and_in_bulk(mo, post, before, verb, after):
    client = base.signed_in(mo)
    one, two, three = (base.comment(post, f"n {n}", status=before) for n in range(3))
    assert decide(client, one, verb).status_code == 302
    answer = in_bulk(client, verb, two, three)
    assert set(Comment.objects.values_list("status", flat=True)) == {after}
    assert_sound()
    # Beside what was done stands the way back, for both at once.
    [_single, undo] = re.findall(r'action="(/admin/comments/act/undo/[^"]+)"', answer.content.decode())
    assert client.post(undo, {"next": f"{LIST}?status=spam"})["Location"] == f"{LIST}?status=spam"
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == [after, before, before]


def test_restore_knows_what_it_was(mo, post):
    client = base.signed_in(mo)
    comment = base.comment(post)
    decide(client, comment, "trash")
    decide(client, comment, "restore")
    assert Comment.objects.get().status == "approved"


def test_a_verdict_leaves_a_line_in_the_log(mo, post):
    comment = base.held(post)
    decide(base.signed_in(mo), comment, "approve")
    page = base.signed_in(mo).get(f"{LIST}{comment.pk}/history/").content.decode()
    assert "Approve" in page


def test_a_verdict_needs_a_post_and_the_permission(client, mo, ada, post):
    comment = base.held(post)
    address = reverse("admin:comments_comment_verb", args=[comment.pk, "approve"])
    assert base.signed_in(mo).get(address).status_code == 405
    for browser in (client, base.signed_in(ada)):
        assert browser.post(address).status_code in (302, 403)
        assert browser.get(LIST).status_code in (302, 403)
    assert Comment.objects.get().status == "pending"


def test_moderators_moderate_and_nothing_else(mo, alice, post):
    client = base.signed_in(mo)
    assert client.get(LIST).status_code == 200
    for address in (
        "/admin/blog/post/",
        f"/admin/blog/post/{post.pk}/change/",
        "/admin/blog/blog/",
        "/admin/accounts/user/",
        f"/admin/accounts/user/{alice.pk}/change/",
        "/admin/auth/group/",
        f"{LIST}add/",
    ):
        assert client.get(address).status_code == 403, address
    comment = base.comment(post)
    assert client.post(f"{LIST}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    mo.groups.clear()
    assert client.get(LIST).status_code in (302, 403)


def test_bulk_delete_is_not_offered(alice, post):
    comment = base.comment(post)
    page = base.signed_in(alice).get(LIST).content.decode()
    assert "delete_selected" not in page
    in_bulk(base.signed_in(alice), "delete_selected", comment)
    assert Comment.objects.exists()


def test_editing_renders_anew_and_keeps_places(mo, post):
    first = base.comment(post)
    base.reply(first)
    base.signed_in(mo).post(
        f"{LIST}{first.pk}/change/",
        {"name": "Grace", "email": "", "website": "", "body": "Now **bold**.", "status": "spam", "lft": "9"},
    )
    first.refresh_from_db()
    assert "<strong>bold</strong>" in first.body_html
    assert first.status == "approved"
    assert_sound()


def test_hostile_words_are_text_in_the_admin(mo, post):
    hostile = '"><script>alert(1)</script>'
    first = base.comment(post, hostile, name=hostile, email="x@mail.example", website="https://e.example/")
    base.reply(first, hostile, name=hostile, status="pending")
    client = base.signed_in(mo)
    for address in (LIST, f"{LIST}?q=script", f"{LIST}{first.pk}/change/", f"{LIST}{first.pk}/history/"):
        assert "<script>alert" not in client.get(address).content.decode(), address


def test_the_list_costs_the_same_for_many(mo, post, django_assert_max_num_queries):
    first = base.comment(post)
    for n in range(40):
        first = base.reply(first, f"n {n}")
    client = base.signed_in(mo)
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_a_verdict_leads_back_to_the_list_as_it_was_filtered(mo, post):
    comment = base.held(post)
    address = reverse("admin:comments_comment_verb", args=[comment.pk, "approve"])
    came_from = {"Referer": f"http://testserver{LIST}?status=pending"}
    assert base.signed_in(mo).post(address, headers=came_from)["Location"] == f"{LIST}?status=pending"
    elsewhere = {"Referer": "http://testserver/admin/?status=pending"}
    assert base.signed_in(mo).post(address, headers=elsewhere)["Location"] == LIST


def test_a_website_is_a_page_in_the_admin_too(mo, post):
    comment = base.comment(post)
    data = {"name": "Grace", "email": "", "website": "ftp://files.example/", "body": "Words."}
    page = base.signed_in(mo).post(f"{LIST}{comment.pk}/change/", data).content.decode()
    assert "Enter a valid URL." in page
    assert Comment.objects.get().website == ""


def test_deleting_goes_through_the_guarded_path(alice, post):
    comment = base.comment(post)
    base.signed_in(alice).post(f"{LIST}{comment.pk}/delete/", {"post": "yes"})
    assert not Comment.objects.exists()
    assert_sound()


def test_a_comment_with_replies_is_not_deleted_from_under_them(alice, post):
    first = base.comment(post)
    base.reply(first)
    base.signed_in(alice).post(f"{LIST}{first.pk}/delete/", {"post": "yes"})
    assert Comment.objects.count() == 2
    assert_sound()
