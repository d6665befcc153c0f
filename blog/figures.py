"""Pictures in posts: those of our own storage in three widths, all others as links, since
a page asks no other server for anything."""

import html
import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.html import format_html

# nh3 writes attributes in double quotes and escapes what would end them.
TAG = re.compile(r"<a [^>]*>|</a>|<p><img [^>]*></p>|<img [^>]*>")
ATTRIBUTE = re.compile(r' (src|alt|title)="([^"]*)"')
OWN = re.compile(re.escape(settings.MEDIA_URL) + r"((?:[\w-]+/)*[\w-]+\.\w+)")
# The column is 42rem wide, or the window with its gutters.
SIZES = "(min-width: 46rem) 42rem, calc(100vw - 2rem)"


def placed(cleaned: str) -> str:
    """The cleaned HTML of a post, with its pictures in place."""
    if "<img " not in cleaned:
        return cleaned
    files = {own[1] for _, value in ATTRIBUTE.findall(cleaned) if (own := OWN.fullmatch(value))}
    pictures = {row.file: row for row in apps.get_model("blog", "Picture").objects.filter(file__in=files)}
    within_link = False

    def place(tag: re.Match[str]) -> str:
        nonlocal within_link
        if "<img " not in tag[0]:
            within_link = tag[0] != "</a>"
            return tag[0]
        given = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(tag[0])}
        source = given.get("src", "")
        own = OWN.fullmatch(source)
        if not own:
            link = given.get("alt", "") if within_link else _link(source, given.get("alt", ""))
            return format_html("<p>{}</p>", link) if tag[0].startswith("<p>") else format_html("{}", link)
        picture = pictures.get(own[1])
        image = _image(source, given.get("alt", ""), picture)
        if not tag[0].startswith("<p>"):
            return image
        caption = given.get("title") or (picture.caption if picture else "")
        return format_html("<figure>{}{}</figure>", image, _caption(caption))

    return TAG.sub(place, cleaned)


def _link(address: str, words: str) -> str:
    if not address.startswith(("http://", "https://")):
        return words
    return format_html('<a href="{}">{}</a>', address, words or address)


def _image(source: str, alt: str, picture: Any) -> str:
    if picture is None:
        return format_html('<img src="{}" alt="{}" loading="lazy">', source, alt)
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        picture.url,
        picture.srcset,
        SIZES,
        picture.width,
        picture.height,
        alt or picture.alt,
    )


def _caption(words: str) -> str:
    return format_html("<figcaption>{}</figcaption>", words) if words else ""
