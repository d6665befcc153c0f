"""A page costs the same number of questions to the database for one post as for many."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Category, Tag
from tests import base

pytestmark = pytest.mark.django_db


def write(alice, number: int, readers) -> None:
    tag = Tag.objects.get_or_create(name="hills")[0]
    category = Category.objects.get_or_create(name="training")[0]
    author = base.author(f"author{number}", f"Author {number}")
    post = base.published(author, title=f"Post {number}")
    post.tags.add(tag, Tag.objects.create(name=f"tag {number}"))
    post.categories.add(category)
    own = base.published(alice, title=f"Own {number}")
    own.tags.add(tag)
    base.comment(post, author=readers[0])
    for reader in readers:
        post.like(reader)


def count(address: str) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert base.browser().get(address).status_code == 200
    return len(queries)


ADDRESSES = {
    "/": 7,
    "/2013/": 7,
    "/tag/hills/": 8,
    "/category/training/": 8,
    "/author/alice/": 8,
    "/search/?q=knees": 7,
    "/feed/": 5,
    "/sitemap.xml": 2,
}


def test_lists_cost_the_same_for_one_post_and_for_many(alice, ada, bob):
    write(alice, 0, [ada])
    few = {address: count(address) for address in ADDRESSES}
    for number in range(1, 15):
        write(alice, number, [ada, bob])
    many = {address: count(address) for address in ADDRESSES}
    assert few == many
    over = {address: cost for address, cost in many.items() if cost > ADDRESSES[address]}
    assert not over


def test_a_post_costs_the_same_with_few_likes_and_many(alice, ada):
    write(alice, 0, [ada])
    few = count("/2013/04/25/post-0/")
    for number in range(1, 15):
        write(alice, number, [ada])
        base.published(alice).like(base.member(f"reader{number}", "Reader"))
    write(alice, 20, [base.member(f"liker{number}", "Reader") for number in range(15)])
    assert count("/2013/04/25/post-20/") <= few + 1
    assert few <= 16
