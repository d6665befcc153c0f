import io
import struct
import time
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from accounts import avatars, fetching
from accounts.avatars import copy_picture, reencode
from accounts.fetching import Refused
from accounts.signals import picture_changed
from accounts.tasks import copy_picture as copy_picture_later

pytestmark = pytest.mark.django_db


def picture(kind="PNG", size=(300, 200), colour="red", mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def png_that_claims(width, height):
    """A header and no pixels: whoever unpacks it has not looked."""
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(body)) + b"IHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", 0)


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_a_small_square_of_ours(kind):
    made = opened(reencode(picture(kind)))
    assert (made.format, made.size, made.mode) == ("WEBP", (192, 192), "RGB")


def test_it_is_turned_upright_and_tells_nothing():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "my garden"
    source = Image.new("RGB", (100, 100), "blue")
    source.paste("red", (0, 0, 100, 50))
    file = io.BytesIO()
    source.save(file, "JPEG", exif=exif)
    made = reencode(file.getvalue())
    assert b"garden" not in made
    assert not opened(made).getexif()
    right, left = opened(made).getpixel((180, 96)), opened(made).getpixel((10, 96))
    assert right[0] > 200 > 100 > left[0]


def test_what_shines_through_becomes_white():
    made = opened(reencode(picture(mode="RGBA", colour=(0, 0, 0, 0))))
    assert made.getpixel((96, 96)) == (255, 255, 255)


def test_only_the_first_frame_is_kept():
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    assert not getattr(opened(reencode(file.getvalue())), "is_animated", False)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        picture("BMP"),
        picture("TIFF"),
        picture("JPEG")[:300],
        picture(size=(4097, 2)),
        picture(size=(2100, 2100)),
        png_that_claims(20000, 20000),
        png_that_claims(0, 10),
    ],
    ids=[
        "nothing",
        "html",
        "svg",
        "half html",
        "bmp",
        "tiff",
        "cut",
        "wide",
        "4.4 Mpx",
        "400 Mpx",
        "no width",
    ],
)
def test_everything_else_is_refused(data):
    with pytest.raises(Refused):
        reencode(data)


@pytest.fixture
def fetched(monkeypatch):
    """What the provider's server answers."""

    def answer(data):
        monkeypatch.setattr(avatars, "fetch", lambda url: data)

    answer(picture())
    return answer


def test_it_is_stored_under_the_name_of_its_content(ada, fetched):
    copy_picture(ada, "https://pbs.twimg.com/1.png")
    ada.refresh_from_db()
    assert ada.picture.startswith("people/")
    assert ada.picture_checked_at
    with default_storage.open(ada.picture) as file:
        assert opened(file.read()).size == (192, 192)
    first = ada.picture
    copy_picture(ada, "https://pbs.twimg.com/1.png")
    assert ada.picture == first
    assert default_storage.listdir("people")[1] == [first.removeprefix("people/")]


def test_whoever_cares_hears_of_another_picture_once(ada, fetched):
    heard = []
    picture_changed.connect(lambda user, **kwargs: heard.append(user), weak=False, dispatch_uid="test")
    try:
        copy_picture(ada, "https://pbs.twimg.com/1.png")
        copy_picture(ada, "https://pbs.twimg.com/1.png")
    finally:
        picture_changed.disconnect(dispatch_uid="test")
    assert heard == [ada]


def test_the_old_one_stays_when_the_new_one_is_bad(ada, fetched):
    copy_picture(ada, "https://pbs.twimg.com/1.png")
    old, checked = ada.picture, ada.picture_checked_at
    fetched(b"not a picture")
    copy_picture(ada, "https://pbs.twimg.com/2.png")
    ada.refresh_from_db()
    assert ada.picture == old
    assert ada.picture_checked_at > checked


def test_somebody_who_has_left_meanwhile_is_no_trouble(db, fetched):
    assert copy_picture_later.enqueue(4711, "https://pbs.twimg.com/1.png").status == "SUCCESSFUL"


# --- From the stand-in, over HTTP -------------------------------------------------


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(fetching, "SOCKET_TIMEOUT", 0.5)
    monkeypatch.setattr(fetching, "DEADLINE", 1)


def test_a_face_is_copied(ada, standin):
    copy_picture(ada, f"{standin.url}/pictures/google/ada=s192-c")
    assert ada.picture


@pytest.mark.parametrize(
    "trouble", ["404", "html", "svg", "large", "bomb", "broken", "private", "loop", "hang", "drip"]
)
def test_trouble_leaves_no_picture_and_does_not_last(ada, standin, hurried, trouble):
    began = time.monotonic()
    copy_picture(ada, f"{standin.url}/pictures/google/picture-{trouble}=s192-c")
    assert time.monotonic() - began < 6
    assert ada.picture == ""
    assert ada.picture_checked_at
