"""The blog's rules in the admin, and what they change on pages and for writers."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Blog
from comments.models import Comment, Discussion
from tests import base
from tests.comments.speaking import say

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/comments/discussion/"
DEFAULTS = {
    "who": "everybody",
    "hold_first": "on",
    "max_links": 2,
    "moderation_keys": "",
    "disallowed_keys": "",
    "hold_from": 5,
    "spam_from": 10,
    "close_after": "",
    "close_counts_activity": "on",
    "report_weight": 3,
    "threads_a_page": 50,
    "indents": 3,
    "tell_author": "on",
    "tell_moderators": "on",
}
GUEST = {"name": "Grace Hopper", "email": "grace@mail.example"}


def save(client, **values):
    return client.post(
        ADDRESS, {name: value for name, value in {**DEFAULTS, **values}.items() if value is not None}
    )


# --- The page -----------------------------------------------------------------------


def test_the_page_is_the_form_itself_with_wordpress_s_defaults(alice):
    page = base.signed_in(alice).get(ADDRESS)
    form = page.context["adminform"].form
    assert not Discussion.objects.exists()
    assert {name: form[name].value() for name in ("who", "hold_first", "max_links", "close_after")} == {
        "who": "everybody",
        "hold_first": True,
        "max_links": 2,
        "close_after": None,
    }
    shown = {
        field
        for _name, options in page.context["adminform"].model_admin.fieldsets
        for field in options["fields"]
    }
    assert shown == {field.name for field in Discussion._meta.fields} - {"id"}


def test_saving_makes_one_row_and_changes_every_page(alice):
    client = base.signed_in(alice)
    for links in (3, 4):
        version = Blog.current().version
        assert save(client, max_links=links)["Location"].endswith(ADDRESS)
        assert Blog.current().version > version
    assert Discussion.objects.get().max_links == 4
    assert Discussion.current().max_links == 4


@pytest.mark.parametrize("path", ["add/", "1/delete/"])
def test_there_is_one_for_good(alice, path):
    save(base.signed_in(alice))
    assert base.signed_in(alice).get(f"{ADDRESS}{path}").status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("threads_a_page", 4), ("threads_a_page", 201), ("indents", 10), ("hold_from", 0)),
        *(("spam_from", 4), ("close_after", 0), ("who", "robots"), ("max_links", -1)),
        *(("moderation_keys", "x\n*"), ("disallowed_keys", "x" * 201)),
        ("disallowed_keys", "\n".join(map(str, range(2001)))),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(alice, field, value):
    page = save(base.signed_in(alice), **{field: value})
    assert page.status_code == 200
    assert field in page.context["adminform"].form.errors
    assert not Discussion.objects.exists()


def test_strangers_members_and_moderators_may_not(client, ada, mo):
    for person in (client, base.signed_in(ada), base.signed_in(mo)):
        for data in (DEFAULTS, {**DEFAULTS, "try": "1"}):
            answer = person.post(ADDRESS, data)
            assert answer.status_code in {302, 403}
            assert "trial" not in (answer.context or {})
            assert answer.status_code == 403 or "login" in answer["Location"]
    assert not Discussion.objects.exists()


def test_whoever_has_the_permission_may(mo):
    mo.user_permissions.add(Permission.objects.get(codename="change_discussion"))
    assert save(base.signed_in(mo), max_links=7).status_code == 302
    assert Discussion.current().max_links == 7


# --- Who may comment ------------------------------------------------------------------


def test_members_only_asks_guests_to_sign_in_and_takes_no_guest(client, ada, post):
    Discussion(who="members").save()
    page = client.get(post.get_absolute_url()).content.decode()
    form = page.split('id="commentform"')[1]
    assert "can leave a reply" in form or "Sign in to leave a reply" in form
    assert 'name="email"' not in form
    assert 'class="reply-form open"' in page
    refused = say(client, post, "zqWORDSqz", **GUEST)
    assert refused.status_code == 403
    assert "zqWORDSqz" in refused.content.decode()
    assert "Only people who are signed in can comment here" in refused.content.decode()
    assert not Comment.objects.exists()
    preview = client.post(f"{post.get_absolute_url()}comments/preview/", {"body": "**bold**"})
    assert "<strong>bold</strong>" in preview.content.decode()
    member = base.signed_in(ada)
    assert 'id="submit"' in member.get(post.get_absolute_url()).content.decode()
    assert "As a guest" not in member.get(post.get_absolute_url()).content.decode()
    assert say(member, post, "As a guest.", **{"as": "guest"}, **GUEST).status_code == 403
    assert say(member, post).status_code == 302


def test_nobody_closes_every_conversation_also_of_posts_to_come(client, alice, ada, post):
    rules = Discussion(who="nobody")
    rules.save()
    later = base.published(alice, title="Later")
    for one in (post, later):
        page = client.get(one.get_absolute_url()).content.decode()
        assert "Comments are closed." in page
        refused = say(base.signed_in(ada), one, "zqWORDSqz")
        assert (refused.status_code, "zqWORDSqz" in refused.content.decode()) == (403, True)
    rules.who = "everybody"
    rules.save()
    assert "Comments are closed." not in client.get(later.get_absolute_url()).content.decode()
    assert say(base.signed_in(ada), post).status_code == 302


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({}, "A guest’s first comment waits"),
        ({"hold_first": False}, "Markdown works."),
        ({"hold_all": True}, "Every comment waits for a moderator."),
    ],
)
def test_the_form_says_what_will_wait(client, post, rules, words):
    Discussion(**rules).save()
    send = client.get(post.get_absolute_url()).content.decode().split('class="send"')[1].split("</div>")[0]
    assert words in send


# --- Pages ------------------------------------------------------------------------------


def comments_on(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<li class="comment[^"]*" id="comment-(\d+)"', page)]


@pytest.mark.parametrize(("size", "there", "pages"), [(5, 43, 9), (5, 42, 8), (200, 43, 1)])
def test_pages_permalinks_and_paging_agree(client, post, size, there, pages):
    Discussion(threads_a_page=size).save()
    comments = [base.comment(post, f"n {n}") for n in range(there)]
    found, address = [], post.get_absolute_url()
    number = 1
    while True:
        page = client.get(f"{address}{f'comment-page-{number}/' if number > 1 else ''}").content.decode()
        on_page = comments_on(page)
        found += on_page
        for pk in on_page:
            wanted = client.get(f"/comments/{pk}/")["Location"].split("#")[0]
            assert wanted == f"{address}{f'comment-page-{number}/' if number > 1 else ''}"
        if 'rel="next" href="' not in page.split('id="comments"')[1]:
            break
        number += 1
    assert found == [comment.pk for comment in comments]
    # Half a page left over makes none of its own.
    assert number == pages


def test_the_order_of_changes_is_seen_at_once(client, alice, post):
    for n in range(20):
        base.comment(post, f"n {n}")
    assert len(comments_on(client.get(post.get_absolute_url()).content.decode())) == 20
    save(base.signed_in(alice), threads_a_page=5)
    assert len(comments_on(client.get(post.get_absolute_url()).content.decode())) == 5


@pytest.mark.parametrize(("indents", "lists"), [(0, 0), (2, 2), (9, 5)])
def test_answers_are_indented_as_deep_as_wished(client, post, indents, lists):
    Discussion(indents=indents).save()
    last = base.comment(post)
    for _n in range(5):
        last = base.reply(last)
    page = client.get(post.get_absolute_url()).content.decode()
    thread = page.split('class="commentlist"')[1].split('class="thread-foot"')[0]
    assert thread.count('<ol class="children"') == lists
    assert f'id="new-branch" data-indents="{indents}"' in page
    branch = client.get(f"{post.get_absolute_url()}comments/{last.pk}/").content.decode()
    assert f'data-indents="{indents}"' in branch


def test_a_page_costs_one_question_for_the_rules(client, post):
    base.comment(post)
    client.get(post.get_absolute_url())
    Blog.touch()
    with CaptureQueriesContext(connection) as queries:
        client.get(post.get_absolute_url())
    asked = [query["sql"] for query in queries if "comments_discussion" in query["sql"]]
    assert len(asked) == 1
