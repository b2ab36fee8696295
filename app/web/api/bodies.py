"""Bodies: read within a limit, decoded to types, refused by field and position."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from app.errors import AppError, TooLarge, Unacceptable
from app.web.api.problems import Fault, Faulty, Malformed, UnsupportedMediaType

MAX_ROWS = 10_000
_BYTE = re.compile(r"\(byte (\d+)\)")
_AT = re.compile(r"(?s)(?P<what>.*?) - at `(?:key in )?\$(?P<path>.*)`\Z")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_ABSENT = re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL)
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]|\[\.\.\.\]")

T = TypeVar("T")


class Rows(msgspec.Struct, forbid_unknown_fields=True):
    """A bulk request before its rows are read."""

    items: list[msgspec.Raw]


async def read_body(headers: Headers, receive: Receive, limit: int) -> bytes:
    """Return the body; raises TooLarge before more than `limit` bytes are held."""
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType(
            "Compressed bodies are not taken.",
            remedy="Send it without Content-Encoding.",
            field="Content-Encoding",
            value=headers["content-encoding"],
        )
    stated = headers.get("content-length", "")
    if stated.isdecimal() and (len(stated) > len(str(limit)) or int(stated) > limit):
        raise _too_large(limit)
    held = bytearray()
    more = True
    while more:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ClientDisconnect
        held += event.get("body", b"")
        more = event.get("more_body", False)
        if len(held) > limit:
            raise _too_large(limit)
    return bytes(held)


def decoded(body: bytes, kind: type[T]) -> T:
    """Return a body as a type; raises Malformed (position), Faulty (field, allowed fields)."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        _refuse_malformed(body)
        raise Faulty([fault_of(error, body, kind)]) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _malformed(error, body) from None


def converted(document: object, kind: type[T]) -> T:
    """Return plain JSON values as a type; raises Faulty."""
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise Faulty([fault_of(error, msgspec.json.encode(document), kind)]) from None


def merged(target: object, patch: object) -> object:
    """Return a JSON Merge Patch (RFC 7396) applied: null removes."""
    if not isinstance(patch, dict):
        return patch
    kept = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = merged(kept.get(name), value)
    return kept


def patch_of(body: bytes) -> dict[str, Any]:
    """Return a merge patch; raises Malformed, Unacceptable for anything but an object."""
    try:
        patch = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _malformed(error, body) from None
    if not isinstance(patch, dict):
        raise Unacceptable(
            "A merge patch is an object.", remedy='Send e.g. {"language": "de"}.', field="body"
        )
    return patch


async def decoded_rows(
    body: bytes, kind: type[T], *, field: str = "items"
) -> tuple[list[T | None], list[Fault]]:
    """Return the rows of a bulk request and what is wrong with those that are None.

    Takes `{"items": [...]}` (or another `field`) and a bare list. Reading happens in a thread:
    10,000 rows take longer than the loop may be held.
    """
    return await asyncio.to_thread(_rows, body, kind, field)


def _rows(body: bytes, kind: type[T], field: str) -> tuple[list[T | None], list[Fault]]:
    raw = _raw_rows(body, field)
    if len(raw) > MAX_ROWS:
        raise TooLarge(
            f"The request has {len(raw):,} rows.",
            remedy=f"Send at most {MAX_ROWS:,} at once.",
            field=field,
            value=str(len(raw)),
        )
    decoder = msgspec.json.Decoder(kind)
    rows: list[T | None] = []
    faults: list[Fault] = []
    for index, row in enumerate(raw):
        try:
            rows.append(decoder.decode(row))
        except msgspec.ValidationError as error:
            rows.append(None)
            faults.append(fault_of(error, bytes(row), kind, index))
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise _malformed(error, body) from None
    return rows, faults


