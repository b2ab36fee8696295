"""When a pulled source is run again: about as often as it should, more seldom while it fails."""

from datetime import timedelta

from app.model.source import SourceSpec

_FIRST_PAUSE_S = 2.0
_LEAST_LONGEST_S = 60.0
_LONGEST_HEEDED_S = 3600.0
_MOST_DOUBLINGS = 16


def after_success(spec: SourceSpec, random: float) -> timedelta:
    """Return the pause after a good run: `every`, a tenth more or less by `random` (0 to 1)."""
    return (spec.every or timedelta(0)) * (0.9 + 0.2 * random)


def after_failure(
    spec: SourceSpec, failures: int, asked_for_s: float | None, random: float
) -> timedelta:
    """Return the pause after so many failures in a row, and at least what the source asks for.

    It doubles up to `every`, a minute at least, so that a source which is run once a day is tried
    again soon, and one that is run every second is spared.
    """
    longest_s = max((spec.every or timedelta(0)).total_seconds(), _LEAST_LONGEST_S)
    pause_s = min(_FIRST_PAUSE_S * 2.0 ** min(failures - 1, _MOST_DOUBLINGS), longest_s)
    pause_s *= 0.9 + 0.2 * random
    return timedelta(seconds=max(pause_s, min(asked_for_s or 0.0, _LONGEST_HEEDED_S)))
