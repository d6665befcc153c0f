import json
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

from blog.models import Blog, Picture, Tag
from tests import base

pytestmark = pytest.mark.django_db

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
AWKWARD = "a ]]> b \x00\x0b\x1b\ufffe & <c> \U0001f600 \u2028"


def channel(client, address: str = "/feed/"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).find("channel")


def test_the_feed_has_whole_posts_with_full_addresses(client, alice):
    Blog.objects.create(title="Happy Trails", tagline="Slow miles.")
    post = base.published(
        alice, standfirst="Say the knees.", body="## Why\n\nIt [helps](/about/).[^1]\n\n[^1]: It does."
    )
    post.tags.add(Tag.objects.create(name="hills"))
    feed = channel(client)
    assert [feed.findtext(name) for name in ("title", "description", "link")] == [
        "Happy Trails",
        "Slow miles.",
        "http://testserver/",
    ]
    item = feed.find("item")
    address = f"http://testserver{post.get_absolute_url()}"
    assert item.findtext("link") == item.findtext("guid") == address
    assert item.findtext("description") == "Say the knees."
    assert item.findtext("category") == "hills"
    assert parsedate_to_datetime(item.findtext("pubDate")) == post.published_at
    content = item.findtext(CONTENT)
    assert '<a href="http://testserver/about/">' in content
    assert f'<a href="{address}#fn1"' in content


def test_pictures_in_the_feed_are_found_from_elsewhere(client, alice):
    Picture.objects.create(file="pictures/a-1600.webp", width=1600, height=800)
    base.published(alice, body="![A hill](/media/pictures/a-1600.webp)")
    content = channel(client).find("item").findtext(CONTENT)
    assert 'src="http://testserver/media/pictures/a-1600.webp"' in content
    assert "srcset" not in content


def test_the_feed_has_the_newest_posts_and_no_pages(client, alice):
    for number in range(22):
        base.published(alice, title=f"Post {number}")
    base.page(alice)
    titles = [item.findtext("title") for item in channel(client).iter("item")]
    assert titles == [f"Post {number}" for number in range(21, 1, -1)]


def test_the_feed_of_an_empty_blog_is_a_feed(client):
    assert channel(client).find("item") is None


def test_a_tag_has_a_feed(client, alice):
    hills = Tag.objects.create(name="hills", description="Up.")
    base.published(alice, title="In the hills").tags.add(hills)
    base.published(alice, title="Elsewhere")
    feed = channel(client, "/tag/hills/feed/")
    assert feed.findtext("title").startswith("hills")
    assert [item.findtext("title") for item in feed.iter("item")] == ["In the hills"]


def test_a_tag_that_is_not_there_has_none(client, alice):
    base.draft(alice).tags.add(Tag.objects.create(name="zqDRAFTqz"))
    assert client.get("/tag/nothing/feed/").status_code == 404
    assert client.get("/tag/zqdraftqz/feed/").status_code == 404


def test_any_text_makes_a_well_formed_feed(client, alice):
    alice.display_name = AWKWARD.replace("\x00", "")
    alice.save()
    Blog.objects.create(title=AWKWARD.replace("\x00", ""))
    text = AWKWARD.replace("\x00", "")
    post = base.published(alice, title=text, slug="x", standfirst=text, body=text)
    post.tags.add(Tag.objects.create(name=text, slug="x"))
    for address in ("/feed/", "/tag/x/feed/"):
        item = channel(client, address).find("item")
        assert item.findtext("title").startswith("a ]]> b ")
        assert "<script" not in item.findtext(CONTENT)
    content = json.loads(client.get("/feed/json/").content)
    assert content["items"][0]["title"] == text


def test_the_json_feed_says_the_same(client, alice):
    post = base.published(alice, title="Backward", standfirst="Say the knees.", body="It [helps](/about/).")
    post.tags.add(Tag.objects.create(name="hills"))
    response = client.get("/feed/json/")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://testserver/feed/json/"
    (item,) = feed["items"]
    assert item["url"] == item["id"] == f"http://testserver{post.get_absolute_url()}"
    assert (item["title"], item["summary"], item["tags"]) == ("Backward", "Say the knees.", ["hills"])
    assert '<a href="http://testserver/about/">' in item["content_html"]
    assert item["date_published"] == "2013-04-25T09:30:00+00:00"
    assert item["authors"][0]["name"] == "Alice Liddell"


@pytest.mark.parametrize("address", ["/feed/", "/feed/json/"])
def test_a_feed_is_sent_again_only_when_it_changed(client, post, address):
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    post.title = "Changed"
    post.save()
    again = client.get(address, headers={"if-none-match": etag})
    assert (again.status_code, b"Changed" in again.content) == (200, True)


def test_a_feed_costs_the_same_for_one_post_and_many(client, alice, django_assert_num_queries):
    def write(title):
        base.published(alice, title=title).tags.add(Tag.objects.create(name=title))

    write("One")
    for round in range(2):
        with django_assert_num_queries(5):
            client.get("/feed/")
        for number in range(15):
            write(f"Number {number} {round}")
