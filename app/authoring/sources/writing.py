"""A spec as the document that says it: the inverse of reading one."""

from typing import Any

import yaml

from app.authoring.sources.durations import span_written
from app.authoring.sources.schema import ON_DEMAND
from app.model.source import FieldSpec, FieldType, SourceSpec


def source_document(spec: SourceSpec) -> dict[str, Any]:
    """Return the document of a spec; what has its default is left out where nobody misses it."""
    shape = spec.shape
    read: dict[str, Any] = {"as": shape.kind.value}
    if shape.rows:
        read["rows"] = shape.rows
    if shape.key:
        read["key"] = shape.key
    read["fields"] = {field.name: _field(field) for field in shape.fields}
    document: dict[str, Any] = {"source": spec.name, "brand": spec.brand, "url": spec.url}
    if spec.method != "GET":
        document["method"] = spec.method
    if spec.headers:
        document["headers"] = dict(spec.headers)
    if spec.body:
        document["body"] = spec.body
    if spec.signing is not None:
        document["signing"] = {"secret": spec.signing.secret, "header": spec.signing.header}
    document |= {
        "read": read,
        "every": ON_DEMAND if spec.every is None else span_written(spec.every),
        "deadline": span_written(spec.deadline),
        "fresh_for": span_written(spec.fresh_for),
        "stale_for": span_written(spec.stale_for),
        "feeds": spec.feeds.value,
    }
    if spec.lookup:
        document["lookup"] = spec.lookup
    return document | {"snapshot": spec.is_snapshot, "paused": spec.paused}


def source_text(spec: SourceSpec) -> str:
    """Return the same as YAML, as people write it."""
    text: str = yaml.safe_dump(
        source_document(spec), sort_keys=False, allow_unicode=True, default_flow_style=False
    )
    return text


def _field(field: FieldSpec) -> str | dict[str, str]:
    if field.type is FieldType.TEXT:
        return field.path
    said = {"path": field.path, "type": field.type.value}
    return said | ({"currency": field.currency} if field.currency else {})
