"""`ring`: a ring or gauge that fills, with a text in its middle."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import ACCENT, INK, MUTED, TRACK
from app.authoring.elements.expressions import expression, optional_text, share_of
from app.authoring.schema_parts import (
    BOX,
    FONT,
    TEXT,
    WEIGHT,
    WHEN,
    color,
    number,
    record,
    text,
    value,
)
from app.model.nodes.ring import Ends, Ring

SCHEMA: Final = record(
    "A ring or gauge that fills; texts in its middle that are unknown are left out.",
    required=("value", "box"),
    value=value("From 0 to 1, or up to `of`.", "person.points"),
    of=value("What a full ring stands for.", "person.next_reward_at"),
    box=BOX,
    color=color("The filled part.", "brand.accent", default=ACCENT[:7]),
    to=color("The colour it runs to, for a gradient."),
    track=color("The rest.", "brand.soft", default=TRACK[:7]),
    thick=number("How thick it is.", 12, "integer", minimum=1, maximum=500, default=12),
    start=number(
        "Degrees, clockwise from the top, at which it begins.",
        -120,
        "integer",
        minimum=-360,
        maximum=360,
        default=0,
    ),
    sweep=number(
        "Degrees from its beginning to its end; 360 is a whole ring.",
        240,
        "integer",
        minimum=10,
        maximum=360,
        default=360,
    ),
    ends=text("How the filled part ends.", "round", enum=[e.value for e in Ends], default="round"),
    label={**TEXT, "description": "The text in the middle.", "examples": ["{{ person.points }}"]},
    caption={**TEXT, "description": "A smaller text below it.", "examples": ["points"]},
    ink=color("The text.", default=INK[:7]),
    muted=color("The smaller text.", "brand.muted", default=MUTED[:7]),
    font={**FONT, "default": "heading"},
    weight={**WEIGHT, "default": "bold"},
    size=number(
        "Font size of the text; without it as large as the middle allows.",
        28,
        "integer",
        minimum=1,
        maximum=400,
    ),
    when=WHEN,
)


def build(form: Form) -> Ring:
    """Return the ring; its value is live."""
    part, whole = expression(form, "value"), expression(form, "of")
    if part is not None:
        form.live.append(("value", share_of(part, whole)))
    return Ring(
        box=form.box(),
        value=0,
        color=form.color("color", ACCENT),
        to=form.color("to"),
        track=form.color("track", TRACK),
        thick=form.whole("thick", 12),
        start=form.whole("start", 0),
        sweep=form.whole("sweep", 360),
        ends=Ends(form.spec.get("ends", Ends.ROUND)),
        content=optional_text(form, "label", "content"),
        caption=optional_text(form, "caption"),
        ink=form.color("ink", INK),
        muted=form.color("muted", MUTED),
        font=str(form.spec.get("font", "heading")),
        weight=form.weight(700),
        size=form.whole("size", 0),
    )
