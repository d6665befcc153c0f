import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import RequestFactory

from accounts.identity import configured_providers, identity_of
from accounts.models import User
from tests import base
from tests.accounts.journey import NEXT, away, query_of, sign_in, start, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standin")]
EVERYBODY = pytest.mark.parametrize("provider", ["google", "twitter", "facebook"])


def identity(client):
    request = RequestFactory().get("/")
    request.user, request.session = user_of(client), client.session
    return identity_of(request)


@EVERYBODY
def test_it_brings_the_reader_back_signed_in(client, provider):
    answer = sign_in(client, provider)
    assert answer.status_code == 302
    assert answer["Location"] == NEXT
    ada = user_of(client)
    assert ada.name == "Ada Winterbourne"
    assert not ada.has_usable_password()
    assert not ada.is_staff


@EVERYBODY
def test_it_knows_what_the_reader_comments_with(client, provider):
    sign_in(client, provider)
    who = identity(client)
    assert (who.kind, who.provider, who.label) == ("member", provider, provider.title())
    assert who.name == "Ada Winterbourne"
    assert who.initials == "AW"


@EVERYBODY
def test_it_copies_the_picture(client, provider):
    sign_in(client, provider)
    assert user_of(client).picture.startswith("people/")


@EVERYBODY
def test_it_recognises_the_reader_next_time(client, provider):
    sign_in(client, provider)
    ada = user_of(client)
    sign_in(base.browser(), provider)
    assert list(User.objects.all()) == [ada]
    assert SocialAccount.objects.count() == 1


@EVERYBODY
def test_it_stores_no_token_and_three_things_about_the_reader(client, provider):
    sign_in(client, provider)
    assert not SocialToken.objects.exists()
    assert SocialAccount.objects.get().extra_data.keys() == {"id", "name", "picture"}


@EVERYBODY
def test_it_leaves_no_message(client, provider):
    answer = sign_in(client, provider)
    assert "messages" not in answer.cookies
    assert "_messages" not in client.session


def test_it_asks_google_for_pkce_and_a_choice_of_accounts(client):
    asked = query_of(away(start(client)))
    assert asked["code_challenge_method"] == "S256"
    assert asked["prompt"] == "select_account"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_a_link_cannot_change_what_is_asked(client):
    evil = "scope=drive&auth_params=redirect_uri%3Dhttps://evil.example&process=connect"
    asked = query_of(away(client.post(f"/accounts/google/login/?{evil}")))
    assert asked["redirect_uri"] == "http://testserver/accounts/google/login/callback/"
    assert "drive" not in asked["scope"]


def test_the_page_on_the_way_is_no_redirect_and_not_kept(client):
    page = start(client, "twitter")
    assert page.status_code == 200
    assert b"Connecting to Twitter" in page.content
    assert b"noindex" in page.content
    assert "no-store" in page["Cache-Control"]


def test_a_visit_alone_starts_nothing(client, stand):
    before = len(stand.log)
    page = client.get("/accounts/google/login/")
    assert page.status_code == 200
    assert b"http-equiv" not in page.content
    assert len(stand.log) == before


def test_only_a_verified_address_is_kept_and_never_to_sign_in_with(client):
    sign_in(client, "google")
    assert user_of(client).contact_email == "ada@example.com"
    assert user_of(client).email == ""
    assert not EmailAddress.objects.exists()


def test_an_unverified_address_is_dropped(client):
    sign_in(client, "google", "bruno")
    assert user_of(client).contact_email == ""


def test_an_address_of_the_owner_opens_nothing(client, settings):
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    owner = User.objects.create_superuser("owner", "owner@example.org", base.PASSWORD)
    EmailAddress.objects.create(user=owner, email="owner@example.org", verified=True, primary=True)
    sign_in(client, "google", "owner")
    assert user_of(client) != owner
    assert user_of(client).email == ""
    assert client.get("/admin/").status_code in {302, 403}


def test_the_same_person_at_two_providers_is_two_people(client):
    sign_in(client, "google")
    sign_in(base.browser(), "facebook")
    assert User.objects.count() == 2


