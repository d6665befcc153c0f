"""Conversations end by themselves after a while: at once for writers, each day on pages."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.models import Post
from comments import closing
from comments.models import Comment, Discussion, Pause
from tests import base
from tests.comments.speaking import say

pytestmark = pytest.mark.django_db


def days_ago(days: float):
    return timezone.now() - timedelta(days=days)


def written(alice, days: float, **kwargs) -> Post:
    return base.published(alice, title=f"{days} days old", published_at=days_ago(days), **kwargs)


def is_closed(post: Post) -> bool:
    """As a visitor's page has it."""
    return "Comments are closed." in base.browser().get(post.get_absolute_url()).content.decode()


def test_nothing_ends_by_default(ada, alice):
    old = written(alice, 5000)
    assert not is_closed(old)
    assert say(base.signed_in(ada), old).status_code == 302


@pytest.mark.parametrize("counts_activity", [True, False])
def test_the_days_are_counted_from_the_last_comment_or_from_the_post(ada, alice, counts_activity):
    quiet, lively, young = written(alice, 40), written(alice, 41), written(alice, 5)
    base.comment(quiet, created_at=days_ago(35))
    base.comment(lively, created_at=days_ago(2))
    base.comment(quiet, status="pending", created_at=days_ago(1))
    Discussion(close_after=14, close_counts_activity=counts_activity).save()
    over = [quiet] if counts_activity else [quiet, lively]
    for post in (quiet, lively, young):
        assert is_closed(post) == (post in over), post
        assert say(base.signed_in(ada), post).status_code == (403 if post in over else 302)


def test_pages_of_the_blog_do_not_age(ada, alice):
    about = base.page(alice)
    Discussion(close_after=14).save()
    assert not is_closed(about)
    assert say(base.signed_in(ada), about).status_code == 302


def test_old_posts_from_another_blog_are_closed(alice):
    old = written(alice, 4000, imported_key="old#1")
    base.comment(old, created_at=days_ago(3900), imported_key="old#2")
    Discussion(close_after=14).save()
    assert is_closed(old)
    later = written(alice, 3000, imported_key="old#3")
    assert is_closed(later)


def test_whoever_posts_when_the_time_is_over_is_refused_before_the_page_knows(ada, alice):
    Discussion(close_after=14).save()
    post = written(alice, 13)
    assert not is_closed(post)
    Post.objects.filter(pk=post.pk).update(published_at=days_ago(15))
    assert not is_closed(post)
    answer = say(base.signed_in(ada), post, "zqWORDSqz")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "zqWORDSqz" in page
    assert "Comments are closed here." in page
    assert 'id="submit"' not in page
    assert not Comment.objects.exists()


def test_the_daily_task_makes_the_pages_anew_though_nobody_posts(alice):
    Discussion(close_after=14).save()
    post, young = written(alice, 13), written(alice, 1)
    assert not is_closed(post)
    Post.objects.filter(pk=post.pk).update(published_at=days_ago(15))
    versions = {one.pk: one.version for one in Post.objects.all()}
    assert closing.settle() == 1
    assert is_closed(post)
    assert not is_closed(young)
    now = {one.pk: one.version for one in Post.objects.all()}
    assert now[post.pk] > versions[post.pk]
    assert now[young.pk] == versions[young.pk]
    assert closing.settle() == 0


def test_changed_rules_open_again_what_they_closed_and_no_more(alice):
    old = written(alice, 40)
    frozen = written(alice, 41)
    by_hand = written(alice, 42, comments_open=False)
    Pause.objects.create(post=frozen, is_frozen=True)
    rules = Discussion(close_after=14)
    rules.save()
    assert is_closed(old)
    rules.close_after = None
    rules.save()
    assert not is_closed(old)
    assert is_closed(by_hand)
    assert Post.objects.get(pk=frozen.pk).comments_ended
    Pause.objects.get().delete()
    assert not Post.objects.get(pk=frozen.pk).comments_ended


def test_a_post_that_gets_a_new_date_opens_again(alice):
    Discussion(close_after=14).save()
    old = written(alice, 40)
    assert is_closed(old)
    old.refresh_from_db()
    old.published_at = timezone.now()
    old.save()
    assert not is_closed(old)


def test_saving_a_post_does_not_open_what_is_over(alice):
    Discussion(close_after=14).save()
    stale = written(alice, 40)
    assert Post.objects.get(pk=stale.pk).comments_ended
    stale.title = "Another title"
    stale.save()
    assert Post.objects.get(pk=stale.pk).comments_ended


def test_the_command_says_how_many(alice, capsys):
    Discussion(close_after=14).save()
    written(alice, 1)
    Post.objects.update(published_at=days_ago(20))
    call_command("close_conversations")
    assert capsys.readouterr().out.strip() == "1 conversation changed."


def test_settling_costs_the_same_for_one_post_and_for_many(alice, django_assert_num_queries):
    Discussion(close_after=14).save()
    for count in (1, 12):
        for n in range(count):
            written(alice, n / 100)
        Post.objects.update(published_at=days_ago(20), comments_ended=False)
        with django_assert_num_queries(4):
            closing.settle()
