"""Serves profile pictures at the addresses each provider uses, and the ones that misbehave."""

import functools
import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from threading import Event

from PIL import Image

from standin.faces import FACES, drawn
from standin.wire import Answer, Request, html_answer, redirect

ADDRESS = re.compile(
    r"/pictures/(?:"
    r"google/(?P<google>[a-z0-9_-]+)=s(?P<side>\d{1,4})-c"
    r"|twitter_oauth2/(?P<twitter>[a-z0-9_-]+?)(?P<form>_normal|_bigger|_mini|_400x400|)\.jpg"
    r"|facebook/(?P<facebook>[a-z0-9_-]+)\.jpg)"
)
TWITTER_SIDES = {"_normal": 48, "_bigger": 73, "_mini": 24, "_400x400": 400, "": 640}
PRIVATE = "http://169.254.169.254/latest/meta-data/"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="192" height="192">'
    b'<script>alert(1)</script><circle cx="96" cy="96" r="90" fill="#7c2852"/></svg>'
)


def answer(request: Request, stopping: Event, hang: float) -> Answer | None:
    asked = ADDRESS.fullmatch(request.path)
    if asked is None:
        return None
    subject = asked["google"] or asked["twitter"] or asked["facebook"]
    if asked["google"]:
        side = int(asked["side"])
    elif asked["twitter"]:
        side = TWITTER_SIDES[asked["form"]]
    else:
        width = request.query.get("width", "")
        side = int(width) if re.fullmatch(r"[0-9]{1,4}", width) else 50
    side = min(max(side, 16), 1024)
    if subject in FACES:
        return image(jpeg(subject, side))
    return misbehaving(subject, request, stopping, hang)


def misbehaving(subject: str, request: Request, stopping: Event, hang: float) -> Answer | None:
    whole = jpeg("ada", 400)
    if slow := {"picture-hang": hanging, "picture-drip": dripping}.get(subject):
        return image(slow(whole, stopping, hang))
    return spoilt(subject, request, whole)


def spoilt(subject: str, request: Request, whole: bytes) -> Answer | None:
    match subject:
        case "picture-404":
            return html_answer("<!doctype html><title>404</title>", 404)
        case "picture-html":
            return html_answer("<!doctype html><title>Not a picture</title>")
        case "picture-svg":
            return image(SVG, "image/svg+xml")
        case "picture-large":
            return image(whole + bytes(6_000_000))
        case "picture-bomb":
            return image(bomb(), "image/png")
        case "picture-broken":
            return image(whole[: len(whole) // 2])
        case "picture-private":
            return redirect(PRIVATE)
        case "picture-loop":
            return redirect(request.path + (request.query_string and f"?{request.query_string}"))
        case "picture-elsewhere":
            return image(whole)
    return None


def image(body: bytes | Iterable[bytes], kind: str = "image/jpeg") -> Answer:
    return Answer(200, body, {"Content-Type": kind})


@functools.lru_cache(maxsize=64)
def jpeg(subject: str, side: int) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "A comment inside the file that no blog should publish"
    kept = io.BytesIO()
    small = drawn(subject).resize((side, side), Image.Resampling.LANCZOS)
    small.save(kept, "JPEG", quality=90, exif=exif)
    return kept.getvalue()


@functools.cache
def bomb() -> bytes:
    """A PNG of 20,000 by 20,000 in about 50 kB, written by hand so that it costs us nothing."""
    side = 20_000
    packer = zlib.compressobj(9)
    rows = bytes(100 * (1 + side // 8))
    packed = b"".join(packer.compress(rows) for _ in range(side // 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def hanging(whole: bytes, stopping: Event, hang: float) -> Iterator[bytes]:
    yield whole[:100]
    stopping.wait(hang)


def dripping(whole: bytes, stopping: Event, hang: float) -> Iterator[bytes]:
    """Never silent for long, never done: only a deadline for the whole ends it."""
    for at in range(20):
        yield whole[at : at + 1]
        if stopping.wait(hang / 20):
            return
