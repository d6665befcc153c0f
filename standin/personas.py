"""The people who can sign in. All invented; addresses are of the reserved example domains."""

import hashlib
from typing import NamedTuple

ID_DIGITS = {"google": 21, "twitter_oauth2": 19, "facebook": 16}


class Persona(NamedTuple):
    key: str
    name: str
    handle: str
    note: str
    email: str = ""
    email_verified: bool = False
    picture: str = ""  # what pictures.py is asked to draw; empty for nobody's picture

    def uid(self, provider: str) -> str:
        """The same number for the same person at the same provider, every time."""
        digits = ID_DIGITS[provider]
        digest = hashlib.sha256(f"{provider}:{self.key}".encode()).hexdigest()
        return "1" + str(int(digest, 16) % 10 ** (digits - 1)).zfill(digits - 1)

    @property
    def given_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def family_name(self) -> str:
        return self.name.partition(" ")[2]


PERSONAS = {
    persona.key: persona
    for persona in (
        Persona(
            "ada",
            "Ada Winterbourne",
            "ada_winter",
            "An ordinary reader",
            email="ada@example.com",
            email_verified=True,
            picture="ada",
        ),
        Persona(
            "bruno",
            "Bruno Feldspar",
            "brunofeldspar",
            "Never confirmed his e-mail address",
            email="bruno@example.net",
            picture="bruno",
        ),
        Persona(
            "noor",
            "نور الصباح",
            "noor_reads",
            "Writes from right to left, has no picture",
            email="noor@example.com",
            email_verified=True,
        ),
        Persona(
            "owner",
            "Site Admin",
            "admin",
            "Has the owner’s e-mail address, goes by “admin”",
            email="owner@example.org",
            email_verified=True,
            picture="owner",
        ),
        Persona(
            "mallory",
            "Mallory <script>alert('hello')</script> \u202ekcab ot tnorf",
            "m4ll0ry",
            "No e-mail address, a hostile name",
            picture="mallory",
        ),
        Persona(
            "emoji",
            "🦊🌙",
            "fox_and_moon",
            "A name of nothing but emoji",
            email="fox@example.net",
            email_verified=True,
            picture="emoji",
        ),
    )
}
