"""Reading exports: every form WordPress ever wrote them in."""

import gzip

import pytest

from tests.transfer.exports import FILES, NAMESPACES, author, comment, export, meta, post
from transfer import wxr
from transfer.wxr_parts import Author, Channel, Item, Term


def read(folder, text, name="export.xml", **options):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(wxr.read(file, **options))


def items(parts):
    return [part for part in parts if isinstance(part, Item)]


@pytest.mark.parametrize(
    "namespaces",
    [
        NAMESPACES,
        {prefix: uri.replace("http://", "https://") for prefix, uri in NAMESPACES.items()},
        {prefix: uri.replace("1.2", "1.0") for prefix, uri in NAMESPACES.items()},
        {prefix: uri.replace("1.2", "1.1") for prefix, uri in NAMESPACES.items()},
        {prefix: uri.replace("1.2", "7.9") for prefix, uri in NAMESPACES.items()},
        {prefix: uri.replace("/1.2", "") for prefix, uri in NAMESPACES.items()},
        {prefix: uri.rstrip("/") for prefix, uri in NAMESPACES.items()},
        {prefix: uri.replace("http://", "http://www.") for prefix, uri in NAMESPACES.items()},
    ],
)
def test_every_form_of_the_namespaces_says_the_same(tmp_path, namespaces):
    text = post(7, comment(3, approved="0"), excerpt__encoded="Short", content__encoded="Long")
    (item,) = items(read(tmp_path, export(text, namespaces=namespaces)))
    assert (item.id, item.excerpt, item.content, item.creator) == (7, "Short", "Long", "jo")
    assert (item.comments[0].id, item.comments[0].approved) == (3, "0")


def test_prefixes_are_only_names(tmp_path):
    text = other = export(post(7, comment(3)))
    for prefix in NAMESPACES:
        other = other.replace(f"{prefix}:", f"my-{prefix}:").replace(
            f"xmlns:{prefix}=", f"xmlns:my-{prefix}="
        )
    assert "<my-wp:comment>" in other
    assert items(read(tmp_path, other)) == items(read(tmp_path, text))


def test_the_version_may_be_missing(tmp_path):
    text = export(post(7)).replace("<wp:wxr_version>1.2</wp:wxr_version>", "")
    assert len(items(read(tmp_path, text))) == 1


def test_an_export_of_1_2_is_read_whole():
    parts = list(wxr.read(FILES / "trails-1.2.xml"))
    assert [part for part in parts if isinstance(part, Author)] == [
        Author(4, "jo", "jo@trails.example", "Jo Penhallow"),
        Author(9, "bryony", "bryony@trails.example", "Bryony Tait"),
    ]
    assert [part for part in parts if isinstance(part, Term)] == [
        Term("category", "walking", "Walking", "", "With stops."),
        Term("category", "weather", "Weather &amp; water", "walking", ""),
        Term("post_tag", "%d0%b3%d0%be%d1%80%d1%8b", "горы", "", ""),
        Term("nav_menu", "main", "Main", "", ""),
    ]
    channel = parts[-1]
    assert isinstance(channel, Channel)
    assert (channel.title, channel.base_blog_url) == ("Happy Trails", "https://trails.example")
    attachment = next(item for item in items(parts) if item.type == "attachment").attachment
    assert attachment.file == "2013/04/boots.png"
    assert attachment.alt == "Two boots"


def test_an_export_of_1_0_is_read_without_authors():
    parts = list(wxr.read(FILES / "trails-1.0.xml"))
    assert not [part for part in parts if isinstance(part, Author)]
    (item,) = items(parts)
    assert item.creator == "jo"
    assert [(term.taxonomy, term.slug) for term in item.terms if term.slug] == [
        ("category", "walking"),
        ("tag", "mud"),
    ]


def test_a_packed_export_is_unpacked(tmp_path):
    packed = gzip.compress(export(post(7)).encode())
    assert len(items(read(tmp_path, packed, "export.xml.gz"))) == 1


def test_cdata_that_was_split_comes_together(tmp_path):
    text = export(post(7)).replace("Some say", "<![CDATA[a ]]]]><![CDATA[> b <i>&amp;</i> ]]>")
    assert items(read(tmp_path, text))[0].content.startswith("a ]]> b <i>&amp;</i> ")


def test_strange_but_legal_signs_survive(tmp_path):
    strange = "\t\x7f\x85\u200b\u202e\ufeff\U0001f600"
    assert items(read(tmp_path, export(post(7, content__encoded=strange))))[0].content == strange


def test_serialized_values_are_left_alone(tmp_path):
    value = 'a:2:{s:5:"width";i:300;s:4:"file";s:9:"<a>&amp;\'";}'
    inside = meta("_wp_attachment_metadata", value) + meta("_thumbnail_id", "12")
    assert items(read(tmp_path, export(post(7, inside=inside))))[0].meta == {"_thumbnail_id": "12"}


def test_a_title_elsewhere_is_not_the_title_of_the_blog(tmp_path):
    head = "<image><url>u</url><title>Logo</title></image>"
    parts = read(tmp_path, export(post(7), head=head))
    assert parts[-1].title == "Happy trails"


@pytest.mark.parametrize("number", ["", "0", "-3", "x", "1.5", "٣", "9" * 30, "9" * 10_000])
def test_what_is_no_number_is_none(tmp_path, number):
    assert items(read(tmp_path, export(post(number))))[0].id == 0


def test_comments_may_be_left_out_and_are_still_counted(tmp_path):
    (item,) = items(read(tmp_path, export(post(7, comment(1), comment(2))), with_comments=False))
    assert (item.comments, item.comment_count) == ([], 2)


def test_one_post_is_in_memory_at_a_time(tmp_path):
    (tmp_path / "export.xml").write_text(export(author("jo"), *(post(n) for n in range(1, 400))))
    parts = wxr.read(tmp_path / "export.xml")
    assert isinstance(next(parts), Author)
    assert next(parts).id == 1
    assert len(parts.gi_frame.f_locals["reader"].ready) < 200
