"""`chart`: numbers as a line, a shaded area or bars."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import ACCENT
from app.authoring.elements.expressions import Maybe, expression, is_number, optional_text
from app.authoring.operations import MALFORMED
from app.authoring.schema_parts import BOX, TEXT, WHEN, color, flag, number, record, text, value
from app.model.facts import Missing
from app.model.nodes.chart import MOST_VALUES, Chart, ChartStyle, Mark
from app.model.plan import Asker, Expression

_LINE: Final = "#7fb2e5ff"
SCHEMA: Final = record(
    "Numbers from left to right; hidden while they are unknown.",
    required=("values", "box"),
    values=value(
        f"A text of numbers such as 3,5,8, a list, or one number; the last {MOST_VALUES} count.",
        "person.weekly_walks",
    ),
    field=text("Which field of a list's rows.", "distance", pattern=r"^[a-z][a-z0-9_]*$"),
    box=BOX,
    style=text(
        "A line, a line with its ground shaded, or bars, which stand on zero.",
        "bars",
        enum=[style.value for style in ChartStyle],
        default="line",
    ),
    color=color("Line or bars.", "brand.moss", default=_LINE[:7]),
    marks={
        "description": "The values that stand out: `first`, `last`, `min`, `max`.",
        "type": "array",
        "maxItems": 4,
        "uniqueItems": True,
        "items": {"enum": [mark.value for mark in Mark]},
        "examples": [["last"]],
        "default": [],
    },
    mark_color=color("Values that stand out.", "brand.accent", default=ACCENT[:7]),
    width=number("Width of the line.", 2, "integer", minimum=1, maximum=40, default=2),
    smooth=flag("The line is a curve; it never leaves the values it joins.", default=True),
    gap=number("Pixels between bars.", 3, "integer", minimum=0, maximum=100, default=3),
    radius=number("Corner radius of bars.", 2, "integer", minimum=0, maximum=100, default=2),
    base=color("A line at zero, or at the bottom; none without it.", "brand.line"),
    alt={**TEXT, "description": "The chart in words."},
    when=WHEN,
)


def build(form: Form) -> Chart:
    """Return the chart; its values are live."""
    values = expression(form, "values")
    if values is not None:
        form.live.append(("values", _listed(values, form.spec.get("field", ""))))
    return Chart(
        box=form.box(),
        values=(),
        style=ChartStyle(form.spec.get("style", ChartStyle.LINE)),
        color=form.color("color", _LINE),
        marks=tuple(Mark(mark) for mark in form.spec.get("marks", [])),
        mark_color=form.color("mark_color", ACCENT),
        width=form.whole("width", 2),
        gap=form.whole("gap", 3),
        radius=form.whole("radius", 2),
        base=form.color("base"),
        smooth=bool(form.spec.get("smooth", True)),
        alt=optional_text(form, "alt"),
    )


def _listed(values: Expression, field: str) -> Expression:
    """Return numbers as a text; of a list, the numbers in a field of its rows."""

    def listed(asker: Asker) -> Maybe:
        found = values(asker)
        if isinstance(found, Missing | str):
            return found
        if is_number(found):
            return repr(found)
        if not isinstance(found, tuple):
            return MALFORMED
        fields = [row.fields.get(field) for row in found]
        return ",".join(repr(one) for one in fields if is_number(one))

    return listed
