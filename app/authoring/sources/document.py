"""The front door for source documents: read one, or say everything that is wrong with it."""

from collections.abc import Container, Mapping
from datetime import timedelta
from typing import Any, Final

from app.authoring.findings import Findings
from app.authoring.law import Law
from app.authoring.reading import read_document
from app.authoring.sources.durations import span_of
from app.authoring.sources.reading import check_reading
from app.authoring.sources.request import check_request
from app.authoring.sources.schema import ON_DEMAND, source_schema
from app.authoring.sources.timing import check_timing
from app.authoring.validation import note_errors
from app.model.problem import AuthoringError, Problem
from app.model.source import FeedKind, Feeds, FeedShape, FieldSpec, FieldType, Signing, SourceSpec

_LAW: Final = Law(source_schema())
_START: Final = "Start with `source: some_name`, then `url` and `read`."
_DEADLINE: Final = timedelta(milliseconds=250)
_FRESH_FOR: Final = timedelta(minutes=5)
_STALE_FOR: Final = timedelta(hours=24)


def read_source(
    document: str,
    *,
    file: str = "",
    name: str = "",
    brand: str = "",
    secrets: Container[str] | None = None,
) -> tuple[SourceSpec, tuple[Problem, ...]]:
    """Read a YAML or JSON document, with its warnings; raise AuthoringError with every error.

    `name`, `brand`: what the document must say, when that is already settled. A secret that is
    not among `secrets` (None: not checked) is a warning.
    """
    findings = Findings(file)
    tree = _checked(document, findings, name, brand, secrets)
    errors = findings.errors()
    if errors or tree is None:
        raise AuthoringError(errors)
    return _spec(tree, brand), findings.all()


def check_source(
    document: str,
    *,
    file: str = "",
    name: str = "",
    brand: str = "",
    secrets: Container[str] | None = None,
) -> tuple[Problem, ...]:
    """Return every error and warning, by line."""
    findings = Findings(file)
    _checked(document, findings, name, brand, secrets)
    return findings.all()


def _checked(
    document: str, findings: Findings, name: str, brand: str, secrets: Container[str] | None
) -> Mapping[str, Any] | None:
    tree = read_document(document, findings, start=_START)
    if tree is None or note_errors(tree, _LAW, findings) is None:
        return None
    for field, settled in (("source", name), ("brand", brand)):
        if settled and tree.get(field) not in (None, "", settled):
            message = f"The document says `{field}: {tree[field]}`, the address `{settled}`."
            findings.error("other-name", (field,), message, f"Write `{field}: {settled}`.")
    check_request(tree, findings, secrets)
    check_reading(tree, findings)
    check_timing(tree, findings)
    return tree


def _spec(tree: Mapping[str, Any], brand: str) -> SourceSpec:
    every = None if tree.get("every", ON_DEMAND) == ON_DEMAND else span_of(tree["every"])
    read, signing = tree["read"], tree.get("signing")
    return SourceSpec(
        name=tree["source"],
        brand=tree.get("brand") or brand,
        url=tree["url"],
        shape=FeedShape(
            kind=FeedKind(read["as"]),
            fields=tuple(_field(name, said) for name, said in read["fields"].items()),
            rows=read.get("rows") or "",
            key=read.get("key") or "",
        ),
        method=tree.get("method", "GET"),
        headers=tuple((tree.get("headers") or {}).items()),
        body=tree.get("body") or "",
        signing=Signing(**signing) if signing else None,
        every=every,
        deadline=span_of(tree.get("deadline")) or _DEADLINE,
        fresh_for=span_of(tree.get("fresh_for")) or every or _FRESH_FOR,
        stale_for=span_of(tree.get("stale_for")) or max(_STALE_FOR, every or _STALE_FOR),
        feeds=Feeds(tree.get("feeds", Feeds.FACTS)),
        lookup=tree.get("lookup") or "",
        is_snapshot=tree.get("snapshot", True),
        paused=tree.get("paused", False),
    )


def _field(name: str, said: str | Mapping[str, str]) -> FieldSpec:
    if isinstance(said, str):
        return FieldSpec(name=name, path=said)
    kind = FieldType(said.get("type", FieldType.TEXT))
    return FieldSpec(name=name, path=said["path"], type=kind, currency=said.get("currency", ""))