def test_change_signs_out_and_in_at_once(client):
    sign_in(client, "google")
    ada = user_of(client)
    answer = sign_in(client, "twitter", "bruno")
    assert answer["Location"] == NEXT
    assert user_of(client) != ada
    assert identity(client).label == "Twitter"
    assert SocialAccount.objects.filter(user=ada).count() == 1


def test_a_handle_gives_no_username(client):
    sign_in(client, "twitter", "owner")
    assert user_of(client).username.startswith("reader-")


@pytest.mark.parametrize("persona", ["noor", "mallory", "emoji"])
def test_names_of_all_kinds_arrive_harmless(client, persona):
    sign_in(client, "google", persona)
    name = user_of(client).name
    assert name
    assert not set(name) & set("\u202e\u202c\u2066")


@EVERYBODY
@pytest.mark.parametrize("spoilt", ["empty-name", "invisible-name", "hostile-name", "long-name"])
def test_spoilt_names_arrive_harmless(client, provider, spoilt):
    assert sign_in(client, provider, misbehave=spoilt)["Location"] == NEXT
    name = user_of(client).name
    assert 0 < len(name) <= 150
    assert name.isprintable()


@EVERYBODY
@pytest.mark.parametrize("spoilt", ["no-email", "hostile-email", "unknown-picture"])
def test_what_is_missing_is_left_empty(client, provider, spoilt):
    assert sign_in(client, provider, misbehave=spoilt)["Location"] == NEXT
    assert "Bcc" not in user_of(client).contact_email


def test_a_name_changed_at_the_provider_changes_here(client):
    sign_in(client)
    SocialAccount.objects.update(extra_data={"id": "1", "name": "Ada Byron", "picture": ""})
    User.objects.update(display_name="Ada Byron")
    sign_in(client)
    assert user_of(client).name == "Ada Winterbourne"


def test_a_name_changed_here_stays(client):
    sign_in(client)
    User.objects.update(display_name="Somebody")
    sign_in(client)
    assert user_of(client).name == "Somebody"


def test_a_banned_reader_comes_back_unsigned(client):
    sign_in(client)
    User.objects.update(is_active=False)
    assert user_of(client)
    assert identity_is_gone(client)
    other = base.browser()
    answer = sign_in(other)
    assert answer["Location"] == NEXT.replace("#respond", "&signin=banned#respond")
    assert user_of(other) is None


def identity_is_gone(client):
    return client.get("/accounts/login/").status_code == 200  # it sends somebody signed in away


def test_staff_are_sent_to_their_password(client):
    sign_in(client)
    User.objects.update(is_staff=True)
    other = base.browser()
    answer = sign_in(other)
    assert answer["Location"].startswith("/accounts/login/?next=%2F2013")
    assert user_of(other) is None


def test_too_many_starts_are_told_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"social_start": "2/m/ip"}
    start(client), start(client)
    answer = start(client)
    assert answer.status_code == 302
    assert answer["Location"] == NEXT.replace("#respond", "&signin=busy#respond")


def test_a_provider_without_keys_is_not_there(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        **settings.SOCIALACCOUNT_PROVIDERS,
        "facebook": {**settings.SOCIALACCOUNT_PROVIDERS["facebook"], "APPS": []},
    }
    assert [provider.slug for provider in configured_providers(None)] == ["google", "twitter"]
    for method in (client.get, client.post):
        assert method("/accounts/facebook/login/").status_code == 404
        assert method("/accounts/facebook/login/callback/").status_code == 404


def test_keys_that_are_gone_do_not_break_who_is_signed_in(client, settings):
    sign_in(client, "facebook")
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert identity(client).label == "Facebook"


@pytest.mark.parametrize("path", ["google/login/token/", "facebook/login/token/"])
def test_nobody_signs_in_by_posting_a_token(client, path):
    assert client.post(f"/accounts/{path}", {"credential": "x", "access_token": "x"}).status_code == 404
