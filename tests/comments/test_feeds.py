"""Atom feeds of a conversation and of a branch, with who answers whom."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from comments import threads
from comments.models import Comment
from comments.threads import numbering
from tests import base

pytestmark = pytest.mark.django_db
ATOM, THR, XML = (
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/syndication/thread/1.0}",
    "{http://www.w3.org/XML/1998/namespace}",
)
AWKWARD = "a ]]> b \x0b\x1b\ufffe & <c> \U0001f600 \u202e"


def of_post(post) -> str:
    return f"{post.get_absolute_url()}feed/atom/"


def of_branch(comment) -> str:
    return f"{comment.post.get_absolute_url()}comments/{comment.pk}/feed/"


def read(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    return feed


def entries(feed: ElementTree.Element) -> dict[int, ElementTree.Element]:
    """By the number in each one's id."""
    return {int(entry.findtext(f"{ATOM}id").split("/")[-2]): entry for entry in feed.iter(f"{ATOM}entry")}


def when(element: ElementTree.Element, name: str) -> datetime:
    return datetime.fromisoformat(element.findtext(f"{ATOM}{name}"))


def answered(entry: ElementTree.Element) -> dict[str, str]:
    return entry.find(f"{THR}in-reply-to").attrib


def test_each_comment_says_what_it_answers(client, post, ada):
    first = base.comment(post, "Is it [good](/about/)?")
    reply = base.reply(first, "It **is**.", author=ada)
    feed = read(client, of_post(post))
    page = f"http://testserver{post.get_absolute_url()}"
    assert feed.findtext(f"{ATOM}title") == "Comments on Backward running"
    assert feed.attrib[f"{XML}lang"] == "en-gb"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{page}#comments", "self": f"http://testserver{of_post(post)}"}
    found = entries(feed)
    assert list(found) == [reply.pk, first.pk]
    address = f"http://testserver/comments/{first.pk}/"
    assert answered(found[first.pk]) == {"ref": page, "href": page, "type": "text/html"}
    assert answered(found[reply.pk]) == {"ref": address, "href": address, "type": "text/html"}
    assert found[first.pk].findtext(f"{ATOM}id") == address
    assert found[first.pk].find(f"{ATOM}link").get("href") == address
    assert found[reply.pk].findtext(f"{ATOM}author/{ATOM}name") == "Ada Lovelace"
    content = found[reply.pk].find(f"{ATOM}content")
    assert (content.get("type"), content.text.strip()) == ("html", "<p>It <strong>is</strong>.</p>")
    assert 'href="http://testserver/about/"' in found[first.pk].findtext(f"{ATOM}content")


def test_what_was_edited_was_updated_and_keeps_its_name(client, post):
    comment = base.comment(post)
    before = entries(read(client, of_post(post)))[comment.pk]
    assert when(before, "published") == when(before, "updated")
    comment.edited_at = timezone.now() + timedelta(hours=1)
    comment.body = "zqNEWqz"
    comment.edit("body", "edited_at")
    feed = read(client, of_post(post))
    after = entries(feed)[comment.pk]
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert when(after, "published") == when(before, "published")
    assert when(after, "updated") == comment.edited_at == when(feed, "updated")
    assert "zqNEWqz" in after.findtext(f"{ATOM}content")


def test_a_branch_is_a_comment_with_all_below_it(client, post, monkeypatch):
    monkeypatch.setattr(numbering, "FULL", 3)
    monkeypatch.setattr("comments.threads.inserting.FULL", 3)
    first = base.comment(post)
    top = base.reply(first, "top")
    beside, below = base.reply(first, "beside"), [base.reply(top, "one")]
    for number in range(5):
        below.append(base.reply(below[-1], f"deep {number}"))
    assert Comment.objects.filter(thread=first.thread_id).values("tree_id").distinct().count() > 1
    elsewhere = base.comment(post, "Another thread.")
    found = entries(read(client, of_branch(top)))
    assert set(found) == {top.pk, *(comment.pk for comment in below)}
    assert answered(found[below[0].pk])["ref"].endswith(f"/comments/{top.pk}/")
    whole = entries(read(client, of_branch(first)))
    assert set(whole) == {first.pk, beside.pk, *found}
    assert elsewhere.pk not in whole


def test_it_holds_the_fifty_that_came_last(client, post):
    first = base.comment(post, "first")
    held = base.held(post, "waited long")
    many = [base.reply(first, f"number {number}") for number in range(52)]
    held.approve()
    expected = [held.pk, *(comment.pk for comment in reversed(many[3:]))]
    assert sorted(entries(read(client, of_post(post)))) == sorted(expected)
    assert next(iter(entries(read(client, of_post(post))))) == held.pk
    assert len(entries(read(client, of_branch(first)))) == 50


