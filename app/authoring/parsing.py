"""Parses conditions and texts with Jinja2's parser, within bounds that hold before it starts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from app.authoring import limits
from app.authoring.formula import Node
from app.authoring.lowering import Lowering
from app.authoring.refusing import Refusal
from app.authoring.scope import Scope

_GRAMMAR: Final = Environment(autoescape=False, keep_trailing_newline=True)  # noqa: S701  # it never renders; our own code writes the result
_TOKENS: Final = 3 * limits.TREE_NODES
_BRACKETS: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


@dataclass(frozen=True, slots=True)
class Parsed:
    """Literal texts and expressions in order, and what the expressions cost in nodes."""

    parts: tuple[str | Node, ...]
    cost: int


def parse_condition(source: str, scope: Scope) -> Parsed:
    """Parse one expression; raise Refusal."""
    if source.lstrip().startswith("{{"):
        message = "A condition is written without `{{ }}`."
        raise Refusal("braces", message, "Remove the braces: `when: store.is_open`.")
    _bound(source, "variable")
    lowering = Lowering(scope)
    try:
        parser = Parser(_GRAMMAR, source, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            raise Refusal(
                "syntax",
                f"`{str(parser.stream.current.value)[:40]}` does not belong here.",
                "A condition is one expression; join several by `and` or `or`.",
            )
    except (TemplateSyntaxError, ValueError, OverflowError, RecursionError) as error:
        raise _refused(error) from None
    return Parsed((lowering.lower(expression),), lowering.nodes_seen)


def parse_text(source: str, scope: Scope) -> Parsed:
    """Parse a text with `{{ expression }}` in it; raise Refusal."""
    _bound(source, None)
    try:
        template = Parser(_GRAMMAR, source).parse()
    except (TemplateSyntaxError, ValueError, OverflowError, RecursionError) as error:
        raise _refused(error) from None
    lowering = Lowering(scope)
    parts: list[str | Node] = []
    for node in _outputs(template):
        if isinstance(node, nodes.TemplateData):
            parts.append(node.data)
        else:
            parts.append(lowering.lower(node))
    return Parsed(tuple(parts), lowering.nodes_seen)


def _outputs(template: nodes.Template) -> Iterator[nodes.Node]:
    for output in template.body:
        assert isinstance(output, nodes.Output)  # statements were refused before parsing
        yield from output.nodes


def _bound(source: str, state: str | None) -> None:
    if len(source.encode("utf-8")) > limits.SOURCE_BYTES:
        message = f"The text has more than {limits.SOURCE_BYTES:,} bytes."
        raise Refusal("too-long", message, "Shorten it.")
    depth = tokens = 0
    try:
        for _, kind, value in _GRAMMAR.lexer.tokeniter(source, None, None, state):
            tokens += kind != "whitespace"
            if kind in ("block_begin", "raw_begin", "linestatement_begin"):
                raise Refusal(
                    "statement",
                    "`{% %}` is not part of the language.",
                    "Use `{{ a if b else c }}`, several variants, or `each` in a layout.",
                )
            if kind in ("integer", "float") and len(value) > limits.NUMBER_DIGITS:
                message = f"A number has {len(value)} digits."
                raise Refusal("constant", message, "Use a smaller one.")
            if kind == "operator":
                depth += _BRACKETS.get(value, 0)
            if depth > limits.TREE_DEPTH or tokens > _TOKENS:
                message = "The expression is too long or nested too deep."
                raise Refusal("too-complex", message, "Split it into several variants.")
    except TemplateSyntaxError as error:
        raise _refused(error) from None


def _refused(error: Exception) -> Refusal:
    if isinstance(error, TemplateSyntaxError):
        reason = (error.message or "it cannot be read").rstrip(".")
        return Refusal(
            "syntax",
            f"The expression has a mistake: {reason}.",
            "Check quotes, brackets and operators.",
        )
    message = "The expression is nested too deep or has an impossible number."
    return Refusal("too-complex", message, "Split it into several variants.")
