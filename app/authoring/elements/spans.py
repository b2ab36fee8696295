"""Spans of a text: each with words, a style and an ink of its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from app.authoring.drawing import Form, plain
from app.authoring.formulas import Formula
from app.authoring.schema_parts import (
    FONT,
    TEXT,
    WEIGHT,
    Schema,
    color,
    flag,
    number,
    record,
)
from app.model.facts import Missing, Value
from app.model.nodes.text import SPAN_END, Style
from app.model.plan import Asker, Expression

MOST_SPANS: Final = 20
_SPAN: Final = record(
    "A part of the text with a style of its own; what it does not say is as in the text.",
    required=("content",),
    content={**TEXT, "minLength": 1},
    font=FONT,
    weight=WEIGHT,
    size=number("Its font size; it shrinks with the text.", 32, "integer", minimum=1, maximum=500),
    ink=color("Its colour.", "brand.accent"),
    underline=flag("Underlined, like a link."),
    strike=flag("Struck through."),
)
CONTENT: Final[Schema] = {
    **TEXT,
    "title": "text, or list of spans",
    "description": "Text with `{{ expressions }}`; or spans, each with its own style.",
    "type": ["string", "array"],
    "minItems": 1,
    "maxItems": MOST_SPANS,
    "items": _SPAN,
}


def build_spans(
    form: Form, found: Sequence[dict[str, Any]]
) -> tuple[str, tuple[Style, ...], tuple[str, ...]]:
    """Return content, styles and inks of a text in spans; what has expressions is live."""
    forms = [
        replace(
            form, spec=span, path=(*form.path, "content", index), live=[], settled=set(), said={}
        )
        for index, span in enumerate(found)
    ]
    words = [span.words("content") for span in forms]
    inks = tuple(span.color("ink") for span in forms)
    live = [dict(span.live).get("ink") for span in forms]
    if any(live):
        form.live.append(("inks", _inks(inks, live)))
    content = _content(form, [formula for formula in words if formula is not None])
    return content, tuple(_style(span) for span in forms), inks


def _content(form: Form, words: list[Formula]) -> str:
    """Return the spans as one text, live when one of them is."""
    parts = tuple(part for formula in words for part in (SPAN_END, *formula.parts))[1:]
    runs = [formula.run for formula in words]
    whole = Formula(source="", parts=parts, run=_joined(runs), path=(*form.path, "content"))
    form.said["content"] = whole
    if whole.is_plain():
        return plain(whole)
    form.live.append(("content", whole.run))
    return ""


def _joined(runs: list[Expression]) -> Expression:
    """Return what joins spans; missing when one of them is. Values part nothing."""

    def joined(asker: Asker) -> Value | Missing:
        texts: list[str] = []
        for run in runs:
            value = run(asker)
            if isinstance(value, Missing):
                return value
            texts.append(str(value).replace(SPAN_END, ""))
        return SPAN_END.join(texts)

    return joined


def _inks(known: tuple[str, ...], live: list[Expression | None]) -> Expression:
    """Return what writes all inks as one text; one that is missing is as in the text."""

    def inks(asker: Asker) -> Value | Missing:
        values = (run(asker) if run else ink for ink, run in zip(known, live, strict=True))
        return SPAN_END.join(value if isinstance(value, str) else "" for value in values)

    return inks


def _style(form: Form) -> Style:
    return Style(
        font=str(form.spec.get("font", "")),
        weight=form.weight(0),
        size=form.whole("size", 0),
        underline=bool(form.spec.get("underline", False)),
        strike=bool(form.spec.get("strike", False)),
    )
