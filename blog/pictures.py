"""Pictures that people upload, made into pictures of our own: checked before they are
unpacked, upright, nothing in them but pixels, in up to three widths."""

import hashlib
import io
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
# A JPEG is read at an eighth, a quarter or half of its size; what is not must fit in
# memory whole, and a progressive one needs its coefficients there.
MAX_PIXELS = 50_000_000
MAX_PIXELS_UNPACKED = 20_000_000
# Each scan of a JPEG is another pass over all of it.
MAX_SCANS = 100
MAX_HEIGHT = 4800
QUALITY = 78
# What Pillow's readers raise for files that lie about themselves.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, MemoryError, AttributeError, RuntimeError),
    *(ArithmeticError, LookupError, struct.error, zlib.error),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
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
    except UNREADABLE as error:
        raise NotAPicture(
            _("This file cannot be read as a picture. It may be JPEG, PNG, WebP, AVIF or GIF.")
        ) from error


def _refuse_bombs(image: Image.Image, data: bytes) -> None:
    """By what the header says, before anything is unpacked."""
    is_read_small = image.format == "JPEG" and not image.info.get("progressive")
    most = MAX_PIXELS if is_read_small else MAX_PIXELS_UNPACKED
    if image.width * image.height > most or max(image.size) > MAX_SIDE:
        size = {"width": image.width, "height": image.height}
        raise NotAPicture(
            _("This picture has %(width)s by %(height)s pixels. Please make it smaller first.") % size
        )
    if image.format == "JPEG" and data.count(b"\xff\xda") > MAX_SCANS:
        raise NotAPicture(_("This JPEG is built in an unusual way. Please save it again and retry."))


def _upright_and_small(image: Image.Image) -> Image.Image:
    widest = Picture.WIDTHS[-1]
    image.draft(None, (2 * widest, 2 * widest))
    turn = UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation))
    profile = image.info.get("icc_profile")
    image = _in_eight_bits(image, bool(profile))
    # The column limits the width *after* turning, which is cheap once the picture is small.
    is_on_its_side = turn in SIDEWAYS
    width, height = image.size[::-1] if is_on_its_side else image.size
    scale = min(1, widest / width, MAX_HEIGHT / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    image = image.resize(size[::-1] if is_on_its_side else size, LANCZOS, reducing_gap=2.0)
    image = _in_srgb(image, profile)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}
    return image


def _in_eight_bits(image: Image.Image, has_profile: bool) -> Image.Image:
    if image.mode == "CMYK" or (has_profile and image.mode in {"RGB", "L"}):
        image.load()  # its profile knows better how to make it RGB
        return image
    if image.mode.startswith("I"):
        # Pillow would cut sixteen bits off at 255 and leave a white sheet.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = "transparency" in image.info or image.mode in {"RGBA", "LA", "PA", "La", "RGBa"}
    return image.convert("RGBA" if has_alpha else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours without the profile, which may hold words about its maker."""
    if profile and image.mode in {"RGB", "L", "CMYK"}:
        try:
            return ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
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
