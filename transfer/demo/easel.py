"""A pen for flat, smooth-edged pictures of 1600 by 800.

Outlines are written as text, like SVG's points: "x,y x,y x,y". Everything is drawn three
times too large and scaled down when it is saved, so every edge comes out smooth.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

WIDTH, HEIGHT, SCALE = 1600, 800, 3

Points = list[tuple[float, ...]]
Outline = str | Sequence[tuple[float, ...]]


def points(outline: Outline) -> Points:
    if not isinstance(outline, str):
        return list(outline)
    return [tuple(map(float, pair.split(","))) for pair in outline.split()]


def curve(outline: Outline, closed: bool = False) -> Points:
    """A smooth line through every point (Catmull-Rom), in any number of dimensions."""
    stops = points(outline)
    before, after = (stops[-1:], stops[:2]) if closed else (stops[:1], stops[-1:])
    stops = [*before, *stops, *after]
    smooth: Points = []
    for four in zip(stops, stops[1:], stops[2:], stops[3:], strict=False):
        for step in range(20):
            smooth.append(tuple(between(*axis, step / 20) for axis in zip(*four, strict=True)))
    return smooth if closed else [*smooth, stops[-1]]


def between(a: float, b: float, c: float, d: float, t: float) -> float:
    bend = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return b + ((c - a) * t + bend) / 2


def arc(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Points:
    angles = [math.radians(start + (end - start) * step / 72) for step in range(73)]
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


class Pen:
    """Draws around an origin, in a size; `at` gives the same pen somewhere else."""

    def __init__(self, image: Image.Image, x: float = 0, y: float = 0, size: float = 1) -> None:
        self.image, self.x, self.y, self.size = image, x, y, size

    @classmethod
    def under(cls, sky: Sequence[str]) -> "Pen":
        """A new picture whose sky passes through these colours, from the top down."""
        pen = cls(Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE)))
        band = HEIGHT / (len(sky) - 1)
        for n, (top, bottom) in enumerate(pairwise(sky)):
            y, foot = n * band, (n + 1) * band
            pen.shape([(0, y), (WIDTH, y), (WIDTH, foot), (0, foot)], top, bottom)
        return pen

    def at(self, x: float, y: float, size: float = 1) -> "Pen":
        return Pen(self.image, self.x + x * self.size, self.y + y * self.size, self.size * size)

    def shape(self, outline: Outline, top: str, bottom: str = "") -> None:
        """Filled with one colour, or from one at its top to another at its foot."""
        big = self._enlarge(points(outline))
        xs, ys = zip(*big, strict=True)
        left, up = math.floor(min(xs)), math.floor(min(ys))
        size = max(1, math.ceil(max(xs)) - left), max(1, math.ceil(max(ys)) - up)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - up) for x, y in big], fill=255)
        fill = Image.new("RGB", size, top)
        if bottom:
            ramp = Image.linear_gradient("L").resize(size)
            fill = Image.composite(Image.new("RGB", size, bottom), fill, ramp)
        self.image.paste(fill, (left, up), mask)

    def blob(self, outline: Outline, top: str, bottom: str = "") -> None:
        """A shape with its corners rounded off."""
        self.shape(curve(outline, closed=True), top, bottom)

    def hill(self, skyline: str, top: str, bottom: str = "", foot: float = HEIGHT) -> None:
        """Everything under a smooth skyline."""
        line = curve(skyline)
        self.shape([*line, (line[-1][0], foot), (line[0][0], foot)], top, bottom)

    def path(self, stations: Outline, top: str, bottom: str = "") -> None:
        """A way of changing width: x, y and half the width (level) at each station."""
        line = curve(stations)
        left, right = [(x - w, y) for x, y, w in line], [(x + w, y) for x, y, w in line]
        self.shape([*left, *reversed(right)], top, bottom)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        self.shape(arc(x, y, rx, ry), colour)

    def line(self, outline: Outline, width: float, colour: str) -> None:
        """A stroke with round ends and joints."""
        brush = ImageDraw.Draw(self.image)
        big = self._enlarge(points(outline))
        thick = width * self.size * SCALE
        brush.line(big, fill=colour, width=max(1, round(thick)), joint="curve")
        for x, y in (big[0], big[-1]):
            brush.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), colour)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float) -> None:
        """Light that fades with the distance and leaves no edge."""
        [(left, up), (right, _)] = self._enlarge([(x - radius, y - radius), (x + radius, y)])
        side = round(right - left)
        light = ImageChops.invert(Image.radial_gradient("L")).resize((side, side))
        # The stock gradient ends at the corners of its square; ours must end at the rim.
        light = light.point([round(max(0, v - 75) / 180 * v * strength) for v in range(256)])
        self.image.paste(Image.new("RGB", light.size, colour), (round(left), round(up)), light)

    def mist(self, y: float, depth: float, colour: str, strength: float) -> None:
        """A bank of haze across the picture, thickest in its middle."""
        rows = round(depth * SCALE)
        veil = Image.new("L", (1, rows))
        thickness = [math.sin(math.pi * (row + 0.5) / rows) ** 2 for row in range(rows)]
        veil.putdata([round(255 * strength * thick) for thick in thickness])
        veil = veil.resize((WIDTH * SCALE, rows))
        haze = Image.new("RGB", veil.size, colour)
        self.image.paste(haze, (0, round((y - depth / 2) * SCALE)), veil)

    def save(self, path: Path) -> None:
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(path, quality=84, method=6)

    def _enlarge(self, outline: Sequence[tuple[float, ...]]) -> list[tuple[float, float]]:
        return [((self.x + x * self.size) * SCALE, (self.y + y * self.size) * SCALE) for x, y in outline]
