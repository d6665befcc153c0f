"""What a page's thread looks like to a parser: its lists in lists, as indented lines."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br", "hr", "source", "wbr"}


class _Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open: list[str] = []
        self.lines: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "ol" and "children" in given.get("class", ""):
            self.depth += 1
        if tag == "li" and given.get("id", "").startswith("comment-"):
            self.lines.append("  " * self.depth + given["id"].removeprefix("comment-"))

    def handle_startendtag(self, tag, attrs):
        """<use …/> of the icons."""

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"
        if tag == "ol":
            self.depth = max(0, self.depth - 1)


def outline(html: str) -> list[str]:
    """The numbers of the page's comments, indented by their lists. Fails on tags that cross."""
    start, end = (
        html.index('<section class="band" id="comments"'),
        html.index('<section class="band" id="respond"'),
    )
    parser = _Outline()
    parser.feed(html[start:end])
    parser.close()
    assert not parser.open
    return parser.lines
