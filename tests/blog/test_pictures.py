import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from blog.models import Picture
from blog.pictures import MAX_BYTES, NotAPicture, store_picture, without_size
from tests.blog.images import corners, file_of, marked, png_that_claims, talkative_jpeg

pytestmark = pytest.mark.django_db


def stored(picture: Picture, width: int | None = None) -> Image.Image:
    with default_storage.open(picture.files[width or picture.width]) as file:
        image = Image.open(file)
        image.load()
    return image


def files() -> set[str]:
    return set(default_storage.listdir("pictures")[1]) if default_storage.exists("pictures") else set()


def test_a_wide_picture_is_kept_in_three_widths():
    picture = store_picture(file_of(marked(3200, 1600), "JPEG"), alt="A hill", caption="At ten")
    assert (picture.width, picture.height, picture.alt, picture.caption) == (1600, 800, "A hill", "At ten")
    assert {width: stored(picture, width).size for width in picture.files} == {
        480: (480, 240),
        960: (960, 480),
        1600: (1600, 800),
    }
    assert stored(picture).format == "WEBP"


def test_a_small_picture_is_not_blown_up():
    picture = store_picture(file_of(marked(700, 350)))
    assert list(picture.files) == [480, 700]
    assert files() == {name.removeprefix("pictures/") for name in picture.files.values()}
    assert store_picture(file_of(marked(31, 17))).files.keys() == {31}


def test_a_very_tall_picture_fits():
    picture = store_picture(file_of(Image.new("RGB", (100, 20_000))))
    assert picture.height == 4800
    assert picture.width == 24


def test_the_same_file_is_the_same_picture(django_assert_num_queries):
    first = store_picture(file_of(marked(700, 350)), alt="A hill")
    written = files()
    with django_assert_num_queries(1):
        again = store_picture(file_of(marked(700, 350)), alt="Another")
    assert (again.pk, again.alt, files()) == (first.pk, "A hill", written)


def test_two_pictures_of_one_name_are_both_kept():
    one = store_picture(SimpleUploadedFile("photo.png", file_of(marked(50, 50)).read()))
    two = store_picture(SimpleUploadedFile("photo.png", file_of(marked(60, 60)).read()))
    assert one.file != two.file
    assert len(files()) == 2


def test_half_a_file_that_a_crash_left_is_written_again():
    picture = store_picture(file_of(marked(700, 350)))
    Picture.objects.all().delete()
    default_storage.delete(picture.file)
    default_storage.save(picture.file, io.BytesIO(b"half"))
    assert stored(store_picture(file_of(marked(700, 350)))).size == (700, 350)
    assert len(files()) == 2


def test_fields_of_an_import_come_along():
    picture = store_picture(
        file_of(marked()), imported_key="blog#1", imported_path="/wp-content/uploads/a.png"
    )
    assert Picture.objects.get(imported_key="blog#1") == picture


# --- Metadata and orientation -----------------------------------------------------

TURNED = {
    1: {(0, 0): "r", (1, 0): "g", (0, 1): "b", (1, 1): "white"},
    2: {(0, 0): "g", (1, 0): "r", (0, 1): "white", (1, 1): "b"},
    3: {(0, 0): "white", (1, 0): "b", (0, 1): "g", (1, 1): "r"},
    4: {(0, 0): "b", (1, 0): "white", (0, 1): "r", (1, 1): "g"},
    5: {(0, 0): "r", (1, 0): "b", (0, 1): "g", (1, 1): "white"},
    6: {(0, 0): "b", (1, 0): "r", (0, 1): "white", (1, 1): "g"},
    7: {(0, 0): "white", (1, 0): "g", (0, 1): "b", (1, 1): "r"},
    8: {(0, 0): "g", (1, 0): "white", (0, 1): "r", (1, 1): "b"},
}


@pytest.mark.parametrize("orientation", TURNED)
def test_a_photo_stands_upright(orientation):
    picture = store_picture(talkative_jpeg(orientation))
    assert (picture.width, picture.height) == ((400, 200) if orientation < 5 else (200, 400))
    assert corners(stored(picture)) == TURNED[orientation]


