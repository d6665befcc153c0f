import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from cryptography import x509

from accounts.providers.strict import StartView, StrictAdapter

CLOCKS_MAY_DIFFER = 300  # seconds


class GoogleAdapter(StrictAdapter):
    provider_id = "google"
    addresses = {
        "AUTHORIZE_URL": "https://accounts.google.com/o/oauth2/v2/auth",
        "ACCESS_TOKEN_URL": "https://oauth2.googleapis.com/token",
        "IDENTITY_URL": "https://www.googleapis.com/oauth2/v2/userinfo",
        "CERTS_URL": "https://www.googleapis.com/oauth2/v1/certs",
        "ID_TOKEN_ISSUER": "https://accounts.google.com",
    }

    def fetch_profile(self, app, token, answer):
        if id_token := answer.get("id_token"):
            return self.verified_claims(app, id_token)
        headers = {"Authorization": f"Bearer {token}"}
        return self.get_json(self.address("IDENTITY_URL"), headers=headers)

    def verified_claims(self, app, id_token):
        """allauth trusts the connection the token came by; we check its signature as well."""
        issuer = self.address("ID_TOKEN_ISSUER")
        certificates = self.get_json(self.address("CERTS_URL"))
        try:
            kid = jwt.get_unverified_header(id_token)["kid"]
            key = x509.load_pem_x509_certificate(certificates[kid].encode()).public_key()
            return jwt.decode(
                id_token,
                key,
                algorithms=["RS256"],
                audience=app.client_id,
                issuer=[issuer, issuer.removeprefix("https://")],
                leeway=CLOCKS_MAY_DIFFER,
                options={"require": ["iss", "aud", "exp", "iat", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"The id_token is refused: {type(error).__name__}") from error


oauth2_login = StartView.adapter_view(GoogleAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(GoogleAdapter)
