"""`stars`: a rating."""

from math import floor
from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import FAINT, GOLD, INK
from app.authoring.elements.expressions import Maybe, expression, is_number, optional_text
from app.authoring.operations import MALFORMED
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
from app.model.facts import Missing
from app.model.nodes.basics import Align
from app.model.nodes.stars import Stars
from app.model.plan import Asker, Expression

_STEPS: Final = {"tenth": 10, "half": 2, "whole": 1}
SCHEMA: Final = record(
    "A rating in stars, as high as the box; hidden while it is unknown.",
    required=("value", "box"),
    value=value("How many stars are filled.", "message.rating"),
    box=BOX,
    count=number("How many stars there are.", 5, "integer", minimum=1, maximum=10, default=5),
    step=text("How finely stars are filled.", "half", enum=list(_STEPS), default="half"),
    color=color("Filled stars.", "brand.sun", default=GOLD[:7]),
    track=color("Empty stars.", "brand.line", default=FAINT[:7]),
    gap=number("Pixels between stars.", 2, "integer", minimum=0, maximum=100, default=2),
    label={
        **TEXT,
        "description": "A text beside the stars, left out when a part of it is unknown.",
        "examples": ["{{ message.reviews | number }} reviews"],
    },
    ink=color("The text.", default=INK[:7]),
    font={**FONT, "default": "body"},
    weight={**WEIGHT, "default": "regular"},
    size=number(
        "Font size of the text; without it three quarters of a star.",
        16,
        "integer",
        minimum=1,
        maximum=400,
    ),
    align=text(
        "Where in the box they stand.", "start", enum=[a.value for a in Align], default="start"
    ),
    when=WHEN,
)


def build(form: Form) -> Stars:
    """Return the stars; the rating is live, in tenths of a star and in words."""
    count = form.whole("count", 5)
    rating = expression(form, "value")
    if rating is not None:
        step = _STEPS[form.spec.get("step", "half")]
        form.live.append(("value", _tenths(rating, count, step)))
        form.live.append(("spoken", _spoken(rating, count)))
    return Stars(
        box=form.box(),
        value=0,
        count=count,
        color=form.color("color", GOLD),
        track=form.color("track", FAINT),
        gap=form.whole("gap", 2),
        label=optional_text(form, "label"),
        ink=form.color("ink", INK),
        font=str(form.spec.get("font", "body")),
        weight=form.weight(),
        size=form.whole("size", 0),
        align=Align(form.spec.get("align", Align.START)),
    )


def _tenths(rating: Expression, count: int, step: int) -> Expression:
    def tenths(asker: Asker) -> Maybe:
        stars = rating(asker)
        if isinstance(stars, Missing):
            return stars
        if not is_number(stars):
            return MALFORMED
        held = min(float(count), max(0.0, stars))
        return floor(held * step + 0.5) * 10 // step

    return tenths


def _spoken(rating: Expression, count: int) -> Expression:
    """Return the rating as it is written for the reader: 4.5/5."""

    def spoken(asker: Asker) -> Maybe:
        stars = rating(asker)
        held = min(count, max(0, stars)) if is_number(stars) else stars
        written = asker.format("number", held, 1)
        return written if isinstance(written, Missing) else f"{written}/{count}"

    return spoken
