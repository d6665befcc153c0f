"""A WordPress export of 100,000 comments: how long it takes to bring in, and how much memory."""

import os
import random
import resource
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.conversations import START, parents, words
from comments.models import Comment
from transfer.importing import import_wordpress

# Comments under each post: one that everybody came to, and many as blogs have them.
POSTS = [20_000, *[1000] * 60, *[100] * 200]
SECONDS, MEGABYTES = 20, 300
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Happy trails</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://trails.example</wp:base_blog_url>
"""


def measure() -> int:
    file = Path(os.environ["DATA_DIR"]) / "export.xml"
    with file.open("w") as written:
        written.writelines(export(POSTS))
    start, busy = time.perf_counter(), time.process_time()
    import_wordpress(file)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = Comment.objects.count()
    size = file.stat().st_size / 1e6
    figures = f"{seconds:.1f} s, at work for {busy:.1f}, {megabytes:.0f} MB"
    print(f"{count:,} comments from {size:.0f} MB: {figures}")
    met = count == sum(POSTS) and seconds < SECONDS and megabytes < MEGABYTES
    if not met:
        print(f"not the {SECONDS} s and {MEGABYTES} MB that it should be")
    return 0 if met else 1


def export(sizes: list[int]) -> Iterator[str]:
    yield HEAD
    chance, number = random.Random(7), 0
    for post, size in enumerate(sizes, 1):
        yield (
            f"<item><title>Post {post}</title><dc:creator>jo</dc:creator>"
            f"<content:encoded>{words(chance)}</content:encoded><wp:post_id>{post}</wp:post_id>"
            "<wp:post_date_gmt>2013-04-25 08:00:00</wp:post_date_gmt>"
            f"<wp:post_name>post-{post}</wp:post_name>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        )
        for n, parent in enumerate(parents(size, seed=post)):
            yield _comment(chance, number + n, number + parent if parent is not None else None)
        number += size
        yield "</item>\n"
    yield "</channel></rss>\n"


def _comment(chance: random.Random, n: int, parent: int | None) -> str:
    reader = chance.randint(1, 400)
    text = words(chance)
    if n % 10 == 0:
        text += f"\n\nSee <em>there</em>: https://example.org/{n} & so on."
    fields = {
        "id": n + 1,
        "author": f"Reader {reader}",
        "author_email": f"reader{reader}@mail.example",
        "author_url": f"https://reader{reader}.example/" if reader % 3 == 0 else "",
        "author_IP": f"192.0.2.{reader % 250}",
        "date_gmt": f"{START + timedelta(minutes=n):%Y-%m-%d %H:%M:%S}",
        "content": text,
        "approved": "spam" if n % 50 == 0 else "1",
        "type": "comment",
        "parent": 0 if parent is None else parent + 1,
    }
    inside = "".join(
        f"<wp:comment_{name}>{escape(str(value))}</wp:comment_{name}>" for name, value in fields.items()
    )
    return f"<wp:comment>{inside}</wp:comment>\n"
