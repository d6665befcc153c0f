"""Pictures in the admin."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from blog.models import Picture
from tests import base
from tests.blog.images import file_of, marked, png_that_claims, talkative_jpeg

pytestmark = pytest.mark.django_db

ADD = "/admin/blog/picture/add/"


@pytest.fixture
def editor(alice):
    return base.signed_in(alice)


def upload(browser, content: bytes, name: str = "photo.png", **kwargs):
    return browser.post(
        ADD, {"upload": SimpleUploadedFile(name, content), "alt": "", "caption": "", **kwargs}
    )


def test_a_picture_is_uploaded_shown_and_ready_to_be_written_into_a_post(editor):
    response = upload(
        editor, file_of(marked(700, 350)).read(), alt="A hill [east]", caption="At ten", _continue="1"
    )
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.width) == ("A hill [east]", "At ten", 700)
    page = editor.get(response["Location"]).content.decode()
    assert f'src="{picture.thumbnail_url}"' in page
    assert f'value="![A hill [east\\]]({picture.url})"' in page
    assert picture.thumbnail_url in editor.get("/admin/blog/picture/").content.decode()


def test_the_words_can_be_changed_and_the_file_cannot(editor):
    upload(editor, file_of(marked()).read())
    picture = Picture.objects.get()
    address = f"/admin/blog/picture/{picture.pk}/change/"
    assert 'type="file"' not in editor.get(address).content.decode()
    editor.post(address, {"alt": "New", "caption": "Words", "file": "../evil", "width": 1})
    changed = Picture.objects.get()
    assert (changed.alt, changed.caption, changed.file, changed.width) == ("New", "Words", picture.file, 400)


def test_the_same_file_again_is_the_picture_that_is_there(editor):
    content = file_of(marked()).read()
    upload(editor, content, alt="A hill", caption="At ten")
    upload(editor, content, alt="A better word", name="other.png")
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption) == ("A better word", "At ten")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<svg onload=alert(1)>", "cannot be read as a picture"),
        (png_that_claims(30_000, 30_000).read(), "too many pixels"),
    ],
    ids=["nothing", "svg", "bomb"],
)
def test_what_is_no_picture_is_refused_with_a_reason(editor, content, words):
    response = upload(editor, content, alt="Precious words")
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "Precious words" in page
    assert not Picture.objects.exists()
    assert not default_storage.exists("pictures")


def test_a_form_with_another_mistake_stores_nothing(editor):
    assert upload(editor, file_of(marked()).read(), alt="x" * 600).status_code == 200
    assert not Picture.objects.exists()
    assert not default_storage.exists("pictures")


@pytest.mark.parametrize(
    "name",
    [
        *("../../evil.png", "/etc/passwd", "..\\evil.png", "a\x00b.png", "a\r\nX: y.png"),
        *("\u202egnp.exe", "evil.php", "con", "a" * 300),
    ],
    ids=range(9),
)
def test_no_name_of_a_file_matters(editor, name):
    upload(editor, file_of(marked()).read(), name=name)
    (picture,) = Picture.objects.all()
    assert picture.file.startswith("pictures/")
    assert set(default_storage.listdir("")[0]) <= {"pictures"}
    assert default_storage.listdir("")[1] == []


def test_a_photo_forgets_its_maker(editor):
    upload(editor, talkative_jpeg(6).read(), name="photo.jpg")
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (200, 400)
    with default_storage.open(picture.file) as file:
        assert b"zq" not in file.read()


def test_only_those_who_write_upload(client, ada, mo):
    for browser in (client, base.signed_in(ada), base.signed_in(mo)):
        assert upload(browser, file_of(marked()).read()).status_code in {302, 403}
    assert not Picture.objects.exists()
    assert not default_storage.exists("pictures")
