"""Image files for tests, honest and otherwise."""

import io
import struct
import zlib

from PIL import Image, ImageCms

# Three colours in three corners tell how a picture was turned.
MARKS = {(0, 0): (255, 0, 0), (1, 0): (0, 255, 0), (0, 1): (0, 0, 255)}


def file_of(image: Image.Image, image_format: str = "PNG", **options) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, image_format, **options)
    file.seek(0)
    return file


def marked(width: int = 400, height: int = 200) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    for (x, y), colour in MARKS.items():
        image.paste(
            colour, (x * (width - 40), y * (height - 40), x * (width - 40) + 40, y * (height - 40) + 40)
        )
    return image


def corners(image: Image.Image) -> dict[tuple[int, int], str]:
    """Which of the marks stands in which corner."""
    names = {}
    rgb = image.convert("RGB")
    for x, y in [(0, 0), (1, 0), (0, 1), (1, 1)]:
        red, green, blue = rgb.getpixel((x * (image.width - 9) + 4, y * (image.height - 9) + 4))
        strong = [name for name, value in zip("rgb", (red, green, blue), strict=True) if value > 150]
        names[x, y] = strong[0] if len(strong) == 1 else "white"
    return names


def talkative_jpeg(orientation: int = 1) -> io.BytesIO:
    """A photo that tells where, when and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "zqCAMERAqz"
    exif[0x013B] = "zqARTISTqz"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (54.0, 0.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    upright = marked()
    return file_of(
        upright,
        "JPEG",
        exif=exif,
        comment=b"zqCOMMENTqz",
        icc_profile=profile,
        xmp=b"<x>zqXMPqz</x>",
        quality=95,
    )


def png_that_claims(width: int, height: int) -> io.BytesIO:
    """A few bytes that say they are a large picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 5000))
        + chunk(b"IEND", b"")
    )
