"""Pictures of an import: from a folder, never from the network, never from outside the folder."""

import socket

import pytest
from PIL import Image

from blog.models import Picture, Post
from tests.transfer.exports import FILES, element, everything, export, keyed, meta, post, run, the_post
from transfer.importing import import_wordpress

pytestmark = pytest.mark.django_db
WHOLE = FILES / "trails-1.2.xml"
UPLOADS = "https://trails.example/wp-content/uploads"


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_args):
        raise AssertionError("an import connected somewhere")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


def draw(file, colour="red"):
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (600, 400), colour).save(file)


def attachment(number, url=f"{UPLOADS}/2013/04/boots.png", **changes):
    inside = element("wp:attachment_url", url)
    return post(number, inside=inside + changes.pop("inside", ""), wp__post_type="attachment", **changes)


@pytest.mark.parametrize("place", ["2013/04/boots.png", "wp-content/uploads/2013/04/boots.png", "boots.png"])
def test_a_picture_is_found_by_its_path_or_its_name(folder, place):
    draw(folder / place)
    report = import_wordpress(WHOLE, media=folder)
    picture = Picture.objects.get()
    assert picture.imported_key == keyed(12, "attachment")
    assert (picture.alt, picture.caption) == ("Two boots", "The left one leaks.")
    assert picture.imported_path == "/wp-content/uploads/2013/04/boots.png"
    assert report.new["pictures"] == 1
    assert the_post(10).picture == picture
    assert f'src="{picture.url}"' in the_post(10).body
    assert "trails.example" not in the_post(10).body_html
    assert "<figcaption>My boots</figcaption>" in the_post(10).body_html


@pytest.mark.parametrize(
    "address",
    [
        f"{UPLOADS}/2013/04/boots.png",
        "http://trails.example/wp-content/uploads/2013/04/boots.png",
        "/wp-content/uploads/2013/04/boots.png",
        f"{UPLOADS}/2013/04/boots-300x225.png",
        f"{UPLOADS}/2013/04/boots.png?w=372&amp;h=180",
    ],
)
def test_every_address_of_a_picture_becomes_ours(tmp_path, folder, address):
    draw(folder / "boots.png")
    text = f'<a href="{address}"><img src="{address}" alt="x"></a>'
    run(tmp_path, export(attachment(5), post(1, content__encoded=text)), media=folder)
    assert the_post(1).body.count(Picture.objects.get().url) == 2


@pytest.mark.parametrize(
    "address",
    ["https://other.example/wp-content/uploads/2013/04/boots.png", f"{UPLOADS}/2013/04/hat.png", "//[x"],
)
def test_other_addresses_stay(tmp_path, folder, address):
    draw(folder / "boots.png")
    run(tmp_path, export(attachment(5), post(1, content__encoded=f'<img src="{address}">')), media=folder)
    assert address in the_post(1).body


def test_a_picture_may_stand_after_the_post_that_shows_it(tmp_path, folder):
    draw(folder / "boots.png")
    shows = post(1, inside=meta("_thumbnail_id", "5"))
    run(tmp_path, export(shows, attachment(5)), media=folder)
    assert the_post(1).picture == Picture.objects.get()


def test_a_second_time_changes_nothing(folder):
    draw(folder / "boots.png")
    import_wordpress(WHOLE, media=folder)
    before = everything()
    for media in (folder, None):
        report = import_wordpress(WHOLE, media=media)
        assert report.already_here["pictures"] == 1
    assert everything() == before


def test_one_picture_that_was_uploaded_twice_is_one_picture(tmp_path, folder):
    draw(folder / "boots.png")
    draw(folder / "same.png")
    text = export(
        attachment(5), attachment(6, f"{UPLOADS}/same.png"), post(1, inside=meta("_thumbnail_id", "6"))
    )
    for _again in range(2):
        report = run(tmp_path, text, media=folder)
        assert report.total_of("pictures") == 2
    assert the_post(1).picture == Picture.objects.get()


@pytest.mark.parametrize(
    "address",
    [
        "https://trails.example/wp-content/uploads/../../secret.png",
        "https://trails.example/wp-content/uploads/%2e%2e/secret.png",
        "https://trails.example/wp-content/uploads//etc/passwd",
        "file:///secret.png",
        "../secret.png",
        "http://169.254.169.254/latest/meta-data/x.png",
        "https://trails.example/wp-content/uploads/link.png",
        "https://trails.example/wp-content/uploads/" + "x" * 5_000,
        "https://trails.example/wp-content/uploads/%00.png",
        "//[x",
        "",
    ],
)
def test_nothing_comes_from_outside_the_folder(tmp_path, folder, address):
    draw(tmp_path / "secret.png")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    report = run(tmp_path, export(attachment(5, address)), media=folder)
    assert not Picture.objects.exists()
    assert ("pictures", "the file is not in the folder") in report.skipped


def test_a_broken_address_does_not_hide_a_file(tmp_path, folder):
    draw(folder / "2013" / "boots.png")
    inside = meta("_wp_attached_file", "2013/boots.png")
    run(tmp_path, export(attachment(5, "http://[x", inside=inside)), media=folder)
    assert Picture.objects.get().imported_path == ""


def test_what_is_no_picture_stays_behind(tmp_path, folder):
    (folder / "boots.png").write_text("<svg onload='alert(1)'/>")
    report = run(tmp_path, export(attachment(5)), media=folder)
    assert not Picture.objects.exists()
    assert ("pictures", "not a picture that can be read") in report.skipped


def test_comments_on_a_picture_are_reported(tmp_path, folder):
    text = WHOLE.read_text()
    start = text.index("<wp:comment>")
    comment = text[start : text.index("</wp:comment>", start)] + "</wp:comment>"
    report = run(tmp_path, export(attachment(5, inside=comment)), media=folder)
    assert report.skipped_of("comments") == 1


def test_a_dry_run_keeps_no_file(folder, settings):
    draw(folder / "boots.png")
    report = import_wordpress(WHOLE, media=folder, dry_run=True)
    assert report.new["pictures"] == 1
    assert not Picture.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert not Post.objects.exists()
