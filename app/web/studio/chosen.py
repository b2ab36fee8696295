"""What was chosen to preview, as it stands in the address of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from app.errors import Unacceptable
from app.model.ports import BlockRecord
from app.model.reader import ReaderKind

_YEARS: Final = range(1970, 2201)
_LONGEST: Final = 120
_MOST_SUPPOSED: Final = 40
_IF: Final = "if."
WIDTHS: Final = ("320", "375", "600")


class By(StrEnum):
    """Who reads, as people know them."""

    PERSON = "person"
    GMAIL = "mail_proxy"
    APPLE = "prefetch"
    OUTLOOK = "outlook"
    SCANNER = "scanner"

    @property
    def kind(self) -> ReaderKind:
        """The class of reader; Outlook is a client of the person's own."""
        return ReaderKind.PERSON if self is By.OUTLOOK else ReaderKind(self.value)


READERS: Final[tuple[tuple[By, str], ...]] = (
    (By.PERSON, "Their own mail client"),
    (By.GMAIL, "Gmail, through its proxy"),
    (By.APPLE, "Apple Mail, fetching ahead"),
    (By.OUTLOOK, "Outlook on Windows"),
    (By.SCANNER, "A security scanner"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Texts as typed, each bounded; empty: as it would be by itself.

    `supposed` are facts by name, with their values as typed.
    """

    who: str = ""
    at: str = ""
    place: str = ""
    reader: By = By.PERSON
    is_draft: bool = False
    message: str = ""
    brand: str = ""  # where no message says whose
    width: str = ""
    images: str = ""  # "off", or empty
    ground: str = ""  # "dark", or empty
    supposed: Mapping[str, str] = field(default_factory=dict)

    @property
    def instant(self) -> datetime | None:
        """The chosen time, None for now; without an offset it is UTC. Raises Unacceptable."""
        return instant_or_none(self.at)

    @property
    def at_utc(self) -> str:
        """The chosen time as fields for times take it; empty for now, and for what is no time."""
        try:
            return f"{self.instant:%Y-%m-%dT%H:%M:%S}" if self.instant else ""
        except Unacceptable:
            return ""

    def query(self, **changes: str) -> str:
        """Return the address's query that chooses this, with fields changed by name."""
        fields = {
            "as": self.who,
            "at": self.at,
            "from": self.place,
            "reader": "" if self.reader is By.PERSON else self.reader.value,
            "what": "draft" if self.is_draft else "",
            "message": self.message,
            "brand": self.brand,
            "width": self.width,
            "images": self.images,
            "ground": self.ground,
            **{_IF + name: value for name, value in self.supposed.items()},
            **changes,
        }
        return urlencode({name: value for name, value in fields.items() if value})

    def shows_draft(self, record: BlockRecord) -> bool:
        """Tell whether a block's draft is shown: by choice, or because nothing is published."""
        return self.is_draft or not record.published

    def facts_only(self) -> "Chosen":
        """Return this without what only frames the picture."""
        return replace(self, width="", images="", ground="")


def chosen(query: QueryParams) -> Chosen:
    """Return what was chosen; what is no choice counts as none."""

    def said(name: str) -> str:
        return query.get(name, "").strip()[:_LONGEST]

    supposed = {
        name.removeprefix(_IF)[:_LONGEST]: value.strip()[:_LONGEST]
        for name, value in query.items()
        if name.startswith(_IF) and value.strip()
    }
    return Chosen(
        who=said("somebody") or said("as"),
        at=said("at"),
        place=said("from"),
        reader=By(said("reader")) if said("reader") in set(By) else By.PERSON,
        is_draft=said("what") == "draft",
        message=said("message"),
        brand=said("brand"),
        width=said("width") if said("width") in WIDTHS else "",
        images="off" if said("images") == "off" else "",
        ground="dark" if said("ground") == "dark" else "",
        supposed=dict(list(supposed.items())[:_MOST_SUPPOSED]),
    )


def instant_or_none(text: str) -> datetime | None:
    """Return an instant, None for no text; raises as `instant`."""
    return instant(text) if text else None


def instant(text: str, *, zone: tzinfo = UTC) -> datetime:
    """Return an instant in UTC; without an offset it is of the zone. Raises Unacceptable."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unacceptable(
            f"{text!r} is no time.", remedy="Write it as 2026-11-27T17:55.", field="at", value=text
        ) from error
    if at.year not in _YEARS:
        raise Unacceptable(
            f"{text!r} lies too far off.", remedy="Give a year from 1970 to 2200.", field="at",
            value=text,
        )  # fmt: skip
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
