"""Words as they were meant: one form for what only looks different.

Two depths. `folded` is for everything: compatibility forms, case, hidden characters and letters
borrowed from another alphabet. `skeleton` goes further, for lists of words: without accents, and
with digits read as the letters that they stand in for.
"""

import re
import unicodedata

# Cyrillic and Greek letters that no reader can tell from a Latin one. Without those that only
# resemble one: "SMSка" is honest Russian.
LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝѵӏ" + "οανρτυιϲϳ" + "АВЕЅІЈКМНОРСТУХԚԜ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwvl" + "oavptuicj" + "ABESIJKMHOPCTYXQW" + "ABEZHIKMNOPTYX",
)
DIGITS = str.maketrans("013457@$", "oieastas")
LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")
OTHER_ALPHABET = re.compile("[Ͱ-ӿԀ-ԯ]")
WORD = re.compile(r"[^\W_]+(?:[’'@$][^\W_]+)*")
# Written without spaces: each two neighbours are a word.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
HIDDEN_INSIDE = re.compile("(?<=[a-zA-Z])[\u200b-\u200d\u2060\ufeff]+(?=[a-zA-Z])")
# A word of ten thousand letters is one long word, whatever its end.
LONGEST_WORD = 40
HIDDEN = frozenset({"Cc", "Cf"})
ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")


def plain(text: str) -> str:
    """Without compatibility forms, hidden characters and case; letters as they are."""
    return unicodedata.normalize("NFKC", _visible(text).casefold())


def _visible(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return "".join(one for one in text if unicodedata.category(one) not in HIDDEN or one in "\n\t")


def whole_words(text: str) -> list[str]:
    """In order, folded, each as it stands between its spaces."""
    return [plain(unmasked(word)) for word in WORD.findall(_visible(text))]


def unmasked(word: str) -> str:
    """A Latin word with letters of another alphabet in it, in Latin; any other as it is."""
    if OTHER_ALPHABET.search(word) and LATIN.search(word):
        latin = word.translate(LOOK_ALIKES)
        if not OTHER_ALPHABET.search(latin):
            return latin
    return word


def words(text: str) -> list[str]:
    """All words, in order, folded."""
    found: list[str] = []
    for word in whole_words(text):
        if UNSPACED.search(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        else:
            found.append(word[:LONGEST_WORD])
    return found


def disguised(text: str) -> list[str]:
    """Words with letters of another alphabet, or with hidden characters between the letters:
    nobody writes so by hand."""
    found = dict.fromkeys(
        plain(latin)
        for word in WORD.findall(_visible(text))
        if (latin := unmasked(word)) != word and word[2:]
    )
    if HIDDEN_INSIDE.search(text):
        found |= dict.fromkeys(
            plain(word)[:LONGEST_WORD] for word in text.split() if HIDDEN_INSIDE.search(word)
        )
    return list(found)


def skeleton(word: str) -> str:
    word = ACCENTS.sub("", unicodedata.normalize("NFKD", word))
    if any(letter.isalpha() for letter in word):
        word = word.translate(DIGITS)
    latin = word.translate(LOOK_ALIKES)
    return word if OTHER_ALPHABET.search(latin) else latin
