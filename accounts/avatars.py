"""People's pictures: copied from their provider, never linked to. Readers of a page then call
on nobody else's server, and a file of ours is what we made of it: 192 pixels of WebP."""

import hashlib
import io
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageOps

from accounts.fetching import Refused, fetch
from accounts.models import User
from accounts.signals import picture_changed

SIDE = 192
MAX_SIDE = 4096
MAX_PIXELS = 4_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

logger = logging.getLogger(__name__)


def copy_picture(user: User, url: str) -> None:
    """Give the user the picture at this address; on any trouble they keep the one they have."""
    picture = user.picture
    try:
        picture = store(reencode(fetch(url)))
    except Refused as refused:
        logger.warning("Picture of user %s not copied: %s", user.pk, refused)
    with transaction.atomic():
        changed = picture != user.picture
        user.picture, user.picture_checked_at = picture, timezone.now()
        user.save(update_fields=["picture", "picture_checked_at"])
        if changed:
            picture_changed.send(User, user=user)


def reencode(data: bytes) -> bytes:
    """Only the pixels come through: no metadata, no other frames, nothing hidden behind."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            # What the header says is checked before anything is unpacked.
            if max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS:
                raise Refused(f"{image.width} x {image.height} pixels")
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except UNREADABLE as error:
        raise Refused(f"not a picture: {type(error).__name__}") from error
    square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS)
    flat = Image.new("RGB", square.size, "white")
    flat.paste(square, mask=square.getchannel("A"))
    file = io.BytesIO()
    flat.save(file, "WEBP", quality=82, method=4)
    return file.getvalue()


def store(data: bytes) -> str:
    name = f"people/{hashlib.sha256(data).hexdigest()[:32]}.webp"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(data))
