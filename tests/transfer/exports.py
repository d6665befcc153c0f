"""WordPress exports for tests, built from what a test is about, and what an import made of
them. Files that look like real ones are in files/."""

from pathlib import Path
from xml.sax.saxutils import escape

from django.apps import apps

from blog.models import Post
from comments.models import Comment
from transfer.importing import import_wordpress
from transfer.report import Report

FILES = Path(__file__).parent / "files"
BLOG = "https://trails.example"
NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
DAY = "2013-04-25 08:00:00"


def element(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def export(*parts: str, namespaces: dict[str, str] = NAMESPACES, base: str = BLOG, head: str = "") -> str:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {declared}>\n<channel>\n'
        f"<title>Happy trails</title><description>Slow miles</description>\n{head}"
        f"{element('wp:wxr_version', '1.2')}{element('wp:base_blog_url', base)}\n"
        + "\n".join(parts)
        + "\n</channel>\n</rss>\n"
    )


def author(login: str, number: int = 1, **changes: object) -> str:
    fields = {"author_id": number, "author_login": login, "author_email": f"{login}@trails.example"}
    fields |= {"author_display_name": login.title(), **changes}
    inside = "".join(element(f"wp:{name}", value) for name, value in fields.items())
    return f"<wp:author>{inside}</wp:author>"


def category(slug: str, parent: str = "") -> str:
    fields = {"category_nicename": slug, "category_parent": parent, "cat_name": slug.title()}
    inside = "".join(element(f"wp:{name}", value) for name, value in fields.items())
    return f"<wp:category>{inside}</wp:category>"


def post(number: int, *comments: str, inside: str = "", **changes: object) -> str:
    """An item: a published post, unless the changes say otherwise."""
    fields: dict[str, object] = {
        "title": f"Post {number}",
        "dc:creator": "jo",
        "content:encoded": "Some say it is good for the knees.",
        "wp:post_id": number,
        "wp:post_date": DAY,
        "wp:post_date_gmt": DAY,
        "wp:post_name": f"post-{number}",
        "wp:status": "publish",
        "wp:post_type": "post",
        "wp:comment_status": "open",
    }
    fields |= {name.replace("__", ":"): value for name, value in changes.items()}
    texts = "".join(element(name, value) for name, value in fields.items())
    return f"<item>{texts}{inside}\n" + "\n".join(comments) + "</item>"


def comment(number: object, parent: object = 0, **changes: object) -> str:
    """An approved comment of Ann's, written as many minutes after the post as its number says."""
    minutes = number if isinstance(number, int) else 0
    date = f"2013-04-{26 + minutes // 1440 % 4} {minutes // 60 % 24:02}:{minutes % 60:02}:00"
    fields: dict[str, object] = {
        "id": number,
        "author": "Ann",
        "author_email": "ann@mail.example",
        "date": date,
        "date_gmt": date,
        "content": f"Words {number}",
        "approved": "1",
        "type": "",
        "parent": parent,
        "user_id": 0,
    }
    fields |= changes
    texts = "".join(element(f"wp:comment_{name}", value) for name, value in fields.items())
    return f"<wp:comment>{texts}</wp:comment>"


def meta(key: str, value: str, of: str = "postmeta") -> str:
    return f"<wp:{of}>{element('wp:meta_key', key)}{element('wp:meta_value', value)}</wp:{of}>"


def run(folder: Path, text: str | bytes, **options) -> Report:
    file = folder / "export.xml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_wordpress(file, **options)


def everything() -> dict[str, list[dict]]:
    """Every row of every table of ours, to compare."""
    models = [
        model
        for app in ("accounts", "blog", "comments")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def keyed(number, kind="post"):
    return f"trails.example#{kind}-{number}"


def the_post(number) -> Post:
    return Post.objects.get(imported_key=keyed(number))


def the_comment(number) -> Comment:
    return Comment.objects.get(imported_key=keyed(number, "comment"))


def parents() -> dict[int, int]:
    """Of each imported comment, by the numbers of the old blog."""
    number = {c.pk: int(c.imported_key.rpartition("-")[2]) for c in Comment.objects.all()}
    return {number[c.pk]: number.get(c.parent_id, 0) for c in Comment.objects.all()}
