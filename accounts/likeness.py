"""Names that are taken for each other, and for what a badge says."""

import unicodedata
from itertools import groupby

# One sign for all that look like it, after casefold() and without marks: Cyrillic, Greek, Coptic,
# Cherokee, Lisu, Canadian syllables and small capitals, digits, and the strokes that pass for an l.
# What is not here looks different.
LOOK_ALIKES = {
    "a": "аαᴀɑꓮᎪᗅᗩⲁ",
    "b": "ьʙвβꓐᏴᏏᗷ",
    "c": "сϲᴄꓚᏟᑕⲥ",
    "d": "ԁᴅđꓓᎠᏧᗪ",
    "e": "еεᴇꓰᎬⲉ",
    "f": "ꜰꓝᖴ",
    "g": "ɡɢԍꓖᏀ",
    "h": "һʜнħꓧᎻᏂᕼⲏ",
    "j": "јϳᴊʝȷꓙᎫᒍ",
    "k": "кκᴋꓗᏦⲕ",
    "l": "i1|!ıɩіιӏɪʟłǀꓡꓲᏞᒪⵏⲓ",
    "m": "мᴍμꓟᎷᗰⲙ",
    "n": "ոηɴꓠᑎⲛ",
    "o": "0оοσօᴏøꓳⲟ",
    "p": "рρᴘꓑᏢᑭⲣ",
    "q": "ԛ",
    "r": "гʀꓣᎡᏒᖇ",
    "s": "5ѕꜱꓢᏚ",
    "t": "тτᴛŧꓔᎢⲧ",
    "u": "υսᴜꓴᑌ",
    "v": "νѵᴠꓦᏙᐯ",
    "w": "ωԝᴡꓪᎳᗯ",
    "x": "хχꓫ᙭ⲭ",
    "y": "уγʏүꓬᎩⲩ",
    "z": "ᴢζꓜᏃ",
}
AS_ONE = str.maketrans({sign: letter for letter, signs in LOOK_ALIKES.items() for sign in signs})
# Which look like another letter than their small ones do.
CAPITALS = str.maketrans("ΗΝΥ", "HNY")
# Letters dressed up: in squares and circles, which look like a badge; mathematicians' bold.
PLAIN = {
    first + n: chr(ord("A") + n) for first in (0x24B6, 0x24D0, 0x1F130, 0x1F150, 0x1F170) for n in range(26)
} | {sign: unicodedata.normalize("NFKC", chr(sign)) for sign in range(0x1D400, 0x1D800)}
# What is printed elsewhere where somebody's name has been checked.
BADGES = (
    "CHECK",
    "TICK",
    "SHIELD",
    "MEDAL",
    "BADGE",
    "CROWN",
    "LABEL",
    "REGISTERED SIGN",
    "SQUARED",
    "SEAL ",
)
# Inside a word these part nothing: O'Hara, Smith-Jones, St. John, Ada_L.
WITHIN = "'’.-‐‑_&"


def likeness(name: str) -> str:
    """The same for all names that a reader may take for this one."""
    text = unicodedata.normalize("NFKD", name.translate(PLAIN)).casefold()
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "M").translate(AS_ONE)
    letters = "".join(sign for sign in text if sign.isalnum())
    # A name of emoji alone is only like itself.
    return letters.replace("rn", "m").replace("vv", "w") or "".join(text.split())


ROLES = frozenset(
    likeness(word)
    for word in (
        *("author", "admin", "administrator", "editor", "mod", "moderator", "owner", "staff", "verified"),
        *("webmaster", "autor", "autorin", "administratorin", "moderatorin", "redaktion", "redakteur"),
        *("redakteurin", "verfasser", "verfasserin", "verifiziert", "betreiber", "betreiberin", "team"),
    )
)
BESIDE_ROLES = frozenset(
    likeness(word)
    for word in ("the", "this", "of", "post", "blog", "site", "official", "der", "die", "des", "offiziell")
)


def is_role(text: str, *more: str) -> bool:
    """Whether it says nothing but what somebody is here: "Author", "the blog’s staff"."""
    roles = ROLES | {likeness(word) for word in more}
    words = [likeness(word.removesuffix("’s").removesuffix("'s")) for word in text.split()]
    spelled = likeness(text)  # A u t h o r
    return spelled in roles or (
        any(word in roles for word in words) and all(word in roles | BESIDE_ROLES for word in words)
    )


def likenesses(name: str) -> set[str]:
    """Of all that a name may be read as: "Ada Author" is Ada who wrote this."""
    called = [word for word in name.split() if likeness(word) not in ROLES | BESIDE_ROLES]
    return {likeness(name), likeness(" ".join(called)), likeness(name.translate(CAPITALS))}


def is_badge(sign: str) -> bool:
    is_symbol = unicodedata.category(sign)[0] == "S"
    return is_symbol and (sign == "√" or any(word in unicodedata.name(sign, "") for word in BADGES))


def without_roles(name: str, *more: str) -> str:
    """The name without "[Author]", "· Staff" and their like beside it."""
    parts = [
        (is_apart, "".join(sign for sign, _apart in run))
        for is_apart, run in groupby(zip(name, _apart(name), strict=True), lambda pair: pair[1])
    ]
    if len(parts) == 1:
        return name
    gone = {n for n, (is_apart, text) in enumerate(parts) if not is_apart and is_role(text, *more)}
    beside = {m for n in gone for m in (n - 1, n + 1)}
    kept = (" " if n in beside else text for n, (_is, text) in enumerate(parts) if n not in gone)
    left = " ".join("".join(kept).split())
    return without_roles(left, *more) if gone else left


def _apart(name: str) -> list[bool]:
    """For each sign, whether it parts what is before it from what comes after."""
    apart = []
    for before, sign, after in zip(" " + name, name, name[1:] + " ", strict=False):
        is_within = sign in WITHIN and before.isalnum() and after.isalnum()
        apart.append(unicodedata.category(sign)[0] in "PS" and not is_within)
    return apart
