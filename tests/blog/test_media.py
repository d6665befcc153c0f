import io

import pytest
from django.core.files.storage import default_storage

from blog.models import Picture
from tests.blog.images import file_of, marked

pytestmark = pytest.mark.django_db

OLD = "/wp-content/uploads/2013/04/run"


@pytest.fixture
def stored():
    content = file_of(marked(40, 40), "WEBP").read()
    return default_storage.save("pictures/abc-40.webp", io.BytesIO(content)), content


def test_a_picture_is_served_for_ever_and_may_do_nothing(client, stored):
    name, content = stored
    response = client.get(f"/media/{name}")
    assert b"".join(response) == content
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in response


def test_a_picture_has_a_head_and_is_not_sent_twice(client, stored):
    name, content = stored
    head = client.head(f"/media/{name}")
    head.close()
    assert head["Content-Length"] == str(len(content))
    again = client.get(f"/media/{name}", headers={"if-none-match": head["ETag"]})
    assert again.status_code == 304
    assert again["Cache-Control"] == head["Cache-Control"]


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.js", "evil.webp.html", "evil", ".webp"])
def test_nothing_but_pictures_is_served(client, name):
    default_storage.save(name, io.BytesIO(b"<script>alert(1)</script>"))
    assert client.get(f"/media/{name}").status_code == 404


def test_what_calls_itself_a_picture_is_never_read_as_a_page(client):
    default_storage.save("pictures/evil.webp", io.BytesIO(b"<script>alert(1)</script>"))
    response = client.get("/media/pictures/evil.webp")
    response.close()
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/webp", "nosniff")


@pytest.mark.parametrize(
    "path",
    [
        "../blog.sqlite3",
        "pictures/../../secret.webp",
        "..%2f..%2fsecret.webp",
        "%2e%2e/secret.webp",
        "pictures/%00.webp",
        "/etc/secret.webp",
        "//etc/secret.webp",
        "pictures\\..\\secret.webp",
        ".hidden.webp",
        "pictures/.hidden.webp",
        f"{'a' * 400}.webp",
        "pictures/",
        "",
        "nothing.webp",
        "pictures.webp/x.webp",
    ],
)
def test_no_path_leads_out_of_the_pictures(client, path, tmp_path, stored):
    (tmp_path / "secret.webp").write_bytes(b"secret")
    (tmp_path / "media" / ".hidden.webp").write_bytes(b"secret")
    (tmp_path / "media" / "pictures" / ".hidden.webp").write_bytes(b"secret")
    assert client.get(f"/media/{path}").status_code == 404


def test_media_cannot_be_written_to(client, stored):
    assert client.post(f"/media/{stored[0]}").status_code == 405


@pytest.mark.parametrize("address", [f"{OLD}.jpg", f"{OLD}-300x225.jpg"])
def test_a_picture_is_found_under_its_old_address(client, address):
    Picture.objects.create(file="pictures/a-40.webp", width=40, height=40, imported_path=f"{OLD}.jpg")
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, "/media/pictures/a-40.webp")


def test_an_old_address_that_nobody_brought_is_missing(client):
    for name in ("other.jpg", "%00.jpg"):
        assert client.get(f"/wp-content/uploads/2013/04/{name}").status_code == 404
