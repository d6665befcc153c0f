"""What is not published is nowhere: not in a page, a list, a feed, a count or a header."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Category, Picture, Post, Tag
from tests import base

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r'(?:href|src|action)="(/[^"#]*)')


def hide(author, word: str, **kwargs) -> Post:
    """A post whose every part carries its word."""
    picture = Picture.objects.create(file=f"pictures/{word}-480.webp", width=480, height=480, alt=word)
    kwargs = {
        "title": word,
        "slug": word.lower(),
        "body": f"{word} text ![{word}](/media/pictures/{word}-480.webp)",
        "standfirst": word,
        "picture": picture,
        "imported_id": 900 + Post.objects.count(),
        "imported_key": word,
        **kwargs,
    }
    post = base.draft(author, **kwargs)
    post.tags.add(Tag.objects.create(name=f"{word}tag"), Tag.objects.get(name="shared"))
    post.categories.add(Category.objects.create(name=f"{word}category"))
    return post


@pytest.fixture
def hidden(alice, post):
    shared = Tag.objects.create(name="shared")
    post.tags.add(shared)
    base.page(alice)
    cleric = base.author("zqauthorqz", "zqAUTHORqz")
    then = {"published_at": post.published_at, "published_on": post.published_on}
    soon = timezone.now() + timedelta(hours=1)
    return [
        hide(alice, "zqDRAFTqz"),
        hide(alice, "zqFUTUREqz", status="published", published_at=soon),
        hide(alice, "zqPRIVATEqz", status="private", **then),
        hide(alice, "zqWASPUBLICqz", **then),
        hide(alice, "zqPAGEqz", kind="page"),
        hide(alice, "zqFUTUREPAGEqz", kind="page", status="published", published_at=soon),
        hide(cleric, "zqOTHERSqz"),
    ]


def guesses(hidden) -> list[str]:
    found = []
    for post in hidden:
        own, word = post.get_absolute_url(), post.title.lower()
        day = f"/{post.published_at or timezone.now():%Y/%m/%d}/"
        found += [
            *(own, f"{own}comment-page-1/", f"{own}feed/", f"{own}?preview=true", day, day[:9], day[:6]),
            *(f"{day}{post.slug}/", f"{day}draft-{post.pk}/", f"/{post.slug}/", f"/draft-{post.pk}/"),
            *(f"/?p={post.imported_id}", f"/?page_id={post.imported_id}", f"/?p={post.pk}"),
            *(
                f"/tag/{word}tag/",
                f"/tag/{word}tag/feed/",
                f"/category/{word}category/",
                f"/search/?q={word}",
            ),
        ]
    return found


START = [
    *("/", "/feed/", "/feed/json/", "/comments/feed/", "/sitemap.xml", "/robots.txt", "/tag/shared/"),
    *("/2013/", "/search/?q=text", "/search/?q=zq", "/author/alice/", "/author/zqauthorqz/"),
    *("/tag/shared/feed/", "/nothing/"),
]


def everything(client, hidden):
    """All pages that can be found by following links and by guessing."""
    waiting, done = [*START, *guesses(hidden)], set()
    while waiting:
        address = waiting.pop()
        if address in done or address.startswith(("/static/", "/accounts/", "/admin/", "/media/")):
            continue
        done.add(address)
        response = client.get(address)
        yield address, response
        if response.status_code == 200:
            waiting += [found.replace("&amp;", "&") for found in ADDRESS.findall(response.content.decode())]


def test_strangers_and_members_find_nothing(hidden, ada):
    words = {post.title.lower() for post in hidden} | {"zqauthorqz"}
    for client in (base.browser(), base.signed_in(ada)):
        seen = 0
        for address, response in everything(client, hidden):
            asked = address.lower()
            shown = (response.content.decode() + str(response.headers)).lower()
            for word in words:
                if word in shown:
                    # A page may say back what it was asked for, and nothing else.
                    assert word in asked, (address, word)
                    assert response.status_code != 200 or asked.startswith("/search/"), address
            seen += response.status_code == 200
        assert seen > 12


def test_what_is_hidden_answers_like_what_is_not_there(hidden, client):
    unknown = client.get("/2013/04/25/nothing/")
    for post in hidden:
        for address in (post.get_absolute_url(), f"/2013/04/25/{post.slug}/"):
            response = client.get(address)
            assert response.status_code == 404
            without_address = response.content.decode().replace(address, "")
            assert len(without_address) == len(unknown.content.decode().replace("/2013/04/25/nothing/", ""))


def test_counts_do_not_tell(hidden, post, client):
    assert client.get("/tag/shared/").context["posts"] == [post]
    assert client.get("/author/alice/").context["posts"] == [post]


def test_the_blogs_own_people_find_them(hidden, alice):
    browser = base.signed_in(alice)
    for post in hidden:
        assert post.title in browser.get(post.get_absolute_url()).content.decode()
