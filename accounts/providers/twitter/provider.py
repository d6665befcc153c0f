from accounts.providers.strict import Person, StrictProvider
from accounts.providers.twitter.views import TwitterAdapter


class TwitterProvider(StrictProvider):
    id = "twitter_oauth2"
    name = "Twitter"
    package = "accounts.providers.twitter"
    oauth2_adapter_class = TwitterAdapter
    pkce_enabled_default = True

    def read_person(self, data) -> Person:
        person = data["data"]
        picture = person.get("profile_image_url", "")
        return Person(
            uid=person["id"],
            name=person.get("name") or person.get("username", ""),
            # The plain address has 48 pixels.
            picture="" if "default_profile" in picture else picture.replace("_normal.", "_400x400."),
        )


provider_classes = [TwitterProvider]
