"""Long conversations: pages of bounded size, and a way to every comment from the first."""

import re

import pytest

from benchmarks import conversations
from comments import reading
from comments.models import Comment, CommentTree, Discussion
from comments.threads import numbering
from tests import base
from tests.comments.pages import outline


@pytest.fixture
def small_pages(monkeypatch):
    """Four threads a page, ten comments a page, seven comments a tree."""
    Discussion(threads_a_page=4).save()
    monkeypatch.setattr(reading, "ORPHANS", 1)
    monkeypatch.setattr(reading, "ENTRIES", 10)
    monkeypatch.setattr("comments.threads.inserting.FULL", 7)
    monkeypatch.setattr(numbering.places, "__defaults__", (7,))


def page_of(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def comments_on(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<li class="comment[^"]*" id="comment-(\d+)"', page)]


def ways_on(page: str) -> list[str]:
    return re.findall(r'<li class="more"><a class="btn[^"]*" rel="nofollow" href="([^"]+)"', page)


def everything(client, post) -> list[int]:
    """All comments found by going on from the post's page, in the order of their pages."""
    found, number = [], 1
    while True:
        page = page_of(client, f"{post.get_absolute_url()}{f'comment-page-{number}/' if number > 1 else ''}")
        waiting = [page]
        while waiting:
            page_or_part = waiting.pop(0)
            found += comments_on(page_or_part)
            waiting += [page_of(client, address) for address in ways_on(page_or_part)]
        if 'rel="next" href="' not in page.split('id="comments"')[1]:
            return found
        number += 1


SHAPES = [conversations.chain, conversations.star, conversations.bushy]


@pytest.mark.parametrize("grow", SHAPES)
@pytest.mark.parametrize("size", [3, 10, 60])
def test_every_comment_is_reached_once_from_the_first_page(client, post, small_pages, grow, size):
    grow(post, size)
    found = everything(client, post)
    assert sorted(found) == sorted(Comment.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("grow", SHAPES)
def test_every_permalink_leads_to_a_page_that_shows_the_comment(client, post, small_pages, grow):
    grow(post, 60)
    for comment in Comment.objects.all():
        address = client.get(comment.get_absolute_url())["Location"]
        assert address.endswith(f"#comment-{comment.pk}")
        assert comment.pk in comments_on(page_of(client, address.split("#")[0])), address


@pytest.mark.parametrize("grow", SHAPES)
def test_pages_and_queries_do_not_grow_with_the_conversation(
    client, post, grow, django_assert_max_num_queries
):
    """Four queries at most for the conversation, and 200 kB for the page."""
    grow(post, 2500)
    page = page_of(client, post.get_absolute_url())
    assert len(page.encode()) < 200_000
    assert len(outline(page)) <= reading.ENTRIES
    reader = base.member("reader", "A Reader")
    with django_assert_max_num_queries(4):
        reading.read_thread(post, 1, reader)


def test_small_threads_are_whole_and_large_ones_share_what_is_left():
    assert reading.limit_of([1, 2, 3]) == reading.ENTRIES
    assert reading.limit_of([5, 5, 1000]) == reading.ENTRIES - 10
    assert reading.limit_of([1000] * 50) == max(reading.FEWEST, reading.ENTRIES // 50)
    assert reading.limit_of([]) == reading.ENTRIES


def test_more_replies_come_as_a_part_to_be_put_in_place(client, post, small_pages):
    conversations.star(post, 30)
    page = page_of(client, post.get_absolute_url())
    assert "23 more replies" in page
    part = page_of(client, re.search(r'class="more"><a [^>]*href="([^"]+)on/"', page)[1] + "more/")
    assert part.strip().startswith('<li class="continued" data-came="10 more replies have come.">')
    assert "<html" not in part
    assert len(comments_on(part)) == 10


def test_a_chain_continues_on_a_page_of_its_own(client, post):
    conversations.chain(post, 200)
    page = page_of(client, post.get_absolute_url())
    assert "Continue this thread<" in page
    assert 'class="btn onward"' in page
    onward = page_of(client, ways_on(page)[0])
    assert "In reply to" in onward
    assert f'rel="canonical" href="http://testserver{post.get_absolute_url()}"' in onward


def test_readers_choose_the_order(client, post):
    first, second, third = (base.comment(post, f"n {n}") for n in range(3))
    CommentTree.objects.filter(pk=second.thread_id).update(likes=1)
    address = post.get_absolute_url()
    assert comments_on(page_of(client, address)) == [first.pk, second.pk, third.pk]
    assert comments_on(page_of(client, f"{address}?order=newest")) == [third.pk, second.pk, first.pk]
    assert comments_on(page_of(client, f"{address}?order=liked")) == [second.pk, first.pk, third.pk]
    assert comments_on(page_of(client, f"{address}?order=nonsense")) == [first.pk, second.pk, third.pk]


def test_few_threads_left_over_make_no_page_of_their_own(client, post, small_pages):
    for n in range(5):
        base.comment(post, f"n {n}")
    assert len(comments_on(page_of(client, post.get_absolute_url()))) == 5
    assert client.get(f"{post.get_absolute_url()}comment-page-2/").status_code == 404
    for n in range(5, 8):
        base.comment(post, f"n {n}")
    assert len(comments_on(page_of(client, f"{post.get_absolute_url()}comment-page-2/"))) == 4
    assert client.get(f"{post.get_absolute_url()}comment-page-3/").status_code == 404


def test_the_old_address_of_a_comment_leads_to_it(client, post):
    comment = base.comment(post)
    moved = client.get(f"/?c={comment.pk}", follow=True)
    assert moved.redirect_chain[-1][0] == f"{post.get_absolute_url()}#comment-{comment.pk}"
    assert client.get("/?c=99999", follow=True).status_code == 404


@pytest.mark.parametrize("part", ["", "on/", "more/"])
def test_branches_of_hidden_comments_and_posts_are_not_there(client, alice, post, part):
    hidden = base.held(post, "zqHIDDENqz")
    elsewhere = base.comment(base.published(alice, title="Elsewhere"))
    for pk in (elsewhere.pk, 99999, *([hidden.pk] if not part else [])):
        assert client.get(f"{post.get_absolute_url()}comments/{pk}/{part}").status_code == 404
    page = client.get(f"{post.get_absolute_url()}comments/{hidden.pk}/{part}").content.decode()
    assert "zqHIDDENqz" not in page
