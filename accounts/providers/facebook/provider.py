from accounts.providers.facebook.views import FacebookAdapter
from accounts.providers.strict import Person, StrictProvider


class FacebookProvider(StrictProvider):
    id = "facebook"
    name = "Facebook"
    package = "accounts.providers.facebook"
    oauth2_adapter_class = FacebookAdapter
    # The code is exchanged by GET, and allauth's client sends no verifier with that.
    pkce_enabled_default = False

    def read_person(self, data) -> Person:
        picture = data.get("picture", {}).get("data", {})
        return Person(
            uid=data["id"],
            name=data.get("name", ""),
            picture="" if picture.get("is_silhouette") else picture.get("url", ""),
        )


provider_classes = [FacebookProvider]
