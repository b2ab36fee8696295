"""`calendar`: a date as on a tear-off calendar."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import ACCENT, INK, MUTED, PAPER
from app.authoring.elements.expressions import expression, formatted
from app.authoring.schema_parts import BOX, FONT, RADIUS, WHEN, color, flag, record, text, value
from app.model.nodes.calendar import Calendar

_MONTHS: Final = {"long": "month", "short": "short-month"}
SCHEMA: Final = record(
    "A date as a leaf of a calendar, in the reader's language; hidden while it is unknown.",
    required=("date", "box"),
    date=value("A date, or a moment: 2026-12-24, 2026-12-24 18:00.", "clock.date"),
    box=BOX,
    month=text("How the month is written.", "short", enum=list(_MONTHS), default="long"),
    weekday=flag("The weekday below the day.", default=True),
    color=color("The band.", "brand.accent", default=ACCENT[:7]),
    band_ink=color("The month.", "#ffffff", default=PAPER[:7]),
    paper=color("The leaf.", "#ffffff", default=PAPER[:7]),
    ink=color("The day.", default=INK[:7]),
    muted=color("The weekday.", "brand.muted", default=MUTED[:7]),
    radius={**RADIUS, "maximum": 400, "default": 10},
    font={**FONT, "description": "Of the day.", "default": "heading"},
    when=WHEN,
)


def build(form: Form) -> Calendar:
    """Return the leaf; its texts are live."""
    date = expression(form, "date")
    if date is not None:
        parts = {"content": "whole", "month": _MONTHS[form.spec.get("month", "long")], "day": "day"}
        if form.spec.get("weekday", True):
            parts["weekday"] = "weekday"
        form.live.extend((name, formatted(date, "leaf", part)) for name, part in parts.items())
    return Calendar(
        content="",
        month="",
        day="",
        box=form.box(),
        color=form.color("color", ACCENT),
        band_ink=form.color("band_ink", PAPER),
        paper=form.color("paper", PAPER),
        ink=form.color("ink", INK),
        muted=form.color("muted", MUTED),
        radius=form.whole("radius", 10),
        font=str(form.spec.get("font", "heading")),
    )
