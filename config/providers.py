"""What allauth is told about Google, Twitter and Facebook: keys from the environment, or in
development without any key the stand-in, which then plays all three."""

from django.core.exceptions import ImproperlyConfigured
from environ import Env

NAMES = {"google": "GOOGLE", "twitter_oauth2": "TWITTER", "facebook": "FACEBOOK"}

Keys = dict[str, dict[str, str]]


def keys_from(env: Env) -> Keys:
    """Client id and secret of each provider that has them."""
    keys = {}
    for provider, name in NAMES.items():
        client_id = env.str(f"{name}_CLIENT_ID", default="").strip()
        secret = env.str(f"{name}_CLIENT_SECRET", default="").strip()
        if bool(client_id) != bool(secret):
            raise ImproperlyConfigured(f"Set both {name}_CLIENT_ID and {name}_CLIENT_SECRET, or neither.")
        if client_id:
            keys[provider] = {"client_id": client_id, "secret": secret}
    return keys


def providers(keys: Keys, standin_url: str = "") -> dict[str, dict[str, object]]:
    """SOCIALACCOUNT_PROVIDERS. A provider without keys has no app and is not offered."""
    addresses: dict[str, dict[str, str]] = {}
    if standin_url:
        from standin import CLIENTS, settings_for  # not part of a deployment

        keys, addresses = CLIENTS, settings_for(standin_url)
    about: dict[str, dict[str, object]] = {
        "google": {
            "SCOPE": ["openid", "profile", "email"],
            # select_account: "Change" offers another account, not the same one again.
            "AUTH_PARAMS": {"access_type": "online", "prompt": "select_account"},
        },
        "twitter_oauth2": {
            "SCOPE": ["users.read", "tweet.read"],
            "FIELDS": ["id", "name", "username", "profile_image_url"],
        },
        "facebook": {
            "SCOPE": ["public_profile"],
            "FIELDS": ["id", "name", "picture.width(256).height(256)"],
        },
    }
    return {
        provider: {
            **settings,
            "APPS": [keys[provider]] if provider in keys else [],
            **addresses.get(provider, {}),
        }
        for provider, settings in about.items()
    }
