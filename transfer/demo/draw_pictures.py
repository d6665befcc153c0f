"""Draw the demo blog's four pictures into `pictures/`."""

import random
from pathlib import Path

import figures as draw
from easel import Pen, curve, points
from figures import BLUSH, DAMSON, DEEP, NIGHT, PALE, PLUM, ROSE, SUN

PICTURES = Path(__file__).parent / "pictures"


def backwards() -> Pen:
    """A runner in reverse on a trail that winds away to a low sun."""
    pen = Pen.under(["#e5c6bd", "#efd9c6", "#f6e4c9", "#f6e4c9", "#f1dfcb"])
    pen.glow(1070, 300, 420, "#fbe3b0", 0.9)
    pen.ellipse(1070, 300, 92, 92, SUN)
    draw.clouds(pen, "150,130,270 480,130,60 860,84,190 270,184,120", "#dcb9a8")
    draw.clouds(pen, "1240,152,230 1390,112,60", "#dcb9a8")
    for x, y, span in points("560,232,20 608,210,15 640,244,12"):
        draw.gull(pen.at(x, y, span), DAMSON)
    pen.hill(
        "0,372 160,320 320,300 470,352 640,384 820,340 980,344 1140,318 1290,356 1440,372 1600,330",
        "#dcb4ae",
        BLUSH,
    )
    pen.mist(400, 120, PALE, 0.55)
    pen.hill(
        "0,460 170,412 330,400 520,446 700,474 880,440 1060,410 1240,430 1420,462 1600,424",
        "#bd858f",
        ROSE,
    )
    pen.path(
        "1046,412,3 1010,428,10 1038,446,14 1010,466,22 930,490,34 850,520,44 838,560,50 850,590,50",
        PALE,
        "#ecd6c6",
    )
    pen.mist(486, 110, "#efd2c6", 0.45)
    for x, y, height in points("250,424,46 276,424,58 306,424,40 1350,464,44 1382,464,60 1412,464,48"):
        draw.fir(pen.at(x, y, height / 100), "#8f5a72")
    pen.hill(
        "0,560 200,514 430,498 640,528 790,556 850,559 1010,548 1230,520 1420,540 1600,512",
        "#935b74",
        "#7c4862",
    )
    pen.path(
        "838,553,50 800,572,56 880,594,60 960,616,58 930,640,60 850,664,70 800,690,76",
        PALE,
        "#f0dfcc",
    )
    for x, height in points("60,120 118,168 176,110 1460,150 1520,196 1572,130"):
        draw.fir(pen.at(x, 700, height / 100), "#63385a")
    pen.mist(610, 90, "#b98a96", 0.25)
    pen.hill(
        "0,690 230,640 470,618 700,650 850,662 960,663 1150,656 1380,634 1600,652",
        "#5c3450",
        "#452539",
    )
    pen.path("848,655,71 800,690,82 690,728,102 540,768,128 420,812,164", PALE, "#ecd6c2")
    for x, y, r in points("722,712,9 686,722,10 662,742,12 610,750,13 580,770,15 520,776,16 484,794,17"):
        pen.at(x, y, r).blob("-1,0.45 -0.3,-0.3 1,-0.45 0.3,0.3", "#c79aa0")
    pen.ellipse(776, 698, 40, 6, "#cdb3a6")
    draw.runner(pen.at(774, 534, 1.36))
    draw.fingerpost(pen.at(1250, 660))
    rng = random.Random(8)
    for _ in range(46):
        x = rng.choice((rng.uniform(0, 300), rng.uniform(900, 1600)))
        tuft = pen.at(x, rng.uniform(712, 800), rng.uniform(18, 40))
        draw.grass(tuft, rng.choice((DEEP, "#6d4060", NIGHT)))
    return pen


