"""Who speaks: the choice in the form, the form for scripts, and where a popup ends."""

import re

import pytest

from accounts.connected import CONNECTED
from accounts.models import User
from comments.models import Comment, CommentDraft
from tests import base
from tests.accounts.conftest import stand, standin  # noqa: F401
from tests.accounts.journey import away, come_back, consent, sign_in, user_of
from tests.comments.speaking import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standin")]
GUEST = {"name": "Grace Hopper", "email": "grace@mail.example"}
RADIO = re.compile(r'<input(?: class="(is-\w+)")? type="radio" name="as" value="(\w*)"( checked)?>')
POPUP = "popup=k3y0fth1spage"


def choices(page):
    """The radio buttons: what they are, their values, and whether they are pressed."""
    return [(kind or "now", value, bool(checked)) for kind, value, checked in RADIO.findall(page)]


@pytest.fixture
def two(client):
    """Ada of Google, and Bruno of Twitter who is speaking."""
    sign_in(client, "google", "ada")
    sign_in(client, "twitter", "bruno")
    return client


def key_for_ada(client, post):
    page = client.get(post.get_absolute_url()).content.decode()
    return next(value for kind, value, _checked in choices(page) if kind == "is-other")


# --- `as` -------------------------------------------------------------------------


def test_the_form_offers_those_who_signed_in_and_a_guest(two, post):
    page = two.get(post.get_absolute_url()).content.decode()
    assert [(kind, checked) for kind, _value, checked in choices(page)] == [
        ("now", True),
        ("is-other", False),
        ("is-guest", False),
    ]
    assert "You are commenting using your Twitter account." in page
    assert page.count('name="name"') == 1


def test_nobody_chosen_is_whoever_is_signed_in(two, post):
    say(two, post)
    comment = Comment.objects.get()
    assert (comment.name, comment.provider) == ("Bruno Feldspar", "twitter")


def test_another_account_speaks_and_goes_on_speaking(two, post):
    key, before = key_for_ada(two, post), two.session.session_key
    assert say(two, post, **{"as": key}).status_code == 302
    comment = Comment.objects.get()
    assert (comment.name, comment.provider) == ("Ada Winterbourne", "google")
    assert user_of(two) == comment.author
    assert two.session.session_key != before
    page = two.get(post.get_absolute_url()).content.decode()
    assert "You are commenting using your Google account." in page
    assert [kind for kind, _value, _checked in choices(page)] == ["now", "is-other", "is-guest"]
    say(two, post, "And again.")
    assert Comment.objects.latest("pk").author == comment.author


def test_what_was_written_keeps_who_wrote_it(two, post):
    say(two, post)
    say(two, post, "Something else.", **{"as": key_for_ada(two, post)})
    assert list(Comment.objects.order_by("pk").values_list("name", flat=True)) == [
        "Bruno Feldspar",
        "Ada Winterbourne",
    ]


def test_as_a_guest_is_a_guests_comment(two, post):
    bruno = user_of(two)
    response = say(two, post, **{"as": "guest"}, **GUEST)
    comment = Comment.objects.get()
    assert (comment.author, comment.name, comment.provider, comment.picture) == (None, "Grace Hopper", "", "")
    assert (comment.status, comment.held_because) == ("pending", "first")
    assert user_of(two) == bruno
    assert "I run backwards daily." in two.get(response["Location"]).content.decode()


def test_a_guest_needs_a_name_and_loses_no_word_without(two, post):
    response = say(two, post, "zqWORDSqz", **{"as": "guest"}, email="grace@mail.example")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_name_error"' in page
    assert "zqWORDSqz" in page
    assert 'value="grace@mail.example"' in page
    assert '<details class="as-change" open>' in page
    assert choices(page)[-1] == ("is-guest", "guest", True)
    assert not Comment.objects.exists()


def test_a_guests_details_are_not_read_from_somebody_signed_in(two, post):
    say(two, post, **GUEST)
    comment = Comment.objects.get()
    assert (comment.name, comment.email) == ("Bruno Feldspar", "")


def test_a_guests_details_come_back_with_words_that_were_refused(two, post):
    page = say(two, post, "", **GUEST).content.decode()
    assert 'value="Grace Hopper"' in page
    assert not re.search(r'<input[^>]+name="name"[^>]+required', page)


