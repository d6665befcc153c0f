"""Names that other systems hand us, made fit to stand beside other people's words."""

import unicodedata

from django.utils.translation import gettext as _

MAX_LENGTH = 150
MAX_MARKS = 4  # on one letter: more than any script writes, less than towers over the next line
# Control, format (what turns the direction round among them), private, unassigned; separators.
DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Joiners: emoji families and several scripts are spelled with them.
JOINERS = "\u200c\u200d"
# Letters and signs by their category, and nothing to see.
BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def clean_name(name: object) -> str:
    """One line of visible text, or "A reader" when there is nothing to see."""
    text = unicodedata.normalize("NFC", name) if isinstance(name, str) else ""
    text = "".join(" " if sign in BLANK or sign.isspace() else sign for sign in text)
    text = "".join(sign for sign in text if sign in JOINERS or unicodedata.category(sign) not in DROPPED)
    text = without_towers(" ".join(text.split()))[:MAX_LENGTH].strip(" " + JOINERS)
    return text if any(unicodedata.category(sign)[0] in "LNPS" for sign in text) else _("A reader")


def without_towers(text: str) -> str:
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if marks <= MAX_MARKS:
            kept.append(sign)
    return "".join(kept)
