import hashlib
import hmac

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView

from accounts.providers.strict import StartView, StrictAdapter


class FacebookAdapter(StrictAdapter):
    provider_id = "facebook"
    access_token_method = "GET"  # noqa: S105
    scope_delimiter = ","
    # Graph versions expire after about two years: see the changelog of Graph API.
    addresses = {
        "AUTHORIZE_URL": "https://www.facebook.com/v26.0/dialog/oauth",
        "GRAPH_API_URL": "https://graph.facebook.com/v26.0",
    }

    @property
    def access_token_url(self):
        return f"{self.address('GRAPH_API_URL')}/oauth/access_token"

    def fetch_profile(self, app, token, answer):
        params = {
            "fields": ",".join(self.get_provider().get_settings()["FIELDS"]),
            "access_token": token,
            # Proof that it is the app that asks, not somebody who found a token.
            "appsecret_proof": hmac.new(app.secret.encode(), token.encode(), hashlib.sha256).hexdigest(),
        }
        return self.get_json(f"{self.address('GRAPH_API_URL')}/me", params=params)


oauth2_login = StartView.adapter_view(FacebookAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(FacebookAdapter)
