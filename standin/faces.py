"""Friendly faces drawn with Pillow, in the colours of the design."""

import functools
from collections.abc import Callable

from PIL import Image, ImageDraw

SIDE = 768  # drawn large and made smaller, which smooths the edges
DAMSON, PAPER, INK = "#7c2852", "#fffaf3", "#28221d"


class Sketch:
    """Draws in hundredths of the picture, on both sides of the middle where asked."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (SIDE, SIDE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def _box(self, x: float, y: float, rx: float, ry: float) -> tuple[float, ...]:
        return tuple(value * SIDE / 100 for value in (x - rx, y - ry, x + rx, y + ry))

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        self.pen.ellipse(self._box(x, y, rx, ry), fill=fill)

    def ovals(self, dx: float, y: float, rx: float, ry: float, fill: str) -> None:
        for x in (50 - dx, 50 + dx):
            self.oval(x, y, rx, ry, fill)

    def rings(self, dx: float, y: float, r: float, ink: str) -> None:
        for x in (50 - dx, 50 + dx):
            self.pen.ellipse(self._box(x, y, r, r), outline=ink, width=SIDE // 70)

    def arc(self, y: float, rx: float, ry: float, ink: str) -> None:
        box = self._box(50, y, rx, ry)
        self.pen.arc(box, 20, 160, fill=ink, width=SIDE // 48)

    def shape(self, points: str, fill: str) -> None:
        pairs = [tuple(float(n) * SIDE / 100 for n in pair.split(",")) for pair in points.split()]
        self.pen.polygon(pairs, fill=fill)

    def mirrored(self, points: str, fill: str) -> None:
        self.shape(points, fill)
        pairs = [pair.split(",") for pair in points.split()]
        self.shape(" ".join(f"{100 - float(x)},{y}" for x, y in pairs), fill)

    def bust(self, skin: str, coat: str) -> None:
        self.oval(50, 104, 37, 30, coat)
        self.oval(50, 74, 9, 13, skin)

    def head(self, skin: str) -> None:
        self.oval(50, 47, 20, 23, skin)

    def look(self, ink: str = INK) -> None:
        self.ovals(8, 47, 2.2, 2.6, ink)
        self.arc(54, 9, 7, ink)


def ada() -> Image.Image:
    s = Sketch("#efd1c3")
    s.oval(50, 46, 28, 29, "#6a2f1b")
    s.shape("22,46 22,68 78,68 78,46", "#6a2f1b")
    s.bust("#f3c9a9", DAMSON)
    s.head("#f7d6ba")
    s.shape("30,44 29,34 40,24 60,24 71,34 70,44 60,34 46,37", "#6a2f1b")
    s.ovals(13, 55, 3.4, 2.4, "#eeb496")
    s.look()
    return s.image


def bruno() -> Image.Image:
    s = Sketch("#cfdce1")
    s.bust("#b9825c", "#2a434e")
    s.ovals(20, 48, 3.5, 5, "#b9825c")
    s.head("#c89068")
    s.shape("30,50 32,62 40,71 50,73 60,71 68,62 70,50 64,56 50,54 36,56", "#35302b")
    s.oval(50, 60.5, 8, 3.6, "#c89068")
    s.ovals(8, 45, 2.2, 2.6, INK)
    s.arc(57, 6, 4.5, "#5c1a3b")
    return s.image


def owner() -> Image.Image:
    s = Sketch("#eddbb1")
    s.oval(50, 20, 10, 9, "#8d8170")
    s.oval(50, 42, 23, 22, "#8d8170")
    s.bust("#e8b58f", "#594110")
    s.head("#efc19d")
    s.oval(50, 29, 17, 8, "#8d8170")
    s.rings(8.5, 47, 6, INK)
    s.look()
    return s.image


def mallory() -> Image.Image:
    """A raccoon: it comes with its own mask."""
    s = Sketch("#cfdce1")
    s.ovals(23, 27, 10, 10, "#62584c")
    s.ovals(23, 28, 5.5, 5.5, "#efd1c3")
    s.oval(50, 52, 35, 29, "#8d8170")
    s.mirrored("50,45 41,38 22,43 17,58 30,64 45,58", INK)
    s.mirrored("38,36 26,36 18,44 28,41 41,38", PAPER)
    s.oval(50, 68, 14, 12, PAPER)
    s.ovals(14, 51, 3.6, 3.8, PAPER)
    s.ovals(13, 51, 2, 2.4, INK)
    s.oval(50, 63, 4.8, 3.6, INK)
    s.arc(68, 6, 5, INK)
    return s.image


def emoji() -> Image.Image:
    s = Sketch("#35412b")
    s.oval(78, 22, 11, 11, "#edd59d")
    s.oval(73, 19, 10, 10, "#35412b")
    s.mirrored("20,16 46,34 25,54", "#c4622d")
    s.mirrored("25,25 37,35 27,45", INK)
    s.shape("21,46 50,29 79,46 72,66 50,84 28,66", "#d2743a")
    s.mirrored("22,50 43,58 50,84 34,72", PAPER)
    s.mirrored("22,48 24,57 35,73 44,66", PAPER)
    s.ovals(11, 54, 2.6, 3, INK)
    s.oval(50, 79, 4.6, 3.6, INK)
    return s.image


def silhouette() -> Image.Image:
    s = Sketch("#e0d9cd")
    s.bust("#aca294", "#aca294")
    s.head("#aca294")
    return s.image


FACES: dict[str, Callable[[], Image.Image]] = {
    "ada": ada,
    "bruno": bruno,
    "owner": owner,
    "mallory": mallory,
    "emoji": emoji,
    "silhouette": silhouette,
    "default_profile": silhouette,
}


@functools.cache
def drawn(subject: str) -> Image.Image:
    return FACES[subject]()
