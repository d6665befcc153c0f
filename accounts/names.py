"""Names that other systems and guests hand us, made fit to stand beside other people's words."""

import unicodedata

from django.utils.translation import gettext as _

from accounts.likeness import PLAIN, is_badge, without_roles

MAX_LENGTH = 150
MAX_MARKS = 4  # on one letter: more than any script writes, less than towers over the next line
# Control, format (what turns the direction round among them), private, unassigned; separators;
# marks that draw a frame around a letter.
DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Me"}
# Joiners: emoji families and several scripts are spelled with them.
JOINERS = "\u200c\u200d"
# Letters and signs by their category, and nothing to see.
BLANK = "\u115f\u1160\u2800\u3164\uffa0"

EMOJI_STYLE = "\ufe0f"


def clean_name(name: object) -> str:
    """One line of visible text without anything that looks like a badge of ours, or "A reader"
    when there is nothing to see."""
    text = unicodedata.normalize("NFC", name).translate(PLAIN) if isinstance(name, str) else ""
    text = "".join(" " if sign in BLANK or sign.isspace() or is_badge(sign) else sign for sign in text)
    text = "".join(sign for sign in text if sign in JOINERS or unicodedata.category(sign) not in DROPPED)
    text = " ".join(text.replace(f" {EMOJI_STYLE}", " ").split())[: 2 * MAX_LENGTH]
    text = without_roles(text, _("Author"), _("Staff"))
    text = without_towers(text)[:MAX_LENGTH].strip(" " + JOINERS)
    return text if any(unicodedata.category(sign)[0] in "LNPS" for sign in text) else _("A reader")


def without_towers(text: str) -> str:
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if marks <= MAX_MARKS:
            kept.append(sign)
    return "".join(kept)
