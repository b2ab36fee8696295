"""`progress`: a bar that fills."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import ACCENT, INK, PAPER, TRACK
from app.authoring.elements.expressions import expression, optional_text, share_of
from app.authoring.schema_parts import (
    BOX,
    FONT,
    RADIUS,
    TEXT,
    WEIGHT,
    WHEN,
    color,
    number,
    record,
    text,
    value,
)
from app.model.nodes.progress import LabelPlace, Progress
from app.model.nodes.ring import Ends

SCHEMA: Final = record(
    "A bar, filled in the direction of the reader's language; a text that is unknown is left out.",
    required=("value", "box"),
    value=value("From 0 to 1, or up to `of`.", "stock.here / 20"),
    of=value("What a full bar stands for.", "person.next_reward_at"),
    color=color("The filled part.", default=ACCENT[:7]),
    to=color("The colour it runs to, for a gradient."),
    track=color("The rest.", "#e5e5e5", default=TRACK[:7]),
    radius={**RADIUS, "description": "Corner radius; 0 is as round as can be.", "default": 0},
    ends=text(
        "`square` has no round corners.", "square", enum=[e.value for e in Ends], default="round"
    ),
    segments=number(
        "Bars side by side, filled one after the other.",
        5,
        "integer",
        minimum=1,
        maximum=50,
        default=1,
    ),
    gap=number("Pixels between them.", 4, "integer", minimum=0, maximum=100, default=4),
    label={**TEXT, "description": "A text.", "examples": ["{{ person.points }} points"]},
    place=text(
        "Where the text stands; above or beside, the bar has the rest of the box.",
        "above",
        enum=[place.value for place in LabelPlace],
        default="inside",
    ),
    ink=color("The text: white inside, nearly black elsewhere."),
    font={**FONT, "default": "body"},
    weight={**WEIGHT, "default": "bold"},
    size=number(
        "Font size; without it as high as the bar inside, 14 elsewhere.",
        14,
        "integer",
        minimum=1,
        maximum=400,
    ),
    box=BOX,
    when=WHEN,
)


def build(form: Form) -> Progress:
    """Return the bar; its value is live."""
    part, whole = expression(form, "value"), expression(form, "of")
    if part is not None:
        form.live.append(("value", share_of(part, whole)))
    form.live.append(("language", lambda asker: asker.format("backwards", "")))
    place = LabelPlace(form.spec.get("place", LabelPlace.INSIDE))
    inside = place is LabelPlace.INSIDE
    return Progress(
        box=form.box(),
        value=0,
        color=form.color("color", ACCENT),
        track=form.color("track", TRACK),
        radius=form.whole("radius", 0),
        to=form.color("to"),
        ends=Ends(form.spec.get("ends", Ends.ROUND)),
        segments=form.whole("segments", 1),
        gap=form.whole("gap", 4),
        content=optional_text(form, "label", "content"),
        place=place,
        ink=form.color("ink", PAPER if inside else INK) if "label" in form.spec else "",
        font=str(form.spec.get("font", "body")),
        weight=form.weight(700),
        size=form.whole("size", 0),
    )
