"""A draft as it comes: YAML or JSON text, or the document itself as JSON."""

from typing import Any

import msgspec

from app.errors import TooLarge
from app.web.api.bodies import decoded
from app.web.api.calls import JSON, Call
from app.web.api.preview import DOCUMENT_BYTES
from app.web.api.problems import Malformed


class DraftBody(msgspec.Struct, forbid_unknown_fields=True):
    """A block document as YAML or JSON text."""

    document: str


def document_of(call: Call) -> str:
    """Return the draft that a call brings; raises TooLarge, Malformed."""
    text = call.body
    if call.media_type in ("", JSON):
        said = decoded(call.body, dict[str, Any])
        if "document" in said:
            text = decoded(call.body, DraftBody).document.encode(errors="replace")
    if len(text) > DOCUMENT_BYTES:
        raise TooLarge(
            f"The document has {len(text):,} bytes.",
            remedy=f"Keep it to {DOCUMENT_BYTES:,}: move pictures to assets and split the block.",
            field="document",
        )
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise Malformed(
            f"The document is not UTF-8 (byte {error.start}).",
            remedy="Save it as UTF-8.",
            field="document",
        ) from None
