"""Money in minor units with its currency."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents) and its ISO 4217 code: `Money(1999, "EUR")`."""

    minor: int
    currency: str
