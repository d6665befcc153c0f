"""Pictures that people upload, made into pictures of our own: checked before they are
unpacked, upright, nothing in them but pixels, in up to three widths."""

import hashlib
import io
import math
import re
import struct
import zlib
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import ExifTags, Image, ImageCms

from blog.models import Picture

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MAX_BYTES = 20 * 1024 * 1024
MAX_SIDE = 30_000
# So many that reading one takes less than 100 MB: a baseline JPEG is read at half, a quarter
# or an eighth of its size, a progressive one keeps its coefficients, WebP several copies.
MAX_PIXELS = {
    "JPEG": 50_000_000,
    "progressive": 14_000_000,
    "PNG": 18_000_000,
    "GIF": 18_000_000,
    "AVIF": 10_000_000,
    "WEBP": 6_000_000,
}
# Each scan of a JPEG is another pass over all of it.
MAX_SCANS = 100
MAX_HEIGHT = 4800
QUALITY = 78
# What Pillow's readers raise for files that lie about themselves.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, MemoryError, AttributeError, RuntimeError),
    *(ArithmeticError, LookupError, struct.error, zlib.error),
)
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = {UPRIGHT[5], UPRIGHT[6], UPRIGHT[7], UPRIGHT[8]}
LANCZOS = Image.Resampling.LANCZOS
SIZE_IN_NAME = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated)(?=\.\w+$)")

help_text = gettext_lazy("A photo or drawing: JPEG, PNG, WebP, AVIF or GIF, up to 20 MB.")


class NotAPicture(ValidationError):
    """What was uploaded is no picture, or too much of one."""


def store_picture(file: BinaryIO, alt: str = "", caption: str = "", **fields: object) -> Picture:
    """The row of this picture; the same file again is the same row."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise NotAPicture(_("This file is larger than 20 MB. Please make it smaller first."))
    stem = f"pictures/{hashlib.sha256(data).hexdigest()[:32]}"
    if known := Picture.objects.filter(file__startswith=f"{stem}-").first():
        return known
    image = _prepared(data)
    picture = Picture(file=f"{stem}-{image.width}.webp", width=image.width, height=image.height)
    for width, name in picture.files.items():
        _write(name, _webp(image, width))
    values = {"width": picture.width, "height": picture.height, "alt": alt, "caption": caption, **fields}
    return Picture.objects.get_or_create(file=picture.file, defaults=values)[0]


def without_size(path: str) -> str:
    """WordPress keeps a picture in several sizes, each with its size in the name."""
    return SIZE_IN_NAME.sub("", path)


def _prepared(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _refuse_bombs(image, data)
            return _upright_and_small(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture(_("This picture has too many pixels. Please make it smaller first.")) from error
    except UNREADABLE as error:
        raise NotAPicture(
            _("This file cannot be read as a picture. It may be JPEG, PNG, WebP, AVIF or GIF.")
        ) from error


def _refuse_bombs(image: Image.Image, data: bytes) -> None:
    """By what the header says, before anything is unpacked."""
    # Phones write JPEGs with a second picture inside, which Pillow calls MPO.
    is_jpeg = image.format in {"JPEG", "MPO"}
    kind = "progressive" if image.info.get("progressive") else "JPEG" if is_jpeg else str(image.format)
    most = MAX_PIXELS[kind]
    if image.width * image.height > most or max(image.size) > MAX_SIDE:
        raise Image.DecompressionBombError
    if is_jpeg and data.count(b"\xff\xda") > MAX_SCANS:
        raise NotAPicture(_("This JPEG is built in an unusual way. Please save it again and retry."))


def _upright_and_small(image: Image.Image) -> Image.Image:
    turn = UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    profile = image.info.get("icc_profile")
    # The column limits the width *after* turning, which is cheap once the picture is small.
    width, height = image.size[::-1] if turn in SIDEWAYS else image.size
    scale = min(1, Picture.WIDTHS[-1] / width, MAX_HEIGHT / height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    image.draft(None, size)
    image.load()
    image = _in_srgb(_reduced(image, size, bool(profile)).resize(size, LANCZOS), profile)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}
    return image


def _reduced(image: Image.Image, size: tuple[int, int], has_profile: bool) -> Image.Image:
    """Near `size` and in eight bits. Strip by strip, since each of Pillow's conversions makes
    a copy, and a copy of the whole is what a bomb hopes for."""
    factor = min(image.width // size[0], image.height // size[1])
    rows = 64 * factor
    result = None
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        strip.info = image.info
        strip = _in_eight_bits(strip, has_profile).reduce(factor)
        if result is None:
            result = Image.new(strip.mode, (strip.width, math.ceil(image.height / factor)))
        result.paste(strip, (0, top // factor))
    return result or image


def _in_eight_bits(image: Image.Image, has_profile: bool) -> Image.Image:
    if image.mode == "CMYK" or (has_profile and image.mode in {"RGB", "L"}):
        return image  # its profile knows better how to make it RGB
    if image.mode.startswith("I"):
        # Pillow would cut sixteen bits off at 255 and leave a white sheet.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = "transparency" in image.info or image.mode in {"RGBA", "LA", "PA", "La", "RGBa"}
    return image.convert("RGBA" if has_alpha else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours without the profile, which may hold words about its maker."""
    if profile and image.mode in {"RGB", "L", "CMYK"}:
        try:
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, io.BytesIO(profile), srgb, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile says nothing about the colours
    return image if image.mode in {"RGB", "RGBA"} else image.convert("RGB")


def _webp(image: Image.Image, width: int) -> bytes:
    if width < image.width:
        height = max(1, round(image.height * width / image.width))
        image = image.resize((width, height), LANCZOS)
    file = io.BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def _write(name: str, content: bytes) -> None:
    """Rows are written after their files: a file without a row is what a crash left, and may
    be half a file."""
    try:
        default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
    except OSError as error:
        default_storage.delete(name)
        raise NotAPicture(_("There is no room to keep this picture. Please tell the owner.")) from error
