"""`sign`: whether a store is open, until when, and its hours today."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import BAD, GOOD, INK, MUTED
from app.authoring.elements.expressions import Maybe, fact, formatted, optional
from app.authoring.findings import suggestion
from app.authoring.schema_parts import BOX, FONT, SIZE, WHEN, color, flag, record, text
from app.model.facts import Missing
from app.model.nodes.basics import Align, Color, VAlign
from app.model.nodes.sign import Sign
from app.model.nodes.text import Text
from app.model.plan import Asker, Expression

_SIZES: Final = (16, 11)
SCHEMA: Final = record(
    "Whether a store is open, in the reader's language; hidden while its hours are unknown.",
    required=("around", "box"),
    around=text("`store`, or the name of a row of `each`.", "store", pattern=r"^[a-z][a-z0-9_]*$"),
    box=BOX,
    until=flag("Until when it is open, or when it opens.", default=True),
    hours=flag("Today's hours below, where the box is high enough.", default=False),
    open_color=color("The light and the word of an open store.", "brand.moss", default=GOOD[:7]),
    closed_color=color("Those of a closed one.", "brand.alert", default=BAD[:7]),
    open_ground=color("The pill below it when open; none without it.", "brand.mist"),
    closed_ground=color("The pill below it when closed; none without it.", "brand.blush"),
    ink=color("Until when.", default=INK[:7]),
    muted=color("Today's hours.", "brand.muted", default=MUTED[:7]),
    font={**FONT, "default": "body"},
    size={**SIZE, "default": list(_SIZES)},
    align=text(
        "Follows the direction of the script.",
        "start",
        enum=[a.value for a in Align],
        default="start",
    ),
    valign=text("Place in the box.", "top", enum=[a.value for a in VAlign], default="middle"),
    when=WHEN,
)


def build(form: Form) -> Sign:
    """Return the sign; state and texts are live."""
    around = str(form.spec["around"])
    if not form.is_store(around):
        form.workshop.findings.error(
            "unknown-place",
            (*form.path, "around"),
            f"There are no hours of `{around}`.",
            suggestion(around, ["store", *form.scope.rows]) or "Write `store`.",
        )
    is_open = fact(form, f"{around}.is_open")
    form.live.append(("is_open", is_open))
    form.live.append(("content", formatted(is_open, "opening")))
    if form.spec.get("until", True):
        form.live.append(("detail", _until(form, around, is_open)))
    if form.spec.get("hours", False):
        today = fact(form, f"{around}.hours_today")
        form.live.append(("hours", optional(formatted(today, "opening_hours"))))
    largest, smallest = form.sizes(*_SIZES)
    return Sign(
        is_open=True,
        content="",
        box=form.box(),
        open_color=form.color("open_color", GOOD),
        closed_color=form.color("closed_color", BAD),
        open_ground=form.color("open_ground"),
        closed_ground=form.color("closed_ground"),
        ink=form.color("ink", INK),
        muted=form.color("muted", MUTED),
        font=str(form.spec.get("font", "body")),
        size=largest,
        min_size=smallest,
        align=Align(form.spec.get("align", Align.START)),
        valign=VAlign(form.spec.get("valign", VAlign.MIDDLE)),
    )


def texts(node: Sign) -> tuple[Text, ...]:
    """Return its line as a text."""
    return (
        Text(
            content="", box=node.box, ink="" if node.open_ground else node.ink, size=node.size,
            min_size=node.min_size, line_height=1.3,
        ),
    )  # fmt: skip


def ground(node: Sign) -> Color:  # noqa: ARG001  # a kind's ground
    """Return nothing: a sign is no ground."""
    return ""


def _until(form: Form, around: str, is_open: Expression) -> Expression:
    """Return until when it is open or when it opens; empty for one that never closes."""
    until = formatted(fact(form, f"{around}.closes"), "open_until")
    opens, today = fact(form, f"{around}.opens"), fact(form, "clock.date")

    def opening(asker: Asker) -> Maybe:
        date = today(asker)
        return asker.format("opens", opens(asker), None if isinstance(date, Missing) else date)

    def detail(asker: Asker) -> Maybe:
        return until(asker) if is_open(asker) else opening(asker)

    return optional(detail)
