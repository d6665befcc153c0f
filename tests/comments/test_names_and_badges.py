"""Nobody speaks for the blog who is not of it: badges, and names that look like one."""

import re

import pytest

from accounts.likeness import likeness, likenesses
from accounts.names import clean_name
from comments.holding import FOR_WRITERS, REASONS
from comments.models import Comment
from tests import base
from tests.comments.speaking import say

pytestmark = pytest.mark.django_db
HEAD = re.compile(r'<header class="c-head">.*?</header>', re.DOTALL)


def guest(name, email="mallory@mail.example"):
    return {"name": name, "email": email}


def reasons(comment):
    return set(comment.held_because.split())


def head(post):
    (head,) = HEAD.findall(base.browser().get(post.get_absolute_url()).content.decode())
    return head


# --- Badges -----------------------------------------------------------------------


def test_the_posts_author_wears_a_badge(alice, post):
    say(base.signed_in(alice), post)
    assert '<span class="badge" role="img" aria-label="Author of this post">Author</span>' in head(post)
    assert "Staff" not in head(post)


def test_staff_wear_another(mo, post):
    say(base.signed_in(mo), post)
    assert Comment.objects.get().is_by_staff
    assert '<span class="badge staff" role="img" aria-label="Staff of this blog">Staff</span>' in head(post)


def test_readers_and_guests_wear_none(ada, post):
    say(base.signed_in(ada), post)
    assert not Comment.objects.get().is_by_staff
    assert "badge" not in head(post)


def test_staff_who_speak_as_a_guest_wear_none(alice, post):
    say(base.signed_in(alice), post, **{"as": "guest"}, **guest("Anonymous"))
    comment = Comment.objects.get()
    assert not comment.is_by_staff
    comment.approve()
    assert "badge" not in head(post)


def test_a_badge_is_of_the_day_it_was_written(mo, post):
    say(base.signed_in(mo), post)
    mo.is_staff = False
    mo.save()
    say(base.signed_in(mo), post, "No longer of the staff.")
    assert list(Comment.objects.order_by("pk").values_list("is_by_staff", flat=True)) == [True, False]


def test_nobody_posts_themselves_a_badge(ada, client, post):
    say(base.signed_in(ada), post, is_by_staff="1")
    say(client, post, is_by_staff="1", **guest("Mallory"))
    assert not Comment.objects.filter(is_by_staff=True).exists()


def test_a_badge_stands_outside_the_name(alice, post):
    say(base.signed_in(alice), post)
    name, badge = head(post).index("</bdi>"), head(post).index('class="badge"')
    assert name < badge


# --- Names ------------------------------------------------------------------------

