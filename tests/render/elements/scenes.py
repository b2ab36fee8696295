"""Scenes of shapes and figures that the goldens show: each kind in its forms."""

from dataclasses import replace

from app.model.nodes.badge import Badge, BadgeShape
from app.model.nodes.basics import Align, Fit, Gradient, VAlign
from app.model.nodes.calendar import Calendar
from app.model.nodes.chart import Chart, ChartStyle, Mark
from app.model.nodes.panel import Panel
from app.model.nodes.picture import Mask, Picture
from app.model.nodes.price import Flow, Minor, Price
from app.model.nodes.progress import LabelPlace, Progress
from app.model.nodes.ring import Ends, Ring
from app.model.nodes.sign import Sign
from app.model.nodes.stars import Stars
from app.model.scene import Fill, Node, Scene

INK, MUTED, PAPER, WHITE = "#16302bff", "#5b6b64ff", "#f8f3eaff", "#ffffffff"
ACCENT, PINE, SUN, SOFT, ALERT = "#a8400dff", "#1f4a3fff", "#f2b544ff", "#ebe2d2ff", "#a3271bff"
MIST, BLUSH, MOSS = "#dfe9e4ff", "#f9e4dcff", "#2f6b4fff"

BADGE = Badge(
    content="New in", box=(12, 12, 120, 26), shape=BadgeShape.PILL, color=ACCENT, ink=WHITE
)
RING = Ring(
    box=(12, 12, 96, 96), value=720, color=ACCENT, track=SOFT, content="72%", caption="of goal",
    ink=INK, muted=MUTED,
)  # fmt: skip
STARS = Stars(
    box=(12, 12, 276, 22), value=45, color=SUN, track=SOFT, label="4.5 (128)", spoken="4.5/5",
    ink=INK,
)  # fmt: skip
PRICE = Price(
    amount="$119.99", was="$149.99", saving="−20%", box=(12, 12, 276, 44), ink=INK, was_ink=MUTED,
    saving_ink=ALERT, saving_color=BLUSH,
)  # fmt: skip
CHART = Chart(
    box=(12, 12, 130, 48), values=(3, 5, 8, 6, 9, 12, 10, 14, 13, 18, 16, 21), color=MOSS,
    marks=(Mark.LAST,), mark_color=ACCENT,
)  # fmt: skip
SIGN = Sign(
    is_open=True, content="Open", detail="until 6:00 PM", hours="Today 9:00 AM – 6:00 PM",
    box=(12, 12, 276, 48), open_color=MOSS, closed_color=ALERT, ink=INK, muted=MUTED,
)  # fmt: skip
PHOTO = Picture(asset="photo", box=(12, 12, 86, 76), radius=8)
LOGO = Picture(asset="logo", box=(12, 12, 86, 76), fit=Fit.CONTAIN, radius=8)
BAR = Progress(box=(12, 12, 276, 12), value=640, color=MOSS, track=MIST, ink=INK)
LEAF = Calendar(
    content="Thursday, December 24, 2026", month="December", day="24", weekday="Thursday",
    box=(12, 12, 90, 100), color=ACCENT, band_ink=WHITE, paper=WHITE, ink=INK, muted=MUTED,
)  # fmt: skip


def on_paper(height: int, *nodes: Node) -> Scene:
    """Return nodes on paper, 300 pixels wide."""
    return Scene(width=300, height=height, nodes=(Fill(color=PAPER), *nodes))


CARD = Panel(
    box=(16, 12, 80, 60), color=WHITE, radius=10, shadow="#16302b33", shadow_offset=(0, 6),
    shadow_blur=18,
)  # fmt: skip

