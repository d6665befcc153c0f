"""Moderators judge comments where they stand; nobody else sees a trace of it."""

import re

import pytest

from comments import moderation
from comments.models import Act, Comment
from tests import base

QUEUE = "/admin/comments/queue/"


def page_of(client, post) -> str:
    return client.get(post.get_absolute_url()).content.decode()


def forms_in(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<form class="moderate".*?name="pk" value="(\d+)"', page)]


def decide(client, page: str, comment, verb, **fields):
    seen = re.search(rf'name="seen-{comment.pk}" value="([^"]+)"', page)[1]
    data = {"pk": comment.pk, f"seen-{comment.pk}": seen, "on_page": "1", **fields}
    return client.post(f"{QUEUE}{verb}/", data)


@pytest.fixture
def helper(db):
    """May enter the admin, and not judge."""
    return base.author("helper", "Helper", is_staff=True)


def test_each_comment_has_its_form_and_those_that_wait_are_there(mo, alice, post):
    shown = base.comment(post)
    waits = base.held(post, "zqWAITSqz", held_because="links")
    answer = base.reply(shown, "zqANSWERqz", status="pending")
    base.comment(post, "zqSPAMqz", status="spam")
    for person in (mo, alice):
        page = page_of(base.signed_in(person), post)
        assert sorted(forms_in(page)) == sorted([shown.pk, waits.pk, answer.pk])
        assert "Many links." in page
        assert "Your comment is awaiting moderation." not in page
        assert "zqSPAMqz" not in page


def test_nobody_else_sees_a_trace_whoever_came_first(client, mo, ada, helper, post):
    base.comment(post)
    base.held(post, "zqWAITSqz")
    others = [client, base.signed_in(ada), base.signed_in(helper)]
    before = [page_of(other, post) for other in others]
    assert forms_in(page_of(base.signed_in(mo), post))
    after = [page_of(other, post) for other in others]
    assert before == after
    for page in before:
        assert "zqWAITSqz" not in page
        assert "moderate" not in page


def test_the_copies_for_all_stay_as_they_were_after_a_moderator(mo, client, post):
    base.comment(post)
    assert forms_in(page_of(base.signed_in(mo), post))
    assert not forms_in(page_of(client, post))


def test_a_verdict_comes_back_to_the_comment(mo, post):
    comment = base.held(post)
    client = base.signed_in(mo)
    answer = decide(client, page_of(client, post), comment, "approve")
    assert answer["Location"] == f"{post.get_absolute_url()}#comment-{comment.pk}"
    assert Comment.objects.get().status == "approved"
    page = page_of(client, post)
    assert "Grace\u2069’s comment was approved." in page
    act = Act.objects.get()
    answer = client.post(f"/admin/comments/act/undo/{act.batch}/", {"next": answer["Location"]})
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    assert Comment.objects.get().status == "pending"


def test_what_is_gone_leads_to_what_it_answered(mo, post):
    first = base.comment(post)
    reply = base.reply(first)
    client = base.signed_in(mo)
    answer = decide(client, page_of(client, post), reply, "trash", because="unkind")
    assert answer["Location"].endswith(f"#comment-{first.pk}")
    reply.refresh_from_db()
    assert (reply.status, reply.removed_because) == ("trash", "unkind")
    answer = decide(client, page_of(client, post), first, "spam")
    assert answer["Location"] == f"{post.get_absolute_url()}#comments"


def test_what_changed_since_the_page_was_loaded_stays(mo, alice, post):
    comment = base.held(post)
    client = base.signed_in(mo)
    page = page_of(client, post)
    moderation.decide([comment], "spam", by=alice)
    answer = decide(client, page, comment, "approve")
    assert Comment.objects.get().status == "spam"
    page = client.get(answer["Location"]).content.decode()
    assert "marked \u2068Grace\u2069’s comment as spam" in page
    assert "Alice Liddell" in page


def test_branches_and_long_threads_have_the_forms_too(mo, post):
    top = base.comment(post)
    reply = base.reply(top, "zqHELDqz", status="pending")
    address = post.get_absolute_url()
    client = base.signed_in(mo)
    assert forms_in(client.get(f"{address}comments/{top.pk}/").content.decode()) == [top.pk, reply.pk]
    assert forms_in(client.get(f"{address}comments/{top.pk}/more/").content.decode()) == [reply.pk]


def test_it_costs_a_fixed_number_of_queries(mo, post, django_assert_max_num_queries):
    for n in range(30):
        base.reply(base.comment(post, f"n {n}"), status="pending")
    client = base.signed_in(mo)
    page_of(client, post)
    with django_assert_max_num_queries(14):
        page_of(client, post)


def test_hostile_reasons_and_names_are_text(mo, post):
    hostile = "<script>alert(1)</script>"
    base.held(post, name=hostile, held_because=hostile)
    assert "<script>alert" not in page_of(base.signed_in(mo), post)
