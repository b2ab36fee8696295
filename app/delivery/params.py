"""Parameters of a block: defaults, then the message's, then declared ones from the query.

Undeclared query parameters are ignored and change nothing. A text from a query is taken only if
it looks like an identifier, so that a stranger's URL cannot print words on a brand's picture.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from app.model.message import Message
from app.model.plan import Param, ParamKind, Plan
from app.model.subscriber import Attribute

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_LONGEST_QUERY = 2048


def block_params(plan: Plan, message: Message | None, query: bytes) -> Mapping[str, Attribute]:
    """Return the value of each declared parameter."""
    if not plan.params:
        return {}
    asked = _asked(query) if query else {}
    given = message.params if message is not None else {}
    return {param.name: _value(param, given, asked) for param in plan.params}


def chosen_params(plan: Plan, given: Mapping[str, Attribute]) -> Mapping[str, Attribute]:
    """Return parameters as chosen by somebody with the right to (a preview)."""
    return {p.name: _typed(p, given.get(p.name), p.default) for p in plan.params}


def _value(param: Param, given: Mapping[str, Attribute], asked: Mapping[str, str]) -> Attribute:
    default = _typed(param, given.get(param.name), param.default)
    text = asked.get(param.name)
    if text is None or not _IDENTIFIER.match(text):
        return default
    match param.kind:
        case ParamKind.TEXT:
            return text
        case ParamKind.NUMBER:
            return _number(text, default)
        case ParamKind.FLAG:
            return text.lower() in ("1", "true", "yes")


def _typed(param: Param, value: Attribute, default: Attribute) -> Attribute:
    match param.kind:
        case ParamKind.TEXT if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
        case ParamKind.NUMBER if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        case ParamKind.FLAG if isinstance(value, bool):
            return value
        case _:
            return default


def _number(text: str, default: Attribute) -> Attribute:
    try:
        number = float(text)
    except ValueError:
        return default
    if number != number or abs(number) > 1e15:  # noqa: PLR0124, PLR2004  # NaN; the language's bound
        return default
    return int(number) if number.is_integer() else number


def _asked(query: bytes) -> Mapping[str, str]:
    try:
        pairs = parse_qsl(query[:_LONGEST_QUERY].decode("ascii"), max_num_fields=64)
    except (ValueError, UnicodeDecodeError):
        return {}
    return dict(pairs)
