"""Who may enter the queue and the journal, and what forged and hostile requests do there."""

import pytest
from django.contrib.auth.models import Permission

from comments import moderation
from comments.models import Act, Comment, Report
from tests import base

QUEUE = "/admin/comments/queue/"
ACTS = "/admin/comments/act/"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture
def helper(db):
    """Works in the admin, and may do everything there but judge."""
    person = base.author("helper", "Helper", is_staff=True)
    person.user_permissions.set(Permission.objects.exclude(codename="moderate_comment"))
    return person


@pytest.fixture
def comment(post):
    return base.held(post, website="https://shoes.example/", network="203.0.113.9")


@pytest.fixture
def act(post, mo):
    return moderation.decide([base.comment(post, "Another.")], Act.Verb.TRASH, by=mo).acts[0]


def requests(comment, act):
    sight = {"pk": comment.pk, "status": "pending", "verb": "spam", "upto": 10**6, "body": "x"}
    yield "get", QUEUE, {}
    yield "get", QUEUE, {"view": "list"}
    yield "get", QUEUE, {"at": comment.pk}
    for verb in ("approve", "hold", "spam", "trash", "restore"):
        yield "post", f"{QUEUE}{verb}/", sight
    yield "post", f"{QUEUE}reply/{comment.pk}/", sight
    for method in ("get", "post"):
        yield method, f"{QUEUE}alike/{comment.pk}/email/", sight
    yield "get", ACTS, {}
    yield "get", f"{ACTS}csv/", {}
    yield "post", f"{ACTS}undo/{act.batch}/", {}


def test_nobody_else_comes_in_nor_changes_anything(client, ada, helper, comment, act):
    before = list(Comment.objects.values_list("pk", "status").order_by("pk"))
    for method, address, data in requests(comment, act):
        for browser, refusal in ((client, 302), (base.signed_in(ada), 302), (base.signed_in(helper), 403)):
            answer = getattr(browser, method)(address, data)
            assert answer.status_code == refusal, (method, address)
            if refusal == 302:
                assert answer["Location"].startswith(("/admin/login/", "/accounts/login/"))
    assert list(Comment.objects.values_list("pk", "status").order_by("pk")) == before
    assert Act.objects.count() == 1


def test_moderators_and_the_owner_do(mo, alice, comment, act):
    for person in (mo, alice):
        browser = base.signed_in(person)
        for method, address, data in requests(comment, act):
            assert getattr(browser, method)(address, data).status_code in (200, 302, 409), (method, address)


def test_a_verdict_is_a_post_from_here(mo, comment, act):
    browser = base.signed_in(mo, enforce_csrf_checks=True)
    for method, address, data in requests(comment, act):
        if method == "post":
            elsewhere = browser.post(address, data, headers={"sec-fetch-site": "cross-site"})
            assert elsewhere.status_code == 403, address
            if "alike" not in address:
                assert browser.get(address).status_code == 405, address
    assert Act.objects.count() == 1
    for address in (QUEUE, ACTS, f"{ACTS}csv/"):
        assert browser.post(address, {"pk": comment.pk}).status_code in (200, 405), address
    assert Act.objects.count() == 1


@pytest.mark.parametrize("number", ["", "0", "-1", "abc", "99999999999999999999", "1 OR 1=1", "%00", "１"])
def test_forged_numbers_do_no_harm(mo, comment, number):
    browser = base.signed_in(mo)
    for query in ({"at": number}, {"view": "list", "after": number}, {"tab": number}):
        assert browser.get(QUEUE, query).status_code == 200
    answer = browser.post(f"{QUEUE}approve/", {"pk": number}, follow=True)
    assert "Nothing was chosen" in answer.content.decode()
    browser.post(f"{QUEUE}alike/{comment.pk}/email/", {"verb": "spam", "status": "pending", "upto": number})
    assert Comment.objects.get().status == "pending"


def test_forged_verbs_and_kinds_do_not_exist(mo, comment):
    browser = base.signed_in(mo)
    for verb in ("erase", "undo", "edit", "sanction", "explode"):
        assert browser.post(f"{QUEUE}{verb}/", {"pk": comment.pk}).status_code == 404
    for kind in ("author", "host2", "everything"):
        assert browser.get(f"{QUEUE}alike/{comment.pk}/{kind}/").status_code == 404
    assert browser.get(f"{QUEUE}alike/{comment.pk}/host/?of=blog.example").status_code == 404
    assert browser.get(f"{QUEUE}alike/4711/email/").status_code == 404
    assert browser.post(f"{QUEUE}reply/4711/", {"body": "x"}).status_code == 404
    browser.post(f"{ACTS}undo/4711/", follow=True)
    assert not Act.objects.exists()
    nothing = browser.post(f"{ACTS}undo/12345678-1234-5678-1234-567812345678/", follow=True)
    assert "There is nothing to undo" in nothing.content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "/\t/evil.example", "x"]
)
def test_no_form_leads_away_from_here(mo, comment, act, back):
    browser = base.signed_in(mo)
    for address in (f"{QUEUE}approve/", f"{ACTS}undo/{act.batch}/"):
        answer = browser.post(address, {"pk": comment.pk, "next": back})
        assert answer["Location"].startswith("/admin/comments/")


def test_hostile_words_are_text_everywhere(mo, ada, alice):
    ada.display_name = HOSTILE
    ada.save()
    post = base.published(alice, title=HOSTILE)
    top = base.comment(post, HOSTILE, name=HOSTILE)
    hostile = {
        "email": '"<script>alert(1)</script>"@e.example',
        "website": "https://e.example/?<script>alert(1)</script>",
        "user_agent": HOSTILE,
        "held_because": HOSTILE,
        "network": "<script>alert(1)</script>",
        "name": HOSTILE,
    }
    comment = base.reply(top, HOSTILE, status="pending", **hostile)
    base.comment(post, HOSTILE, **hostile)
    Report.objects.create(comment=comment, user=ada, reason="other", words=HOSTILE)
    moderation.decide([top], Act.Verb.TRASH, by=alice, why=HOSTILE)
    browser = base.signed_in(mo)
    addresses = [f"{QUEUE}?at={comment.pk}", f"{QUEUE}?at={top.pk}", f"{QUEUE}?view=list", ACTS]
    addresses += [f"{QUEUE}alike/{comment.pk}/{kind}/" for kind in ("email", "network", "host")]
    for address in (*addresses, f"{ACTS}?q=<script>", f"/admin/comments/comment/{comment.pk}/change/"):
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
    seen = {f"seen-{comment.pk}": "stale"}
    page = browser.post(f"{QUEUE}approve/", {"pk": comment.pk, **seen}, follow=True).content.decode()
    assert "<script>alert" not in page
