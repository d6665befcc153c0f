import re

from accounts.providers.google.views import GoogleAdapter
from accounts.providers.strict import Person, StrictProvider

SIZE = re.compile(r"=s\d+-c$")


class GoogleProvider(StrictProvider):
    id = "google"
    name = "Google"
    package = "accounts.providers.google"
    oauth2_adapter_class = GoogleAdapter
    pkce_enabled_default = True

    def read_person(self, data) -> Person:
        """`data` is the id_token's claims or the userinfo endpoint's answer."""
        verified = (data.get("email_verified") or data.get("verified_email")) is True
        return Person(
            uid=data["sub"] if "sub" in data else data["id"],
            name=data.get("name", ""),
            picture=SIZE.sub("=s192-c", data.get("picture", "")),
            email=data.get("email", "") if verified else "",
        )


provider_classes = [GoogleProvider]
