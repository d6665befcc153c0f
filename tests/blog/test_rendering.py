import pytest

from blog.models import Picture
from blog.rendering import excerpt, plain_text, reading_minutes, render_comment, render_post
from tests.blog.oracle import read

LONG = "On the last Sunday of October I turned round at the foot of the lane and ran home in reverse. " * 2


def tags_of(html: str) -> list[str]:
    return [tag for tag, _ in read(html).tags]


# --- Posts in Markdown ------------------------------------------------------------


def test_headings_of_a_post_stand_below_its_title_and_can_be_linked_to():
    html = render_post("# One\n\n## Two words\n\n## Two words\n\n### Año 2013", "markdown")
    assert html.split("\n")[:4] == [
        '<h2 id="h-one">One</h2>',
        '<h2 id="h-two-words">Two words</h2>',
        '<h2 id="h-two-words-2">Two words</h2>',
        '<h3 id="h-año-2013">Año 2013</h3>',
    ]


def test_cells_are_aligned_by_class():
    html = render_post("| a | b |\n|:-:|--:|\n| 1 | 2 |", "markdown")
    assert '<th class="align-center">a</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert "style" not in html


def test_task_lists_say_in_words_what_is_done():
    html = render_post("- [x] shoes\n- [ ] run\n- rest", "markdown")
    assert '<li class="task">☑ shoes</li>' in html
    assert '<li class="task">☐ run</li>' in html
    assert "<li>rest</li>" in html


def test_a_footnote_is_linked_both_ways():
    html = render_post("It helps.[^1] It does.[^1]\n\n[^1]: Says who?", "markdown")
    assert html.count('<a href="#fn1"') == 2
    assert html.count('id="fnref1"') == 1
    assert '<ol class="footnotes">\n<li id="fn1"><p>Says who? <a href="#fnref1">' in html


def test_a_sentence_can_be_pulled_out():
    html = render_post("::: pull\nYou watch the distance *grow*.\n:::", "markdown")
    assert html.startswith('<blockquote class="pull">\n<p>You watch the distance <em>grow</em>.</p>')


def test_code_is_shown_as_it_is():
    html = render_post('```python\nif a < b: print("<b>")\n```', "markdown")
    assert html == '<pre><code>if a &lt; b: print("&lt;b&gt;")\n</code></pre>\n'


def test_addresses_become_links_and_abbreviations_do_not():
    html = render_post("See https://example.com/a?b=1&c=2, e.g. example.com or me@example.com", "markdown")
    assert '<a href="https://example.com/a?b=1&amp;c=2">' in html
    assert html.count("<a ") == 1


def test_the_editors_marks_vanish():
    html = render_post('Before\n\n<!--more Go on-->\n\n<!-- wp:paragraph {"a":1} -->\n\nAfter', "markdown")
    assert plain_text(html) == "Before After"


def test_html_in_markdown_is_shown_and_not_obeyed():
    assert render_post("<b>bold</b>", "markdown") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"


@pytest.mark.parametrize(
    ("source", "has_lede"),
    [(LONG, True), ("Short.", False), (f"**Bold** {LONG}", False), (f"- {LONG}", False)],
)
def test_a_long_first_paragraph_of_plain_words_is_the_lede(source, has_lede):
    html = render_post(f"{source}\n\n{LONG}", "markdown")
    assert html.count('class="lede"') == has_lede


# --- Posts in HTML ----------------------------------------------------------------


def test_html_of_another_blog_keeps_its_structure_and_loses_its_looks():
    html = render_post(
        '<h1 id="top" class="x">Why</h1>'
        '<p style="color:red" onclick="x()">It <strong class="y">helps</strong>.</p>'
        '<figure class="wp-block-pullquote is-style-x"><blockquote><p>Grow.</p></blockquote></figure>'
        "<!-- wp:list --><ul><li>One</li></ul><!-- /wp:list --><span>two</span>",
        "html",
    )
    assert html == (
        '<h2 id="h-why">Why</h2><p>It <strong>helps</strong>.</p>'
        '<blockquote class="pull"><p>Grow.</p></blockquote><ul><li>One</li></ul>two'
    )


def test_a_film_becomes_a_link_to_it():
    html = render_post(
        '<iframe width="1" src="https://www.youtube.com/embed/x?a=1&amp;b=2"></iframe>', "html"
    )
    address = "https://www.youtube.com/embed/x?a=1&amp;b=2"
    assert html == f'<a href="{address}">{address}</a>'


# --- Pictures in posts ------------------------------------------------------------


@pytest.fixture
def picture(db):
    return Picture.objects.create(
        file="pictures/abc-1600.webp", width=1600, height=800, alt="A hill", caption="At ten past eight"
    )


