"""Who actually fetched: a person, a mail proxy, a prefetcher, a scanner, a preview."""

from dataclasses import dataclass
from enum import StrEnum


class ReaderKind(StrEnum):
    """What a block may ask about a reader, and what the preview takes."""

    PERSON = "person"
    MAIL_PROXY = "mail_proxy"
    PREFETCH = "prefetch"
    SCANNER = "scanner"
    MACHINE = "machine"
    PREVIEW = "preview"


class OpenedNow(StrEnum):
    """Whether a human opened the email at this moment."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A classified fetch. `name` is the class of the ordered table (`google_proxy`, `mpp`, ...)."""

    kind: ReaderKind
    name: str
    ip_is_user: bool
    ua_is_user: bool
    opened_now: OpenedNow
    evidence: str
