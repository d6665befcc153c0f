import jwt
import pytest
import requests
from cryptography import x509


def verified(google, token: str) -> dict:
    """The claims, read the way a careful client does: RS256 only, key by kid."""
    certificates = requests.get(google.at["CERTS_URL"], timeout=30).json()
    kid = jwt.get_unverified_header(token)["kid"]
    if kid not in certificates:
        raise jwt.InvalidKeyError(kid)
    return jwt.decode(
        token,
        x509.load_pem_x509_certificate(certificates[kid].encode()).public_key(),
        algorithms=["RS256"],
        audience=google.client["client_id"],
        issuer=google.at["ID_TOKEN_ISSUER"],
        options={"require": ["sub", "exp", "iat"]},
    )


def answered(google, **press) -> dict:
    return google.exchange(google.consent(**press)["code"]).json()


def test_ada_signs_in_with_a_verified_address_and_a_picture(google):
    answer = answered(google)
    claims = verified(google, answer["id_token"])
    assert claims["name"] == "Ada Winterbourne"
    assert (claims["email"], claims["email_verified"]) == ("ada@example.com", True)
    assert claims["picture"].endswith("=s96-c")
    assert answer["token_type"] == "Bearer"

    person = google.profile(answer["access_token"]).json()
    assert person["id"] == claims["sub"]
    assert person["verified_email"] is True


def test_the_number_of_a_persona_stays_the_same(google):
    numbers = {
        verified(google, answered(google, persona=persona)["id_token"])["sub"]
        for persona in ("ada", "ada", "bruno")
    }
    assert len(numbers) == 2
    assert all(number.isdigit() and len(number) == 21 for number in numbers)


def test_bruno_has_an_unverified_address(google):
    claims = verified(google, answered(google, persona="bruno")["id_token"])
    assert claims["email_verified"] is False


def test_the_owners_double_has_the_owners_verified_address(google):
    claims = verified(google, answered(google, persona="owner")["id_token"])
    assert (claims["email"], claims["email_verified"]) == ("owner@example.org", True)


def test_the_address_is_told_only_when_it_was_asked_for(google):
    claims = verified(google, answered(google, scope="openid profile")["id_token"])
    assert "email" not in claims
    assert "email_verified" not in claims


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"client_id": "other"}, 401, "invalid_client"),
        ({"code": "never-given"}, 400, "invalid_grant"),
        ({"code_verifier": "w" * 64}, 400, "invalid_grant"),
        ({"code_verifier": None}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        (
            {"redirect_uri": "http://localhost:8000/accounts/google/login/callback/"},
            400,
            "redirect_uri_mismatch",
        ),
    ],
)
def test_wrong_token_requests_are_refused_in_googles_form(google, changes, status, error):
    refused = google.exchange(**{"code": google.consent()["code"]} | changes)
    assert refused.status_code == status
    assert refused.json()["error"] == error
    assert refused.json()["error_description"]


def test_a_refused_attempt_uses_the_code_up(google):
    code = google.consent()["code"]
    assert google.exchange(code, code_verifier="w" * 64).status_code == 400
    assert google.exchange(code).json()["error"] == "invalid_grant"


def test_the_secret_belongs_in_the_body(google):
    fields = {"grant_type": "authorization_code", "code": google.consent()["code"]}
    url = google.at["ACCESS_TOKEN_URL"]
    basic = (google.client["client_id"], google.client["secret"])
    assert requests.post(url, data=fields, auth=basic, timeout=30).status_code == 401
    in_query = {"client_id": basic[0], "client_secret": basic[1]}
    assert requests.post(url, params=in_query, data=fields, timeout=30).status_code == 400
    assert requests.get(url, params=fields | in_query, timeout=30).status_code == 405
    assert requests.post(url, json=fields | in_query, timeout=30).status_code == 400


@pytest.mark.parametrize(
    ("misbehave", "error"),
    [
        ("id-token-expired", jwt.ExpiredSignatureError),
        ("id-token-wrong-aud", jwt.InvalidAudienceError),
        ("id-token-wrong-iss", jwt.InvalidIssuerError),
        ("id-token-bad-signature", jwt.InvalidSignatureError),
        ("id-token-alg-none", jwt.InvalidAlgorithmError),
        ("id-token-hs256", jwt.InvalidAlgorithmError),
        ("id-token-unknown-kid", jwt.InvalidKeyError),
        ("id-token-no-sub", jwt.MissingRequiredClaimError),
    ],
)
def test_spoilt_id_tokens_fail_for_one_reason_each(google, misbehave, error):
    with pytest.raises(error):
        verified(google, answered(google, misbehave=misbehave)["id_token"])


def test_without_an_id_token_the_profile_still_answers(google):
    answer = answered(google, misbehave="id-token-missing")
    assert "id_token" not in answer
    assert google.profile(answer["access_token"]).json()["name"] == "Ada Winterbourne"


def test_the_profile_refuses_unknown_tokens(google):
    refused = google.profile("guessed")
    assert refused.status_code == 401
    assert refused.json()["error"]["status"] == "UNAUTHENTICATED"
