"""The things that stand about in the pictures, each drawn around its own foot or middle."""

from easel import Pen, arc, curve, points

NIGHT, DEEP, PLUM, DAMSON, WINE = "#2f1a2a", "#3d2236", "#542f49", "#86506a", "#7c2852"
ROSE, BLUSH, PALE, SUN, SKIN = "#b27a87", "#d3a8a6", "#f6ead9", "#e9b872", "#f1d3b8"


def fir(pen: Pen, colour: str) -> None:
    """One hundred tall."""
    pen.line("0,-10 0,0", 6, colour)
    pen.shape("-13,-52 0,-100 13,-52 0,-48", colour)
    pen.shape("-19,-30 0,-76 19,-30 0,-25", colour)
    pen.shape("-25,-8 0,-52 25,-8 0,-3", colour)


def grass(pen: Pen, colour: str) -> None:
    """One tall."""
    for lean in (-0.55, -0.2, 0.15, 0.5):
        tip = lean, abs(lean) * 0.5 - 1
        pen.shape([(lean * 0.25 - 0.07, 0), tip, (lean * 0.25 + 0.07, 0)], colour)


def gull(pen: Pen, colour: str) -> None:
    """Two from tip to tip."""
    pen.line(curve("-1,-0.28 -0.45,-0.42 0,0"), 0.09, colour)
    pen.line(curve("1,-0.28 0.45,-0.42 0,0"), 0.09, colour)


def clouds(pen: Pen, streaks: str, colour: str) -> None:
    for x, y, length in points(streaks):
        pen.line([(x, y), (x + length, y)], 4, colour)


def runner(pen: Pen) -> None:
    """Seen from the front, leaning back, one foot already behind."""
    pen.line("-6,66 -16,92 -5,115 -15,119", 10, NIGHT)
    pen.line("7,66 24,84 16,105 5,107", 10, NIGHT)
    pen.line("-11,28 -28,45 -15,60", 8, "#c98f3f")
    pen.line("12,28 30,42 28,22", 8, "#c98f3f")
    pen.blob("-13,20 0,16 14,20 13,44 12,66 0,69 -11,66 -13,44", SUN, "#dca457")
    pen.line("-10,69 10,69", 12.5, NIGHT)
    pen.ellipse(0, 1, 12, 13, SKIN)
    pen.shape(arc(0, -1, 13, 13.5, 180, 360), WINE)
    pen.line("-13,-2 13,-2", 4, WINE)
    pen.line("-10,17 10,17", 7.5, WINE)
    pen.line(curve("8,17 24,12 38,19 50,13"), 6, WINE)


def fingerpost(pen: Pen) -> None:
    pen.shape("-6,-140 6,-140 6,0 -6,0", NIGHT)
    pen.shape("66,-130 -44,-130 -70,-111 -44,-92 66,-92", PALE, "#ead6c2")
    for x in range(-28, 46, 24):
        pen.line([(x, -111), (x + 12, -111)], 4, "#b79aa0")


def chapel(pen: Pen) -> None:
    pen.shape("-34,10 -34,-22 -12,-46 10,-22 10,10", NIGHT)
    pen.shape("8,14 8,-62 19,-92 30,-62 30,14", NIGHT)
    for x, y in points("-21,-8 -5,-8 19,-48"):
        pen.ellipse(x, y, 3.4, 6.5, SUN)


def hut(pen: Pen) -> None:
    """The refuge for people who read the wrong column."""
    pen.line("-32,0 -26,-70", 5, NIGHT)
    pen.line("32,0 26,-70", 5, NIGHT)
    pen.line("-31,-12 28,-58", 3, NIGHT)
    for rung in range(-57, -11, 15):
        pen.line([(-6, rung), (8, rung)], 3, NIGHT)
    pen.shape("-40,-66 -40,-110 40,-110 40,-66", PALE, "#dcc2b0")
    pen.shape("-48,-108 0,-140 48,-108", WINE)
    pen.shape("-12,-66 -12,-98 10,-98 10,-66", NIGHT)


def marker(pen: Pen) -> None:
    """A post with a yellow band; one hundred tall."""
    pen.line("0,0 0,-100", 8, DEEP)
    pen.line("-3,-80 3,-80", 10, SUN)
    pen.ellipse(0, 0, 14, 3.5, "#8f6480")


