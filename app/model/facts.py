"""What is known and what is not: a fact with its validity, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from app.model.money import Money


class Trust(StrEnum):
    """How far a fact can be believed."""

    ASSERTED = "asserted"  # somebody said so: a profile field, a merchant's feed
    OBSERVED = "observed"  # we saw it ourselves: the clock, the request
    INFERRED = "inferred"  # concluded: a place from an IP address


class Why(StrEnum):
    """Why there is no fact."""

    ABSENT = "absent"  # the source answered: there is none
    TIMEOUT = "timeout"
    REFUSED = "refused"  # the source could not be reached or said no
    MALFORMED = "malformed"
    WITHHELD = "withheld"  # consent or reader class forbids it
    STALE = "stale"  # known once, past its freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a list fact, for `each`; its fields are read like facts."""

    name: str
    fields: Mapping[str, "Value | Missing"]


Value = str | int | float | bool | Money | datetime | time | timedelta | tuple[Item, ...] | None


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no fact, and why. Falsy; in comparisons and `not` it stays missing (Kleene)."""

    why: Why
    source: str
    retry_at: datetime | None = None  # when the answer may be another; None: not by itself

    def __bool__(self) -> bool:
        """Missing never holds."""
        return False


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, until when it holds (aware UTC; None: as long as we know), and where from."""

    value: Value
    source: str
    valid_until: datetime | None = None
    trust: Trust = Trust.ASSERTED


Known = Fact | Missing


class Reading(NamedTuple):
    """One line of a decision's ledger: a fact that was read, as it was then."""

    # A tuple, unlike the other nouns: every open makes a handful of them.

    name: str
    known: Known


class Facts(Protocol):
    """Everything that was gathered for one open; `clock.*` is the decision's own business."""

    def known(self, name: str) -> Known:
        """Return a fact by its dotted name; unknown names are Missing(ABSENT)."""
        ...

    def answer(self, name: str, args: tuple[Value, ...]) -> Known:
        """Return the answer of a question, e.g. `answer("stock.at", ("S1",))`."""
        ...
