import pytest
import requests


def test_ada_signs_in_without_an_address(twitter):
    answer = twitter.exchange(twitter.consent()["code"]).json()
    assert answer["token_type"] == "bearer"
    person = twitter.profile(answer["access_token"]).json()["data"]
    assert person["username"] == "ada_winter"
    assert person["id"].isdigit()
    assert set(person) == {"id", "name", "username", "profile_image_url"}


def test_the_picture_is_small_and_has_a_larger_form(twitter):
    small = twitter.profile(twitter.token()).json()["data"]["profile_image_url"]
    large = small.replace("_normal", "_400x400")
    assert "_normal." in small
    for url in (small, large):
        assert requests.get(url, timeout=30).headers["Content-Type"] == "image/jpeg"


def test_the_owners_double_goes_by_admin(twitter):
    person = twitter.profile(twitter.token(persona="owner")).json()["data"]
    assert person["username"] == "admin"


def test_the_secret_has_to_be_sent_as_basic(twitter):
    wrong = twitter.exchange(twitter.consent()["code"], auth=(twitter.client["client_id"], "wrong"))
    assert wrong.status_code == 401
    assert wrong.json()["error"] == "unauthorized_client"
    fields = {
        "grant_type": "authorization_code",
        "client_id": twitter.client["client_id"],
        "client_secret": twitter.client["secret"],
    }
    in_body = requests.post(twitter.at["ACCESS_TOKEN_URL"], data=fields, timeout=30)
    assert in_body.json()["error"] == "invalid_request"


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "never-given"},
        {"code_verifier": "w" * 64},
        {"code_verifier": None},
        {"redirect_uri": "http://localhost:8000/accounts/twitter_oauth2/login/callback/"},
    ],
)
def test_wrong_token_requests_are_refused_in_twitters_form(twitter, changes):
    refused = twitter.exchange(**{"code": twitter.consent()["code"]} | changes)
    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_request"


def test_the_profile_refuses_unknown_tokens_and_fields(twitter):
    assert twitter.profile("guessed").json()["title"] == "Unauthorized"
    assert twitter.profile("guessed").status_code == 401
    refused = twitter.profile(twitter.token(), **{"user.fields": "name,shoe_size"})
    assert refused.status_code == 400
    assert "shoe_size" in refused.json()["detail"]


def test_the_address_needs_its_scope_and_its_field(twitter):
    wide = "users.read tweet.read users.email"
    token = twitter.token(scope=wide)
    person = twitter.profile(token, **{"user.fields": "confirmed_email"}).json()["data"]
    assert person["confirmed_email"] == "ada@example.com"
    person = twitter.profile(twitter.token(), **{"user.fields": "confirmed_email"}).json()
    assert "confirmed_email" not in person["data"]


def test_used_up_credit_refuses_the_profile(twitter):
    refused = twitter.profile(twitter.token(misbehave="profile-402"))
    assert (refused.status_code, refused.json()["title"]) == (402, "CreditsDepleted")
