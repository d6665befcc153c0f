from datetime import date

import pytest
from django.contrib.auth.models import Permission

from blog.models import Category, Picture, Post, Tag
from tests import base

pytestmark = pytest.mark.django_db


def seen(client, post, **kwargs) -> str:
    response = client.get(post.get_absolute_url(), **kwargs)
    assert response.status_code == 200
    return response.content.decode()


def test_a_post_stands_at_its_wordpress_address(client, alice):
    post = base.published(alice, title="Backward Running", standfirst="Say the knees.")
    assert post.get_absolute_url() == "/2013/04/25/backward-running/"
    page = seen(client, post)
    for words in ("Backward Running", "Say the knees.", "<strong>good</strong>", "Alice Liddell"):
        assert words in page


def test_a_post_shows_its_picture_tags_and_categories(client, post):
    post.picture = Picture.objects.create(file="pictures/a-1600.webp", width=1600, height=800, alt="A hill")
    post.save()
    post.tags.add(Tag.objects.create(name="knees"))
    post.categories.add(Category.objects.create(name="Training"))
    page = seen(client, post)
    assert "/media/pictures/a-480.webp 480w" in page
    assert 'href="/tag/knees/"' in page
    assert 'href="/category/training/"' in page


def test_neighbours_are_the_next_older_and_newer_posts(client, alice):
    posts = [base.published(alice, title=f"Number {n}") for n in range(3)]
    base.draft(alice, title="Draft")
    base.page(alice, title="About")
    middle = seen(client, posts[1])
    assert f'<a rel="prev" href="{posts[0].get_absolute_url()}">' in middle
    assert f'<a rel="next" href="{posts[2].get_absolute_url()}">' in middle
    assert 'rel="prev"' not in seen(client, posts[0])
    assert 'rel="next"' not in seen(client, posts[2])


def test_the_newest_likers_are_shown(client, post, alice, ada, bob):
    for person in (alice, ada, bob):
        post.like(person)
    page = seen(client, post)
    assert "3 bloggers like this" in page
    faces = page.split('id="likes"')[1]
    assert faces.index("Bob Kahn") < faces.index("Ada Lovelace") < faces.index("Alice Liddell")


def test_twelve_faces_are_enough(client, post):
    for number in range(14):
        post.like(base.member(f"reader{number}", f"Reader {number}"))
    page = seen(client, post)
    assert "14 bloggers like this" in page
    assert "Reader 2" in page
    assert "Reader 1<" not in page


def test_a_member_sees_whether_they_like_it(post, ada):
    browser = base.signed_in(ada)
    assert 'aria-pressed="false"' in seen(browser, post)
    post.like(ada)
    assert 'aria-pressed="true"' in seen(browser, post)


@pytest.mark.parametrize(
    "address",
    [
        *("/2013/04/25/another/", "/2013/04/26/backward-running/", "/2013/02/31/backward-running/"),
        *(
            "/2013/4/25/backward-running/",
            "/0000/04/25/backward-running/",
            "/9999/99/99/x/",
            "/2013/04/25/%00/",
        ),
        *(
            "/2013/04/25/draft-1/",
            "/2013/04/25/draft-0/",
            f"/2013/04/25/draft-{10**30}/",
            "/2013/04/25/a%2fb/",
        ),
    ],
)
def test_there_is_nothing_at_other_addresses(client, post, address):
    assert client.get(address).status_code == 404


def test_pages_of_comments_have_addresses(client, post):
    address = post.get_absolute_url()
    first = client.get(f"{address}comment-page-1/")
    assert (first.status_code, first["Location"]) == (301, address)
    assert client.get(f"{address}comment-page-2/").status_code == 404


def test_a_post_cannot_be_posted_to(client, post):
    assert client.post(post.get_absolute_url()).status_code == 405


# --- Before it is published -------------------------------------------------------


@pytest.fixture
def editor(bob):
    bob.user_permissions.add(Permission.objects.get(codename="view_post"))
    return base.signed_in(bob)


@pytest.mark.parametrize("make", [base.draft, base.scheduled])
def test_a_draft_is_seen_by_its_author_and_by_who_may_see_posts(client, alice, ada, editor, make):
    post = make(alice)
    assert client.get(post.get_absolute_url()).status_code == 404
    assert base.signed_in(ada).get(post.get_absolute_url()).status_code == 404
    for reader in (base.signed_in(alice), editor):
        response = reader.get(post.get_absolute_url())
        assert response.status_code == 200
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
        assert response["X-Robots-Tag"] == "noindex"


def test_a_draft_has_an_address_that_no_title_changes(alice, editor):
    post = base.draft(alice, title="One")
    assert post.get_absolute_url().endswith(f"/draft-{post.pk}/")
    post.title = "Two"
    post.save()
    assert "Two" in seen(editor, post)


def test_the_address_of_a_draft_ends_when_it_is_published(client, alice, editor):
    post = base.draft(alice)
    address = post.get_absolute_url()
    post.publish()
    assert editor.get(address).status_code == client.get(address).status_code == 404
    assert client.get(post.get_absolute_url()).status_code == 200


def test_private_posts_are_private(client, alice, editor):
    post = base.draft(alice, status=Post.Status.PRIVATE, slug="mine", published_on=date(2013, 4, 25))
    assert (
        client.get("/2013/04/25/mine/").status_code == client.get(post.get_absolute_url()).status_code == 404
    )
    assert editor.get(post.get_absolute_url()).status_code == 200
