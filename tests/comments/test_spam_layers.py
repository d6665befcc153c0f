"""Each layer by itself: what it finds, and what it leaves alone."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import spam
from comments.spam import folding, form_fields, links, looks
from comments.spam.keys import weigh_keys
from comments.spam.parts import Parts
from tests import base

pytestmark = pytest.mark.django_db


def parts(post, body="I tried it.", **kwargs):
    comment = base.unsaved(post, body, **kwargs)
    comment.render()
    return Parts.of(comment)


def codes(points):
    return [point.code for point in points]


# --- The form ---------------------------------------------------------------------


def test_who_fills_the_trap_waits_and_is_not_yet_spam(post):
    points = form_fields.weigh_form(post.pk, spam.Sent(trap="hello"))
    assert codes(points) == ["trap"]
    assert spam.status_for(points) == "pending"
    assert form_fields.weigh_form(post.pk, spam.Sent(trap="  ")) == []


def test_without_a_time_nothing_is_held_against_anybody(post):
    assert form_fields.weigh_form(post.pk, spam.Sent()) == []


def test_a_comment_sent_at_once_was_not_written_by_hand(post):
    points = form_fields.weigh_form(post.pk, spam.Sent(began=spam.stamp(post.pk)))
    assert codes(points) == ["hasty"]
    assert spam.status_for(points) == "approved"  # a hint, not a proof


def test_a_comment_that_took_its_time_is_fine(post, monkeypatch):
    stamp = spam.stamp(post.pk)
    later = timezone.now() + timedelta(seconds=form_fields.LEAST_SECONDS + 1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert form_fields.weigh_form(post.pk, spam.Sent(began=stamp)) == []
    monkeypatch.setattr("django.core.signing.time.time", (later + timedelta(days=9)).timestamp)
    assert form_fields.weigh_form(post.pk, spam.Sent(began=stamp)) == []  # a tab left open


@pytest.mark.parametrize(
    "began", ["x", "1:2:3", "1::", ":" * 100, "a" * 80_000, "\x00", "é:é:é", "1:zzzzzzzzzzzzzzzz:x"]
)
def test_a_time_in_another_hand_is_told(post, began):
    assert codes(form_fields.weigh_form(post.pk, spam.Sent(began=began))) == ["forged_time"]


def test_a_time_is_for_one_post(post):
    other = spam.stamp(post.pk + 1)
    assert codes(form_fields.weigh_form(post.pk, spam.Sent(began=other))) == ["forged_time"]


def test_the_script_gets_the_time_and_no_cache_keeps_it(client, post):
    answer = client.get(f"{post.get_absolute_url()}comments/began/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert codes(form_fields.weigh_form(post.pk, spam.Sent(began=answer.text))) == ["hasty"]


def test_the_time_of_a_post_that_nobody_may_read_is_nobodys(client, alice):
    draft = base.scheduled(alice)
    assert client.get(f"{draft.get_absolute_url()}comments/began/").status_code == 404


# --- Links ------------------------------------------------------------------------


def test_links_are_counted_and_our_own_are_not(post, settings):
    body = f"See {settings.BASE_URL}/2013/ and https://a.example/ and [this](https://b.example/x) and so on."
    assert [(point.code, point.count) for point in links.weigh_links(parts(post, body))] == [("links", 2)]


def test_addresses_that_are_no_links_count_as_such(post):
    points = links.weigh_links(parts(post, "Go to www.shop.example or shop.example/offers my friends, today"))
    assert [(point.code, point.count) for point in points] == [("links", 2)]
    assert links.weigh_links(parts(post, "I like node.js, e.g. for asp.net and/or 3.5/km or a/b tests")) == []


def test_links_do_not_add_up_without_end(post):
    body = " ".join(f"https://a.example/{n}" for n in range(200)) + " and what do you think about them?"
    assert links.weigh_links(parts(post, body))[0].points == links.MOST_LINK_POINTS


def test_a_comment_that_is_nothing_but_a_link(post):
    assert "bare_link" in codes(links.weigh_links(parts(post, "https://a.example/offer")))
    assert "bare_link" in codes(links.weigh_links(parts(post, "[click here](https://a.example/offer)")))
    assert "bare_link" not in codes(links.weigh_links(parts(post, "The map of it: https://a.example/map")))


@pytest.mark.parametrize(
    ("body", "lies"),
    [
        ("[paypal.example](https://evil.test/) is safe for you", True),
        ("[https://www.bank.example/login](https://bank.example.evil.test/) is safe", True),
        ("[bank.example](https://www.bank.example/login) is safe for all", False),
        ("[bank.example](https://login.bank.example/) is safe for all", False),
        ("[my own notes](https://notes.example/) about this and that", False),
        ("[node.js](https://nodejs.test/) is what I use for that", True),  # a price to pay: it waits
    ],
)
def test_a_link_that_names_another_site_is_told(post, body, lies):
    assert ("lying_link" in codes(links.weigh_links(parts(post, body)))) is lies


@pytest.mark.parametrize(
    "body", ["[url=http://a.test]a[/url]", "[URL]http://a.test[/URL]", "[link = http://a.test]a[/link]"]
)
def test_forum_markup_waits(post, body):
    points = links.weigh_links(parts(post, body))
    assert "markup" in codes(points)
    assert spam.status_for(points) != "approved"


def test_markup_in_code_is_talk_about_markup(post):
    body = "Write `[url=http://a.test]` or:\n\n```\n<a href='x'>[link=y]</a>\n```\n\nas everybody does."
    assert links.weigh_links(parts(post, body)) == []


def test_html_links_alone_do_not_wait(post):
    points = links.weigh_links(parts(post, 'See <a href="https://a.test/x">my page</a>, all of you.'))
    assert "html" in codes(points)
    assert spam.status_for(points) == "approved"


def test_a_website_that_sells_is_told_and_a_home_is_not(post):
    sells = parts(post, website="https://a.test/buy-cheap-pills")
    assert codes(links.weigh_links(sells)) == ["deep_website"]
    assert links.weigh_links(parts(post, website="https://grace.test/about")) == []
    assert links.weigh_links(parts(post, website="https://essayist.test/seoul")) == []


# --- Looks ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Cheap Viagra", "VIAGRA", "V1agra", "Viаgrа", "online casino", "best casinø bonus", "buy pills"]
)
def test_a_name_that_advertises_waits(post, name):
    points = looks.weigh_name(name)
    assert codes(points) == ["name_advert"]
    assert spam.status_for(points) == "pending"


@pytest.mark.parametrize("name", ["www.shop.test", "http://shop.test", "best-shoes.com", "SHOP.ONLINE"])
def test_an_address_is_no_name(name):
    assert codes(looks.weigh_name(name)) == ["name_link"]


def test_shouting_is_a_hint_for_alphabets_that_can(post):
    assert looks.is_shouted("I HAVE SAID IT BEFORE: DOGS DO NOT BELONG ON THIS PATH")
    assert not looks.is_shouted("NASA, ESA and JAXA are agencies, and so are some others")
    assert not looks.is_shouted("NO!")
    assert not looks.is_shouted("これはとても長い日本語の文章です。叫んでいるわけではありません。")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Вest оnlinе саsinо", ["best", "online", "casino"]),
        ("c\u200ba\u200bs\u200bino", ["casino"]),
        ("SMSка и USB-кабель, iPhone’ом, 3D-принтер", []),
        ("Спасибо, очень интересно", []),
        ("Ο γιατρός μου λέει όχι", []),
        ("نمی\u200cخواهم", []),
        ("Donau\u00addampf\u00adschiff", []),
        ("👩\u200d🚒", []),
    ],
)
def test_disguise_is_seen_and_other_alphabets_are_none(text, found):
    assert folding.disguised(text) == found


def test_words_are_folded():
    assert folding.words("ＦＵＬＬ ｗｉｄｔｈ, cаsino, STRASSE straße") == [
        "full",
        "width",
        "casino",
        "strasse",
        "strasse",
    ]
    assert folding.words("走れメロス") == ["走れ", "れメ", "メロ", "ロス"]
    assert folding.words("a" * 10_000) == ["a" * folding.LONGEST_WORD]


def test_a_script_is_named():
    assert looks.script_of("Спасибо, очень интересно") == "CYRILLIC"
    assert looks.script_of("ありがとうございます、参考になりました") == "HAN"
    assert looks.script_of("Danke für alles") == "LATIN"
    assert looks.script_of("ok 👍") == ""


# --- The owner's lists ------------------------------------------------------------


def keys_found(post, key, **kwargs):
    comment = base.unsaved(post, kwargs.pop("body", "I tried it."), **kwargs)
    return codes(weigh_keys(comment, spam.Rules(moderation_keys=[key]))) == ["moderation_key"]


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("casino", "A Casino, again"),
        ("casino", "a cаsinо with Cyrillic letters"),
        ("casino", "c4s1no"),
        ("CASINO", "ｃａｓｉｎｏ"),
        ("casino", "c\u200basino"),
        ("casino", "câsíno"),
        ("casin*", "casinos"),
        ("free spins", "get FREE\nspins"),
        ("spam.example", "see https://spam.example/x"),
        ("über", "Über uns"),
        ("赌场", "在线赌场网站"),
        ("€€€", "earn €€€ now"),
        ("  casino  ", "casino"),
    ],
)
def test_a_listed_word_is_found_in_all_its_dresses(post, key, body):
    assert keys_found(post, key, body=body)


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("press", "WordPress"),
        ("ass", "a class with grass"),
        ("casino", "casinos"),
        ("free spins", "free the spins"),
        ("", "anything"),
        ("   ", "anything"),
        ("(a+)+$", "a" * 5000 + "!"),  # words, never patterns
        (".*", "anything"),
        ("[", "anything"),
    ],
)
def test_a_listed_word_is_a_whole_word_and_no_pattern(post, key, body):
    assert not keys_found(post, key, body=body)


def test_listed_words_are_looked_for_in_all_that_came(post):
    assert keys_found(post, "badname", name="Badname")
    assert keys_found(post, "spam@mail.test", email="spam@mail.test")
    assert keys_found(post, "shop.test", website="https://shop.test/x")
    assert keys_found(post, "203.0.113.", ip_address="203.0.113.9")
    assert keys_found(post, "evilbot", user_agent="EvilBot/1.0")


def test_disallowed_words_are_spam_at_once_and_the_others_wait(post):
    comment = base.unsaved(post, "A casino.")
    rules = spam.Rules(moderation_keys=["casino"], hold_from=7, spam_from=12)
    assert spam.status_for(weigh_keys(comment, rules), rules) == "pending"
    rules = spam.Rules(disallowed_keys=["casino"], hold_from=7, spam_from=12)
    assert spam.status_for(weigh_keys(comment, rules), rules) == "spam"


def test_a_long_list_of_long_words_costs_little(post):
    keys = [f"{'a' * 500}{n}" for n in range(5000)]
    start = time.process_time()
    weigh_keys(base.unsaved(post, "a " * 5000), spam.Rules(moderation_keys=keys))
    assert time.process_time() - start < 1
