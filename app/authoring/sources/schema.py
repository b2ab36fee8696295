"""The law of source documents: their JSON Schema (2020-12), with words and examples per field."""

from typing import Any, Final

from app.authoring.schema_parts import Schema, flag, record, text
from app.authoring.sources.durations import PATTERN
from app.model.source import FeedKind, Feeds, FieldType

_NAME: Final = r"^[a-z][a-z0-9_]{0,39}$"
_HEADER: Final = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$"
_SECRET: Final = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$"  # noqa: S105  # of a name
_LONGEST: Final = 2000
ON_DEMAND: Final = "on-demand"


def source_schema() -> dict[str, Any]:
    """Return the published schema of a source document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://opentime.example/source.schema.json",
        "title": "Opentime source",
        **record(
            "Somebody else's data that blocks read as `source.NAME.*`.",
            required=("source", "url", "read"),
            source=text("Its name, as in `source.reviews.rating`.", "reviews", pattern=_NAME),
            brand=text("The brand it belongs to; otherwise the default one.", "northbeam"),
            url=text(
                "Where it is asked, with `[fact.name]` tokens in path and query.",
                "https://feeds.example/reviews.json",
                maxLength=_LONGEST,
            ),
            method=text("How it is asked.", "GET", enum=["GET", "POST"], default="GET"),
            headers=_HEADERS,
            body=text("What is sent with POST; may hold tokens.", "{}", maxLength=16_000),
            signing=_SIGNING,
            read=_READ,
            **_timing(),
            feeds=text(
                "What its rows become.",
                "facts",
                enum=[feeds.value for feeds in Feeds],
                default="facts",
            ),
            lookup=text(
                "The key of the row that a block reads; otherwise the first.",
                "[params.sku]",
                maxLength=200,
            ),
            snapshot=flag(
                "Each answer is all there is; otherwise only what changed.", default=True
            ),
            paused=flag("It is not asked; what is held is shown on.", default=False),
        ),
    }


def _timing() -> dict[str, Schema]:
    return {
        "every": _span(
            "How often it is pulled for everybody, or `on-demand`: asked at an open, with the "
            "reader's own tokens.",
            "5 min",
            pattern=f"{PATTERN}|^{ON_DEMAND}$",
            default=ON_DEMAND,
        ),
        "deadline": _span("How long an open waits for it at most.", "250 ms"),
        "fresh_for": _span("How long an answer counts as new; otherwise `every`.", "5 min"),
        "stale_for": _span("How long the last good answer may be shown.", "24 h"),
    }


def _span(description: str, example: str, pattern: str = PATTERN, **rules: Any) -> Schema:
    return text(
        f"{description} A number and ms, s, min, h or d.", example, pattern=pattern, **rules
    )


_HEADERS: Final[Schema] = {
    "description": "Headers by name; `{secret:NAME}` stands for a secret.",
    "type": "object",
    "propertyNames": {"pattern": _HEADER, "description": "Names of headers, e.g. `X-Api-Key`."},
    "maxProperties": 30,
    "additionalProperties": text("Its value.", "Bearer {secret:api}", maxLength=_LONGEST),
    "examples": [{"Authorization": "Bearer {secret:api}"}],
}

_SIGNING: Final = record(
    "Sign each request by HMAC-SHA256.",
    required=("secret", "header"),
    secret=text("The secret's name.", "reviews-hmac", pattern=_SECRET),
    header=text("The header that carries the signature.", "X-Signature", pattern=_HEADER),
)

_FIELD: Final[Schema] = {
    "description": "Where the field stands in a row; with `type` when it is no text.",
    "type": ["string", "object"],
    "maxLength": 500,
    "examples": ["$.rating", {"path": "$.price", "type": "money", "currency": "EUR"}],
    "if": {"type": "object"},
    "then": record(
        "Where it stands and what it is.",
        required=("path",),
        path=text("JSONPath, column or element path.", "$.price", minLength=1, maxLength=500),
        type=text(
            "What it is taken for.",
            "money",
            enum=[kind.value for kind in FieldType],
            default="text",
        ),
        currency=text("Of money without its own.", "EUR", pattern=r"^[A-Z]{3}$"),
    ),
}

_READ: Final = record(
    "How an answer becomes rows.",
    required=("as", "fields"),
    **{
        "as": text("Its format.", "json", enum=[kind.value for kind in FeedKind]),
        "rows": text(
            "Path to the rows; otherwise the whole document.", "$.items[*]", maxLength=500
        ),
        "key": text("The field that rows are looked up by.", "sku", pattern=_NAME),
        "fields": {
            "description": "Fields by the name that blocks read.",
            "type": "object",
            "propertyNames": {"pattern": _NAME},
            "minProperties": 1,
            "maxProperties": 60,
            "additionalProperties": _FIELD,
            "examples": [{"rating": {"path": "$.rating", "type": "number"}}],
        },
    },
)
