"""A conversation that cools down: slowly, or not at all for now."""

import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.utils import timezone

from blog.models import Post
from comments import threads
from comments.models import Comment, Pause
from tests import base
from tests.comments.speaking import say
from tests.comments.trees import assert_sound

GUEST = {"name": "Grace Hopper", "email": "grace@mail.example"}
WHY = "<b>Please</b> be kind."


def page_of(client, post) -> str:
    return client.get(post.get_absolute_url()).content.decode()


def change_form(post, **pause) -> dict:
    """What the post's page in the admin sends."""
    form = {
        "title": post.title,
        "body": post.body,
        "status": "published",
        "published_at_0": "2013-04-25",
        "published_at_1": "09:30:00",
        "author": post.author_id,
        "comments_open": "on",
        "kind": "post",
        "slug": post.slug,
        "body_format": "markdown",
        "pause-TOTAL_FORMS": 1,
        "pause-INITIAL_FORMS": Pause.objects.count(),
        "pause-0-post": post.pk,
        "pause-0-slow_seconds": 0,
        "pause-0-why": "",
    }
    if there := Pause.objects.first():
        form["pause-0-id"] = there.pk
    return {**form, **{f"pause-0-{name}": value for name, value in pause.items()}}


# --- Frozen ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_frozen_conversation_says_why_and_has_no_form(client, ada, post):
    base.comment(post)
    assert 'id="commentform"' in page_of(client, post)
    Pause.objects.create(post=post, is_frozen=True, why=WHY)
    for reader in (client, base.signed_in(ada)):
        page = page_of(reader, post)
        assert "This conversation is frozen for now." in page
        # Above the thread, and where the form would be.
        assert page.count('<bdi dir="auto">&lt;b&gt;Please&lt;/b&gt; be kind.</bdi>') == 2
        assert 'id="commentform"' not in page
        assert 'class="comment-reply-link"' not in page
    Pause.objects.all().delete()
    assert 'id="commentform"' in page_of(client, post)
    assert "frozen" not in page_of(client, post)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["guest", "member", "moderator", "author"])
def test_nobody_posts_into_a_frozen_conversation_and_all_keep_their_words(client, alice, ada, mo, post, who):
    Pause.objects.create(post=post, is_frozen=True)
    people = {"member": ada, "moderator": mo, "author": alice}
    browser = base.signed_in(people[who]) if who in people else client
    for address in ("comments/", "comments/preview/"):
        data = {"body": "zqWORDSqz", **GUEST}
        answer = browser.post(f"{post.get_absolute_url()}{address}", data)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "zqWORDSqz" in page
        assert "frozen for now. Your words are still below" in page
        assert 'id="submit"' not in page
    assert not Comment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_posts_while_it_is_frozen_comes_before_or_is_refused(ada, bob, post):
    """Under the lock: the freeze waits for a comment on its way, or the comment for the freeze."""
    first = base.comment(post)
    statuses, began, may_end = [], threading.Event(), threading.Event()

    def freeze() -> None:
        with transaction.atomic():
            Pause.objects.create(post=post, is_frozen=True)
            began.set()
            may_end.wait(10)
        connection.close()

    def post_it(person, **fields) -> None:
        statuses.append(say(base.signed_in(person), post, f"By {person.username}", **fields).status_code)
        connection.close()

    freezer = threading.Thread(target=freeze)
    freezer.start()
    began.wait(10)
    writers = [
        threading.Thread(target=post_it, args=[ada]),
        threading.Thread(target=post_it, args=[bob], kwargs={"parent": first.pk}),
    ]
    for writer in writers:
        writer.start()
    time.sleep(1)
    assert statuses == []
    may_end.set()
    for thread in (freezer, *writers):
        thread.join()
    assert statuses == [403, 403]
    assert Comment.objects.count() == 1
    assert_sound()


# --- Slow -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (45, "Slow mode: everybody can post once in 45 seconds."),
        (60, "Slow mode: everybody can post once in 1 minute."),
        (600, "Slow mode: everybody can post once in 10 minutes."),
    ],
)
def test_slow_mode_is_said_above_the_thread(client, post, seconds, sentence):
    Pause.objects.create(post=post, slow_seconds=seconds)
    page = page_of(client, post)
    assert sentence in page
    assert 'id="commentform"' in page


@pytest.mark.django_db
def test_slow_mode_is_said_at_the_form_to_all_whom_it_slows(client, alice, mo, ada, post):
    first = base.comment(post)
    pause = Pause.objects.create(post=post, slow_seconds=600)
    said = '<p class="pace" id="id_body_helptext">Slow mode: everybody can post once in 10 minutes.</p>'
    pages = ("", f"?replytocom={first.pk}", f"comments/{first.pk}/")
    for reader in (client, base.signed_in(ada)):
        for page in pages:
            html = reader.get(f"{post.get_absolute_url()}{page}").content.decode()
            form = html[html.index('id="commentform"') :]
            assert said in form
            assert 'aria-describedby="id_body_helptext"' in form
    # Also where the form comes back, as a script asks for it.
    say(client, post, **GUEST)
    fields = {"body": "Again.", **GUEST}
    answer = client.post(f"{post.get_absolute_url()}comments/", fields, headers={"hx-request": "true"})
    assert said in answer.content.decode()
    for person in (alice, mo):
        assert "id_body_helptext" not in page_of(base.signed_in(person), post)
    pause.is_frozen = True
    pause.save()
    assert "id_body_helptext" not in say(client, post, "Again.", **GUEST).content.decode()
    pause.delete()
    for reader in (client, base.signed_in(ada)):
        assert "id_body_helptext" not in page_of(reader, post)


