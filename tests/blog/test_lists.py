"""The front page, archives, tags, categories and authors: one list in many places."""

from datetime import UTC, datetime

import pytest

from blog.models import Category, Post, Tag
from tests import base

pytestmark = pytest.mark.django_db

LISTS = ["/", "/2013/", "/2013/04/", "/2013/04/25/", "/tag/hills/", "/category/training/", "/author/alice/"]


@pytest.fixture
def hills(db):
    return Tag.objects.create(name="hills", description="Up and down.")


@pytest.fixture
def training(db):
    return Category.objects.create(name="training")


@pytest.fixture
def write(alice, hills, training):
    def write(count: int) -> list[Post]:
        posts = [base.published(alice, title=f"Post {n}") for n in range(count)]
        for post in posts:
            post.tags.add(hills)
            post.categories.add(training)
        return posts

    return write


def titles(response) -> list[str]:
    return [post.title for post in response.context["posts"]]


@pytest.mark.parametrize("address", LISTS)
def test_ten_posts_stand_on_a_page_newest_first(client, write, address):
    write(23)
    first = client.get(address)
    assert titles(first) == [f"Post {n}" for n in range(22, 12, -1)]
    assert (first.context["newer_url"], first.context["older_url"]) == ("", f"{address}page/2/")
    second = client.get(first.context["older_url"])
    assert (second.context["newer_url"], second.context["older_url"]) == (address, f"{address}page/3/")
    last = client.get(second.context["older_url"])
    assert titles(last) == ["Post 2", "Post 1", "Post 0"]
    assert last.context["older_url"] == ""


@pytest.mark.parametrize("address", LISTS)
def test_there_are_no_pages_beyond_the_last(client, write, address):
    write(10)
    assert client.get(address).context["older_url"] == ""
    for number in ("2", "99999", "0", "-1", "x", str(10**9), str(10**30)):
        assert client.get(f"{address}page/{number}/").status_code == 404
    first = client.get(f"{address}page/1/")
    assert (first.status_code, first["Location"]) == (301, address)


@pytest.mark.parametrize("address", LISTS[1:])
def test_a_list_of_nothing_is_missing(client, alice, hills, training, address):
    base.draft(alice).tags.add(hills)
    base.scheduled(alice).categories.add(training)
    assert client.get(address).status_code == 404


def test_the_front_page_of_an_empty_blog_says_so(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing has been written here yet" in response.content.decode()
    assert client.get("/page/2/").status_code == 404


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        *(("/", ""), ("/2013/", "2013"), ("/2013/04/", "April 2013"), ("/2013/04/25/", "25 April 2013")),
        *(("/tag/hills/", "hills"), ("/category/training/", "training"), ("/author/alice/", "Alice Liddell")),
    ],
)
def test_a_list_says_what_it_is_of(client, write, address, heading):
    write(1)
    response = client.get(address)
    assert response.context["heading"] == heading
    assert response.context["query"] is None
    assert response.context["feed_url"] == ("/tag/hills/feed/" if "tag" in address else "/feed/")


def test_tags_and_authors_introduce_themselves(client, write, alice):
    alice.bio = "I run."
    alice.save()
    write(1)
    assert client.get("/tag/hills/").context["intro"] == "Up and down."
    assert client.get("/author/alice/").context["intro"] == "I run."


def test_lists_hold_what_belongs_to_them(client, write, alice, bob):
    write(1)
    base.published(bob, title="Other", published_at=datetime(2014, 5, 6, 7, tzinfo=UTC))
    for address in LISTS[1:]:
        assert titles(client.get(address)) == ["Post 0"]
    for address in ("/2014/", "/2014/05/", "/2014/05/06/", "/author/bob/"):
        assert titles(client.get(address)) == ["Other"]


@pytest.mark.parametrize(
    "address",
    [
        *("/2013/13/", "/2013/00/", "/2013/04/31/", "/0000/", "/9999/", "/1000/01/01/", "/2013/4/"),
        *("/tag/%00/", "/tag/nothing/", "/category/nothing/", "/author/nobody/", "/author/../", "/tag/a/b/"),
        "/author/ada/",
    ],
)
def test_there_is_nothing_at_invented_addresses(client, write, ada, address):
    write(1)
    assert client.get(address).status_code == 404


def test_the_day_in_the_address_is_the_day_of_the_archive(client, alice):
    """A blog that moved in keeps its own days, whatever the zone here."""
    at = datetime(2013, 4, 26, 3, tzinfo=UTC)
    base.published(alice, published_at=at, published_on=datetime(2013, 4, 25, tzinfo=UTC).date())
    assert client.get("/2013/04/25/").status_code == 200
    assert client.get("/2013/04/26/").status_code == 404


# --- Addresses from WordPress -----------------------------------------------------


def test_old_numbers_lead_to_posts_and_pages(client, alice):
    post = base.published(alice, imported_id=123)
    page = base.page(alice, imported_id=7)
    for address, there in (("/?p=123", post), ("/?page_id=7", page), ("/?p=7", page)):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, there.get_absolute_url())


@pytest.mark.parametrize("query", ["p=5", "p=x", "p=-1", "p=1e3", "p=²", f"p={10**40}", "page_id=0", "p=9"])
def test_other_numbers_lead_nowhere(client, alice, query):
    base.draft(alice, imported_id=9)
    assert client.get(f"/?{query}").status_code == 404


def test_an_old_search_is_a_search(client):
    response = client.get("/?s=knees+%26+hips")
    assert (response.status_code, response["Location"]) == (301, "/search/?q=knees+%26+hips")


def test_lists_lead_to_the_years_of_the_archive(client, alice):
    base.published(alice)
    base.scheduled(alice, title="Later")
    page = client.get("/").content.decode()
    assert '<a href="/2013/">2013</a>' in page
    assert f'href="/{datetime.now(UTC).year}/"' not in page