def _raw_rows(body: bytes, field: str) -> Sequence[msgspec.Raw]:
    if body.lstrip()[:1] == b"[":
        return decoded(body, list[msgspec.Raw])
    kind = Rows if field == "items" else _wrapper(field)
    rows: Sequence[msgspec.Raw] = getattr(decoded(body, kind), field)
    return rows


def _wrapper(field: str) -> type[msgspec.Struct]:
    return msgspec.defstruct("Rows", [(field, list[msgspec.Raw])], forbid_unknown_fields=True)


def fault_of(
    error: msgspec.ValidationError, body: bytes, kind: Any, index: int | None = None
) -> Fault:
    """Return what is wrong in terms of the document: field, value, what is allowed."""
    said = str(error)
    found = _AT.match(said)
    what, path = (found["what"], found["path"]) if found else (said, "")
    inside = path.lstrip(".")
    unknown, absent = _UNKNOWN.match(what), _ABSENT.match(what)
    named = unknown or absent
    field = ".".join(part for part in (inside, named["name"] if named else "") if part)
    value = _value_at(body, path, unknown["name"] if unknown else "")
    if unknown:
        allowed = ", ".join(_fields_at(kind, path)) or "none"
        detail, remedy = f"There is no field {field!r}.", f"Allowed here: {allowed}."
    elif absent:
        detail, remedy = f"{field} is missing.", f"Give {field}."
    else:
        detail, remedy = f"{field or 'The document'}: {what}.", "Send a value of that type."
    return Fault(field=field or "body", value=value, detail=detail, remedy=remedy, index=index)


def _value_at(body: bytes, path: str, last: str) -> str:
    try:
        value = msgspec.json.decode(body)
        for name, place in _STEP.findall(path):
            value = value[int(place)] if place else value[name]
        if last:
            value = value[last]
    except (KeyError, IndexError, TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _fields_at(kind: Any, path: str) -> list[str]:
    """Return the fields of the struct at a path, of all alternatives together."""
    kinds = [msgspec.inspect.type_info(kind)]
    for name, _ in _STEP.findall(path):
        inner: list[msgspec.inspect.Type] = []
        for each in _alternatives(kinds):
            if isinstance(each, msgspec.inspect.StructType):
                inner += [field.type for field in each.fields if field.encode_name == name]
            elif isinstance(each, msgspec.inspect.CollectionType):
                inner.append(each.item_type)
            elif isinstance(each, msgspec.inspect.DictType):
                inner.append(each.value_type)
        kinds = inner
    structs = [e for e in _alternatives(kinds) if isinstance(e, msgspec.inspect.StructType)]
    return [field.encode_name for each in structs for field in each.fields]


def _alternatives(kinds: Sequence[msgspec.inspect.Type]) -> list[msgspec.inspect.Type]:
    found: list[msgspec.inspect.Type] = []
    for kind in kinds:
        while isinstance(kind, msgspec.inspect.Metadata):
            kind = kind.type  # noqa: PLW2901  # unwrapped
        found += (
            _alternatives(kind.types) if isinstance(kind, msgspec.inspect.UnionType) else [kind]
        )
    return found


def _refuse_malformed(body: bytes) -> None:
    """Look past the first wrong field: a body that is no JSON has no fields."""
    try:
        msgspec.json.decode(body)
    except msgspec.ValidationError:  # a number that no type could hold
        return
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _malformed(error, body) from None


def _malformed(error: Exception, body: bytes) -> AppError:
    if isinstance(error, RecursionError):
        return Malformed(
            "The JSON is nested too deeply.", remedy="Send a flatter document.", field="body"
        )
    found = _BYTE.search(str(error))
    place = int(found[1]) if found else len(body)
    return Malformed(
        f"The body is not JSON: {error} (byte {place} of {len(body)}).",
        remedy="Send valid JSON in UTF-8; NaN and Infinity are not JSON.",
        field="body",
        value=body[max(place - 20, 0) : place + 20].decode(errors="replace"),
    )


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"The body is larger than {limit:,} bytes.",
        remedy="Send less at once.",
        field="body",
    )