def causeway() -> Pen:
    """The road to an island, with the water on its way back."""
    pen = Pen.under(["#cfb3bf", "#e6c6be", "#f3dcc2", "#f8e6c8", "#f3d9bd"])
    pen.glow(520, 330, 430, "#fdeabb", 0.95)
    pen.ellipse(520, 316, 78, 78, "#eebd76")
    draw.clouds(pen, "90,96,240 760,120,330 1130,120,60 220,150,90", "#e0bdb4")
    draw.clouds(pen, "940,176,150 1300,70,200", "#e0bdb4")
    pen.hill("0,362 180,350 360,366 560,372 700,382", BLUSH, "#d9b3ab", foot=400)
    pen.hill("1440,380 1520,366 1600,356", BLUSH, "#d9b3ab", foot=400)
    pen.shape("0,380 1600,380 1600,800 0,800", "#cfa5a6", "#6a4664")
    rng = random.Random(21)
    for _ in range(120):
        near = 0.02 + 0.6 * rng.random() ** 1.6
        x = 520 + rng.gauss(0, 60 + 260 * near)
        length = (14 + 90 * near) * rng.uniform(0.5, 1.3)
        glint = rng.choice(("#f7dfb6", "#f0cf9f", "#eebf8a"))
        pen.ellipse(x, 380 + 420 * near, length, 1.4 + 3.2 * near, glint)
    for _ in range(70):
        near = 0.03 + 0.78 * rng.random() ** 1.3
        length = (20 + 110 * near) * rng.uniform(0.5, 1.3)
        ripple = rng.choice(("#b98d9b", "#8f6480", "#a77a8d"))
        pen.ellipse(rng.uniform(0, 1600), 380 + 420 * near, length, 1 + 2.4 * near, ripple)
    pen.mist(392, 40, "#f3d9bd", 0.5)
    island = "936,404 1000,386 1070,340 1150,318 1230,330 1330,356 1420,396 1460,404"
    pen.shape([(x, 792 - y * 0.96) for x, y in curve(island)], "#a27a90", "#9b7089")
    pen.hill(island, "#7d4c69", PLUM, foot=404)
    draw.chapel(pen.at(1160, 322))
    for x, y, height in points("1276,350,46 1304,356,58 1334,366,44 1064,352,34"):
        draw.fir(pen.at(x, y, height / 100), DEEP)
    # Wet sand, then the road.
    pen.blob(
        "1010,404 1090,412 1060,440 960,476 1000,530 1180,600 1330,690 1420,812"
        " 180,812 330,700 620,600 770,530 800,470 900,430",
        "#d6b0a6",
        "#a47482",
    )
    for x, y, r in points("850,520,46 1050,596,66 560,668,90 1190,700,84 900,470,26"):
        pool = pen.at(x, y, r)
        pool.ellipse(0, 0, 1, 0.13, "#e9c9b0")
        pool.ellipse(0.1, 0.03, 0.8, 0.08, "#f4deb8")
    pen.path(
        "1042,404,5 1040,420,9 990,444,15 900,478,25 880,516,38 940,566,58 960,630,84"
        " 880,710,124 730,812,180",
        "#f3e2cf",
        PALE,
    )
    for joint, width in (
        ("869,501 899,499", 2.8),
        ("881,547 929,543", 3.2),
        ("912,604 984,600", 3.8),
        ("878,665 982,671", 4.6),
        ("758,744 918,752", 6),
    ):
        pen.line(joint, width, "#dcc2b0")
    for x, y, height in points(
        "1012,424,22 948,446,28 852,482,38 822,524,52 840,580,70 858,652,96 716,762,140"
    ):
        draw.marker(pen.at(x, y, height / 100))
    draw.hut(pen.at(1392, 580))
    draw.walker(pen.at(968, 548))
    for x, y, span in points("700,214,26 764,190,20 812,232,15 330,262,17 1380,232,22"):
        draw.gull(pen.at(x, y, span), PLUM)
    for _ in range(26):
        x = rng.choice((rng.uniform(0, 260), rng.uniform(1400, 1600)))
        tuft = pen.at(x, rng.uniform(744, 806), rng.uniform(30, 66))
        draw.grass(tuft, rng.choice((DEEP, PLUM, NIGHT)))
    return pen


def boots() -> Pen:
    """Lost property: a fence that wears what the lane gave back."""
    pen = Pen.under(["#dfc3bf", "#ecd2c2", "#f5e0c4", "#f7e5c9", "#efd9c4"])
    pen.glow(1180, 250, 400, "#fce6b4", 0.9)
    pen.ellipse(1180, 250, 84, 84, SUN)
    draw.clouds(pen, "110,84,210 360,84,50 700,66,180 240,140,110", "#dcb9ac")
    draw.clouds(pen, "1320,110,190 880,150,90", "#dcb9ac")
    pen.hill(
        "0,300 200,262 400,280 600,318 820,290 1040,276 1260,312 1440,316 1600,280",
        "#dab2ac",
        BLUSH,
    )
    pen.mist(340, 110, PALE, 0.5)
    pen.hill(
        "0,392 220,360 460,346 700,386 940,398 1180,360 1400,356 1600,388",
        "#bb838e",
        "#a76f80",
    )
    draw.dairy(pen.at(1372, 372))
    for x, y, height in points("300,372,52 330,372,70 366,372,48 1030,394,46 1056,394,62"):
        draw.fir(pen.at(x, y, height / 100), "#8a566f")
    pen.mist(430, 90, "#e9c8bf", 0.4)
    pen.hill("0,480 260,452 560,462 860,490 1160,470 1400,456 1600,470", "#93607a", "#6f405d")
    lane(pen)
    pen.hill("0,590 160,600 320,640 430,720 470,812", "#5c3450", DEEP, foot=812)
    pen.hill("1210,812 1290,690 1420,620 1600,590", "#5c3450", DEEP, foot=812)
    fence(pen)
    rng = random.Random(12)
    for _ in range(60):
        x = rng.choice((rng.uniform(0, 380), rng.uniform(1310, 1600)))
        tuft = pen.at(x, rng.uniform(700, 806), rng.uniform(24, 60))
        draw.grass(tuft, rng.choice((NIGHT, DEEP, "#6d4060", "#7a4a66")))
    return pen


