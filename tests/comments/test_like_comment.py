"""Likes on comments: one a person, counted where the comment and its thread are counted."""

import pytest

from blog.models import Post
from comments import threads
from comments.models import Comment, CommentLike, CommentTree
from tests import base
from tests.comments.trees import assert_sound
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


def like(browser, comment, wish="", **kwargs):
    return browser.post(f"/comments/{comment.pk}/like/", {"like": wish}, **kwargs)


def count(comment) -> int:
    assert_sound()
    comment.refresh_from_db()
    return comment.like_count


def page_of(browser, comment) -> str:
    return browser.get(comment.post.get_absolute_url()).content.decode()


def test_a_press_likes_and_the_next_takes_it_back(comment, ada):
    browser = base.signed_in(ada)
    answer = like(browser, comment)
    there = f"{comment.post.get_absolute_url()}#comment-{comment.pk}"
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert (count(comment), comment.likes.get().user) == (1, ada)
    like(browser, comment)
    assert count(comment) == 0


def test_a_press_that_says_what_it_wants_may_arrive_twice(comment, ada):
    browser = base.signed_in(ada)
    for wish, likes in [("1", 1), ("1", 1), ("0", 0), ("0", 0)]:
        like(browser, comment, wish)
        assert count(comment) == likes


def test_a_script_gets_the_button_alone(comment, ada, bob):
    threads.like(comment, bob)
    answer = like(base.signed_in(ada), comment, "1", headers={"hx-request": "true"})
    part = answer.content.decode()
    assert answer.status_code == 200
    assert part.startswith("<form")
    assert 'aria-pressed="true"' in part
    assert '<span class="num">2</span>' in part


def test_a_stranger_is_told_where_to_sign_in(client, comment):
    answer = like(client, comment)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f'href="{comment.post.get_absolute_url()}#respond"' in page
    assert f'href="{comment.get_absolute_url()}"' in page
    assert not CommentLike.objects.exists()


def test_under_a_closed_post_people_like_and_strangers_are_sent_elsewhere(client, ada, comment):
    Post.objects.update(comments_open=False)
    assert f'action="/comments/{comment.pk}/like/"' in page_of(client, comment)
    assert "#respond" not in like(client, comment).content.decode()
    like(base.signed_in(ada), comment)
    assert count(comment) == 1


@pytest.mark.parametrize("verb", ["hold", "mark_spam", "trash"])
def test_what_the_public_cannot_read_cannot_be_liked(client, ada, mo, comment, verb):
    getattr(comment, verb)()
    for browser in (client, base.signed_in(ada), base.signed_in(mo)):
        assert like(browser, comment).status_code == 404
    with pytest.raises(Comment.DoesNotExist):
        threads.like(comment, ada)
    assert not CommentLike.objects.exists()


def test_comments_of_hidden_posts_cannot_be_liked(ada, comment):
    comment.post.unpublish()
    assert like(base.signed_in(ada), comment).status_code == 404
    assert base.signed_in(ada).post("/comments/999999999999/like/").status_code == 404


def test_reading_likes_nothing(ada, comment):
    assert base.signed_in(ada).get(f"/comments/{comment.pk}/like/").status_code == 405


def test_another_site_cannot_like(ada, comment):
    browser = base.signed_in(ada, enforce_csrf_checks=True)
    assert like(browser, comment, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not CommentLike.objects.exists()


def test_a_like_makes_another_page_of_the_post(client, ada, bob, comment):
    for browser in (client, base.signed_in(bob)):
        assert '<span class="num"></span>' in page_of(browser, comment)
    like(base.signed_in(ada), comment)
    for browser in (client, base.signed_in(bob)):
        assert '<span class="num">1</span>' in page_of(browser, comment)


def test_each_reader_hears_of_their_own_likes_beside_the_shared_thread(client, ada, bob, comment):
    other = base.reply(comment)
    for liked in (comment, other):
        threads.like(liked, ada)
    threads.like(other, bob)
    assert f'<liked-comments data-liked="{other.pk} {comment.pk}">' in page_of(base.signed_in(ada), comment)
    assert f'<liked-comments data-liked="{other.pk}">' in page_of(base.signed_in(bob), comment)
    page = page_of(client, comment)
    assert "liked-comments" not in page
    assert "likes.js" not in page
    assert page.count('aria-pressed="false">Like<span class="vh">') == 2


def test_nobody_hears_of_likes_under_other_posts(alice, ada, comment):
    elsewhere = base.comment(base.published(alice, title="Elsewhere"))
    threads.like(elsewhere, ada)
    assert '<liked-comments data-liked="">' in page_of(base.signed_in(ada), comment)


def test_only_the_first_comment_speaks_for_its_thread(comment, ada, bob):
    answer = base.reply(comment)
    for person in (ada, bob):
        threads.like(answer, person)
    threads.like(comment, ada)
    assert CommentTree.objects.get().likes == 1
    assert (count(comment), count(answer)) == (1, 2)


def test_a_moved_branch_takes_its_likes_along(post, comment, ada):
    answer = base.reply(comment)
    threads.like(answer, ada)
    threads.move(answer, None)
    assert CommentTree.objects.get(pk=answer.thread_id).likes == 1
    assert_sound()
    threads.move(answer, comment)
    assert CommentTree.objects.get().likes == 0
    assert_sound()


@pytest.mark.parametrize("end", [threads.erase, threads.remove])
@pytest.mark.parametrize("has_replies", [True, False])
def test_likes_go_with_the_comment(comment, ada, end, has_replies):
    threads.like(comment, ada)
    if has_replies:
        base.reply(comment)
        if end is threads.remove:
            with pytest.raises(threads.HasReplies):
                end(comment)
            assert count(comment) == 1
            return
    end(comment)
    assert not CommentLike.objects.exists()
    assert_sound()


def test_people_take_their_likes_along_when_they_leave(alice, comment, ada, bob):
    elsewhere = base.comment(base.published(alice, title="Elsewhere"))
    for liked in (comment, elsewhere, base.reply(comment)):
        threads.like(liked, ada)
        threads.like(liked, bob)
    version = Post.objects.get(pk=comment.post_id).version
    ada.delete()
    assert (count(comment), count(elsewhere)) == (1, 1)
    assert Post.objects.get(pk=comment.post_id).version > version


def test_a_post_goes_with_all_its_likes(comment, ada):
    threads.like(comment, ada)
    comment.post.delete()
    assert not CommentLike.objects.exists()


def test_a_like_costs_the_same_in_any_thread(post, comment, ada, django_assert_num_queries):
    for _ in range(20):
        base.reply(comment)
    with django_assert_num_queries(10):
        threads.like(comment, ada)


@pytest.mark.django_db(transaction=True)
def test_a_nervous_finger_counts_once(comment, ada):
    at_once(*[lambda: threads.like(comment, ada, wish=True)] * 8)
    assert count(comment) == 1
    at_once(*[lambda: threads.like(comment, ada, wish=False)] * 8)
    assert count(comment) == 0


@pytest.mark.django_db(transaction=True)
def test_a_crowd_is_counted_in_full_while_others_reply_and_leave(post, comment):
    people = [base.member(f"reader{n}", f"Reader {n}") for n in range(6)]
    leaver = base.member("leaver", "Leaver")
    threads.like(comment, leaver)
    at_once(
        *[lambda person=person: threads.like(comment, person) for person in people],
        *[lambda n=n: base.reply(comment, f"reply {n}") for n in range(3)],
        leaver.delete,
    )
    assert count(comment) == 6
    assert Comment.objects.count() == 4
