"""Text into safe HTML, once, when it is written. The only module that does so."""

import math
import re

from django.utils.html import strip_tags

WORDS_A_MINUTE = 230


def render_post(source: str, body_format: str) -> str:
    return source


def render_comment(source: str, body_format: str = "markdown") -> str:
    return source


def excerpt(html: str, words: int = 40) -> str:
    return " ".join(strip_tags(html).split()[:words])


def reading_minutes(html: str) -> int:
    """Whole minutes at 230 words a minute, at least one."""
    return max(1, math.ceil(len(re.findall(r"\w+", strip_tags(html))) / WORDS_A_MINUTE))