@pytest.mark.parametrize("forged", ["x", "1", "Guest", "guest ", "' OR 1=1 --", "A" * 22, "None"])
def test_an_invented_speaker_is_refused_with_the_words(two, post, forged):
    bruno, connected = user_of(two), two.session[CONNECTED]
    response = say(two, post, "zqWORDSqz", **{"as": forged}, **GUEST)
    page = response.content.decode()
    assert response.status_code == 403
    assert "That account is no longer connected here." in page
    assert "zqWORDSqz" in page
    assert not Comment.objects.exists()
    assert (user_of(two), two.session[CONNECTED]) == (bruno, connected)


def test_whoever_is_signed_out_meanwhile_reads_that_alone(client, post):
    page = say(client, post, "zqWORDSqz", **{"as": "x", "name": "", "email": ""}).content.decode()
    assert "That account is no longer connected here." in page
    assert "zqWORDSqz" in page
    assert "This field is required." not in page


def test_somebody_elses_key_is_refused(two, client, post):
    key = key_for_ada(two, post)
    for other in (base.browser(), base.signed_in(base.member("eve", "Eve"))):
        assert say(other, post, **{"as": key}, **GUEST).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": True}])
def test_a_key_ends_with_its_person(two, post, change):
    key = key_for_ada(two, post)
    User.objects.filter(display_name="Ada Winterbourne").update(**change)
    assert say(two, post, **{"as": key}).status_code == 403
    assert "Ada Winterbourne" not in "".join(two.get(post.get_absolute_url()).content.decode())


def test_after_log_out_a_page_that_is_still_open_speaks_for_nobody(two, post):
    page = two.get(post.get_absolute_url()).content.decode()
    now, other = [value for kind, value, _checked in choices(page) if kind != "is-guest"]
    two.post(f"{post.get_absolute_url()}comments/logout/")
    for key in (now, other):
        assert say(two, post, "zqWORDSqz", **{"as": key}, **GUEST).status_code == 403
    assert not Comment.objects.exists()


def test_a_page_from_before_the_change_speaks_as_it_says(two, post):
    before = two.get(post.get_absolute_url()).content.decode()
    bruno = next(value for kind, value, _checked in choices(before) if kind == "now")
    say(two, post, **{"as": key_for_ada(two, post)})
    say(two, post, "From the other tab.", **{"as": bruno})
    assert Comment.objects.latest("pk").name == "Bruno Feldspar"


def test_a_strangers_page_speaks_as_a_guest_even_if_somebody_signed_in_since(client, two, post):
    page = base.browser().get(post.get_absolute_url()).content.decode()
    assert '<input type="hidden" name="as" value="guest">' in page
    say(two, post, **{"as": "guest"}, **GUEST)
    assert Comment.objects.get().author is None


def test_staff_may_be_a_guest_and_nobody_else(alice, post):
    client = base.signed_in(alice)
    page = client.get(post.get_absolute_url()).content.decode()
    assert [kind for kind, _value, _checked in choices(page)] == ["now", "is-guest"]
    say(client, post, **{"as": "guest"}, **GUEST)
    assert Comment.objects.get().author is None


def test_likes_follow_who_speaks(two, post):
    first = base.comment(post)
    say(two, post, **{"as": key_for_ada(two, post)})
    two.post(f"/comments/{first.pk}/like/")
    assert [like.user.name for like in first.likes.all()] == ["Ada Winterbourne"]


# --- comments/form/ ---------------------------------------------------------------


def form(client, post, query=""):
    return client.get(f"{post.get_absolute_url()}comments/form/{query}")


def test_the_form_alone_is_for_whoever_asks(two, client, post):
    for who, sentence in [(two, "using your Twitter account"), (base.browser(), "Fill in your details")]:
        response = form(who, post)
        assert response["Cache-Control"] == "private, no-store"
        assert response.content.decode().lstrip().startswith('<section class="band" id="respond"')
        assert sentence in response.content.decode()


def test_the_form_alone_brings_the_foot_of_the_page_along(two, client, post):
    assert "Signed in as <bdi>Bruno" in form(two, post).content.decode()
    assert ">Sign in</a>" in form(base.browser(), post).content.decode()


