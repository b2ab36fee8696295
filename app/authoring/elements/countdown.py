"""`countdown`: the time left until a moment."""

from typing import Final

from app.authoring.drawing import Form, plain
from app.authoring.elements.deadlines import DURATION, MIDNIGHT, deadline_of, note
from app.authoring.elements.defaults import INK
from app.authoring.schema_parts import (
    BOX,
    FONT,
    RADIUS,
    TEXT,
    WEIGHT,
    WHEN,
    Schema,
    color,
    flag,
    number,
    record,
    text,
)
from app.model.facts import Missing, Value
from app.model.nodes.basics import VAlign
from app.model.nodes.countdown import LONGEST_FILM_S, SECONDS, Countdown, LabelPlace, Labels
from app.model.nodes.text import Text
from app.model.plan import Asker, Expression

_UNITS: Final = {"days": "d", "hours": "h", "minutes": "m", "seconds": "s"}
_FILM_S: Final = 60


def _units(description: str, example: list[str]) -> Schema:
    return {
        "description": description,
        "type": "array",
        "items": {"enum": list(_UNITS)},
        "minItems": 1,
        "examples": [example],
    }


SCHEMA: Final = record(
    "What is left until a moment, in cells of digits. A GIF counts down from the second in which "
    "it is opened; PNG and JPEG stand still and leave out the seconds.",
    required=("box",),
    to={
        **TEXT,
        "description": "The moment: a date and time on the block's clock, or an expression.",
        "examples": ["2026-11-27 18:00"],
    },
    daily={
        **TEXT,
        "description": "Or a time of day: it begins again every day.",
        "examples": ["17:00"],
        "default": MIDNIGHT,
    },
    after_sent=text("Or so long after the message is sent.", "48 hours", pattern=DURATION),
    box=BOX,
    units=_units("Which units are shown.", ["days", "hours", "minutes", "seconds"]),
    still=_units("Which units are shown in PNG and JPEG.", ["days", "hours", "minutes"]),
    fold=flag("Leave out days, then hours, once there are none."),
    duration=number(
        "Seconds that a GIF counts down before it stops.", 60, "integer",
        minimum=1, maximum=LONGEST_FILM_S, default=_FILM_S,
    ),
    loop=flag("Let a GIF begin again at its end, which is no longer true."),
    full_frames=flag("Draw the whole canvas in every frame of a GIF: safer, and ten times larger."),
    expired={**TEXT, "description": "Shown once it is over; nothing without it."},
    deadline={
        **TEXT,
        "description": "The deadline in words, for readers that keep the picture for days; without "
        "it, the moment as their language writes it.",
        "examples": ["Ends {{ clock.moment('2026-11-27 18:00') | moment }}"],
    },
    color=color("Colour of the cells; none without it.", "brand.pine"),
    border=number("Width of their border.", 2, "integer", minimum=0, maximum=40, default=0),
    border_color=color("Colour of their border."),
    radius={**RADIUS, "default": 8, "maximum": 400},
    gap=number("Pixels between cells.", 12, "integer", minimum=0, maximum=400, default=12),
    split=flag("A crease across each cell, as on a board of falling leaves."),
    separator=text("Stands between cells.", ":", maxLength=3),
    font={**FONT, "default": "heading"},
    weight={**WEIGHT, "default": 700},
    size=number("Size of the digits; as large as fits without it.", 44, "integer",
                minimum=1, maximum=400),
    ink=color("Colour of the digits."),
    labels=text("Names of the units, in the reader's language.", "short",
                enum=[each.value for each in Labels], default=Labels.LONG.value),
    label_place=text("Where they stand.", "inside", enum=[each.value for each in LabelPlace],
                     default=LabelPlace.BELOW.value),
    label_font={**FONT, "default": "body"},
    label_size=number("Their size.", 13, "integer", minimum=1, maximum=100, default=13),
    label_ink=color("Their colour."),
    when=WHEN,
)  # fmt: skip


