"""What a visitor without a session gets is a function of the database's versions alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from blog.models import Blog, Post, Tag
from blog.visitor_pages import is_visitor, visitor_page
from tests import base

pytestmark = pytest.mark.django_db

requests = RequestFactory()


@pytest.fixture
def pages(post, ada):
    """Every public page there is about one post."""
    tag = Tag.objects.create(name="hills")
    post.tags.add(tag)
    base.page(post.author)
    post.like(ada)
    base.comment(post)
    return [
        *("/", post.get_absolute_url(), "/about/", tag.get_absolute_url(), post.author.get_absolute_url()),
        *("/2013/", "/2013/04/", "/2013/04/25/", "/feed/", "/feed/json/", "/tag/hills/feed/", "/sitemap.xml"),
        *("/search/?q=knees", "/search/"),
    ]


# --- The same bytes for everybody -------------------------------------------------


def test_all_visitors_get_the_same_bytes_and_no_cookie(pages):
    for address in pages:
        first = base.browser().get(address)
        assert first.status_code == 200, address
        assert first["Cache-Control"] == "public, max-age=0, s-maxage=15, stale-while-revalidate=45"
        assert "Cookie" in first["Vary"]
        for headers in ({}, {"accept-language": "de"}, {"authorization": "x"}, {"cookie": "unrelated=1"}):
            again = base.browser().get(address, headers=headers)
            assert (again.content, again["ETag"]) == (first.content, first["ETag"])
            assert not again.cookies
        caches["pages"].clear()
        assert base.browser().get(address).content == first.content


def test_a_page_that_did_not_change_is_not_sent_again(pages):
    for address in pages:
        etag = base.browser().get(address)["ETag"]
        again = base.browser().get(address, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"].startswith("public")
        assert "Cookie" in again["Vary"]


def test_a_head_is_a_page_without_its_body(pages, client):
    for address in pages:
        assert client.head(address)["ETag"] == client.get(address)["ETag"]


def test_a_kept_post_costs_one_query(client, post, django_assert_num_queries):
    address = post.get_absolute_url()
    etag = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        client.get(address)
    with django_assert_num_queries(1):
        client.get(address, headers={"if-none-match": etag})
    client.get(f"{address}?replytocom=5")
    with django_assert_num_queries(1):
        client.get(f"{address}?replytocom=5")


def test_a_kept_list_costs_one_query(client, pages, django_assert_num_queries):
    for address in ("/", "/tag/hills/", "/2013/04/", "/feed/", "/sitemap.xml"):
        client.get(address)
        with django_assert_num_queries(1):
            client.get(address)


def test_invented_queries_fill_no_cache(client, post):
    address = post.get_absolute_url()
    plain = client.get(address)
    kept = len(caches["pages"]._cache)
    for query in ("utm=1", "utm=2", "replytocom=x", "replytocom=1&b=2", "replytocom=1;b", "a" * 3000):
        assert client.get(f"{address}?{query}").status_code == 200
    assert len(caches["pages"]._cache) == kept
    assert client.get(address).content == plain.content


# --- Everybody else ---------------------------------------------------------------


@pytest.mark.parametrize("cookie", ["sessionid", "draft", "own"])
def test_who_has_a_cookie_of_ours_is_no_visitor(settings, cookie, client, post):
    name = settings.SESSION_COOKIE_NAME if cookie == "sessionid" else cookie
    client.cookies[name] = "x"
    response = client.get(post.get_absolute_url())
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]
    assert "ETag" not in response


def test_what_members_see_reaches_no_visitor(pages):
    canary = base.member("canary", "zqCANARYqz")
    canary.user_permissions.add(Permission.objects.get(codename="add_post"))
    member = base.signed_in(canary)
    for address in pages:
        for _ in range(3):
            assert member.get(address)["Cache-Control"] == "private, no-cache"
        for query in ("", "?utm=1"):
            seen = base.browser().get(f"{address}{query}").content.decode()
            assert "zqCANARYqz" not in seen
            assert "Log Out" not in seen
            assert "csrfmiddlewaretoken" not in seen


def test_what_has_no_rule_of_its_own_stays_with_one_person(post, ada, mo):
    reader, moderator = base.signed_in(ada), base.signed_in(mo)
    answers = [
        reader.get("/no/such/page/"),
        reader.get(f"{post.get_absolute_url()}x.css"),
        reader.get("/admin/"),
        moderator.get("/admin/password_change/"),
        base.browser().get("/no/such/page/"),
        base.browser().post(f"{post.get_absolute_url()}like/"),
    ]
    assert "Ada" in answers[0].text
    for answer in answers:
        assert "private" in answer["Cache-Control"], answer.request["PATH_INFO"]
        assert "Cookie" in answer["Vary"]


def test_members_see_their_own_page_at_once_after_visitors_warmed_it(post, ada):
    address = post.get_absolute_url()
    base.browser().get(address)
    seen = base.signed_in(ada).get(address).content.decode()
    assert "Ada Lovelace" in seen


def test_a_poisoned_request_leaves_the_next_one_clean(client, post):
    address = post.get_absolute_url()
    clean = client.get(address).content
    caches["pages"].clear()
    poisons = ("x-forwarded-host", "x-original-url", "x-rewrite-url", "x-forwarded-prefix", "forwarded")
    for headers in [{name: "evil.example"} for name in poisons]:
        assert base.browser().get(address, headers=headers).content == clean
        assert base.browser().get(address).content == clean


# --- New versions -----------------------------------------------------------------


def rename(post):
    post.title = "Another title"
    post.save()


CHANGES = {
    "saving": rename,
    "a comment": base.comment,
    "a like": lambda post: post.like(base.member("eve", "Eve")),
    "a tag": lambda post: post.tags.add(Tag.objects.create(name="zeal")),
    "the blog's name": lambda post: Blog.objects.update_or_create(defaults={"title": "Another blog"}),
    "a newer post": lambda post: base.published(post.author, title="Newer", published_at=timezone.now()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_another_page_at_once(client, post, change):
    address = post.get_absolute_url()
    before = client.get(address)
    CHANGES[change](post)
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


def test_renaming_a_tag_or_its_author_changes_the_page(client, post):
    tag = Tag.objects.create(name="hills")
    post.tags.add(tag)
    address = post.get_absolute_url()
    client.get(address)
    tag.name = "mountains"
    tag.save()
    assert "mountains" in client.get(address).content.decode()
    post.author.display_name = "Alice Pleasance"
    post.author.save()
    assert "Alice Pleasance" in client.get(address).content.decode()
    tag.delete()
    assert "mountains" not in client.get(address).content.decode()


def test_a_scheduled_post_appears_by_itself(client, post, alice, monkeypatch):
    later = base.scheduled(alice, title="Tomorrow")
    address = post.get_absolute_url()
    before = client.get(address)
    assert client.get(later.get_absolute_url()).status_code == 404
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: in_two_days)
    assert client.get(later.get_absolute_url()).status_code == 200
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert "Tomorrow" in after.content.decode()
    assert "Tomorrow" in client.get("/").content.decode()


def test_an_unpublished_post_is_gone_at_once(client, post):
    address = post.get_absolute_url()
    etag = client.get(address)["ETag"]
    client.get("/")
    post.unpublish()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404
    assert post.title not in client.get("/").content.decode()
    post.delete()
    assert not Post.objects.exists()


# --- The function itself ----------------------------------------------------------


def test_a_page_is_built_once_for_each_version_and_release(settings):
    built = []

    def build():
        built.append(1)
        return HttpResponse(f"page {len(built)}")

    request = requests.get("/a/")
    first = visitor_page(request, "1", build)
    assert visitor_page(request, "1", build).content == first.content
    assert visitor_page(request, "2", build).content != first.content
    assert visitor_page(requests.get("/b/"), "1", build).content != first.content
    settings.RELEASE = "another"
    assert visitor_page(request, "1", build)["ETag"] != first["ETag"]
    assert len(built) == 4


def test_a_page_that_would_set_a_cookie_does_not():
    def build():
        response = HttpResponse("page")
        response.set_cookie("a", "b")
        return response

    assert not visitor_page(requests.get("/"), "1", build).cookies


def test_only_good_pages_are_kept():
    answers = iter([HttpResponse("busy", status=503), HttpResponse("page")])
    request = requests.get("/")
    bad = visitor_page(request, "1", lambda: next(answers))
    assert (bad.status_code, "ETag" in bad, "Cache-Control" in bad) == (503, False, False)
    assert visitor_page(request, "1", lambda: next(answers)).content == b"page"


def test_while_developing_each_page_is_built_anew(settings):
    settings.DEBUG = True
    pages = iter("abb")
    request = requests.get("/")
    first, second, third = (visitor_page(request, "1", lambda: HttpResponse(next(pages))) for _ in range(3))
    assert first["ETag"] != second["ETag"] == third["ETag"]
    same = requests.get("/", headers={"if-none-match": third["ETag"]})
    assert visitor_page(same, "1", lambda: HttpResponse("b")).status_code == 304


def test_a_visitor_is_who_has_none_of_our_cookies():
    request = requests.get("/")
    assert is_visitor(request)
    request.COOKIES["theme"] = "dark"
    assert is_visitor(request)
    request.COOKIES["draft"] = "x"
    assert not is_visitor(request)
