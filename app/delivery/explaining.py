"""Why this was decided, in words: readings and conditions as rows for people and APIs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.context.asking import Ask
from app.context.gathered import GatheredFacts
from app.delivery.deciding import Decided
from app.model.decision import Considered
from app.model.facts import Fact, Item, Missing, Reading, Value
from app.model.money import Money
from app.model.plan import Plan

_ALSO_READS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One variant that was looked at, and what its condition read."""

    variant: str
    held: bool
    because: str
    condition: str  # as written; empty: none
    read: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a preview is as it is, for people to look into.

    `ages`: whole minutes since `weather` or a `source.NAME` was fetched. `spent`: seconds.
    """

    tested: tuple[Tested, ...]
    left: tuple[str, ...]  # variants that nobody had to look at
    fallback: str
    readings: tuple[Reading, ...]
    ages: Mapping[str, int]
    spent: Mapping[str, float]
    ask: Ask


def why(decided: Decided, ask: Ask, spent: Mapping[str, float]) -> Why:
    """Return why something was decided."""
    decision, plan = decided.decision, ask.plan
    tested = tuple(_tested(each, plan, decision.readings) for each in decision.considered)
    seen = {each.variant for each in decision.considered}
    return Why(
        tested=tested,
        left=tuple(each.name for each in plan.variants if each.name not in seen),
        fallback=plan.fallback.name,
        readings=decision.readings,
        ages=_ages(decided.facts, plan.outside),
        spent=spent,
        ask=ask,
    )


def because(considered: Considered, plan: Plan, readings: Sequence[Reading]) -> dict[str, object]:
    """Return one considered variant with its condition and the facts that decided it."""
    variant = next((v for v in plan.variants if v.name == considered.variant), None)
    words = considered.because
    if variant is not None and variant.when_text:
        read = [r for r in readings if _asked_for(r.name, variant.when_reads)][:_ALSO_READS]
        shown = ", ".join(f"{r.name} = {written(r)}" for r in read)
        words = f"{words}: {variant.when_text}" + (f" ({shown})" if shown else "")
    return {"variant": considered.variant, "held": considered.held, "because": words}


def preview_document(decided: Decided, ask: Ask, fault: str) -> dict[str, object]:
    """Return what the API says of a decision."""
    decision = decided.decision
    return {
        "block": decision.block,
        "version": decision.version,
        "variant": decision.variant,
        "reason": decision.reason.value,
        "valid_until": decision.valid_until,
        "personal": decision.personal,
        "format": ask.plan.format,
        "format_why": ask.plan.format_why,
        "scene_digest": decision.scene_digest.hex(),
        "link": decision.link or ask.brand.link,
        "alt": decision.alt,
        "text": decision.text,
        "say": dict(decision.say),
        "fallback": fault or decided.fault,
        "at": ask.at,
        "zone": decided.facts.zone(),
        "facts": [fact_row(r) for r in decision.readings if isinstance(r.known, Fact)],
        "missing": [missing_row(r) for r in decision.readings if not isinstance(r.known, Fact)],
        "considered": [because(c, ask.plan, decision.readings) for c in decision.considered],
    }


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


def _tested(considered: Considered, plan: Plan, readings: Sequence[Reading]) -> Tested:
    variant = next((v for v in plan.variants if v.name == considered.variant), None)
    names = variant.when_reads if variant is not None else frozenset[str]()
    return Tested(
        variant=considered.variant,
        held=considered.held,
        because=considered.because,
        condition=variant.when_text if variant is not None else "",
        read=tuple(r for r in readings if _asked_for(r.name, names)),
    )


def _ages(facts: GatheredFacts, outside: Sequence[str]) -> dict[str, int]:
    """Return the minutes since each source outside was asked, where that is known."""
    ages: dict[str, int] = {}
    for name in outside:
        age = facts.known(f"{name}.age")
        if isinstance(age, Fact) and isinstance(age.value, int | float):
            ages[name] = round(age.value)
    return ages