def walker(pen: Pen) -> None:
    """In a hurry, with a rucksack."""
    pen.ellipse(2, 72, 22, 4, "#d0b5a5")
    pen.line("0,36 -10,54 -14,70", 8, NIGHT)
    pen.line("0,36 12,52 8,70 14,71", 8, NIGHT)
    pen.line("1,10 0,36", 16, WINE)
    pen.line("-9,10 -9,28", 12, PLUM)
    pen.line("4,12 16,24 22,18", 6, WINE)
    pen.ellipse(3, -6, 8.5, 9, SKIN)
    pen.shape(arc(3, -7, 9.5, 10, 180, 360), SUN)


def post(pen: Pen, tufts: str) -> None:
    """A fence post, with the grass about its foot."""
    pen.shape("-15,8 -15,-250 0,-257 15,-250 15,8", "#43263b", NIGHT)
    pen.line("-6,-236 -6,-20", 2.4, "#5d3a52")
    for x in (-22, -8, 6, 20):
        grass(pen.at(x, 10, 34), tufts)


def boot(pen: Pen, colour: str, shade: str) -> None:
    """Upside down on its post, sole to the rain."""
    pen.blob(
        "-29,0 -30,-50 -33,-104 -34,-128 -6,-140 40,-140 84,-136 92,-118 80,-102 44,-92 29,-72 28,-36 29,0",
        colour,
        shade,
    )
    pen.blob("-38,-127 -36,-141 24,-144 84,-146 98,-132 92,-124 60,-130 14,-132", NIGHT)
    pen.shape("-37,-134 -35,-153 2,-153 6,-136", NIGHT)
    for lug in range(22, 84, 15):
        pen.at(lug, -140).shape("0,0 1,-10 9,-10 10,0", NIGHT)
    pen.line("-30,-4 29,-4", 9, shade)
    pen.line("-18,-30 -20,-96", 5, PALE if colour == SUN else "#b98d9b")
    for x, y, r in points("40,-112,9 58,-118,6 66,-106,7 -16,-120,6 14,-108,5 26,-122,4"):
        pen.ellipse(x, y, r, r * 0.75, "#6a4350")


def dairy(pen: Pen) -> None:
    """It admits nothing."""
    pen.shape("-70,0 -70,-40 70,-40 70,0", "#8a566f")
    pen.shape("-80,-38 -52,-74 52,-74 80,-38", "#6f405d")
    pen.shape("-16,0 -16,-28 16,-28 16,0", PLUM)
    pen.shape("82,0 82,-66 116,-66 116,0", "#7d4c69")
    pen.ellipse(99, -66, 17, 12, "#7d4c69")


def moon(pen: Pen) -> None:
    """A thin one. The inner arc starts and ends where its circle cuts the outer one."""
    pen.glow(0, 0, 190, "#f3dcc2", 0.45)
    pen.shape([*arc(0, 0, 46, 46, 21.5, 275), *arc(21, -13, 37, 37, 242.5, 54)], "#f6e6cb")


def lantern(pen: Pen) -> None:
    """Somebody on the way down, with a light on the forehead."""
    pen.glow(6, -26, 72, "#ffe2a0", 0.9)
    pen.line("0,-24 0,-8", 9, NIGHT)
    pen.line("0,-8 -5,4", 5, NIGHT)
    pen.line("0,-8 6,3", 5, NIGHT)
    pen.ellipse(0, -34, 6, 6.5, NIGHT)
    pen.ellipse(6, -35, 3.4, 3.4, "#fff3cf")


def tent(pen: Pen) -> None:
    """And somebody before it, with a tin."""
    pen.glow(0, -40, 250, "#f7c876", 0.75)
    pen.shape("-120,0 -34,-112 64,-112 150,0", "#eebd76", "#d98f54")
    pen.shape("-120,0 -34,-112 30,0", "#f7d79a", "#eebd76")
    pen.shape("-66,0 -34,-104 -6,0", "#fff0c6", "#f7d08a")
    pen.line("-34,-112 -34,-156", 4, NIGHT)
    pen.shape("-34,-156 24,-146 -34,-128", "#b2517f")
    pen.line("-120,0 -156,12", 2.5, NIGHT)
    pen.line("150,0 186,12", 2.5, NIGHT)
    pen.line("-36,-44 -36,-16", 18, NIGHT)
    pen.line("-40,-12 -40,2", 7, NIGHT)
    pen.line("-30,-12 -30,2", 7, NIGHT)
    pen.ellipse(-36, -62, 10, 11, NIGHT)
    pen.line("-34,-40 -54,-34", 6, NIGHT)
    pen.shape("-70,-36 -70,-46 -50,-46 -50,-36", WINE)
