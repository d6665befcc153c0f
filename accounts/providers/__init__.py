"""The providers a reader may sign in with, in the order their icons stand."""

from typing import NamedTuple


class Provider(NamedTuple):
    id: str  # allauth's name, part of the callback's address
    slug: str  # ours, in addresses and styles
    label: str  # what readers call it


PROVIDERS = (
    Provider("google", "google", "Google"),
    Provider("twitter_oauth2", "twitter", "Twitter"),
    Provider("facebook", "facebook", "Facebook"),
)
