"""`badge`: a short text on a pill, a tag, a ribbon, a seal, or across a corner."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import ACCENT, INK, PAPER
from app.authoring.schema_parts import (
    BOX,
    FALLBACK_TEXT,
    FONT,
    SIZE,
    TEXT,
    WEIGHT,
    WHEN,
    color,
    number,
    record,
    text,
)
from app.model.nodes.badge import Badge, BadgeShape
from app.model.nodes.basics import Align, Color
from app.model.nodes.text import Text

_SIZES: Final = (14, 10)
SCHEMA: Final = record(
    "A short text on a shape as wide as it needs; hidden when a part of the text is unknown.",
    required=("content", "box"),
    content={**TEXT, "examples": ["Only {{ stock.here }} left"]},
    box=BOX,
    shape=text(
        "What the text stands on. `corner` is a band across an upper corner of the box, `seal` a "
        "notched disc, `tag` a price tag with a hole.",
        "pill",
        enum=[shape.value for shape in BadgeShape],
        default="pill",
    ),
    color=color("The shape.", "brand.accent", default=ACCENT[:7]),
    to=color("The colour it runs to, for a gradient."),
    ink=color("The text.", "#ffffff", default=PAPER[:7]),
    font={**FONT, "default": "body"},
    weight={**WEIGHT, "default": "bold"},
    size={**SIZE, "default": list(_SIZES)},
    align=text(
        "Where in the box it stands; a corner band at `start` or `end`.",
        "start",
        enum=[a.value for a in Align],
        default="start",
    ),
    border=number("Width of a border.", 1, "integer", minimum=0, maximum=20, default=0),
    border_color=color("Colour of the border, nearly black without it."),
    fallback_text=FALLBACK_TEXT,
    when=WHEN,
)


def build(form: Form) -> Badge:
    """Return the badge; a text with expressions is live."""
    largest, smallest = form.sizes(*_SIZES)
    border = form.whole("border", 0)
    return Badge(
        content=form.content("content"),
        box=form.box(),
        shape=BadgeShape(form.spec.get("shape", BadgeShape.PILL)),
        color=form.color("color", ACCENT),
        to=form.color("to"),
        ink=form.color("ink", PAPER),
        font=str(form.spec.get("font", "body")),
        weight=form.weight(700),
        size=largest,
        min_size=smallest,
        align=Align(form.spec.get("align", Align.START)),
        border=border,
        border_color=form.color("border_color", INK if border else ""),
    )


def ground(node: Badge) -> Color:  # noqa: ARG001  # a kind's ground
    """Return nothing: a badge is no ground."""
    return ""


def texts(node: Badge) -> tuple[Text, ...]:
    """Return the text, for its size; what it stands on is its own, so its colour is not said."""
    return (
        Text(
            content="", box=node.box, ink="", weight=node.weight, size=node.size,
            min_size=node.min_size, line_height=1.2,
        ),
    )  # fmt: skip
