import pytest

from accounts.names import MAX_LENGTH, clean_name

ZALGO = "Z" + "\u0335\u0321\u0322\u0327\u0328\u0301\u0300" * 9 + "oe"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \t\n Lovelace ", "Ada Lovelace"),
        ("نور الصباح", "نور الصباح"),
        ("🦊🌙", "🦊🌙"),
        ("👩‍👧‍👦", "👩‍👧‍👦"),
        ("نمی‌خواهم", "نمی‌خواهم"),
        ("Mallory \u202eyrollaM\u202c", "Mallory yrollaM"),
        ("\x1b[31mred\x00", "[31mred"),
        ("e\u0301", "é"),
        ("<script>", "<script>"),
    ],
)
def test_what_can_be_seen_is_kept(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    "given", ["", "   ", None, 7, ["Ada"], "\u200b\u2060\u3164\u200d", "\u202e\u2066", "\u2800"]
)
def test_somebody_without_a_name_is_a_reader(given):
    assert clean_name(given) == "A reader"


def test_a_tower_of_marks_is_cut_down():
    assert len(clean_name(ZALGO)) < 10


def test_a_long_name_is_cut():
    assert len(clean_name("Wilhelmina " * 500)) <= MAX_LENGTH