def test_our_picture_comes_in_three_widths_with_its_caption(picture, django_assert_num_queries):
    with django_assert_num_queries(1):
        html = render_post(
            "![](/media/pictures/abc-1600.webp)\n\n![](/media/pictures/abc-1600.webp)", "markdown"
        )
    assert html.startswith(
        '<figure><img src="/media/pictures/abc-1600.webp" srcset="/media/pictures/abc-480.webp 480w, '
        '/media/pictures/abc-960.webp 960w, /media/pictures/abc-1600.webp 1600w" '
    )
    assert 'width="1600" height="800" alt="A hill" loading="lazy">' in html
    assert "<figcaption>At ten past eight</figcaption></figure>" in html


def test_the_text_has_the_last_word_on_alternative_and_caption(picture):
    html = render_post('![A lane](/media/pictures/abc-1600.webp "From <memory>")', "markdown")
    assert 'alt="A lane"' in html
    assert "<figcaption>From &lt;memory&gt;</figcaption>" in html


def test_a_picture_among_words_is_no_figure(picture):
    html = render_post("See ![](/media/pictures/abc-1600.webp) here", "markdown")
    assert "<figure>" not in html
    assert "srcset" in html


def test_a_picture_in_a_figure_of_html_stays_there(picture):
    html = render_post(
        '<figure class="a"><img src="/media/pictures/abc-1600.webp"><figcaption>Own</figcaption></figure>',
        "html",
    )
    assert html.count("<figure>") == html.count("<figcaption>") == 1
    assert "srcset" in html


@pytest.mark.parametrize(
    ("source", "body_format"),
    [
        ("![A dog](https://evil.example/x.png)", "markdown"),
        ('<img src="https://evil.example/x.png" alt="A dog">', "html"),
    ],
)
def test_a_picture_elsewhere_becomes_a_link(source, body_format):
    html = render_post(source, body_format)
    assert "<img" not in html
    assert '<a href="https://evil.example/x.png">A dog</a>' in html


def test_a_linked_picture_elsewhere_leaves_its_words_in_the_link():
    html = render_post(
        '<a href="https://a.example/"><img src="https://b.example/x.png" alt="A dog"></a>', "html"
    )
    assert html == '<a href="https://a.example/">A dog</a>'


# --- Comments ---------------------------------------------------------------------


def test_a_comment_has_lines_lists_quotes_and_code():
    html = render_comment("One\ntwo **three** `four`\n\n> five\n\n- six")
    assert "<p>One<br>\ntwo <strong>three</strong> <code>four</code></p>" in html
    assert tags_of(html) == ["p", "br", "strong", "code", "blockquote", "p", "ul", "li"]


@pytest.mark.parametrize(
    "source", ["# Big", "Big\n===", "| a |\n|---|\n| b |", "[a]: https://x.example\n\n[a]", "* * *"]
)
def test_a_comment_has_no_headings_tables_references_or_rules(source):
    assert set(tags_of(render_comment(source))) <= {"p", "br", "a"}


def test_a_comment_shows_no_picture():
    for source, body_format in [
        ("![a](/media/pictures/abc-1600.webp)", "markdown"),
        ("<img src=/media/x.webp>", "html"),
    ]:
        assert "<img" not in render_comment(source, body_format)


@pytest.mark.parametrize("body_format", ["markdown", "html"])
def test_links_in_comments_are_nobodys_recommendation(body_format):
    source = {
        "markdown": "[a](https://a.example) https://b.example",
        "html": '<a rel="follow" href="https://a.example">a</a>',
    }
    for tag, attributes in read(render_comment(source[body_format], body_format)).tags:
        if tag == "a":
            assert attributes["rel"] == "nofollow ugc noopener"


def test_a_comment_from_wordpress_keeps_its_lines():
    html = render_comment(
        "Never heard of this!\nAwesome & <em>new</em>.\n\nThanks <font>so</font> much", "html"
    )
    assert html == "<p>Never heard of this!<br>\nAwesome &amp; <em>new</em>.</p>\n<p>Thanks so much</p>"


def test_a_comment_with_paragraphs_of_its_own_gets_no_others():
    html = render_comment("<p>One<br>\ntwo</p>\n<p>three</p>", "html")
    assert html == "<p>One<br>\ntwo</p>\n<p>three</p>"


# --- Words ------------------------------------------------------------------------


def test_an_excerpt_ends_between_two_words():
    html = "<h2>Why</h2><p>Salt &amp; <b>pep</b>per, always.</p><figure><figcaption>no</figcaption></figure>"
    assert excerpt(html) == "Why Salt & pepper, always."
    assert excerpt(html, 4) == "Why Salt & pepper…"


def test_an_excerpt_of_one_endless_word_is_short():
    assert len(excerpt(f"<p>{'a' * 5000}</p>")) < 500


def test_reading_takes_a_minute_at_least():
    assert reading_minutes("") == 1
    assert reading_minutes("<p>" + "word " * 231 + "</p>") == 2