@pytest.mark.django_db
def test_slow_mode_lets_each_person_speak_once_in_a_while(ada, bob, post):
    Pause.objects.create(post=post, slow_seconds=600)
    client = base.signed_in(ada)
    assert say(client, post).status_code == 302
    answer = say(client, post, "zqWORDSqz")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 590 <= int(answer["Retry-After"]) <= 600
    assert "zqWORDSqz" in page
    assert "This conversation is in slow mode. You can post again in 10 minutes." in page
    # From the same household, but somebody else.
    assert say(base.signed_in(bob), post, "Me too.").status_code == 302
    Comment.objects.update(created_at=timezone.now() - timedelta(seconds=601))
    assert say(client, post, "zqWORDSqz").status_code == 302


@pytest.mark.django_db
def test_guests_are_known_by_address_or_network_and_other_posts_are_not_slow(client, alice, post):
    Pause.objects.create(post=post, slow_seconds=60)
    assert say(client, post, **GUEST).status_code == 302
    renamed = {**GUEST, "name": "Another", "email": "other@mail.example"}
    assert say(client, post, "Again.", **renamed).status_code == 429
    away = base.browser(REMOTE_ADDR="203.0.113.9")
    assert say(away, post, "Again.", **{**GUEST, "email": "GRACE@mail.example"}).status_code == 429
    assert say(away, post, "Again.", **renamed).status_code == 302
    elsewhere = base.published(alice, title="Elsewhere")
    assert say(client, elsewhere, "Again.", **GUEST).status_code == 302


@pytest.mark.django_db
def test_the_blogs_people_may_speak_as_often_as_it_takes(alice, mo, post):
    Pause.objects.create(post=post, slow_seconds=600)
    for person in (alice, mo):
        for n in range(2):
            assert say(base.signed_in(person), post, f"Calm down, {n}.").status_code == 302


# --- In the admin -----------------------------------------------------------------------


@pytest.mark.django_db
def test_the_posts_page_freezes_and_thaws_it(client, alice, post):
    base.comment(post)
    address = f"/admin/blog/post/{post.pk}/change/"
    boss = base.signed_in(alice)
    assert "Conversation" in boss.get(address).content.decode()
    for values, frozen in (({"is_frozen": "on", "why": "Calm down."}, True), ({}, False)):
        version = Post.objects.get().version
        assert boss.post(address, change_form(post, **values)).status_code == 302
        assert Post.objects.get().version > version
        assert Post.objects.get().comments_ended == frozen
        assert ("Calm down." in page_of(client, post)) == frozen
    assert boss.post(address, change_form(post, slow_seconds=120)).status_code == 302
    assert "once in 2 minutes" in page_of(client, post)


@pytest.mark.django_db
def test_nothing_is_kept_of_a_pause_that_nobody_wanted(alice, post):
    assert (
        base.signed_in(alice).post(f"/admin/blog/post/{post.pk}/change/", change_form(post)).status_code
        == 302
    )
    assert not Pause.objects.exists()


@pytest.mark.django_db
def test_authors_pause_their_own_posts_and_others_nothing(ada, mo, post):
    eve = base.author("eve", "Eve", is_staff=True)
    eve.user_permissions.add(Permission.objects.get(codename="change_post"))
    hers = base.published(eve, title="Hers")
    frozen = {"is_frozen": "on"}
    for person in (ada, mo, eve):
        answer = base.signed_in(person).post(
            f"/admin/blog/post/{post.pk}/change/", change_form(post, **frozen)
        )
        assert answer.status_code in {302, 403}
    assert not Pause.objects.exists()
    form = change_form(hers, **frozen)
    assert base.signed_in(eve).post(f"/admin/blog/post/{hers.pk}/change/", form).status_code == 302
    assert Pause.objects.get().post == hers


@pytest.mark.django_db
def test_a_pause_ends_with_its_post(alice, post):
    Pause.objects.create(post=post, is_frozen=True)
    Post.objects.get(pk=post.pk).delete()
    assert not Pause.objects.exists()


@pytest.mark.django_db
def test_threads_are_written_as_before_where_nobody_reads_the_pause(post):
    """Imports and the machine's own work do not ask."""
    Pause.objects.create(post=post, is_frozen=True, slow_seconds=60)
    threads.insert_many(post, [base.unsaved(post, f"n {n}") for n in range(3)])
    assert Comment.objects.count() == 3
