"""`text`: a text in any script."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import INK
from app.authoring.schema_parts import (
    BOX,
    FALLBACK_TEXT,
    FONT,
    SIZE,
    TEXT,
    WEIGHT,
    WHEN,
    color,
    flag,
    number,
    record,
    text,
)
from app.model.nodes.basics import Align, Color, VAlign
from app.model.nodes.text import Text

SCHEMA: Final = record(
    "A text; hidden when a part of it is unknown, unless `fallback_text` is given.",
    required=("content", "box"),
    content=TEXT,
    box=BOX,
    font={**FONT, "default": "body"},
    weight={**WEIGHT, "default": "regular"},
    size={**SIZE, "default": 16},
    lines=number("At most so many lines.", 2, "integer", minimum=1, maximum=50, default=1),
    ink=color("Its colour.", default=INK[:7]),
    align=text(
        "Follows the direction of the script.",
        "start",
        enum=[a.value for a in Align],
        default="start",
    ),
    valign=text("Place in the box.", "top", enum=[a.value for a in VAlign], default="top"),
    line_height=number("Multiple of the font size.", 1.25, minimum=0.8, maximum=4, default=1.25),
    strike=flag("Struck through.", default=False),
    fallback_text=FALLBACK_TEXT,
    when=WHEN,
)


def build(form: Form) -> Text:
    """Return the text; one with expressions is live."""
    largest, smallest = form.sizes(16)
    return Text(
        content=form.content("content"),
        box=form.box(),
        ink=form.color("ink", INK),
        font=str(form.spec.get("font", "body")),
        weight=form.weight(),
        size=largest,
        min_size=smallest,
        lines=form.whole("lines", 1),
        align=Align(form.spec.get("align", Align.START)),
        valign=VAlign(form.spec.get("valign", VAlign.TOP)),
        line_height=float(form.spec.get("line_height", 1.25)),
        strike=bool(form.spec.get("strike", False)),
    )


def texts(node: Text) -> tuple[Text, ...]:
    """Return the text itself."""
    return (node,)


def ground(node: Text) -> Color:  # noqa: ARG001  # a kind's ground
    """Return nothing: a text is no ground."""
    return ""
