import pytest

from comments.trust import TRUSTED_FROM, Trust, trust_of
from tests import base


def by_grace(post, number: int, **kwargs):
    return base.comment(post, f"Number {number}.", **kwargs)


def of_grace(post) -> Trust:
    return trust_of(base.unsaved(post, "Next."))


def test_trust_grows_with_welcome_comments(post, ada):
    assert of_grace(post) == Trust.NEW
    by_grace(post, 1)
    assert of_grace(post) == Trust.KNOWN
    for number in range(2, TRUSTED_FROM + 1):
        by_grace(post, number)
    assert of_grace(post) == Trust.TRUSTED
    assert trust_of(base.unsaved(post, "Hello.", author=ada)) == Trust.NEW


@pytest.mark.parametrize("verdict", ["mark_spam", "trash"])
def test_what_was_taken_away_costs_trust(post, verdict):
    comments = [by_grace(post, number) for number in range(TRUSTED_FROM + 1)]
    assert of_grace(post) == Trust.TRUSTED
    getattr(comments[0], verdict)()
    assert of_grace(post) == Trust.KNOWN


def test_waiting_comments_are_no_welcome(post):
    base.held(post)
    assert of_grace(post) == Trust.NEW


def test_a_guest_is_name_and_address_together(post):
    by_grace(post, 1)
    assert trust_of(base.unsaved(post, "x", name="Grace", email="other@mail.example")) == Trust.NEW
    assert trust_of(base.unsaved(post, "x", name="Other", email="grace@mail.example")) == Trust.NEW
    assert trust_of(base.unsaved(post, "x", name="Grace", email="GRACE@mail.example")) == Trust.KNOWN
    assert trust_of(base.unsaved(post, "x", name="Grace", email="")) == Trust.NEW


def test_a_guest_does_not_inherit_a_members_trust(post, ada):
    for number in range(TRUSTED_FROM):
        by_grace(post, number, author=ada, email="grace@mail.example", name="Grace")
    assert of_grace(post) == Trust.NEW


def test_the_blogs_own_people_are_staff(post, alice, mo):
    assert trust_of(base.unsaved(post, "x", author=alice)) == Trust.STAFF
    assert trust_of(base.unsaved(post, "x", author=mo)) == Trust.STAFF


def test_it_costs_one_query(post, django_assert_num_queries):
    comment = base.unsaved(post, "x")
    with django_assert_num_queries(1):
        trust_of(comment)
