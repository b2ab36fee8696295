"""`text`: a text in any script."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import INK
from app.authoring.elements.spans import CONTENT, build_spans
from app.authoring.schema_parts import (
    BOX,
    FALLBACK_TEXT,
    FONT,
    SIZE,
    WEIGHT,
    WHEN,
    color,
    flag,
    integers,
    number,
    record,
    text,
)
from app.model.nodes.basics import Align, Color, VAlign
from app.model.nodes.text import Text

_RIM: Final = "#ffffffff"
_SHADE: Final = "#00000066"

SCHEMA: Final = record(
    "A text; hidden when a part of it is unknown, unless `fallback_text` is given.",
    required=("content", "box"),
    content=CONTENT,
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
    underline=flag("Underlined, like a link.", default=False),
    letter_spacing=number(
        "Extra space between letters, as a share of the font size; letters that join stay joined.",
        0.1,
        minimum=-0.1,
        maximum=1,
        default=0,
    ),
    outline=number("Width of a rim around the letters.", 2, minimum=0, maximum=20, default=0),
    outline_color=color("Colour of the rim, white without it.", "brand.white"),
    shadow=integers(
        "How far a shadow lies to the right and down, and how far it spreads.",
        [0, 2, 6],
        (-100, 100),
        (-100, 100),
        (0, 100),
    ),
    shadow_color=color("Colour of the shadow, a light black without it.", "#00000066"),
    fallback_text=FALLBACK_TEXT,
    when=WHEN,
)


def build(form: Form) -> Text:
    """Return the text; one with expressions is live."""
    largest, smallest = form.sizes(16)
    written = form.spec["content"]
    content, styles, inks = (
        build_spans(form, written)
        if isinstance(written, list)
        else (form.content("content"), (), ())
    )
    outline = float(form.spec.get("outline", 0))
    right, down, blur = form.spec.get("shadow", (0, 0, 0))
    return Text(
        content=content,
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
        styles=styles,
        inks=inks,
        underline=bool(form.spec.get("underline", False)),
        spacing=float(form.spec.get("letter_spacing", 0)),
        outline=outline,
        outline_color=form.color("outline_color", _RIM if outline else ""),
        shadow=(int(right), int(down), int(blur)),
        shadow_color=form.color("shadow_color", _SHADE if "shadow" in form.spec else ""),
    )


def texts(node: Text) -> tuple[Text, ...]:
    """Return the text itself."""
    return (node,)


def ground(node: Text) -> Color:  # noqa: ARG001  # a kind's ground
    """Return nothing: a text is no ground."""
    return ""
