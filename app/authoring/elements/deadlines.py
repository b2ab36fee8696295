"""The moment a countdown leads to: given, daily, or so long after the message is sent."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from app.authoring.codegen import value_function
from app.authoring.drawing import Form, facts_of, plain
from app.authoring.formulas import Formula
from app.model.facts import Missing, Value, Why
from app.model.plan import Asker, Expression

GIVEN: Final = ("to", "daily", "after_sent")
MIDNIGHT: Final = "00:00"
DURATION: Final = r"^[1-9][0-9]{0,3} (minute|hour|day)s?$"
_WALL: Final = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]\Z")
_NO_MOMENT: Final = Missing(Why.MALFORMED, "countdown")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment, how it is written, and for a daily one the seconds between two of them."""

    moment: Expression
    written: Expression
    period_s: Expression | None = None


def deadline_of(form: Form) -> Deadline:
    """Return the moment of an element; problems are noted."""
    given = [name for name in GIVEN if name in form.spec]
    match given:
        case ["to"]:
            note(form, ["clock.moment"])
            return _once(_value(form, "to"))
        case ["after_sent"]:
            note(form, ["clock.moment", "message.sent_at"])
            return _once(_after_sending(str(form.spec["after_sent"])))
        case ["daily"] | []:
            note(form, ["clock.next"])
            return _daily(_value(form, "daily") if given else lambda _: MIDNIGHT)
        case _:
            form.workshop.findings.error(
                "one-deadline",
                form.path,
                f"The countdown has {len(given)} deadlines: {', '.join(given)}.",
                "Give one of them.",
            )
            return Deadline(_none, _none)


def note(form: Form, names: Iterable[str]) -> None:
    """Remember that the element reads facts which none of its texts names."""
    form.workshop.reads.update(facts_of(frozenset(names), form.scope))


def _once(moment: Expression) -> Deadline:
    def written(asker: Asker) -> Value | Missing:
        asked = moment(asker)
        if isinstance(asked, Missing):
            return asked
        return asker.format("moment", asker.ask("clock.moment", asked))

    return Deadline(moment, written)


def _daily(wall: Expression) -> Deadline:
    def coming(asker: Asker, count: int) -> Value | Missing:
        shown = wall(asker)
        return shown if isinstance(shown, Missing) else asker.ask("clock.next", shown, count)

    def written(asker: Asker) -> Value | Missing:
        # Without a date, and so true every day.
        shown = wall(asker)
        if isinstance(shown, str) and _WALL.match(shown):
            shown = time.fromisoformat(shown.zfill(5))
        return asker.format("time", shown)

    def period_s(asker: Asker) -> Value | Missing:
        first, second = coming(asker, 1), coming(asker, 2)
        if not (isinstance(first, datetime) and isinstance(second, datetime)):
            return _NO_MOMENT
        # As instants: on the wall every day has 24 hours.
        return round((second.astimezone(UTC) - first.astimezone(UTC)).total_seconds())

    return Deadline(lambda asker: coming(asker, 1), written, period_s)


def _after_sending(duration: str) -> Expression:
    amount, _, unit = duration.partition(" ")
    later = timedelta(**{f"{unit.removesuffix('s')}s": int(amount)})

    def moment(asker: Asker) -> Value | Missing:
        sent = asker.fact("message.sent_at")
        if isinstance(sent, Missing):
            return sent
        # As an instant: hours pass evenly, also in a night in which the wall jumps.
        return sent.astimezone(UTC) + later if isinstance(sent, datetime) else _NO_MOMENT

    return moment


def _none(asker: Asker) -> Missing:  # noqa: ARG001  # an Expression
    return _NO_MOMENT


def _value(form: Form, name: str) -> Expression:
    """Return what a field means: one expression as it is, else a text."""
    words = form.words(name)
    if words is None:
        return _none
    if words.is_plain():
        _check(form, name, plain(words))
    return single(words) or words.run


def single(words: Formula) -> Expression | None:
    """Return the value of a text that is nothing but one expression."""
    if len(words.parts) != 1 or isinstance(words.parts[0], str):
        return None
    return value_function(words.parts[0])


def _check(form: Form, name: str, written: str) -> None:
    if _WALL.match(written) or (name == "to" and is_moment(written)):
        return
    example = "18:00" if name == "daily" else "2026-11-27 18:00"
    form.workshop.findings.error(
        "no-moment",
        (*form.path, name),
        f"`{written[:60]}` cannot be read as a time.",
        f'Write it like "{example}", in quotes.',
    )


def is_moment(written: str) -> bool:
    """Tell whether a text is a date, or a date with a time."""
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True
