"""What a post page makes a browser load and run."""

import gzip
import re

import pytest
from django.conf import settings

from tests import base

pytestmark = pytest.mark.one_database

# Compressed by gzip: 19.0 kB for a visitor and 20.0 kB for a member, with a little room.
MOST_BYTES = {"visitor": 19_500, "member": 20_500, "moderator": 20_500}
STATIC = settings.BASE_DIR / "static"


def scripts_of(html: str) -> set[str]:
    """Those in the page, and those that they import."""
    found, left = set(), re.findall(r'<script[^>]* src="/static/([^"]+)"', html)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [
                f"js/{other}" for other in re.findall(r'from "\./([\w-]+\.js)"', (STATIC / name).read_text())
            ]
    return found


@pytest.mark.parametrize("who", ["visitor", "member", "moderator"])
def test_the_scripts_of_a_post_page_are_light(who, post, client, ada, mo):
    parent = base.comment(post)
    base.reply(parent)
    reader = {"visitor": client, "member": base.signed_in(ada), "moderator": base.signed_in(mo)}[who]
    scripts = scripts_of(reader.get(post.get_absolute_url()).content.decode())
    assert {"js/more.js", "js/reply-form.js", "js/place.js", "js/news.js"} <= scripts
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in scripts}
    assert sum(sizes.values()) < MOST_BYTES[who], sizes


def test_no_script_stands_between_a_reader_and_the_page(post, client):
    """The page is whole before any script runs: all of them are modules or deferred, but the
    one that keeps a chosen theme from flashing."""
    html = client.get(post.get_absolute_url()).content.decode()
    waiting = [
        tag for tag in re.findall(r"<script[^>]*>", html) if "defer" not in tag and "module" not in tag
    ]
    assert len(waiting) == 1
    assert "js/theme.js" in waiting[0]
