import pytest

from tests import base

pytestmark = pytest.mark.django_db


def test_a_page_stands_at_the_top_of_the_site(client, alice):
    page = base.page(alice, title="About me", body="I run.")
    assert page.get_absolute_url() == "/about-me/"
    assert "I run." in client.get("/about-me/").content.decode()


def test_every_page_names_the_pages(client, alice, post):
    base.page(alice, title="About me")
    base.draft(alice, kind="page", title="Draft page")
    seen = client.get(post.get_absolute_url()).content.decode()
    assert 'href="/about-me/"' in seen
    assert "Draft page" not in seen


def test_a_post_is_not_a_page_and_a_page_is_no_post(client, alice, post):
    page = base.page(alice)
    assert client.get(f"/{post.slug}/").status_code == 404
    assert client.get(f"/2013/04/25/{page.slug}/").status_code == 404
    assert page.title not in client.get("/2013/").content.decode().split("<main")[1]


def test_a_draft_of_a_page_is_its_authors(client, alice):
    page = base.draft(alice, kind="page", title="About")
    assert page.get_absolute_url() == f"/draft-{page.pk}/"
    assert client.get(page.get_absolute_url()).status_code == 404
    assert client.get("/about/").status_code == 404
    assert base.signed_in(alice).get(page.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("title", ["Admin", "Feed", "Search", "2013", "Comments", "Media"])
def test_a_page_never_stands_in_the_way_of_the_site(client, alice, title):
    page = base.page(alice, title=title, body="It is me.")
    assert page.slug == f"{title.lower()}-page"
    assert "It is me." in client.get(page.get_absolute_url()).content.decode()


def test_two_pages_of_one_name_are_both_read(client, alice):
    assert [base.page(alice).slug for _ in range(3)] == ["about", "about-2", "about-3"]
