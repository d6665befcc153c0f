"""What WordPress stores, as what it shows."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.rendering import render_comment, render_post
from transfer.wptext import comment_html, post_html


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One\r\nline\r\n\r\n\r\nTwo", "<p>One<br>\nline</p>\n<p>Two</p>"),
        ("One<br />\nline", "<p>One<br>\nline</p>"),
        ("<p>One</p>\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("Before\n<h2>Title</h2>\nafter", "<p>Before</p>\n<h2>Title</h2>\n<p>after</p>"),
        ("<ul>\n<li>one</li>\n<li>two\nmore</li>\n</ul>", "<ul><li>one</li>\n<li>two<br>\nmore</li>\n</ul>"),
        ("<blockquote>One\n\nTwo</blockquote>", "<blockquote><p>One</p>\n<p>Two</p>\n</blockquote>"),
        ("a\n<pre>b\n\nc</pre>\nd", "<p>a</p>\n<pre>b\n\nc</pre>\n<p>d</p>"),
        ('<a\nhref="/x">x</a>', '<p><a\nhref="/x">x</a></p>'),
        ("I <3 you\nand 5 > 4", "<p>I <3 you<br>\nand 5 > 4</p>"),
        ("One<!--more-->\n\nTwo<!--nextpage-->", "<p>One</p>\n<p>Two</p>"),
        ("See http://x.example/a.", '<p>See <a href="http://x.example/a">http://x.example/a</a>.</p>'),
        ('<a href="/x">http://x.example</a>', '<p><a href="/x">http://x.example</a></p>'),
        ("<code>http://x.example</code>", "<p><code>http://x.example</code></p>"),
    ],
)
def test_classic_text_gets_its_paragraphs(typed, shown):
    assert post_html(typed) == shown


def test_text_of_the_block_editor_loses_its_marks_and_nothing_else():
    typed = '<!-- wp:paragraph {"a":1} -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->\n\n<!--more-->'
    assert post_html(typed) == "<p>One\nline</p>"


@pytest.mark.parametrize(
    "typed",
    [
        '[caption id="a" width="300"]<img src="/a.png" alt="x" /> Two <em>boots</em>[/caption]',
        '[caption width="300" caption="Two <em>boots</em>"]<img src="/a.png" alt="x" />[/caption]',
        '[wp_caption]\n<img src="/a.png" alt="x" />\nTwo <em>boots</em>[/wp_caption]',
    ],
)
def test_a_caption_becomes_a_figure(typed):
    shown = '<figure><img src="/a.png" alt="x" /><figcaption>Two <em>boots</em></figcaption>\n</figure>'
    assert post_html(f"Before {typed} after") == f"<p>Before</p>\n{shown}\n<p>after</p>"


def test_a_linked_picture_keeps_its_link_in_its_figure():
    typed = '[caption]<a href="/b"><img src="/a.png"></a> Boots[/caption]'
    shown = '<figure><a href="/b"><img src="/a.png"></a><figcaption>Boots</figcaption>\n</figure>'
    assert post_html(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown", "reported"),
    [
        ('a [gallery ids="1,2"] b', "<p>a  b</p>", ["gallery"]),
        ("[unknown size=3]", "", ["unknown"]),
        ("[box]kept[/box]", "<p>kept</p>", ["box"]),
        ("[youtube http://y.example/w?a=1]", '<p><a href="http://y.example/w?a=1">', ["youtube"]),
        ("[embed]http://y.example/[/embed]", '<p><a href="http://y.example/">', []),
        (
            "quoted [sic] from [1] and [citation needed]",
            "<p>quoted [sic] from [1] and [citation needed]</p>",
            [],
        ),
        ("how to [[gallery]]", "<p>how to [gallery]</p>", []),
        ("<pre>[gallery]</pre>", "<pre>[gallery]</pre>", []),
        ('[code lang="x"]if a < b:\n\n  c[/code]', "<pre><code>if a &lt; b:\n\n  c</code></pre>", []),
    ],
)
def test_shortcodes_are_resolved_or_reported(typed, shown, reported):
    heard = []
    assert post_html(typed, heard.append).startswith(shown)
    assert heard == reported


def test_lines_of_a_comment_are_lines():
    typed = "Hello\nthere\n\n<b>Bye</b> http://x.example"
    shown = '<p>Hello<br>\nthere</p>\n<p><b>Bye</b> <a href="http://x.example">http://x.example</a></p>'
    assert comment_html(typed) == shown


FRAGMENTS = [
    "a",
    " ",
    "\n",
    "\n\n",
    "<p>",
    "</p>",
    "<li>",
    "</li>",
    "<ul>",
    "</ul>",
    "<br />",
    "<hr>",
    "<pre>",
    "</pre>",
]
FRAGMENTS += [
    "<div>",
    "</div>",
    "http://x.example/y",
    "<a href='z'>",
    "</a>",
    "<h2>",
    "</h2>",
    "<3",
    "&amp;",
    "<!--",
    "-->",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_doing_it_twice_changes_nothing(typed):
    """An export of ours, imported elsewhere, has the same texts."""
    for convert in (comment_html, post_html):
        assert convert(convert(typed)) == convert(typed)


HURTFUL = [
    "<",
    "[",
    "<pre",
    "[caption]",
    "<!--",
    "<div>",
    "</div>",
    " \n",
    "[a ",
    "\n <br>",
    "[/a]",
    "http://",
    "<a>",
]


@pytest.mark.parametrize("piece", HURTFUL)
def test_no_text_takes_long(piece):
    started = time.process_time()
    post_html(piece * (600_000 // len(piece)))
    comment_html(piece * (600_000 // len(piece)))
    assert time.process_time() - started < 4


HARMFUL = [
    "<script>alert(1)</script>",
    "[caption]<img src=x onerror=alert(1)> <svg onload=alert(1)>[/caption]",
    '[caption caption="<img src=x onerror=alert(1)>"][/caption]',
    '<a href="javascript:alert(1)">x</a>',
    '[youtube http://x.example/"onmouseover=alert(1)]',
    'http://x.example/"onmouseover="alert(1)',
    "[code]</code></pre><script>alert(1)</script>[/code]",
    "<pre><script>alert(1)</script></pre>",
    "<!-- wp:html --><iframe srcdoc='<script>alert(1)</script>'></iframe><!-- /wp:html -->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", HARMFUL)
def test_nothing_that_runs_comes_through(typed):
    for shown in (render_post(post_html(typed), "html"), render_comment(comment_html(typed), "html")):
        tags = [piece.partition(">")[0].lower() for piece in shown.split("<")[1:]]
        assert not [tag for tag in tags if tag.split(" ")[0] in {"script", "svg", "iframe", "style", "math"}]
        assert not [tag for tag in tags if " on" in tag or "javascript:" in tag]
