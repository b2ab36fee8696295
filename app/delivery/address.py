"""What an image or click URL names, read from the raw path so that nothing is decoded twice.

A well-formed path is matched by one expression. Everything else that mail clients, link wrappers
and unmerged templates make of our URLs is still read as far as it goes: the first segment is the
message, the last the block, whatever lies between the subscriber.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from app.delivery.merge_tags import holds_merge_tag
from app.model.keys import ANONYMOUS, BLOCK_NAME_SHAPE, is_key
from app.model.rendering import Format

MOST = 2048
"""Bytes of a path that are looked at; a longer one names nothing we know."""


class Route(StrEnum):
    """The families of URLs that name a block."""

    OPEN = "o"
    SHARED = "s"


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True)
class Address:
    """A block at an extension, for a subscriber of a message. Empty: not legible."""

    route: Route
    message: str
    subscriber: str
    block: str
    extension: str  # lower case, without the dot; empty when there is none

    @property
    def format(self) -> Format | None:
        """The picture format of the extension."""
        return Format.of_extension(self.extension)


_EXTENSIONS = rb"png|jpg|gif|webp|avif|html|txt|json"
_OPEN = re.compile(
    rb"/o/([a-z2-7]{26})/([a-z2-7]{26}|anonymous)/([a-z0-9][a-z0-9-]{0,62})\.(%b)\Z" % _EXTENSIONS
)
_SHARED = re.compile(
    rb"/s/([a-z2-7]{26})/([a-z0-9][a-z0-9-]{0,62})\.(%b)\Z" % _EXTENSIONS.replace(b"|txt", b"")
)


_TAIL = 256  # bytes of a path in which its extension is looked for
_CUT_SHORT = "png"  # a tag with `?` or `#` in it ends the path before our extension
_WITHIN = re.compile(rb"\.(png|jpe?g|gif|webp|avif)(?![a-z0-9])")


def parse_address(raw_path: bytes) -> Address:
    """Read a path under `/o/` or `/s/`; never raises."""
    matched = _OPEN.match(raw_path)
    if matched:
        message, subscriber, block, extension = matched.groups()
        return Address(
            Route.OPEN, message.decode(), subscriber.decode(), block.decode(), extension.decode()
        )
    matched = _SHARED.match(raw_path)
    if matched:
        message, block, extension = matched.groups()
        return Address(
            Route.SHARED, message.decode(), ANONYMOUS, block.decode(), extension.decode()
        )
    return _salvaged(raw_path)


def _salvaged(raw_path: bytes) -> Address:
    route = Route.SHARED if raw_path.startswith(b"/s/") else Route.OPEN
    path = raw_path.partition(b"?")[0].rstrip(b"/")
    extension = _extension(path)
    if not extension and holds_merge_tag(path):
        extension = _CUT_SHORT
    if len(path) > MOST:
        return Address(route, "", "", "", extension)
    segments = [_legible(segment) for segment in path.split(b"/")[2:]]
    name = segments[-1] if segments else ""
    block = name.rpartition(".")[0].strip().lower()
    message = segments[0].lower() if len(segments) > 1 else ""
    between = segments[1:-1]
    subscriber = between[0].lower() if len(between) == 1 else ""
    if route is Route.SHARED:
        subscriber = ANONYMOUS
    return Address(
        route,
        message if is_key(message) else "",
        subscriber if is_key(subscriber) or subscriber == ANONYMOUS else "",
        block if BLOCK_NAME_SHAPE.match(block) else "",
        extension,
    )


def _legible(segment: bytes) -> str:
    return unquote_to_bytes(segment).decode("utf-8", errors="replace")


def _extension(path: bytes) -> str:
    name = unquote_to_bytes(path[-_TAIL:]).rpartition(b"/")[2].strip().lower()
    _, dot, extension = name.rpartition(b".")
    if extension.isalnum():
        return extension.decode("ascii", errors="replace") if dot else ""
    # Link wrappers append to what they took for the end: an encoded query, a quote, a semicolon.
    within = _WITHIN.search(name)
    return within[1].decode() if within else ""
