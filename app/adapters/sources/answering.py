"""What the status of a source's answer means, in words for operators, and a failure for facts."""

from datetime import UTC
from email.utils import parsedate_to_datetime

from app.adapters.outbound.exchange import Head
from app.errors import (
    SourceBusy,
    SourceError,
    SourceMalformed,
    SourceTimeout,
    SourceUnavailable,
    SourceUnsuited,
)
from app.model.facts import Why
from app.model.ports import Now

OK = 200
NONE_THERE = (404, 410)
_ASKS_FOR_QUIET = (429, 503)
_FINDS_FAULT = (400, 414, 422)
_MOST_DIGITS = 9


def refusal(head: Head, *, host: str, now: Now) -> SourceError | None:
    """Return why an answer is none, with how long to wait; None for 200 and 304."""
    if head.status == OK or head.is_unmodified:
        return None
    if head.status in _ASKS_FOR_QUIET:
        wait_s = _retry_after_s(str(head.headers.get("retry-after", "")), now)
        asked = "" if wait_s is None else f" and asks to wait {wait_s:.0f} s"
        return SourceBusy(f"{host} answered {head.status}{asked}.", retry_after_s=wait_s)
    kind = SourceUnsuited if head.status in _FINDS_FAULT else SourceUnavailable
    return kind(f"{host} answered {head.status}.")


def why_of(error: Exception) -> Why:
    """Return why a failure leaves no value."""
    if isinstance(error, SourceTimeout):
        return Why.TIMEOUT
    is_wire = isinstance(error, SourceError) and not isinstance(error, SourceMalformed)
    return Why.REFUSED if is_wire else Why.MALFORMED


def _retry_after_s(said: str, now: Now) -> float | None:
    """Return the seconds of a Retry-After, which are a number or a date."""
    said = said.strip()
    if said.isdecimal():
        return float(said[:_MOST_DIGITS])
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now()).total_seconds())
