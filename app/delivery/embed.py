"""The HTML that a marketer pastes into an email: our picture and link with an ESP's merge tag.

The same tag stands in `src` and `href`, so that a click is answered from what that person saw.
"""

import re
from collections.abc import Collection
from difflib import get_close_matches
from html import escape

from app.delivery.esps import ESPS, Confidence, Esp
from app.errors import Refused
from app.model.rendering import SAFE, Format

DEFAULT_FIELD = "opentime_key"
_FIELD = re.compile(r"[A-Za-z0-9_.-]{1,64}\Z")
_WIDEST = 4_000  # CSS pixels


def esp_names() -> tuple[str, ...]:
    """Return the names of all providers, `raw` first."""
    return tuple(esp.name for esp in ESPS)


def find_esp(name: str) -> Esp:
    """Return a provider by name or alias; raises Refused with near names."""
    known = {_folded(each): esp for esp in ESPS for each in (esp.name, esp.title, *esp.aliases)}
    asked = _folded(name)
    if asked in known:
        return known[asked]
    near = dict.fromkeys(known[hit].name for hit in get_close_matches(asked, known, n=3))
    remedy = f"Did you mean {' or '.join(near)}?" if near else f"Use one of {_all_names()}."
    raise Refused(f'No ESP is called "{name}".', remedy=remedy, field="esp", value=name)


def merge_tag(esp: str, *, field: str = DEFAULT_FIELD) -> str:
    """Return the tag by which an ESP inserts the custom field; raises Refused."""
    found = find_esp(esp)
    if not _FIELD.match(field):
        raise Refused(
            f'"{field}" is not the name of a field.',
            remedy="Use letters, digits, _ . and - (at most 64).",
            field="field",
            value=field,
        )
    name = (field.upper() if found.upper else field)[: found.longest]
    return found.custom.replace("FIELD", name)


def snippet(
    esp: str,
    *,
    base_url: str,
    message_key: str,
    block: str,
    width: int,
    height: int,
    alt: str,
    extension: str = "png",
    extra: Collection[Format] = (),
    field: str = DEFAULT_FIELD,
) -> str:
    """Return the HTML of a block; width and height in CSS pixels. Raises Refused."""
    _check(width, height, extension, extra)
    tag = merge_tag(esp, field=field)
    base = escape(base_url.rstrip("/"))
    path = f"{escape(message_key)}/{tag}/{escape(block)}"
    return (
        f'<a href="{base}/c/{path}">'
        f'<img src="{base}/o/{path}.{extension}" width="{width}" height="{height}" '
        f'alt="{escape(alt)}" border="0" style="display:block"></a>'
    )


def advice(esp: str, *, field: str = DEFAULT_FIELD) -> str:
    """Return what to do and verify before sending; raises Refused."""
    found = find_esp(esp)
    if found.name == "raw":
        return found.note
    tag = merge_tag(esp, field=field)
    steps = [
        (
            f"Import the file of `opentime keys` into {found.title} as a contact field that "
            f"{tag} inserts."
        ),
        (
            "Send yourself a proof: the address of the picture must hold 26 letters and digits, "
            "not the tag."
        ),
    ]
    if found.custom_confidence is Confidence.KNOWN:
        steps.append("The syntax of this tag has not been verified: trust the proof, not us.")
    return " ".join([*steps, found.note]).strip()


def _check(width: int, height: int, extension: str, extra: Collection[Format]) -> None:
    known = [each.value for each in Format if each in SAFE or each in extra]
    if extension not in known:
        raise Refused(
            f'"{extension}" is not a kind of picture.',
            remedy=f"Use {', '.join(known)}.",
            field="extension",
            value=extension,
        )
    if not (1 <= width <= _WIDEST and 1 <= height <= _WIDEST):
        raise Refused(
            f"A picture of {width} x {height} cannot be embedded.",
            remedy=f"Give CSS pixels from 1 to {_WIDEST}.",
            field="width",
            value=f"{width}x{height}",
        )


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _all_names() -> str:
    return ", ".join(esp_names())