def lane(pen: Pen) -> None:
    """Churned, shining, going nowhere dry."""
    way = points("1150,470,10 1120,492,24 1010,524,60 960,566,120 900,640,240 820,812,470")
    pen.path(way, "#b58a86", "#5d3a4a")
    for offset in (-0.52, -0.34, 0.34, 0.52):
        rut = [(x + width * offset, y, width / 15) for x, y, width in way[1:]]
        pen.path(rut, "#8d5f6c", "#432637")
    rng = random.Random(11)
    for _ in range(170):
        near = rng.random() ** 1.2
        x = 1020 - 150 * near**0.7 + rng.uniform(-1, 1) * (40 + 380 * near)
        clod = rng.choice(("#7b5060", "#4b2b3d", "#9b6f77"))
        pen.ellipse(x, 524 + 280 * near, 3 + 10 * near, 1.5 + 3.6 * near, clod)
    for x, y, r in points("968,574,40 884,640,76 1010,700,92 690,742,120 1085,606,34 960,782,70"):
        puddle = pen.at(x, y, r)
        puddle.ellipse(0, 0.01, 1.08, 0.2, "#5a3547")
        puddle.ellipse(0, 0, 1, 0.165, "#e3bd9e")
        puddle.ellipse(0.15, -0.03, 0.62, 0.07, "#f6dfb4")


def fence(pen: Pen) -> None:
    """Five posts; one of them is still waiting."""
    posts = points("70,760,1.25 262,724,1.08 428,690,0.92 566,660,0.78 680,632,0.66")
    for height in (105, 185):
        rail = [(-20.0, posts[0][1] - height * 1.25 + 5)]
        rail += [(x, y - height * size) for x, y, size in posts]
        pen.line(rail, 11, NIGHT)
        pen.at(0, -3).line(rail, 3, "#5d3a52")
    wearing = (
        ("#7c2852", "#5c1a3b"),
        (SUN, "#cf9544"),
        None,
        ("#4f6273", "#394a5a"),
        ("#6d7a4e", "#535f3a"),
    )
    for (x, y, size), colours in zip(posts, wearing, strict=True):
        here = pen.at(x, y, size)
        draw.post(here, DEEP if size > 1 else "#5d3552")
        if colours:
            draw.boot(here.at(0, -154), *colours)


def lanterns() -> Pen:
    """The last ones down the fell, and the tent that waited."""
    pen = Pen.under(["#2b1a33", "#3f2545", "#6a3d5c", "#a9677a", "#d9a084"])
    rng = random.Random(9)
    for _ in range(130):
        x, y, r = rng.uniform(0, 1600), 380 * rng.random() ** 1.5, rng.uniform(1, 1.8)
        pen.ellipse(x, y, r, r, rng.choice((PALE, "#cbb0bd", "#9c7c96")))
    draw.moon(pen.at(300, 158))
    pen.hill(
        "0,500 180,440 330,396 480,432 640,470 830,420 1010,400 1220,450 1420,470 1600,500",
        "#8a546f",
        "#9d667b",
    )
    pen.mist(520, 150, "#d9a084", 0.45)
    pen.hill(
        "0,520 220,548 480,540 700,470 860,372 980,278 1080,226 1170,262 1300,352 1450,416 1600,440",
        "#5c3450",
        "#6d3f5c",
    )
    pen.mist(620, 130, "#8f5a72", 0.4)
    way = curve(
        "1082,230 1040,270 1096,306 1010,348 1084,392 946,438 1040,490 850,532 960,590"
        " 760,640 640,700 560,812"
    )
    for n, here in enumerate(way[:-1]):
        pen.line([here, way[n + 1]], 2 + 18 * (n / len(way)) ** 2.4, "#94657c")
    pen.hill("0,612 220,640 420,700 560,760 620,812", "#3f2339", "#301a2c", foot=812)
    pen.hill("700,812 840,730 1040,676 1260,640 1460,650 1600,620", "#462740", "#301a2c", foot=812)
    for n in (14, 52, 60, 104, 112, 150, 171):
        x, y = way[n]
        draw.lantern(pen.at(x, y, 0.34 + 0.66 * (n / len(way)) ** 1.6))
    draw.tent(pen.at(1216, 664))
    for x, y, height in points("60,700,150 128,720,210 200,722,140 1470,700,170 1540,706,230 1420,690,110"):
        draw.fir(pen.at(x, y, height / 100), "#26142a")
    for _ in range(44):
        x = rng.choice((rng.uniform(0, 480), rng.uniform(860, 1600)))
        tuft = pen.at(x, rng.uniform(760, 808), rng.uniform(18, 44))
        draw.grass(tuft, rng.choice(("#26142a", "#583450", NIGHT)))
    return pen


if __name__ == "__main__":
    for picture in (backwards, causeway, boots, lanterns):
        picture().save(PICTURES / f"{picture.__name__}.webp")
