"""A source's document as the fields of a form, and back. What the form has not got is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from app.authoring.sources import source_document
from app.authoring.sources.durations import span_written
from app.model.source import FeedKind, Feeds, FieldType, SourceSpec

EMPTY_FIELDS: Final = 3  # lines for more fields, after those there are
MOST_FIELDS: Final = 60
_PLAIN: Final = ("source", "brand", "url", "method", "body", "every", "deadline")
_LATER: Final = ("fresh_for", "stale_for", "feeds", "lookup")
_READ: Final = ("as", "rows", "key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form's menus offer."""

    formats: tuple[tuple[str, str], ...] = (
        (FeedKind.JSON.value, "JSON"),
        (FeedKind.CSV.value, "CSV, with commas"),
        (FeedKind.TSV.value, "TSV, with tabs"),
        (FeedKind.XML.value, "XML"),
        (FeedKind.RSS.value, "RSS or Atom"),
        (FeedKind.MERCHANT.value, "Google Merchant feed"),
    )
    types: tuple[str, ...] = tuple(kind.value for kind in FieldType)
    feeds: tuple[tuple[str, str], ...] = (
        (Feeds.FACTS.value, "facts that blocks read"),
        (Feeds.STOCK.value, "stock"),
        (Feeds.PRODUCTS.value, "products"),
    )


def fields_of(spec: SourceSpec) -> dict[str, str]:
    """Return the fields of a form that says the same as a source's document."""
    document = source_document(spec)
    read = document.get("read") or {}
    form = {name: str(document.get(name) or "") for name in (*_PLAIN, *_LATER)}
    form |= {f"read.{name}": str(read.get(name) or "") for name in _READ}
    headers = document.get("headers") or {}
    form["headers"] = "\n".join(f"{name}: {value}" for name, value in headers.items())
    signing = document.get("signing") or {}
    form |= {f"signing.{name}": str(signing.get(name, "")) for name in ("secret", "header")}
    form["snapshot"] = "on" if document.get("snapshot", True) else ""
    form["paused"] = "on" if document.get("paused") else ""
    for number, (name, said) in enumerate((read.get("fields") or {}).items()):
        is_text = isinstance(said, str)
        form[f"field.{number}.name"] = name
        form[f"field.{number}.path"] = said if is_text else str(said.get("path", ""))
        form[f"field.{number}.type"] = "text" if is_text else str(said.get("type", "text"))
        form[f"field.{number}.currency"] = "" if is_text else str(said.get("currency", ""))
    return form


def spans_of(spec: SourceSpec) -> dict[str, str]:
    """Return how often a source is asked (empty: at an open) and how long it waits and holds."""
    return {
        "every": span_written(spec.every) if spec.every is not None else "",
        "deadline": span_written(spec.deadline),
        "fresh_for": span_written(spec.fresh_for),
        "stale_for": span_written(spec.stale_for),
    }


def document_of(form: Mapping[str, str]) -> str:
    """Return the document (JSON) that a form says; whatever is wrong with it is found there."""

    def said(name: str) -> str:
        return form.get(name, "").strip()

    document: dict[str, Any] = {
        name: said(name) for name in (*_PLAIN, *_LATER) if said(name) or name in ("source", "url")
    }
    headers = _headers(form.get("headers", ""))
    if headers:
        document["headers"] = headers
    if said("signing.secret") or said("signing.header"):
        document["signing"] = {
            "secret": said("signing.secret"),
            "header": said("signing.header"),
        }
    read: dict[str, Any] = {name: said(f"read.{name}") for name in _READ if said(f"read.{name}")}
    fields = {}
    for number in range(MOST_FIELDS):
        name, path = said(f"field.{number}.name"), said(f"field.{number}.path")
        if name or path:
            fields[name or path] = _field(path, said(f"field.{number}.type"), form, number)
    document["read"] = read | {"fields": fields}
    document["snapshot"] = bool(said("snapshot"))
    document["paused"] = bool(said("paused"))
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def lines_of(form: Mapping[str, str]) -> int:
    """Return how many lines of fields a form needs."""
    used = [
        n for n in range(MOST_FIELDS) if form.get(f"field.{n}.name") or form.get(f"field.{n}.path")
    ]
    return min(MOST_FIELDS, (max(used) + 1 if used else 0) + EMPTY_FIELDS)


def _headers(text: str) -> dict[str, str]:
    """Return headers from lines of `Name: value`; a line without a colon is a name alone."""
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in lines}


def _field(path: str, kind: str, form: Mapping[str, str], number: int) -> str | dict[str, str]:
    if kind in ("", FieldType.TEXT):
        return path
    currency = form.get(f"field.{number}.currency", "").strip().upper()
    is_money = kind == FieldType.MONEY and currency
    return {"path": path, "type": kind} | ({"currency": currency} if is_money else {})
