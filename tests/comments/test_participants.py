"""Who takes part in a conversation, as the head of its page says."""

import re

import pytest

from comments import reading
from comments.models import Comment, Discussion
from comments.participants import FACES
from tests import base


def head_of(client, post, path: str = "") -> str:
    page = client.get(f"{post.get_absolute_url()}{path}").content.decode()
    found = re.search(r'<details class="people">.*?</details>', page, re.DOTALL)
    return found.group() if found else ""


def label_of(head: str) -> str:
    return re.search(r'<span class="say">(.*?)</span>', head).group(1)


def people_in(head: str) -> list[tuple[str, str, int]]:
    """The comment each entry leads to, whom it names, and how many comments they have."""
    found = re.findall(
        r'<a class="quiet" href="#comment-(\d+)"><bdi>(.*?)</bdi>.*?class="num">(\d+)<', head, re.DOTALL
    )
    return [(int(pk), name, int(count)) for pk, name, count in found]


def test_people_are_counted_named_and_linked_to_their_first_comment(client, post, alice, ada, bob):
    first = base.comment(post, "One", author=ada, provider="google")
    answer = base.reply(first, "Two", author=bob, provider="twitter")
    base.reply(answer, "Three", author=bob, provider="twitter")
    last = base.comment(post, "Four", author=alice)
    head = head_of(client, post)
    assert label_of(head) == "3 people"
    assert people_in(head) == [
        (answer.pk, "Bob Kahn", 2),
        (first.pk, "Ada Lovelace", 1),
        (last.pk, "Alice Liddell", 1),
    ]
    assert "via Twitter" in head
    assert head.count("Author") == 1
    assert '2<span class="vh"> comments</span>' in head
    assert '1<span class="vh"> comment</span>' in head


def test_an_account_is_one_person_whatever_it_is_called(client, post, ada):
    base.comment(post, "One", author=ada)
    base.comment(post, "Two", author=ada, name="Countess of Lovelace")
    base.comment(post, "Three")
    assert [(name, count) for _, name, count in people_in(head_of(client, post))] == [
        ("Ada Lovelace", 2),
        ("Grace", 1),
    ]


def test_whoever_speaks_with_two_accounts_is_not_given_away(client, post, ada):
    base.comment(post, "One", author=ada, provider="google")
    base.comment(post, "Two", author=ada, provider="twitter", name="quiet_bird")
    assert [name for _, name, _ in people_in(head_of(client, post))] == ["Ada Lovelace", "quiet_bird"]


def test_guests_are_told_apart_by_name_and_never_by_address(client, post):
    base.comment(post, "One", email="one@mail.example")
    base.comment(post, "Two", email="two@mail.example")
    base.comment(post, "Three", name=" grace ", email="three@mail.example")
    base.comment(post, "Four", name="Nora", email="one@mail.example")
    head = head_of(client, post)
    assert [(name, count) for _, name, count in people_in(head)] == [("Grace", 3), ("Nora", 1)]
    assert "mail.example" not in head


def test_a_guest_with_a_members_name_is_somebody_else(client, post, ada):
    base.comment(post, "One", author=ada)
    base.comment(post, "Two", name="Ada Lovelace")
    assert label_of(head_of(client, post)) == "2 people"


@pytest.mark.parametrize("deed", ["hold", "trash", "mark_spam"])
def test_comments_that_nobody_can_read_name_nobody(client, post, ada, bob, deed):
    gone = base.comment(post, "Gone", author=ada)
    base.reply(gone, "Keeps the place", author=bob)
    base.comment(post, "There")
    getattr(gone, deed)()
    for reader in (client, base.signed_in(ada)):
        head = head_of(reader, post)
        assert label_of(head) == "2 people"
        assert "Ada" not in head


def test_one_person_is_no_crowd(client, post):
    base.comment(post, "One")
    base.comment(post, "Two")
    assert head_of(client, post) == ""


def test_only_a_handful_of_faces_is_shown(client, post):
    for n in range(FACES + 3):
        base.comment(post, f"{n}", name=f"Guest {n}")
    head = head_of(client, post)
    assert len(re.findall('class="face ', head)) == FACES
    assert len(people_in(head)) == FACES + 3


def test_a_page_of_several_counts_its_own(client, post, alice, monkeypatch):
    Discussion(threads_a_page=2).save()
    monkeypatch.setattr(reading, "ORPHANS", 0)
    for n in range(4):
        base.comment(post, f"{n}", name=f"Guest {n}")
    assert label_of(head_of(client, post)) == "2 people on this page"
    assert [name for _, name, _ in people_in(head_of(client, post, "comment-page-2/"))] == [
        "Guest 2",
        "Guest 3",
    ]


def test_a_page_that_leaves_comments_out_does_not_speak_for_all(client, post, monkeypatch):
    monkeypatch.setattr(reading, "ENTRIES", 3)
    first = base.comment(post, "First")
    for n in range(5):
        base.reply(first, f"{n}", name=f"Guest {n}")
    assert label_of(head_of(client, post)) == "3 people on this page"


def test_hostile_names_stay_words(client, post):
    base.comment(post, "One", name='<img src=x onerror="alert(1)">')
    base.comment(post, "Two", name="‮txet")
    head = head_of(client, post)
    assert "<img" not in head
    assert "<bdi>‮txet</bdi>" in head


def test_the_list_costs_no_query(client, post, ada, django_assert_num_queries):
    for n in range(20):
        base.comment(post, f"{n}", name=f"Guest {n}")
    thread = reading.read_thread(post, 1, ada)
    with django_assert_num_queries(0):
        assert len(thread.participants.people) == 20
    assert all(person.first.status == Comment.Status.APPROVED for person in thread.participants.people)