HOSTILE = [
    "Mallory ✓",
    "Mallory ✔️",
    "Mallory ✅",
    "☑ Mallory",
    "🛡Mallory🛡",
    "👑 Mallory",
    "Mallory®",
    "Mallory 🆗",
    "Mallory [Author]",
    "Mallory (Staff)",
    "Mallory {admin}",
    "Mallory 【Author】",
    "Mallory ⟦ꜱᴛᴀꜰꜰ⟧",
    "Mallory ＜Ｓｔａｆｆ＞",
    "Mallory «Author»",
    "Mallory ( S t a f f )",
    "Mallory (Аuthоr)",
    "Mallory (𝐀𝐮𝐭𝐡𝐨𝐫)",
    "Mallory [🅰🆄🆃🅷🅾🆁]",
    "Mallory (Ⓢⓣⓐⓕⓕ)",
    "Mallory (S\u200bt\u200da\u2060ff)",
    "Mallory (St\u0301aff)",
    "Mallory [Au[Staff]thor]",
    "Mallory · Author",
    "Mallory | Staff",
    "Mallory — Moderator",
    "Mallory, the blog’s author",
    "Author: Mallory",
    "★Staff★ Mallory",
    "Mallory 🔵Author🔵",
    "Mallory *Admin*",
    "(((Staff))) Mallory",
    "Mallory (Autorin)",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_imitates_a_badge_is_taken_out_of_a_name(name):
    assert clean_name(name).strip("★ ") == "Mallory"


@pytest.mark.parametrize(
    "name",
    [
        "Jean-Luc O’Hara-Smith",
        "Dr. J. R. (Bob) Dobbs",
        "Grace, who runs",
        "Maud Staff",
        "★ Anna ★",
        "🦊🌙",
        "AC/DC",
        "Ada & Bob",
        "C++",
        "50% Ada",
        "نور الصباح",
        "Nurse (retired)",
        "Grace (moderator of nothing)",
    ],
)
def test_ordinary_names_stay_as_they_are(name):
    assert clean_name(name) == name


def test_cleaning_twice_changes_nothing_more():
    for name in HOSTILE:
        assert clean_name(clean_name(name)) == clean_name(name)


def test_turning_the_direction_round_leaves_no_badge(client, post):
    say(client, post, **guest("Mallory \u202e(ffatS)\u202c"))
    comment = Comment.objects.get()
    assert not set(comment.name) & set("\u202e\u202c")
    comment.approve()
    assert f'<bdi class="p-name">{comment.name}</bdi>' in head(post)


# --- Names of others --------------------------------------------------------------

ALIKE = [
    "Alice Liddell",
    "alice liddell",
    "ALICE LIDDELL",
    "  Alice\u00a0 Liddell ",
    "AliceLiddell",
    "Alice_Liddell",
    "Alice.Liddell",
    "AIice LiddeII",
    "Alice Lidde11",
    "A1ice L1ddell",
    "Аlісе Lіddеll",
    "Álice Liddéll",
    "Ａｌｉｃｅ Liddell",
    "𝐀𝐥𝐢𝐜𝐞 Liddell",
    "A\u200dlice Liddell",
    "Alice Liddell ✓",
    "Alice Liddell (Author)",
    "Alice Liddell Author",
    "The Author Alice Liddell",
    "Ꭺlice ᒪiddell",
    "ꓮlice ꓡiddell",
    "Aǀice Łiddell",
    "Ⲁlice Lⵏddell",
]


@pytest.mark.parametrize("name", ALIKE)
def test_a_guest_who_looks_like_the_author_waits(client, post, name):
    base.comment(post, name=clean_name(name), email="mallory@mail.example")  # known, and still
    say(client, post, **guest(name))
    comment = Comment.objects.latest("pk")
    assert comment.status == "pending"
    assert "name" in reasons(comment)


def test_a_stranger_with_such_a_name_waits_for_two_reasons(client, post):
    say(client, post, **guest("Alice Liddell"))
    assert reasons(Comment.objects.get()) >= {"first", "name"}


@pytest.mark.parametrize("name", ["Mo Derator", "Rno Derator", "M0 Derator", "Μο Đеrаtоr"])
def test_a_member_who_looks_like_staff_waits(mo, post, name):
    say(base.signed_in(base.member("mallory", name)), post)
    assert "name" in reasons(Comment.objects.get())


@pytest.mark.parametrize(
    "name", ["Staff", "Author", "The Author", "ADMIN", "Site Admin", "Mоderator", "🆂🆃🅰🅵🅵"]
)
def test_whoever_is_called_by_a_badge_waits(post, name):
    say(base.signed_in(base.member("mallory", clean_name(name))), post)
    assert "name" in reasons(Comment.objects.get())


@pytest.mark.parametrize("name", ["Alice", "Alicia Liddell", "Liddell", "Ada Lovelace", "Maud Staff", "🦊🌙"])
def test_other_names_are_free(post, name):
    say(base.signed_in(base.member("somebody", name)), post)
    assert Comment.objects.get().status == "approved"


def test_they_themselves_do_not_wait(alice, mo, post):
    for person in (alice, mo):
        say(base.signed_in(person), post, f"It is {person.name}.")
    assert not Comment.objects.exclude(status="approved").exists()


def test_the_author_of_a_post_is_protected_without_being_staff(client, post):
    writer = base.author("grace", "Grace Hopper")
    base.published(writer, title="Hers")
    hers = writer.posts.get()
    base.comment(post, name="Grace Hopper", email="mallory@mail.example")
    say(client, hers, **guest("Grace Hopper"))
    assert "name" in reasons(Comment.objects.latest("pk"))
    say(client, post, **guest("Grace Hopper"))
    assert Comment.objects.latest("pk").status == "approved"


@pytest.mark.parametrize(("name", "imitation"), [("Henny", "ΗeΝΝy"), ("Bob", "Вob"), ("Νίκος", "νικος")])
def test_capitals_are_read_as_what_they_look_like(name, imitation):
    assert likeness(name) in likenesses(imitation)


def test_names_of_emoji_are_only_like_themselves():
    assert likeness("🦊🌙") == likeness("🦊 🌙")
    assert likeness("🦊") != likeness("🌙")


def test_each_reason_has_a_sentence_for_moderators_and_one_for_the_writer():
    assert REASONS.keys() == FOR_WRITERS.keys()
    assert all(str(sentence).endswith(".") for sentence in FOR_WRITERS.values())
