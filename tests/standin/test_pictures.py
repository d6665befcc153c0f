import io
import time

import pytest
import requests
from PIL import Image

from standin.personas import PERSONAS


def picture(google, **press) -> str:
    return google.profile(google.token(**press)).json()["picture"]


def get(url: str) -> requests.Response:
    return requests.get(url, allow_redirects=False, timeout=30)


@pytest.mark.parametrize("persona", [one.key for one in PERSONAS.values() if one.picture])
def test_each_face_is_a_picture_of_the_size_asked_for(google, persona):
    url = picture(google, persona=persona).replace("=s96-c", "=s192-c")
    with Image.open(io.BytesIO(get(url).content), formats=["JPEG"]) as image:
        assert image.size == (192, 192)
        assert len(image.getcolors(192 * 192)) > 100


def test_pictures_carry_exif_for_the_blog_to_remove(google):
    with Image.open(io.BytesIO(get(picture(google)).content)) as image:
        assert image.getexif()


def test_pictures_come_from_the_announced_host(stand, google):
    assert picture(google).startswith(f"http://{stand.pictures_host}/pictures/")
    elsewhere = picture(google, misbehave="picture-elsewhere")
    assert not elsewhere.startswith(f"http://{stand.pictures_host}/")
    assert get(elsewhere).status_code == 200


def test_noor_and_unknown_pictures_have_none(google):
    assert "picture" not in google.profile(google.token(persona="noor")).json()
    assert "picture" not in google.profile(google.token(misbehave="unknown-picture")).json()


@pytest.mark.parametrize(
    ("key", "status", "kind"),
    [
        ("picture-404", 404, "text/html"),
        ("picture-html", 200, "text/html"),
        ("picture-svg", 200, "image/svg+xml"),
        ("picture-large", 200, "image/jpeg"),
        ("picture-bomb", 200, "image/png"),
    ],
)
def test_spoilt_pictures(google, key, status, kind):
    answer = get(picture(google, misbehave=key))
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith(kind)
    if key == "picture-large":
        assert len(answer.content) > 5_000_000


def test_the_bomb_is_small_outside_and_huge_inside(google):
    body = get(picture(google, misbehave="picture-bomb")).content
    assert len(body) < 100_000
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(body))


def test_redirects_lead_to_a_private_address_and_in_a_circle(google):
    private = get(picture(google, misbehave="picture-private"))
    assert (private.status_code, private.headers["Location"][:23]) == (302, "http://169.254.169.254/")
    circle = picture(google, misbehave="picture-loop")
    assert circle.endswith(get(circle).headers["Location"])


def test_a_broken_picture_cannot_be_read_to_its_end(google):
    body = get(picture(google, misbehave="picture-broken")).content
    with Image.open(io.BytesIO(body)) as image, pytest.raises(OSError, match="truncated"):
        image.load()


@pytest.mark.parametrize("key", ["picture-hang", "picture-drip"])
def test_slow_pictures_take_as_long_as_a_timeout(stand, google, key):
    url = picture(google, misbehave=key)
    begun = time.monotonic()
    assert len(get(url).content) <= 100
    assert time.monotonic() - begun >= stand.hang * 0.9


@pytest.mark.parametrize(
    "path", ["/pictures/google/nobody=s96-c", "/pictures/google/ada.jpg", "/pictures/", "/nothing"]
)
def test_other_addresses_are_not_found(stand, path):
    assert get(stand.url + path).status_code == 404


def test_pictures_are_only_read(google):
    assert requests.post(picture(google), timeout=30).status_code == 405
