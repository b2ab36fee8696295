"""Lists in slices with an opaque cursor, and the counts that bulk writes answer."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import msgspec

from app.errors import Unacceptable
from app.model.ports import Written
from app.web.api.calls import Answer, Call, Counts, QueryParam, json_answer

MOST_LISTED = 1_000
USUALLY_LISTED = 100
LISTING = (
    QueryParam(name="cursor", says="The cursor of the page before", schema={"type": "string"}),
    QueryParam(
        name="limit",
        says="How many at most",
        schema={
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_LISTED,
            "default": USUALLY_LISTED,
        },
    ),
)


def listed(call: Call) -> tuple[str, int]:
    """Return the cursor and limit that a list was asked with; raises Unacceptable."""
    text = call.query.get("limit", str(USUALLY_LISTED))
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_LISTED:
        raise Unacceptable(
            f"A limit of {text!r} is not possible.",
            remedy=f"Give 1 to {MOST_LISTED}.",
            field="limit",
            value=text,
        )
    cursor = call.query.get("cursor", "")
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode(), int(text)
    except (ValueError, binascii.Error):
        raise Unacceptable(
            f"The cursor {cursor[:40]!r} is not one that this list has returned.",
            remedy="Start again without a cursor.",
            field="cursor",
            value=cursor,
        ) from None


def page_answer(items: Sequence[object], cursor: str) -> Answer:
    """Answer a slice; the cursor is opaque and needs no escaping in a URL."""
    text = base64.urlsafe_b64encode(cursor.encode()).decode().rstrip("=")
    return json_answer({"items": items, "cursor": text})


def page_type(name: str, item: Any) -> type[msgspec.Struct]:
    """Return the type of a list's answer, for the description of the API."""
    return msgspec.defstruct(name, [("items", list[item]), ("cursor", str)])


def counts_answer(written: Written) -> Answer:
    """Answer what a bulk write did."""
    return json_answer(
        Counts(created=written.created, updated=written.updated, unchanged=written.unchanged)
    )
