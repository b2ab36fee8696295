"""Checks how the answers of a source are read: paths, types, keys, and what the rows become."""

from collections.abc import Mapping
from typing import Any, Final

from app.authoring.findings import Findings, suggestion
from app.authoring.source_names import OWN
from app.authoring.sources.tokens import check_tokens
from app.errors import AppError
from app.feeds.jsonpath import parse_cell_path, parse_path
from app.model.source import FeedKind, Feeds, FieldType

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    Feeds.STOCK: ("sku", "quantity"),
    Feeds.PRODUCTS: ("sku", "name"),
}


def check_reading(tree: Mapping[str, Any], findings: Findings) -> None:
    """Note everything that is wrong with how rows are read."""
    read = tree.get("read")
    if not isinstance(read, dict):
        return
    fields = read.get("fields")
    named: Mapping[str, Any] = fields if isinstance(fields, dict) else {}
    is_json = read.get("as") == FeedKind.JSON
    for name, written in named.items():
        _check_field(name, written, findings, is_json=is_json)
    rows = read.get("rows")
    if isinstance(rows, str) and rows:
        if is_json:
            _check_path(rows, "rows", findings)
        elif read.get("as") != FeedKind.XML:
            message = f"`rows` does nothing with {read.get('as')}: its rows are its own."
            findings.warn("useless", ("read", "rows"), message, "Leave it out.")
    _check_key(tree, read, named, findings)
    for name in _NEEDED.get(str(tree.get("feeds")), ()):
        if name not in named:
            message = f"Rows that feed {tree['feeds']} need the field `{name}`."
            remedy = f"Say where it stands: `fields: {{{name}: ...}}`."
            findings.error("missing-field", ("read", "fields"), message, remedy)


def _check_field(name: str, written: object, findings: Findings, *, is_json: bool) -> None:
    path = ("read", "fields", name)
    if name in OWN:
        message = f"`{name}` is what every source has by itself."
        findings.error("reserved-name", path, message, f"Call the field `its_{name}`.")
    said: Mapping[str, Any] = written if isinstance(written, dict) else {"path": written}
    if said.get("currency") and said.get("type") != FieldType.MONEY:
        message = f"`{name}` has a currency and is no money."
        findings.error("currency", path, message, "Write `type: money`, or leave it out.")
    if is_json and isinstance(said.get("path"), str):
        try:
            parse_cell_path(said["path"])
        except AppError as error:
            findings.error("path", path, error.message, error.remedy)


def _check_path(rows: str, name: str, findings: Findings) -> None:
    try:
        parse_path(rows)
    except AppError as error:
        findings.error("path", ("read", name), error.message, error.remedy)


def _check_key(
    tree: Mapping[str, Any], read: Mapping[str, Any], named: Mapping[str, Any], findings: Findings
) -> None:
    key, lookup = read.get("key"), tree.get("lookup")
    if isinstance(key, str) and key and key not in named:
        message = f"The key `{key}` is none of the fields."
        remedy = suggestion(key, named) or f"There are: {', '.join(named)}."
        findings.error("unknown-key", ("read", "key"), message, remedy)
    if not isinstance(lookup, str) or not lookup:
        return
    check_tokens(lookup, ("lookup",), findings)
    if not key:
        message = "Rows are looked up by a key, and `read` names none."
        findings.error("lookup-without-key", ("lookup",), message, "Add `key: sku` under `read`.")
