import pytest
import requests


def test_ada_signs_in_with_a_picture_and_no_address(facebook):
    person = facebook.profile(facebook.token()).json()
    picture = person.pop("picture")["data"]
    assert person.pop("id").isdigit()
    assert person == {
        "name": "Ada Winterbourne",
        "first_name": "Ada",
        "last_name": "Winterbourne",
    }
    assert (picture["is_silhouette"], picture["width"], picture["height"]) == (False, 256, 256)
    assert requests.get(picture["url"], timeout=30).headers["Content-Type"] == "image/jpeg"


def test_only_the_fields_asked_for_are_told(facebook):
    token = facebook.token(scope="public_profile,email")
    assert set(facebook.profile(token, fields="id,email").json()) == {"id", "email"}
    refused = facebook.profile(token, fields="id,timezone")
    assert refused.json()["error"]["code"] == 100


def test_noor_without_a_picture_is_a_silhouette(facebook):
    person = facebook.profile(facebook.token(persona="noor")).json()
    assert person["picture"]["data"]["is_silhouette"] is True


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_secret": "wrong"}, 1),
        ({"client_secret": None}, 1),
        ({"code": "never-given"}, 100),
        ({"redirect_uri": "http://localhost:8000/accounts/facebook/login/callback/"}, 100),
    ],
)
def test_wrong_token_requests_are_refused_in_facebooks_form(facebook, changes, code):
    refused = facebook.exchange(**{"code": facebook.consent()["code"]} | changes)
    assert refused.status_code == 400
    assert refused.json()["error"]["type"] == "OAuthException"
    assert refused.json()["error"]["code"] == code


def test_a_challenge_once_sent_has_to_be_answered(facebook):
    sent = {"code_challenge": "a" * 43, "code_challenge_method": "S256"}
    code = facebook.consent(**sent)["code"]
    assert facebook.exchange(code).status_code == 400


@pytest.mark.parametrize("proof", ["0" * 64, None])
def test_the_profile_wants_the_proof_of_the_secret(facebook, proof):
    refused = facebook.profile(facebook.token(), appsecret_proof=proof)
    assert refused.status_code == 400
    assert "appsecret_proof" in refused.json()["error"]["message"]


def test_the_profile_refuses_unknown_tokens(facebook):
    assert facebook.profile("guessed").json()["error"]["code"] == 190


def test_the_token_is_fetched_by_get_alone(facebook):
    url = f"{facebook.at['GRAPH_API_URL']}/oauth/access_token"
    assert requests.post(url, data={}, timeout=30).status_code == 405
