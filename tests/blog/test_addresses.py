from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from blog.models import Category, Post, Tag
from tests import base
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def test_titles_of_one_day_get_addresses_of_their_own(alice):
    assert [base.published(alice, title="Mud").slug for _ in range(3)] == ["mud", "mud-2", "mud-3"]
    other_day = base.published(alice, title="Mud", published_at=datetime(2013, 4, 26, tzinfo=UTC))
    assert other_day.slug == "mud"


def test_a_draft_takes_nobodys_address(alice):
    base.draft(alice, title="Mud", slug="mud", published_on=date(2013, 4, 25))
    assert base.published(alice, title="Mud").slug == "mud"


def test_a_draft_gets_its_address_when_it_is_published(alice):
    base.published(alice, title="Mud")
    post = base.draft(alice, title="Working title", published_at=datetime(2013, 4, 25, tzinfo=UTC))
    post.title = "Mud"
    post.publish()
    assert post.get_absolute_url() == "/2013/04/25/mud-2/"


@pytest.mark.parametrize(("make", "kind"), [(base.published, "post"), (base.page, "page")])
def test_a_title_without_letters_gets_a_number(alice, make, kind):
    first, second = make(alice, title="🏃‍♀️"), make(alice, title="!!!")
    assert (first.slug, second.slug) == (f"{kind}-{first.pk}", f"{kind}-{second.pk}")


def test_a_number_that_is_taken_is_not_given_again(alice):
    taken = base.published(alice, title="Post")
    following = base.published(alice, title="x", slug=f"post-{taken.pk + 2}")
    assert base.published(alice, title="…").slug == f"{following.slug}-2"


def test_an_address_stays_when_title_and_date_change(alice):
    post = base.published(alice, title="Mud")
    post.title, post.published_at = "Clay", datetime(2014, 1, 1, tzinfo=UTC)
    post.save()
    assert post.get_absolute_url() == "/2013/04/25/mud/"


def test_before_anybody_saw_it_the_address_follows_the_date(alice):
    post = base.scheduled(alice, title="Mud")
    post.published_at += timedelta(days=30)
    post.save()
    assert post.published_on == timezone.localdate(post.published_at)


def test_letters_of_all_languages_stand_in_addresses(client, alice):
    post = base.published(alice, title="走る 後ろ向き Año")
    assert post.slug == "走る-後ろ向き-año"
    assert client.get(post.get_absolute_url()).status_code == 200


def test_a_long_title_has_a_short_address(alice):
    slugs = [base.published(alice, title="word " * 59).slug for _ in range(12)]
    assert len(set(slugs)) == 12
    assert max(map(len, slugs)) <= 200


def test_tags_whose_names_differ_by_signs_have_addresses_of_their_own():
    assert [Tag.objects.create(name=name).slug for name in ("C", "C++", "C#", "🏃")] == [
        "c",
        "c-2",
        "c-3",
        "tag",
    ]
    assert Category.objects.create(name="🏃").slug == "category"


def test_saving_an_old_copy_leaves_the_counters_alone(alice, ada):
    post = base.published(alice)
    old = Post.objects.get(pk=post.pk)
    post.like(ada)
    base.comment(post)
    version = Post.objects.get(pk=post.pk).version
    old.title = "Changed"
    old.save()
    post.refresh_from_db()
    assert (post.title, post.like_count, post.comment_count) == ("Changed", 1, 1)
    assert post.version > version


def test_a_change_is_dated_and_an_import_keeps_its_date(alice):
    then = datetime(2014, 1, 1, tzinfo=UTC)
    post = base.published(alice, modified_at=then)
    assert Post.objects.get().modified_at == then
    post.save()
    assert Post.objects.get().modified_at > then


def test_words_are_rendered_when_they_are_saved(alice):
    post = base.published(alice, body="It **helps**.")
    assert (post.body_html, post.body_text, post.summary) == ("<p>It <strong>helps</strong>.</p>\n",) + (
        "It helps.",
    ) * 2
    post.standfirst = "Say the knees."
    assert post.summary == "Say the knees."


@pytest.mark.django_db(transaction=True)
def test_posts_of_one_title_published_at_once_are_all_kept(alice):
    at_once(*[lambda: base.published(alice, title="Mud")] * 6)
    assert set(Post.objects.values_list("slug", flat=True)) == {"mud", *(f"mud-{n}" for n in range(2, 7))}
