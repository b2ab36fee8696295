"""Rows of JSON answers: only one row at a time is ever unpacked."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import TypeVar

import msgspec

from app.errors import SourceMalformed
from app.feeds.encodings import to_utf8
from app.feeds.found import Found, Rows
from app.feeds.jsonpath import EVERY, Step, parse_cell_path, parse_path
from app.feeds.limits import MAX_DEPTH
from app.model.source import FieldSpec

T = TypeVar("T")
_Raw = msgspec.Raw
_decode = msgspec.json.Decoder().decode
_members = msgspec.json.Decoder(dict[str, _Raw]).decode
_elements = msgspec.json.Decoder(list[_Raw]).decode
# Up to and with the next bracket outside of strings that does not enclose a flat list or object.
# Possessive, so that it never looks back.
_PLAIN = rb'(?:[^\[\]{}"]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")'
_FLAT = rb"\{" + _PLAIN + rb"*+\}|\[" + _PLAIN + rb"*+\]"
_BRACKET = re.compile(rb"(?:" + _PLAIN + rb"|" + _FLAT + rb")*+[\[\]{}]", re.DOTALL)
_SHOWN = 12  # names in a reason


def read_json(body: bytes, fields: Sequence[FieldSpec], *, rows: str, media_type: str) -> Rows:
    """Yield the rows that a path leads to: a list's elements; raises SourceMalformed."""
    document = to_utf8(body, media_type)
    check_depth(document)
    paths = [parse_cell_path(field.path) for field in fields]
    for number, raw in enumerate(_rows_of(document, rows), 1):
        row = _checked(_decode, raw, number)
        yield Found(number, [path.cell(row) for path in paths])


def check_depth(document: bytes) -> None:
    """Raise SourceMalformed for lists and objects nested too deep."""
    depth, at = 1, 0  # the innermost is flat, and not found
    while found := _BRACKET.match(document, at):
        at = found.end()
        depth += 1 if document[at - 1] in b"[{" else -1
        if depth > MAX_DEPTH:
            raise SourceMalformed(
                f"The answer is nested more than {MAX_DEPTH} levels deep.",
                remedy="Have the source send flat rows.",
            )


def _rows_of(document: bytes, rows: str) -> Iterator[_Raw]:
    if not rows:
        return iter((_Raw(document),))
    path = parse_path(rows)
    steps = path.steps
    found = _walk(_Raw(document), steps, path.text)
    return found if steps and steps[-1] is EVERY else _of_lists(found, path.text)


def _walk(raw: _Raw, steps: Sequence[Step], text: str) -> Iterator[_Raw]:
    """Yield the places that steps lead to; where a first one leads nowhere is an error."""
    for at, step in enumerate(steps):
        if step is EVERY:
            for inner in _every(raw, text):
                yield from _walk_on(inner, steps[at + 1 :], text)
            return
        raw = _one(raw, step, text)
    yield raw


def _walk_on(raw: _Raw, steps: Sequence[Step], text: str) -> Iterator[_Raw]:
    """Walk from one of many places, of which some may well lead nowhere."""
    try:
        yield from _walk(raw, steps, text)
    except _Nowhere:
        return


class _Nowhere(SourceMalformed):
    """A path names what is not there."""


def _one(raw: _Raw, step: Step, text: str) -> _Raw:
    opening = _opening(raw)
    if opening == b"[" and isinstance(step, int):
        elements = _checked(_elements, raw)
        if -len(elements) <= step < len(elements):
            return elements[step]
        raise _Nowhere(f'The path "{text}" leads nowhere: a list has only {len(elements)}.')
    if opening == b"{":
        members = _checked(_members, raw)
        if step in members:
            return members[str(step)]
        near = get_close_matches(str(step), members, n=1, cutoff=0.5)
        has = ", ".join(f'"{name[:40]}"' for name in list(members)[:_SHOWN]) or "nothing"
        raise _Nowhere(
            f'The path "{text}" leads nowhere: there is no "{step}", only {has}.',
            remedy=f'Did you mean "{near[0]}"?' if near else "Did the answer change its form?",
        )
    raise _Nowhere(
        f'The path "{text}" leads nowhere: "{step}" is looked for in something without parts.',
        remedy="Did the answer change its form?",
    )


def _every(raw: _Raw, text: str) -> Iterator[_Raw]:
    opening = _opening(raw)
    if opening == b"[":
        return iter(_checked(_elements, raw))
    if opening == b"{":
        return iter(_checked(_members, raw).values())
    raise _Nowhere(
        f'The path "{text}" asks for every row of what is neither a list nor an object.',
        remedy="Did the answer change its form?",
    )


def _of_lists(found: Iterator[_Raw], text: str) -> Iterator[_Raw]:
    for raw in found:
        if _opening(raw) == b"[":
            yield from _every(raw, text)
        else:
            yield raw


def _opening(raw: _Raw) -> bytes:
    return bytes(memoryview(raw)[:64]).lstrip()[:1]


def _checked(decode: Callable[[_Raw], T], raw: _Raw, number: int = 0) -> T:
    try:
        return decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        where = f"in row {number}" if number else "as it stands"
        raise SourceMalformed(
            f"The answer is not JSON {where}: {error}.",
            remedy="Was it cut off, or is it of another kind?",
        ) from None
