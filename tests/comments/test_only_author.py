"""Only threads that the post's author answered: which those are, and the way there and back."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from benchmarks import conversations
from blog.visitor_pages import WORTH_KEEPING
from comments import reading
from comments.models import Comment, Discussion
from tests import base

ALL, ONLY = "All threads", "Answered by the author"


@pytest.fixture
def threads(post, alice, bob):
    """Answered, answered by a reader, begun by the author, and answered far down."""
    one, two, three, four = (
        base.comment(post, "Why?"),
        base.comment(post, "How?"),
        base.comment(post, "I thought of something else.", author=alice),
        base.comment(post, "Where?"),
    )
    base.reply(one, "Because.", author=alice)
    base.reply(two, "No idea.", author=bob)
    base.reply(three, "So did I.", author=bob)
    base.reply(base.reply(four, "Where what?"), "Here.", author=alice)
    return one, two, three, four


def words_on(client, post, query: str = "only=author") -> list[str]:
    response = client.get(f"{post.get_absolute_url()}?{query}")
    assert response.status_code == 200
    bodies = re.findall(r'class="c-body[^>]*>(.*?)</div>', response.content.decode(), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", body).strip() for body in bodies]


def links_on(client, address: str) -> dict[str, tuple[str, bool]]:
    """Of the navigation in the thread's head: label, address and whether it is on."""
    page = client.get(address).content.decode()
    found = re.findall(r'<a href="([^"]+)"( aria-current="true")? rel="nofollow">([^<]+)</a>', page)
    return {label: (url.replace("&amp;", "&"), bool(on)) for url, on, label in found}


def test_a_thread_counts_once_the_author_answered_somebody_in_it(client, post, threads):
    assert words_on(client, post) == ["Why?", "Because.", "Where?", "Where what?", "Here."]


@pytest.mark.parametrize("deed", ["hold", "trash", "mark_spam"])
def test_an_answer_that_nobody_can_read_is_none(client, post, threads, deed):
    getattr(Comment.objects.get(body="Because."), deed)()
    assert words_on(client, post) == ["Where?", "Where what?", "Here."]


def test_what_the_author_said_elsewhere_counts_there(client, post, threads, alice):
    other = base.published(alice, title="Another post", slug="another")
    base.comment(other, "Hello?")
    assert ONLY not in links_on(client, other.get_absolute_url())
    assert words_on(client, other) == []


def test_a_guest_with_the_authors_name_answers_for_nobody(client, post, alice):
    base.reply(base.comment(post, "Why?"), "Because.", name=alice.name, email=alice.email)
    assert ONLY not in links_on(client, post.get_absolute_url())


def test_the_choice_is_offered_once_the_author_answered(client, post, alice):
    why = base.comment(post, "Why?")
    base.comment(post, "I thought of something else.", author=alice)
    assert ONLY not in links_on(client, post.get_absolute_url())
    base.reply(why, "Because.", author=alice)
    assert links_on(client, post.get_absolute_url())[ONLY] == (
        f"{post.get_absolute_url()}?only=author#comments",
        False,
    )


def test_the_choice_and_the_order_keep_each_other(client, post, threads):
    path = post.get_absolute_url()
    links = links_on(client, f"{path}?order=newest&only=author")
    assert links[ONLY] == (f"{path}?order=newest&only=author#comments", True)
    assert links[ALL] == (f"{path}?order=newest#comments", False)
    assert links["Newest"] == (f"{path}?order=newest&only=author#comments", True)
    assert links["Oldest"] == (f"{path}?only=author#comments", False)
    assert words_on(client, post, "order=newest&only=author")[:2] == ["Where?", "Where what?"]
    for url, _ in links.values():
        assert WORTH_KEEPING.fullmatch(url.split("#")[0].partition("?")[2]), url


def test_pages_go_on_with_the_choice(client, post, alice, monkeypatch):
    Discussion(threads_a_page=3).save()
    monkeypatch.setattr(reading, "ORPHANS", 1)
    for n in range(12):
        comment = base.comment(post, f"Question {n}")
        if n % 2:
            base.reply(comment, f"Answer {n}", author=alice)
    path = post.get_absolute_url()
    first = client.get(f"{path}?only=author").content.decode()
    assert f'rel="next" href="{path}comment-page-2/?only=author#comments"' in first
    second = client.get(f"{path}comment-page-2/?only=author").content.decode()
    assert "Question 11" in second
    assert "Question 10" not in second
    assert f'rel="prev" href="{path}?only=author#comments"' in second
    # The choice is about the whole post, whatever its page shows.
    assert ONLY in links_on(client, f"{path}comment-page-2/")
    assert client.get(f"{path}comment-page-3/?only=author").status_code == 404


def test_without_an_answer_the_page_says_what_to_do_next(client, post):
    base.comment(post, "Why?")
    base.comment(post, "How?")
    page = client.get(f"{post.get_absolute_url()}?only=author").content.decode()
    assert "The author has not answered anybody here yet." in page
    assert f'<a href="{post.get_absolute_url()}#comments">Read all threads.</a>' in page
    assert "Why?" not in page


def test_readers_see_their_own_waiting_comments_where_they_belong(post, threads, ada):
    base.reply(threads[0], "Mine in an answered thread", author=ada, status=Comment.Status.PENDING)
    base.reply(threads[1], "Mine in another", author=ada, status=Comment.Status.PENDING)
    words = words_on(base.signed_in(ada), post)
    assert "Mine in an answered thread" in words
    assert "Mine in another" not in words
    assert "Mine in an answered thread" not in words_on(base.browser(), post)


def test_each_choice_has_a_copy_of_its_own(client, post, threads, ada):
    for reader in (client, base.signed_in(ada)):
        whole = words_on(reader, post, "")
        assert len(words_on(reader, post)) < len(whole)
        assert words_on(reader, post, "") == whole
        assert words_on(reader, post, "only=anybody") == whole


def test_a_new_answer_shows_at_once(client, post, threads, alice):
    assert "How?" not in words_on(client, post)
    base.reply(threads[1], "Like this.", author=alice)
    assert "How?" in words_on(client, post)


def test_the_choice_costs_no_query_and_reads_by_index(post, alice, django_assert_num_queries):
    conversations.bushy(base.published(alice, title="Elsewhere"), 4000)
    conversations.bushy(post, 2000)
    every_tenth = Comment.objects.filter(parent__isnull=False, pk__in=range(0, 10**6, 10))
    every_tenth.update(author=alice)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for only in (False, True):
        rules = Discussion.current()
        with django_assert_num_queries(2):
            thread = reading.read_thread(post, 1, AnonymousUser(), only_answered=only, discussion=rules)
        assert thread.is_answered
    answers = Comment.objects.answers_by_author_of(post).order_by()
    assert "comment_author_on_post" in answers.explain()
