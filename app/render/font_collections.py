"""A collection of typefaces opened: the one face that is meant, as a file of its own.

An asset's name says which: that of a face, such as `Helvetica Neue Bold.ttc`, or of nothing in
particular, then it is the regular one. A name that begins as a family and goes on otherwise is
taken for a slip.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from struct import unpack_from
from typing import TYPE_CHECKING

from app.errors import Unacceptable

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_MOST_FACES, _MOST_TOLD = 64, 12
_LONGEST = 60  # characters of a name that are told
_MOST_TABLES = 64 * 64  # of all faces; one has some twenty
_MOST_BYTES = 16 * 1024 * 1024
_FAMILIES, _FULL_NAMES = (16, 1), (4, 6)  # numbers of names: that for people comes first
_REGULAR, _NORMAL_WIDTH, _ITALIC = 400, 5, 0x01


@dataclass(frozen=True, slots=True)
class _Member:
    """A face of a collection, by what it calls itself."""

    number: int
    title: str
    family: str
    names: frozenset[str]  # as keys
    oddity: tuple[bool, int, int]  # how far it is from regular: slant, width, weight


def one_of(body: bytes, name: str) -> bytes:
    """Return the face of a collection that an asset's name means; raises Unacceptable."""
    count = unpack_from(">I", body, 8)[0] if len(body) > 12 else 0  # noqa: PLR2004  # its head
    if count > _MOST_FACES:
        raise _refusal(f"The collection has {count:,} typefaces.", f"Keep {_MOST_FACES} of them.")
    try:
        fonts = _opened(body, count)
        members = [_member(number, font) for number, font in enumerate(fonts)]
        chosen = _chosen(members, _key(PurePath(name).stem))
        if chosen is not None:
            return _alone(fonts[chosen.number])
    except MemoryError:
        raise _refusal("The face unpacks to too much.", "Leave out scripts nobody reads.") from None
    except Exception:  # noqa: BLE001  # its decoders answer malformed input with any exception
        members = []
    if not members:
        raise _refusal("The collection is damaged.", "Export it again.")
    titles = ", ".join(member.title for member in members[:_MOST_TOLD])
    more = ", …" if len(members) > _MOST_TOLD else ""
    raise _refusal(
        f"The collection has no typeface {PurePath(name).stem[:_LONGEST]!r}, but: {titles}{more}.",
        f"Name the asset like one of them, such as {members[0].title}.ttc.",
    )


def _opened(body: bytes, count: int) -> "list[TTFont]":
    """Return the faces, of which nothing is read yet; raises what malformed input leads to."""
    # fontTools is large and only needed here.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    starts = unpack_from(f">{count}I", body, 12)
    tables = sum(unpack_from(">H", body, start + 4)[0] for start in starts)
    if tables > _MOST_TABLES:  # each becomes an object, and faces may share a list of 65,535
        raise OverflowError(tables)
    return [TTFont(BytesIO(body), fontNumber=number, lazy=True, recalcTimestamp=False,
                   recalcBBoxes=False) for number in range(count)]  # fmt: skip


def _member(number: int, font: "TTFont") -> _Member:
    family = next(filter(None, map(font["name"].getDebugName, _FAMILIES)), "")
    titles = [title for each in _FULL_NAMES if (title := font["name"].getDebugName(each))]
    style = font["OS/2"]
    slanted = bool(style.fsSelection & _ITALIC)
    oddity = abs(style.usWidthClass - _NORMAL_WIDTH), abs(style.usWeightClass - _REGULAR)
    return _Member(
        number, _told(titles[0]), _key(family), frozenset(map(_key, titles)), (slanted, *oddity)
    )


def _chosen(members: list[_Member], key: str) -> _Member | None:
    """Return the face of that key, else the regular one; None for what looks like a slip."""
    for member in members:
        if key in member.names:
            return member
    of_family = [member for member in members if key == member.family]
    slip = any(member.family and key.startswith(member.family) for member in members)
    if slip and not of_family:
        return None
    return min(of_family or members, key=lambda member: member.oddity, default=None)


def _alone(font: "TTFont") -> bytes:
    """Return a face as a file of its own; raises MemoryError for one larger than files may be."""
    # Many tables may claim the same bytes, each of which would be written.
    if sum(table.length for table in font.reader.tables.values()) > _MOST_BYTES:
        raise MemoryError
    file = BytesIO()
    font.save(file, reorderTables=None)
    return file.getvalue()


def _told(title: str) -> str:
    """Return what is told of a name: no more than fits a message, nothing that turns it around."""
    return "".join(char for char in title[:_LONGEST] if char.isprintable())


def _key(name: str) -> str:
    """Return a name's letters and digits in lower case."""
    return "".join(char for char in name.lower() if char.isalnum())


def _refusal(message: str, remedy: str) -> Unacceptable:
    return Unacceptable(message, remedy=remedy, field="body")
