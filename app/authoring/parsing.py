"""Parses conditions and texts with Jinja2's parser, within bounds that hold before it starts."""

from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from app.authoring import limits
from app.authoring.formula import Node
from app.authoring.lowering import Lowering
from app.authoring.refusing import Budget, Refusal
from app.authoring.scope import Scope

_GRAMMAR: Final = Environment(autoescape=False, keep_trailing_newline=True)  # noqa: S701  # it never renders; our own code writes the result
_BRACKETS: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


Parts = tuple[str | Node, ...]


def parse_condition(source: str, scope: Scope, budget: Budget) -> Parts:
    """Parse one expression; raise Refusal."""
    if source.lstrip().startswith("{{"):
        message = "A condition is written without `{{ }}`."
        raise Refusal("braces", message, "Remove the braces: `when: store.is_open`.")
    _bound(source, "variable", budget)
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
    return (Lowering(scope, budget).lower(expression),)


def parse_text(source: str, scope: Scope, budget: Budget) -> Parts:
    """Parse a text with `{{ expression }}` in it; raise Refusal."""
    _bound(source, None, budget)
    try:
        template = Parser(_GRAMMAR, source).parse()
    except (TemplateSyntaxError, ValueError, OverflowError, RecursionError) as error:
        raise _refused(error) from None
    lowering = Lowering(scope, budget)
    parts: list[str | Node] = []
    for node in _outputs(template):
        if isinstance(node, nodes.TemplateData):
            parts.append(node.data)
        else:
            parts.append(lowering.lower(node))
    return tuple(parts)


def _outputs(template: nodes.Template) -> Iterator[nodes.Node]:
    for output in template.body:
        assert isinstance(output, nodes.Output)  # statements were refused before parsing
        yield from output.nodes


def _bound(source: str, state: str | None, budget: Budget) -> None:
    if len(source.encode("utf-8")) > limits.SOURCE_BYTES:
        message = f"The text has more than {limits.SOURCE_BYTES:,} bytes."
        raise Refusal("too-long", message, "Shorten it.")
    depth = 0
    try:
        for _, kind, value in _GRAMMAR.lexer.tokeniter(source, None, None, state):
            budget.spend(tokens=1)
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
            if depth > limits.TREE_DEPTH:
                message = "The expression is nested too deep."
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