SCENES = {
    "boxes": on_paper(
        180,
        CARD,
        replace(CARD, box=(110, 12, 80, 60), color=PINE, to=SUN, via=MOSS, angle=135),
        replace(
            CARD,
            box=(204, 12, 80, 60),
            color=SUN,
            to=ACCENT,
            gradient=Gradient.RADIAL,
            border=2,
            border_color=WHITE,
        ),
        replace(CARD, box=(16, 96, 80, 60), color="#ffffff80", border=1, border_color=WHITE),
        replace(
            CARD,
            box=(110, 96, 80, 60),
            corners=(24, 4, 24, 4),
            border=2,
            border_color=PINE,
            shadow=PINE,
            shadow_offset=(4, 4),
            shadow_blur=0,
        ),
        replace(CARD, box=(204, 104, 80, 40), radius=20, color=ACCENT, to=SUN, angle=90),
    ),
    "badges": on_paper(
        190,
        BADGE,
        replace(BADGE, box=(96, 12, 120, 26), content="جديد", color=PINE, align=Align.END),
        replace(
            BADGE,
            box=(12, 48, 120, 26),
            shape=BadgeShape.BOX,
            content="Outline",
            color="#ffffff00",
            ink=PINE,
            border=1,
            border_color=PINE,
        ),
        replace(BADGE, box=(108, 48, 120, 28), shape=BadgeShape.TAG, content="$49.90", color=PINE),
        replace(
            BADGE,
            box=(12, 84, 200, 30),
            shape=BadgeShape.RIBBON,
            content="Bestseller",
            size=15,
            to=SUN,
        ),
        replace(BADGE, box=(12, 120, 60, 60), shape=BadgeShape.CORNER, content="Sale", size=12),
        replace(
            BADGE,
            box=(200, 8, 96, 96),
            shape=BadgeShape.CORNER,
            content="Last days",
            color=PINE,
            align=Align.END,
        ),
        replace(
            BADGE,
            box=(100, 120, 64, 64),
            shape=BadgeShape.SEAL,
            content="−50%",
            size=18,
            color=ALERT,
        ),
    ),
    "pictures": on_paper(
        186,
        PHOTO,
        replace(PHOTO, box=(110, 12, 76, 76), mask=Mask.CIRCLE, focus=(80, 30)),
        replace(PHOTO, box=(198, 12, 90, 76), tint=PINE, strength=60, radius=0),
        replace(PHOTO, box=(12, 100, 86, 76), opacity=40),
        replace(LOGO, box=(110, 100, 76, 76), ground=WHITE, mask=Mask.CIRCLE),
        replace(LOGO, box=(198, 100, 90, 76), ground=SOFT, tint=MOSS, strength=100),
    ),
    "bars": on_paper(
        170,
        BAR,
        replace(BAR, box=(12, 32, 276, 22), content="640 points", ink=WHITE, to=SUN),
        replace(BAR, box=(12, 62, 130, 10), segments=5),
        replace(BAR, box=(158, 62, 130, 10), segments=3, ends=Ends.SQUARE, value=1000),
        replace(BAR, box=(12, 80, 276, 34), content="64% of 1,000", place=LabelPlace.ABOVE),
        replace(BAR, box=(12, 122, 276, 14), content="64%", place=LabelPlace.BESIDE, radius=3),
        replace(BAR, box=(12, 144, 276, 18), value=2, content="متبقي ٣ أيام", ink=WHITE),
    ),
    "rings": on_paper(
        222,
        RING,
        replace(RING, box=(120, 12, 96, 96), to=SUN, value=350, content="35%", caption=""),
        replace(RING, box=(228, 12, 60, 60), thick=5, value=1000, content="Done", caption=""),
        replace(RING, box=(12, 120, 110, 90), start=-120, sweep=240, value=640, to=SUN, thick=14),
        replace(RING, box=(134, 130, 120, 70), start=-90, sweep=180, ends=Ends.SQUARE, value=100),
        replace(RING, box=(256, 120, 36, 36), thick=18, ends=Ends.SQUARE, content="", caption=""),
    ),
    "stars": on_paper(
        150,
        STARS,
        replace(STARS, box=(12, 42, 276, 18), value=50, label="5.0"),
        replace(STARS, box=(12, 66, 276, 18), value=3, label="0.3"),
        replace(STARS, box=(12, 90, 276, 40), value=37, label="", align=Align.CENTER, gap=8),
        replace(STARS, box=(12, 134, 276, 12), count=10, value=77, label="7.7 of 10"),
    ),
    "prices": on_paper(
        290,
        PRICE,
        replace(PRICE, box=(12, 64, 276, 80), flow=Flow.DOWN, minor=Minor.RAISED, size=44),
        replace(
            PRICE,
            box=(12, 150, 276, 40),
            amount="1.119,99 €",
            was="1.299,00 €",
            saving="−14 %",
            minor=Minor.RAISED,
        ),
        replace(
            PRICE,
            box=(12, 196, 276, 44),
            amount="١٬١١٩ د.إ.",
            was="١٬٢٩٩ د.إ.",
            saving="٪١٤",
            language="ar",
        ),
        replace(PRICE, box=(12, 246, 110, 32)),
        replace(
            PRICE,
            box=(130, 246, 158, 32),
            amount="Free",
            saving="",
            align=Align.END,
            font="display",
        ),
    ),
    "charts": on_paper(
        190,
        CHART,
        replace(CHART, box=(158, 12, 130, 48), style=ChartStyle.AREA),
        replace(CHART, box=(12, 72, 130, 48), style=ChartStyle.BARS, color="#b9cfc3ff"),
        replace(
            CHART,
            box=(158, 72, 130, 48),
            style=ChartStyle.BARS,
            values=(5, -3, 8, -2, 9, -7, 4),
            marks=(Mark.MOST, Mark.LEAST),
            base=INK,
            radius=4,
            gap=6,
        ),
        replace(
            CHART,
            box=(12, 132, 130, 48),
            smooth=False,
            values=(5, 3, 8, 2, 9, 1, 7),
            width=1,
            marks=(Mark.MOST, Mark.LEAST),
        ),
        replace(CHART, box=(158, 132, 130, 48), values=(7, 7), base=SOFT, style=ChartStyle.AREA),
    ),
    "signs": on_paper(
        200,
        SIGN,
        replace(
            SIGN,
            box=(12, 66, 276, 36),
            is_open=False,
            content="Geschlossen",
            detail="öffnet Mo., 09:00",
            hours="",
            closed_ground=BLUSH,
        ),
        replace(SIGN, box=(12, 108, 276, 44), open_ground=MIST, align=Align.CENTER, size=14),
        replace(
            SIGN,
            box=(12, 156, 276, 40),
            content="مفتوح",
            detail="حتى 6:00 م",
            hours="اليوم 9:00 ص – 6:00 م",
            valign=VAlign.TOP,
        ),
    ),
    "calendars": on_paper(
        130,
        LEAF,
        replace(LEAF, box=(116, 12, 70, 80), weekday="", color=PINE, radius=6),
        replace(LEAF, box=(200, 12, 84, 92), month="11月", day="27", weekday="金曜日", radius=16),
    ),
}
