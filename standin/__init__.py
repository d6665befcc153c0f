"""A strict local stand-in for Google, Twitter and Facebook sign-in.

For development and tests only: it listens on this computer, speaks the providers'
real protocols, and knows nothing of the blog.
"""

from urllib.parse import urlsplit

# In the form allauth's APPS setting wants.
CLIENTS = {
    "google": {"client_id": "standin-google", "secret": "standin-google-secret"},
    "twitter_oauth2": {
        "client_id": "standin-twitter",
        "secret": "standin-twitter-secret",
    },
    "facebook": {"client_id": "standin-facebook", "secret": "standin-facebook-secret"},
}


def settings_for(url: str) -> dict[str, dict[str, str]]:
    """The addresses that point each provider at the stand-in running at `url`."""
    google, twitter, facebook = (f"{url}/{provider}" for provider in CLIENTS)
    return {
        "google": {
            "AUTHORIZE_URL": f"{google}/o/oauth2/v2/auth",
            "ACCESS_TOKEN_URL": f"{google}/token",
            "IDENTITY_URL": f"{google}/oauth2/v2/userinfo",
            "CERTS_URL": f"{google}/oauth2/v1/certs",
            "ID_TOKEN_ISSUER": google,
        },
        "twitter_oauth2": {
            "AUTHORIZE_URL": f"{twitter}/i/oauth2/authorize",
            "ACCESS_TOKEN_URL": f"{twitter}/2/oauth2/token",
            "PROFILE_URL": f"{twitter}/2/users/me",
        },
        "facebook": {
            "AUTHORIZE_URL": f"{facebook}/v26.0/dialog/oauth",
            "GRAPH_API_URL": f"{facebook}/v26.0",
        },
    }


def pictures_host(url: str) -> str:
    """The host[:port] that the stand-in's profile pictures are served from."""
    return urlsplit(url).netloc