def test_the_form_alone_answers_what_was_asked_for(client, post, alice):
    first = base.comment(post, name="Marta")
    hidden = base.held(post, name="Hidden")
    elsewhere = base.comment(base.published(alice, title="Elsewhere"), name="Elsewhere")
    assert "Marta" in form(client, post, f"?parent={first.pk}").content.decode()
    for pk in (hidden.pk, elsewhere.pk, "x", "9" * 30, ""):
        assert "Leave a Reply to <bdi>" not in form(client, post, f"?parent={pk}").content.decode()


def test_the_form_alone_says_how_a_sign_in_ended(client, post):
    assert "You cancelled signing in." in form(client, post, "?signin=denied").content.decode()
    assert "form-errors" not in form(client, post, "?signin=hacked").content.decode()


def test_a_form_of_an_unpublished_post_is_not_there(client, alice):
    assert form(client, base.draft(alice)).status_code == 404
    assert client.post(f"{base.published(alice).get_absolute_url()}comments/form/").status_code == 405


# --- Where a popup ends -----------------------------------------------------------


def connect(client, post, query=f"?{POPUP}", **words):
    return client.post(f"{post.get_absolute_url()}comments/connect/google/{query}", words)


def test_a_popup_ends_where_its_page_can_hear_it(client, post):
    first = base.comment(post)
    page = connect(client, post, body="zqWORDSqz", parent=first.pk)
    end = come_back(client, consent(away(page)))
    assert end["Location"] == f"{post.get_absolute_url()}comments/connected/?{POPUP}&replytocom={first.pk}"
    html = client.get(end["Location"]).content.decode()
    assert 'data-popup="k3y0fth1spage" data-code=""' in html
    assert "You can close this window." in html
    assert f'href="{post.get_absolute_url()}?replytocom={first.pk}#respond"' in html
    assert CommentDraft.objects.get().body == "zqWORDSqz"


@pytest.mark.parametrize(
    ("trouble", "code", "sentence"),
    [("denied", "denied", "You cancelled signing in."), ("token-500", "failed", "Signing in did not work.")],
)
def test_a_popup_that_fails_ends_there_too(client, post, trouble, code, sentence):
    end = come_back(client, consent(away(connect(client, post)), misbehave=trouble))["Location"]
    assert end == f"{post.get_absolute_url()}comments/connected/?{POPUP}&signin={code}"
    html = client.get(end).content.decode()
    assert f'data-code="{code}"' in html
    assert sentence in html
    assert f"{post.get_absolute_url()}?signin={code}#respond" in html


def test_banned_and_too_many_end_there_too(client, post, settings):
    sign_in(base.browser(), "google", "ada")
    User.objects.filter(display_name="Ada Winterbourne").update(is_active=False)
    end = come_back(client, consent(away(connect(client, post))))["Location"]
    assert end.endswith(f"{POPUP}&signin=banned")
    settings.ACCOUNT_RATE_LIMITS = {"social_start": "1/h/ip"}
    connect(client, post)
    assert connect(client, post)["Location"].endswith(f"{POPUP}&signin=busy")


@pytest.mark.parametrize(
    "bad", ["popup=", "popup=short", "popup=%22%3E%3Cscript%3E", "popup=ABC%20DEF%20GHI", ""]
)
def test_a_popup_without_a_proper_name_is_no_popup(client, post, bad):
    end = come_back(client, consent(away(connect(client, post, f"?{bad}"))))["Location"]
    assert end == f"{post.get_absolute_url()}#respond"
    html = client.get(f"{post.get_absolute_url()}comments/connected/?{bad}&signin=%22%3E%3Cscript%3E").content
    assert b'data-popup="" data-code=""' in html


def test_words_too_long_to_keep_stay_in_the_page_behind_the_popup(client, post):
    assert away(connect(client, post, body="x" * 70_000))
    assert connect(client, post, "", body="x" * 70_000).status_code == 422


def test_the_end_of_a_popup_is_nobody_elses_to_keep(client, post):
    page = client.get(f"{post.get_absolute_url()}comments/connected/?{POPUP}")
    assert page["Cache-Control"] == "private, no-store"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert b"noindex" in page.content


def test_there_is_no_page_to_change_on(client, post):
    assert client.post(f"{post.get_absolute_url()}comments/change/").status_code == 404
