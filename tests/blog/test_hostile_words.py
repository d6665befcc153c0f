"""Titles, names and captions come from other blogs too: they are words, wherever they stand."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from blog.models import Blog, Category, Picture, Tag
from tests import base

pytestmark = pytest.mark.django_db

WORDS = [
    '"><script>zq(1)</script>',
    "'\"><img src=x onerror=zq(1)>",
    "</title><script>zq(1)</script>",
    "</textarea><svg onload=zq(1)>",
    "--><script>zq(1)</script>",
    "]]><script>zq(1)</script>",
    "javascript:zq(1)",
    '" onmouseover="zq(1)',
    "{{ 7|add:7 }}{% debug %}${7*7}%s{0.__class__}",
    "\u202etxt.exe\u2066",
    "Z̷̧̢̛̲̱̤" * 20,
    "A" * 190,
]


ADDRESSES = {"href", "src", "srcset", "action", "formaction", "data", "poster", "content"}
DANGEROUS = re.compile(r"\s*(javascript|vbscript|data:text)", re.I)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and "http-equiv" not in given:
            given.pop("content", None)
        for name, value in given.items():
            if name.startswith("on") or name == "style" or (name in ADDRESSES and DANGEROUS.match(value)):
                self.found.append((tag, name, value))
        if tag == "script" and not given.get("src", "").startswith(("/static/", "/admin/jsi18n/")):
            self.found.append((tag, given))


def harm_in(html: str) -> list:
    reader = Reader()
    reader.feed(html)
    return reader.found


@pytest.fixture(params=WORDS, ids=range(len(WORDS)))
def words(request):
    return request.param


@pytest.fixture
def post(alice, bob, words):
    alice.display_name = bob.display_name = words[:150]
    alice.bio = words
    alice.save()
    bob.save()
    Blog.objects.create(title=words, tagline=words)
    picture = Picture.objects.create(
        file="pictures/a-480.webp", width=480, height=480, alt=words, caption=words
    )
    line = words.replace("\n", " ")
    post = base.published(
        alice,
        title=words,
        standfirst=words,
        slug="hostile",
        picture=picture,
        body=f'# {line}\n\n![{line}](/media/pictures/a-480.webp "{line}")\n\n{line}',
    )
    post.tags.add(Tag.objects.create(name=words, description=words, slug="hostile"))
    post.categories.add(Category.objects.create(name=words, description=words, slug="hostile"))
    base.page(alice, title=words, slug="hostile-page")
    post.like(bob)
    return post


PAGES = [
    *(
        "/",
        "/2013/04/25/hostile/",
        "/hostile-page/",
        "/tag/hostile/",
        "/category/hostile/",
        "/author/alice/",
        "/2013/",
    ),
    *("/search/", "/nothing/"),
]


def test_words_do_nothing_on_any_page(client, post, bob):
    for browser in (client, base.signed_in(bob)):
        for address in PAGES:
            html = browser.get(address).content.decode()
            assert harm_in(html) == [], address
            assert "{{" not in html or "{{ 7|add:7 }}" in html


def test_words_in_an_address_do_nothing(client, words):
    for response in (
        client.get("/search/", {"q": words[:90]}),
        client.get("/search/", {"q": words[:90], "page": words}),
        client.get(f"/tag/{words}/"),
        client.get(f"/{words}/"),
        client.get("/", {"p": words}),
    ):
        assert response.status_code in {200, 301, 404}
        assert harm_in(response.content.decode()) == []


def test_words_leave_the_feeds_well_formed(client, post):
    for address in ("/feed/", "/tag/hostile/feed/", "/sitemap.xml"):
        tree = ElementTree.fromstring(client.get(address).content)
        assert tree.find(".//script") is None
    for item in ElementTree.fromstring(client.get("/feed/").content).iter("item"):
        assert harm_in(item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")) == []
    assert json.loads(client.get("/feed/json/").content)["items"][0]["title"] == post.title


def test_words_do_nothing_in_the_admin(alice, post):
    browser = base.signed_in(alice)
    addresses = ["/admin/blog/post/", "/admin/blog/picture/", "/admin/blog/tag/", "/admin/blog/category/"]
    addresses += [f"/admin/blog/post/{post.pk}/{page}/" for page in ("change", "delete", "history")]
    addresses += [f"/admin/blog/picture/{post.picture_id}/change/", "/admin/blog/blog/", "/admin/"]
    for address in addresses:
        response = browser.get(address)
        assert response.status_code == 200, address
        assert harm_in(response.content.decode()) == [], address


@pytest.mark.parametrize(
    "slug", ["<script>", "a b", "a/b", "..", "a%2fb", "\u202e", "é" * 150, "コメント", "Run_1"]
)
def test_any_slug_leads_to_its_post(client, alice, slug):
    post = base.published(alice, title="Hostile", slug=slug)
    tag = Tag.objects.create(name="Hostile", slug=slug)
    post.tags.add(tag)
    for address in (post.get_absolute_url(), tag.get_absolute_url(), "/"):
        response = client.get(address)
        assert response.status_code == 200
        assert harm_in(response.content.decode()) == []
    if re.fullmatch(r"[-\w]+", slug):
        assert (post.slug, tag.slug) == (slug, slug)
