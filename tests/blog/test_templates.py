"""What holds for every template and style: the content policy, the icons, the last resort."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from blog.models import Picture
from tests import base

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STYLES = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
ADMIN = settings.BASE_DIR / "comments" / "admin"
PAGES = [path for path in TEMPLATES if "email" not in path.parts]
FORBIDDEN = re.compile(
    r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|javascript:|["'(]data:|<script(?![^>]*\ssrc=)""", re.I
)


def named(paths: list[Path]) -> list:
    return [pytest.param(path, id=str(path.relative_to(settings.BASE_DIR))) for path in paths]


@pytest.mark.parametrize("path", named(PAGES))
def test_a_template_has_nothing_that_the_content_policy_refuses(path):
    assert FORBIDDEN.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "refused",
    ['<p style="color: red">', "<script>go()</script>", '<a onclick="go()">', '<img src="data:image/png">'],
)
def test_the_content_policy_check_sees_what_is_refused(refused):
    assert FORBIDDEN.search(refused)


@pytest.mark.parametrize("path", named(STYLES))
def test_a_style_loads_nothing_from_elsewhere(path):
    assert re.findall(r"url\([\"']?(?:data:|https?:|//)", path.read_text()) == []


def test_every_style_is_imported_once_or_is_the_admins_own():
    imports = re.findall(r'^@import url\("(.+?)"\)', (STYLES[0].parent / "main.css").read_text(), re.M)
    assert len(imports) == len(set(imports))
    others = {path.name for path in STYLES} - {"main.css", *imports}
    folders = (settings.BASE_DIR / "templates" / "admin").rglob("*.html"), ADMIN.rglob("*.py")
    admin = "".join(path.read_text() for folder in folders for path in folder)
    assert {name for name in others if f"css/{name}" not in admin} == set()


def test_every_icon_in_a_template_is_in_the_sprite():
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="i-([\w-]+)"', sprite))
    used = {name for path in PAGES for name in re.findall(r"#i-([\w-]+)", path.read_text())}
    assert used <= drawn
    assert {"google", "twitter", "facebook"} <= drawn


@pytest.mark.parametrize("template", ["503.html", "500.html", "400.html"])
def test_the_last_pages_need_neither_database_nor_addresses_nor_static_files(template, settings):
    settings.ROOT_URLCONF = "no.such.module"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "no.such.Storage"}}
    page = render_to_string(template)
    assert "<h1>" in page
    assert "/static/css/main.css" in page


@pytest.mark.parametrize(
    ("count", "sentence"),
    [(0, "Be the first to like this"), (1, "One blogger likes this"), (3, "3 bloggers like this")],
)
def test_likes_are_a_sentence_of_words_and_numbers(count, sentence):
    post = SimpleNamespace(like_count=count, accepts_comments=True)
    page = render_to_string("blog/_likes.html", {"post": post, "visitor": True, "keep": 0})
    assert f"<p>{sentence}</p>" in page
    assert "%" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "times"), [("Words only.", 1), ("![](/media/pictures/hill-800.webp)", 0)])
def test_a_picture_that_stands_in_the_text_does_not_stand_above_it_too(body, times):
    hill = Picture.objects.create(file="pictures/hill-800.webp", width=800, height=400, alt="A hill")
    post = base.published(base.author("jo", "Jo"), picture=hill, body=body)
    page = base.browser().get(post.get_absolute_url()).content.decode()
    assert page.count('class="lead-picture"') == times
    assert page.count('alt="A hill"') == 1
