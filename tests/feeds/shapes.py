"""Shapes and answers that tests of feeds read."""

from app.model.source import FeedKind, FeedShape, FieldSpec, FieldType


def a_field(name: str, path: str = "", kind: FieldType = FieldType.TEXT, **more: str) -> FieldSpec:
    """Return a field that stands under its own name unless a path is given."""
    return FieldSpec(name=name, path=path or name, type=kind, **more)


def a_shape(kind: FeedKind, *fields: FieldSpec, rows: str = "", key: str = "") -> FeedShape:
    """Return a shape."""
    return FeedShape(kind=kind, fields=fields, rows=rows, key=key)


STOCK = (
    a_field("store"),
    a_field("sku"),
    a_field("quantity", kind=FieldType.NUMBER),
    a_field("as_of", kind=FieldType.MOMENT),
)
