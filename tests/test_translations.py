"""The blog speaks a second language completely: each text that a person sees can be
translated, and German has it."""

import ast
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

ROOT = Path(__file__).parent.parent
GERMAN = ROOT / "locale/de/LC_MESSAGES/django.po"
SOURCES = ("accounts", "blog", "comments", "config", "templates", "transfer")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|NAME\b|</?\w+[^>]*>")


class Message:
    """One entry of a .po file."""

    def __init__(self) -> None:
        self.flags = ""
        self.texts: dict[str, str] = {}

    @property
    def name(self) -> tuple[str, str]:
        return self.texts.get("msgctxt", ""), self.texts["msgid"]

    @property
    def translations(self) -> list[str]:
        return [text for field, text in self.texts.items() if field.startswith("msgstr")]


def messages_in(path: Path) -> dict[tuple[str, str], Message]:
    found: dict[tuple[str, str], Message] = {}
    for block in path.read_text().split("\n\n"):
        message, field = Message(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                message.flags += line
            elif not line.startswith("#"):
                start = re.match(r"(msg\w+(?:\[\d\])?) ", line)
                field = start.group(1) if start else field
                text = ast.literal_eval(line[start.end() :] if start else line)
                message.texts[field] = message.texts.get(field, "") + text
        if message.texts.get("msgid"):
            assert message.name not in found, f"twice: {message.name}"
            found[message.name] = message
    return found


@pytest.fixture(scope="module")
def german() -> dict[tuple[str, str], Message]:
    return messages_in(GERMAN)


@pytest.fixture
def wanted(tmp_path, monkeypatch, settings) -> dict[tuple[str, str], Message]:
    """What `make messages` finds in today's code, looked for in a copy of it."""
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    call_command("makemessages", locale=["de"], no_location=True, no_wrap=True, verbosity=0)
    return messages_in(tmp_path / "locale/de/LC_MESSAGES/django.po")


def test_each_text_of_today_is_translated(wanted, german):
    assert len(wanted) > 500
    assert [name for name in wanted if name not in german] == [], "run make messages"
    assert [name for name in german if name not in wanted] == [], "nobody says this any more"
    unfinished = [name for name, message in german.items() if not all(message.translations)]
    assert unfinished == []
    assert [name for name, message in german.items() if "fuzzy" in message.flags] == []


def test_singular_and_plural_are_both_there(wanted, german):
    for name, message in wanted.items():
        plural = "msgid_plural" in message.texts
        assert ("msgid_plural" in german[name].texts) == plural, name
        assert len(german[name].translations) == (2 if plural else 1), name


def test_what_is_filled_in_and_marked_up_is_the_same(german):
    for name, message in german.items():
        texts = message.texts
        for field, text in texts.items():
            if field.startswith("msgstr"):
                given = texts["msgid"] if field in ("msgstr", "msgstr[0]") else texts["msgid_plural"]
                assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(given)), name


def test_german_is_set_as_german_is(german):
    for name, message in german.items():
        for text in message.translations:
            words = re.sub(r"<[^>]+>", "", text)
            assert '"' not in words, text
            assert "”" not in words, text
            assert words.count("„") == words.count("“"), text
            assert "..." not in words, text
            assert not re.search(r"[^\W\d_] …", words), f"wants a no-break space: {text}"
            assert not re.search(r"\b(Sie|Ihr|Ihre[mnrs]?|Ihnen)\b", words), f"says du elsewhere: {text}"
            assert name[1].endswith(".") == text.endswith("."), text


def test_the_compiled_file_is_what_the_texts_make(tmp_path):
    compiled = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check", f"--output-file={compiled}", GERMAN], check=True)
    assert compiled.read_bytes() == GERMAN.with_suffix(".mo").read_bytes(), "run make messages"


def test_german_is_spoken():
    with translation.override("de"):
        assert translation.gettext("Leave a Reply") == "Schreib einen Kommentar"
        assert translation.ngettext("%(n)d more reply", "%(n)d more replies", 2) == "%(n)d weitere Antworten"


def test_a_language_that_the_blog_does_not_speak_is_refused():
    settings = [sys.executable, "-c", "import config.settings"]
    answers = {}
    for code in ("de", "tlh"):
        environment = os.environ | {"LANGUAGE_CODE": code, "DEBUG": "1"}
        answers[code] = subprocess.run(settings, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answers["de"].returncode == 0
    assert "LANGUAGE_CODE is one of: en-gb, de." in answers["tlh"].stderr


# --- Words that nobody can translate ----------------------------------------------

# A {% blocktranslate %} with its words, the names of styles, any other tag, a variable, a remark.
TEMPLATE_CODE = re.compile(
    r"{%\s*(blocktranslate|comment)\b.*?{%\s*end\1\s*%}|{%\s*block \w*class\s*%}.*?{%\s*endblock\b"
    r"|{%.*?%}|{{.*?}}|{#.*?#}",
    re.DOTALL,
)
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}
# Names, which are the same in all languages.
NAMES = {"Markdown", "Leave a Reply"}


class Words(HTMLParser):
    """The words of a page as people see or hear them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag, attrs):
        if tag in ("style", "script", "kbd", "code"):
            self.silent = tag
        self.found += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag):
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.*")), ids=lambda path: path.name)
def test_templates_have_no_words_of_their_own(path):
    text = TEMPLATE_CODE.sub(" ", path.read_text())
    words = [text]
    if path.suffix == ".html":
        parser = Words()
        parser.feed(text)
        words = parser.found
    words = [" ".join(word.split()) for word in words]
    assert [word for word in words if re.search(r"[^\W\d_]{2}", word) and word not in NAMES] == []


@pytest.mark.parametrize("path", sorted((ROOT / "static/js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_given_their_words(path):
    """A string with a space and a full stop, or a capital letter before a space, is a sentence."""
    code = re.sub(r"^\s*//.*|/\*.*?\*/", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    strings = [text for _, text in re.findall(r"""(["'`])((?:(?!\1).)*)\1""", code)]
    assert [text for text in strings if re.search(r"[A-Z][a-z]+ [a-z]+|[a-z]+ [a-z]+[.!?…]$", text)] == []
