"""What a person last saw: so that a click leads where the picture said it would."""

from dataclasses import dataclass
from typing import Protocol


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True)
class Seen:
    """The link and variant that were shown, and whether a plausible human was shown them."""

    link: str
    variant: str
    version: int
    human: bool


class SeenLinks(Protocol):
    """Remembers the last decision by message, subscriber and block; bounded, may forget."""

    def note(self, message: str, subscriber: str, block: str, seen: Seen) -> None:
        """Remember; what a machine was shown does not replace what a human was shown."""
        ...

    def last(self, message: str, subscriber: str, block: str) -> Seen | None:
        """Return what was last seen."""
        ...

    def forget(self, message: str, subscriber: str, block: str) -> None:
        """Forget one entry."""
        ...
