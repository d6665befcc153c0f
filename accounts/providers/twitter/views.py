from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView

from accounts.providers.strict import StartView, StrictAdapter


class TwitterAdapter(StrictAdapter):
    provider_id = "twitter_oauth2"
    basic_auth = True
    addresses = {
        "AUTHORIZE_URL": "https://x.com/i/oauth2/authorize",
        "ACCESS_TOKEN_URL": "https://api.x.com/2/oauth2/token",
        "PROFILE_URL": "https://api.x.com/2/users/me",
    }

    def fetch_profile(self, app, token, answer):
        fields = self.get_provider().get_settings()["FIELDS"]
        return self.get_json(
            self.address("PROFILE_URL"),
            params={"user.fields": ",".join(fields)},
            headers={"Authorization": f"Bearer {token}"},
        )


oauth2_login = StartView.adapter_view(TwitterAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(TwitterAdapter)