def test_nobody_reads_here_what_the_page_does_not_show(client, ada, alice, post):
    first = base.comment(post, "shown")
    hidden = [
        base.held(post, "zqPENDINGqz", author=ada, parent=first),
        base.comment(post, "zqSPAMqz", status=Comment.Status.SPAM, parent=first),
        base.comment(post, "zqTRASHqz", status=Comment.Status.TRASH, parent=first),
        base.comment(post, "zqPINGqz", kind=Comment.Kind.PINGBACK),
    ]
    gone = base.reply(first, "zqERASEDqz", name="zqNAMEqz")
    reply = base.reply(gone, "stays")
    threads.erase(gone)
    for reader in (client, base.signed_in(ada), base.signed_in(alice)):
        for address in (of_post(post), of_branch(first)):
            text = reader.get(address).content.decode()
            assert "zq" not in text
            assert "mail.example" not in text
            assert set(entries(read(reader, address))) == {first.pk, reply.pk}
        for comment in [*hidden, gone]:
            assert reader.get(of_branch(comment)).status_code == 404


@pytest.mark.parametrize("make", [base.draft, base.scheduled])
def test_what_is_not_published_has_no_feed(client, ada, alice, make):
    hidden = make(alice)
    comment = base.comment(hidden)
    for reader in (client, base.signed_in(ada)):
        assert reader.get(of_post(hidden)).status_code == 404
        assert reader.get(of_branch(comment)).status_code == 404


def test_a_comment_has_no_feed_below_another_post(client, alice, post):
    comment, other = base.comment(post), base.published(alice, title="Forward running")
    assert client.get(f"{other.get_absolute_url()}comments/{comment.pk}/feed/").status_code == 404


def test_hostile_words_are_text(client, alice):
    post = base.published(alice, title=AWKWARD)
    comment = base.comment(post, f"{AWKWARD} <script>alert(1)</script> <img src=x onerror=y>", name=AWKWARD)
    Comment.objects.filter(pk=comment.pk).update(body_html=f"<p>{AWKWARD.replace('<c>', '&lt;c&gt;')}</p>")
    for address in (of_post(post), of_branch(comment)):
        entry = entries(read(client, address))[comment.pk]
        clean = "a ]]> b  & <c> \U0001f600 \u202e"
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == clean
        assert entry.findtext(f"{ATOM}title") == f"{clean} on {clean}"
        assert "script" not in entry.findtext(f"{ATOM}content")


def test_visitors_share_one_copy_that_changes_with_the_conversation(client, post, django_assert_num_queries):
    first = base.comment(post)
    for address in (of_post(post), of_branch(first)):
        one, two = client.get(address), base.browser().get(address)
        assert one.content == two.content
        assert one["Cache-Control"].startswith("public")
        assert client.get(address, headers={"if-none-match": one["ETag"]}).status_code == 304
        base.reply(first, address)
        assert client.get(address, headers={"if-none-match": one["ETag"]}).status_code == 200
        assert "private" in base.signed_in(post.author).get(address)["Cache-Control"]


def test_an_empty_feed_is_the_same_whenever_it_is_asked_for(client, post):
    feed = read(client, of_post(post))
    assert entries(feed) == {}
    assert when(feed, "updated") == post.published_at


def test_a_feed_costs_the_same_for_one_comment_and_many(client, post, django_assert_num_queries):
    first = base.comment(post)
    for _ in range(2):
        for _ in range(20):
            base.reply(base.reply(first))
        with django_assert_num_queries(3):
            client.get(of_post(post))
        with django_assert_num_queries(4):
            client.get(of_branch(first))


def test_pages_lead_to_their_feeds(client, post):
    first = base.comment(post)
    page = client.get(post.get_absolute_url()).content.decode()
    link = '<link rel="alternate" type="application/atom+xml" href="{}"'
    assert link.format(of_post(post)) in page
    assert f'<a href="{of_post(post)}"' in page
    branch = client.get(f"{post.get_absolute_url()}comments/{first.pk}/").content.decode()
    assert link.format(of_branch(first)) in branch
    assert f'<a href="{of_branch(first)}"' in branch


def test_a_page_has_feeds_too_and_the_old_ones_stay(client, alice):
    about = base.page(alice)
    comment = base.comment(about)
    assert set(entries(read(client, of_post(about)))) == {comment.pk}
    assert set(entries(read(client, of_branch(comment)))) == {comment.pk}
    assert client.get(f"{about.get_absolute_url()}feed/")["Content-Type"].startswith("application/rss+xml")