def build(form: Form) -> Countdown:
    """Return the countdown; what is left, and how it is shown, is live."""
    units = _letters(form, "units", "dhms")
    still = _letters(form, "still", units.removesuffix("s") or units)
    _count(form, units, still)
    border = form.whole("border", 0)
    return Countdown(
        box=form.box(),
        units=units,
        fold=bool(form.spec.get("fold", False)),
        film_s=form.whole("duration", _FILM_S),
        loop=bool(form.spec.get("loop", False)),
        full_frames=bool(form.spec.get("full_frames", False)),
        expired=_expired(form),
        color=form.color("color"),
        border=border,
        border_color=form.color("border_color", INK if border else ""),
        radius=form.whole("radius", 8),
        gap=form.whole("gap", 12),
        split=bool(form.spec.get("split", False)),
        separator=str(form.spec.get("separator", "")),
        font=str(form.spec.get("font", "heading")),
        weight=form.weight(700),
        size=form.whole("size", 0),
        ink=form.color("ink", INK),
        labels=Labels(form.spec.get("labels", Labels.LONG)),
        label_place=LabelPlace(form.spec.get("label_place", LabelPlace.BELOW)),
        label_font=str(form.spec.get("label_font", "body")),
        label_size=form.whole("label_size", 13),
        label_ink=form.color("label_ink", INK),
    )


def texts(node: Countdown) -> tuple[Text, ...]:
    """Return the digits where they stand on what is below, as a text of their ink."""
    if node.color:
        return ()
    size = node.size or max(1, node.box[3] // 2)
    digits = Text(
        content="00", box=node.box, ink=node.ink, font=node.font, weight=node.weight, size=size,
        min_size=size, valign=VAlign.MIDDLE,
    )  # fmt: skip
    return (digits,)


def _letters(form: Form, name: str, default: str) -> str:
    """Return units as letters, the largest first; those between two that are named count too."""
    named = form.spec.get(name)
    if named is None:
        return default
    letters = sorted((_UNITS[unit] for unit in named), key=list(SECONDS).index)
    every = "".join(SECONDS)
    return every[every.index(letters[0]) : every.index(letters[-1]) + 1]


def _count(form: Form, units: str, still: str) -> None:
    """Make live what depends on the moment of the open, and on how the picture will be shown."""
    note(form, ["picture.moves", "picture.is_kept", "clock.seconds"])
    deadline = deadline_of(form)
    words, film_s = form.words("deadline"), form.whole("duration", _FILM_S)

    def kept(asker: Asker) -> bool:
        return asker.fact("picture.is_kept") is True

    def moves(asker: Asker) -> bool:
        return not kept(asker) and asker.fact("picture.moves") is True

    def left(asker: Asker) -> Value | Missing:
        if kept(asker):
            return 1 if deadline.period_s else _not_over(asker, deadline.moment)
        moment = deadline.moment(asker)
        if isinstance(moment, Missing):
            return moment
        return asker.ask("clock.seconds", moment, 1 if moves(asker) else SECONDS[still[-1]])

    def stable(asker: Asker) -> Value | Missing:
        if not kept(asker):
            return ""
        said = words.run(asker) if words else None
        return said if isinstance(said, str) and said else deadline.written(asker)

    form.live.extend(
        [
            ("left_s", left),
            ("stable", stable),
            ("film_s", lambda asker: film_s if moves(asker) else 0),
            ("units", lambda asker: units if moves(asker) else still),
            ("language", lambda asker: asker.format("tongue", "")),
            ("numerals", lambda asker: asker.format("numerals", "")),
        ]
    )
    if period_s := deadline.period_s:
        form.live.append(("restart_s", lambda asker: period_s(asker) if moves(asker) else 0))


def _not_over(asker: Asker, deadline: Expression) -> Value | Missing:
    """Return 1 until the deadline, 0 from then on: all that matters where no digits are shown."""
    moment = deadline(asker)
    over = moment if isinstance(moment, Missing) else asker.ask("clock.over", moment)
    return over if isinstance(over, Missing) else int(not over)


def _expired(form: Form) -> str:
    """Return the words for when it is over; without what they are made of, there are none."""
    words = form.words("expired")
    if words is None:
        return ""
    if words.is_plain():
        return plain(words)

    def said(asker: Asker) -> Value:
        value = words.run(asker)
        return value if isinstance(value, str) else ""

    form.live.append(("expired", said))
    return ""
