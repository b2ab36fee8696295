"""Answers that can be read and yet are hardly what the source meant to say."""

from app.adapters.sources.noted import Noted
from app.adapters.sources.reading_worker import Reading
from app.errors import SourceMalformed
from app.model.source import Feeds, SourceSpec

_FEW = 10  # rows that may change without being suspicious


def check_likely(spec: SourceSpec, former: Noted, reading: Reading) -> None:
    """Raise SourceMalformed for rows that are unlikely after the former ones.

    A catalogue lost more than half of its rows (a list without a key may), or no row has a field
    any more that rows had: columns were renamed.
    """
    if spec.feeds is not Feeds.FACTS or former.count < _FEW:
        return
    if spec.shape.key and 2 * reading.count < former.count:
        raise _unlikely(f"It holds {reading.count:,} rows where {former.count:,} were")
    lost = [name for name in former.filled if name not in reading.filled]
    if lost and reading.count >= _FEW:
        listed = ", ".join(f'"{name}"' for name in lost)
        raise _unlikely(f"None of its {reading.count:,} rows has {listed}, which rows had")


def _unlikely(what: str) -> SourceMalformed:
    return SourceMalformed(
        f"{what}: the former ones stay. If that is right, fetch it by hand.",
    )
