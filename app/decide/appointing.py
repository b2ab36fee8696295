"""Appoint: what a block's event is for this reader, now."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.model.appointment import Appointment
from app.model.plan import Asker, Expression, PlannedEvent

LASTS: Final = timedelta(hours=1)
"""How long an event takes whose end is not known, or not after its start."""

_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def appoint(event: PlannedEvent, asker: Asker, zone: ZoneInfo) -> Appointment | None:
    """Return the entry for a calendar; None when it is not known when the event starts."""
    starts = _moment(event.starts, asker)
    if starts is None:
        return None
    ends = _moment(event.ends, asker)
    if ends is None or ends <= starts:
        ends = starts + LASTS
    return Appointment(
        title=_text(event.title, asker),
        starts=starts,
        ends=ends,
        zone=zone,
        where=_text(event.where, asker),
        about=_text(event.about, asker),
    )


def _moment(expression: Expression | None, asker: Asker) -> datetime | None:
    """Return the instant that an expression names, in UTC, if calendars go that far."""
    if expression is None:
        return None
    value = expression(asker)
    # A question about something that is missing is answered by what is missing.
    moment = asker.ask("clock.moment", value)  # type: ignore[arg-type]
    if not isinstance(moment, datetime) or not _FIRST <= moment < _LAST:
        return None
    return moment.astimezone(UTC)


def _text(expression: Expression | None, asker: Asker) -> str:
    text = expression(asker) if expression is not None else ""
    return text if isinstance(text, str) else ""