def test_a_turned_photo_is_as_wide_as_the_column_and_no_wider():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = store_picture(file_of(Image.new("RGB", (2000, 4000)), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (1600, 800)


def test_a_photo_forgets_where_and_by_whom_it_was_taken():
    picture = store_picture(talkative_jpeg())
    for name in picture.files.values():
        with default_storage.open(name) as file:
            content = file.read()
        assert b"zq" not in content
        image = Image.open(io.BytesIO(content))
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & image.info.keys()


# --- Odd pictures -----------------------------------------------------------------

ODD = {
    "alpha": lambda: file_of(Image.new("RGBA", (90, 90), (10, 200, 30, 90))),
    "bits": lambda: file_of(Image.new("1", (90, 90), 1)),
    "cmyk": lambda: file_of(Image.new("CMYK", (90, 90), (0, 200, 0, 0)), "JPEG"),
    "grey": lambda: file_of(Image.new("L", (90, 90), 100)),
    "grey and alpha": lambda: file_of(Image.new("LA", (90, 90), (100, 90))),
    "palette": lambda: file_of(Image.new("P", (90, 90)), transparency=0),
    "moving gif": lambda: file_of(
        marked(90, 90), "GIF", save_all=True, append_images=[Image.new("RGB", (90, 90))] * 3
    ),
    "moving webp": lambda: file_of(
        marked(90, 90), "WEBP", save_all=True, append_images=[Image.new("RGB", (90, 90))] * 3
    ),
    "avif": lambda: file_of(marked(90, 90), "AVIF"),
    "progressive": lambda: file_of(marked(90, 90), "JPEG", progressive=True),
    "phone": lambda: file_of(
        marked(90, 90), "MPO", save_all=True, append_images=[Image.new("RGB", (90, 90))]
    ),
    "one pixel": lambda: file_of(Image.new("RGB", (1, 1))),
    "broken profile": lambda: file_of(marked(90, 90), icc_profile=b"no profile"),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_pictures_become_ordinary_ones(kind):
    image = stored(store_picture(ODD[kind]()))
    assert (image.format, getattr(image, "n_frames", 1)) == ("WEBP", 1)


def test_sixteen_bits_of_grey_do_not_turn_white():
    picture = store_picture(file_of(Image.new("I;16", (90, 90), 0x4000)))
    assert stored(picture).convert("L").getpixel((45, 45)) in range(0x38, 0x48)


def test_what_is_hidden_behind_a_picture_is_left_behind():
    tail = b"<script>alert(1)</script><?php system('id'); ?>PK\x03\x04"
    picture = store_picture(io.BytesIO(file_of(marked(90, 90), "GIF").read() + tail))
    with default_storage.open(picture.file) as file:
        assert b"<" + b"script" not in file.read()


REFUSED = {
    "nothing": b"",
    "text": b"hello",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "bmp": file_of(marked(20, 20), "BMP").read(),
    "tiff": file_of(marked(20, 20), "TIFF").read(),
    "ico": file_of(marked(20, 20), "ICO").read(),
    "half a png": file_of(marked()).read()[:300],
    "half a jpeg": file_of(marked(), "JPEG").read()[:400],
    "half a webp": file_of(marked(), "WEBP").read()[:100],
    "gif and javascript": b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)",
    "wide bomb": png_that_claims(30_000, 30_000).read(),
    "modest bomb": png_that_claims(5000, 5000).read(),
    "long bomb": png_that_claims(40_000, 1).read(),
    "liar": png_that_claims(900, 900).read(),
    "scans": file_of(marked(20, 20), "JPEG").read()[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 200,
    "too many bytes": file_of(marked(20, 20)).read() + b"\0" * MAX_BYTES,
}


@pytest.mark.parametrize("kind", REFUSED)
def test_other_files_are_refused_and_leave_nothing(kind):
    with pytest.raises(NotAPicture) as refusal:
        store_picture(io.BytesIO(REFUSED[kind]))
    assert refusal.value.messages[0].endswith(".")
    assert not Picture.objects.exists()
    assert not files()


def test_a_full_disk_is_a_sentence_and_leaves_nothing(monkeypatch):
    def full(name, content, max_length=None):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(NotAPicture, match="no room"):
        store_picture(file_of(marked()))
    assert not Picture.objects.exists()


def test_sizes_that_wordpress_wrote_into_names_come_off():
    assert without_size("/wp-content/uploads/2013/run-300x225.jpg") == "/wp-content/uploads/2013/run.jpg"
    assert without_size("/a/10x10-run.jpg") == "/a/10x10-run.jpg"
