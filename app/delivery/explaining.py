"""Why this was decided, in words: readings and conditions as rows for people and APIs."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from app.model.decision import Considered
from app.model.facts import Fact, Item, Missing, Reading, Value
from app.model.money import Money
from app.model.plan import Plan

_ALSO_READS = 6


def because(considered: Considered, plan: Plan, readings: Sequence[Reading]) -> dict[str, object]:
    """Return one considered variant with its condition and the facts that decided it."""
    variant = next((v for v in plan.variants if v.name == considered.variant), None)
    words = considered.because
    if variant is not None and variant.when_text:
        read = [r for r in readings if _asked_for(r.name, variant.when_reads)][:_ALSO_READS]
        shown = ", ".join(f"{r.name} = {written(r)}" for r in read)
        words = f"{words}: {variant.when_text}" + (f" ({shown})" if shown else "")
    return {"variant": considered.variant, "held": considered.held, "because": words}


def fact_row(reading: Reading) -> dict[str, object]:
    """Return a fact that was read."""
    assert isinstance(reading.known, Fact)
    return {
        "name": reading.name,
        "value": plain(reading.known.value),
        "source": reading.known.source,
        "trust": reading.known.trust.value,
        "valid_until": reading.known.valid_until,
    }


def missing_row(reading: Reading) -> dict[str, object]:
    """Return what was asked for and is not known."""
    assert isinstance(reading.known, Missing)
    return {
        "name": reading.name,
        "why": reading.known.why.value,
        "source": reading.known.source,
        "retry_at": reading.known.retry_at,
    }


def written(reading: Reading) -> str:
    """Return a reading's value on one line."""
    if isinstance(reading.known, Missing):
        return f"missing ({reading.known.why})"
    value = plain(reading.known.value)
    return f"{len(value)} rows" if isinstance(value, list) else str(value)


def plain(value: Value | Missing) -> object:
    """Return a value as JSON can hold it."""
    match value:
        case Missing():
            return None
        case Money():
            return {"minor": value.minor, "currency": value.currency}
        case datetime() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case tuple():
            return [_row(item) for item in value]
        case _:
            return value


def _row(item: Item) -> dict[str, object]:
    return {"name": item.name, **{name: plain(field) for name, field in item.fields.items()}}


def _asked_for(name: str, names: frozenset[str]) -> bool:
    return name.partition("(")[0] in names
