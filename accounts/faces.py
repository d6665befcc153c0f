"""Faces for people without a picture: initials on one of five colours."""

import hashlib

COLOURS = ("moss", "slate", "ochre", "clay", "stone")


def colour_of(key: str) -> str:
    """The same colour for the same person, on every page and every machine."""
    return COLOURS[hashlib.sha256(key.encode()).digest()[0] % len(COLOURS)]


def initials_of(name: str) -> str:
    """The first letters of the first and the last word, or one sign if there is no letter."""
    words = [word for word in ("".join(filter(str.isalnum, part)) for part in name.split()) if word]
    if not words:
        return name.strip()[:1] or "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()
