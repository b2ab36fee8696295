"""What an open or a click leaves behind, already stripped of what may not be stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """Opens and clicks, and the verdict that a click (of the same fields) was no human's."""

    OPEN = "open"
    CLICK = "click"
    AUTOMATED = "automated"


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Event:
    """One accepted event. Empty strings mean "not recorded", by privacy mode or by nature.

    Never an IP address, never a user agent. `subscriber` (a key) only in identified mode with
    tracking consent. `block`, `version`, `variant` are empty in mode `off`.
    """

    kind: EventKind
    at: datetime  # aware UTC
    message: str
    reader: str  # class name, e.g. google_proxy
    opened_now: str = "unknown"
    block: str = ""
    version: int = 0
    variant: str = ""
    subscriber: str = ""
    link: str = ""  # clicks: where it led
