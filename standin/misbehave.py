"""What can go wrong on purpose. Keys say the step they spoil: `token-500`, `profile-timeout`."""

from typing import Any, NamedTuple

from standin.personas import Persona
from standin.wire import Answer, html_answer

EVERYBODY = ("google", "twitter_oauth2", "facebook")
GOOGLE = ("google",)


class Misbehaviour(NamedTuple):
    key: str
    label: str
    providers: tuple[str, ...] = EVERYBODY


GROUPS: dict[str, tuple[Misbehaviour, ...]] = {
    "On the way back": (
        Misbehaviour("denied", "You press Cancel"),
        Misbehaviour("server-error", "Error instead of a code"),
        Misbehaviour("state-forged", "Forged state"),
        Misbehaviour("state-missing", "Missing state"),
        Misbehaviour("code-forged", "Forged code"),
        Misbehaviour("code-missing", "Missing code"),
    ),
    "The token": (
        Misbehaviour("token-500", "500"),
        Misbehaviour("token-400", "400, JSON"),
        Misbehaviour("token-html", "200, but HTML"),
        Misbehaviour("token-empty", "200, empty JSON"),
        Misbehaviour("token-timeout", "Time-out"),
    ),
    "The ID token": (
        Misbehaviour("id-token-expired", "Expired", GOOGLE),
        Misbehaviour("id-token-wrong-aud", "For another site", GOOGLE),
        Misbehaviour("id-token-wrong-iss", "From another issuer", GOOGLE),
        Misbehaviour("id-token-bad-signature", "Bad signature", GOOGLE),
        Misbehaviour("id-token-alg-none", "Not signed (alg none)", GOOGLE),
        Misbehaviour("id-token-hs256", "Signed with the public key", GOOGLE),
        Misbehaviour("id-token-unknown-kid", "Unknown key", GOOGLE),
        Misbehaviour("id-token-no-sub", "Says nobody’s number", GOOGLE),
        Misbehaviour("id-token-missing", "Missing (allowed)", GOOGLE),
    ),
    "The profile": (
        Misbehaviour("profile-503", "503"),
        Misbehaviour("profile-401", "401, token revoked"),
        Misbehaviour("profile-402", "402, credit used up", ("twitter_oauth2",)),
        Misbehaviour("profile-malformed", "Malformed"),
        Misbehaviour("profile-list", "A list, not a person"),
        Misbehaviour("profile-html", "200, but HTML"),
        Misbehaviour("profile-timeout", "Time-out"),
    ),
    "The person": (
        Misbehaviour("no-email", "No e-mail address"),
        Misbehaviour("hostile-email", "Hostile e-mail address"),
        Misbehaviour("hostile-name", "Hostile name"),
        Misbehaviour("long-name", "Very long name"),
        Misbehaviour("empty-name", "Empty name"),
        Misbehaviour("invisible-name", "Invisible name"),
        Misbehaviour("unknown-picture", "No picture"),
    ),
    "The picture": (
        Misbehaviour("picture-404", "404"),
        Misbehaviour("picture-html", "HTML"),
        Misbehaviour("picture-svg", "SVG with a script"),
        Misbehaviour("picture-large", "Too large: 6 MB"),
        Misbehaviour("picture-bomb", "Bomb: 400 megapixels"),
        Misbehaviour("picture-broken", "Broken off half-way"),
        Misbehaviour("picture-private", "Redirect to a private address"),
        Misbehaviour("picture-loop", "Redirect in a circle"),
        Misbehaviour("picture-elsewhere", "On another host"),
        Misbehaviour("picture-hang", "Hangs"),
        Misbehaviour("picture-drip", "Drips"),
    ),
}
MISBEHAVIOURS = {one.key: one for group in GROUPS.values() for one in group}

LONG_NAME = "Wilhelmina " + "Featherstonehaugh-" * 300 + "Smith"
HOSTILE_NAME = "\"><img src=x onerror=alert(1)>\u202e\x00\x1b[2J{{ 7|add:7 }}'; --\u2066"
INVISIBLE_NAME = "\u200b\u2060\u3164\u200d"
HOSTILE_EMAIL = "<script>alert(1)</script>@example.com\r\nBcc: everybody@example.com"


def spoil(persona: Persona, key: str) -> Persona:
    """Ada with a spoilt name or address is another person; with a spoilt picture still Ada."""
    changes: dict[str, dict[str, Any]] = {
        "no-email": {"email": ""},
        "hostile-email": {"email": HOSTILE_EMAIL},
        "hostile-name": {"name": HOSTILE_NAME},
        "long-name": {"name": LONG_NAME},
        "empty-name": {"name": ""},
        "invisible-name": {"name": INVISIBLE_NAME},
        "unknown-picture": {"picture": ""},
    }
    if key.startswith("picture-"):
        return persona._replace(picture=key)
    if key in changes:
        return persona._replace(key=f"{persona.key}-{key}", **changes[key])
    return persona


def broken_answer(step: str, key: str) -> Answer | None:
    """The answer that spoils this step, when the misbehaviour is one of this step."""
    page = "<!doctype html><title>Sorry</title><h1>Something went wrong on our side</h1>"
    trouble = key.removeprefix(f"{step}-") if key.startswith(f"{step}-") else ""
    match trouble:
        case "500" | "503":
            return html_answer(page, int(trouble))
        case "html":
            return html_answer(page)
        case "timeout":
            return html_answer(page, 504)
        case "empty":
            return Answer(200, b"{}", {"Content-Type": "application/json"})
        case "list":
            return Answer(200, b'["Ada", 1815]', {"Content-Type": "application/json"})
    return None
