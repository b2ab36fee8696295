"""Conditions as sentences, for people who decide whether one is what they meant."""

from collections.abc import Mapping
from typing import Final

from app.authoring.naming import words_for

_ASKED: Final = {
    "is": "is {}", "is not": "is not {}", "more than": "is more than {}",
    "at least": "is at least {}", "less than": "is less than {}", "at most": "is at most {}",
}  # fmt: skip
_AT_TIMES: Final = {
    "at least": "is {} or later", "more than": "is after {}", "less than": "is before {}",
    "at most": "is {} or earlier",
}  # fmt: skip
_TIMES: Final = frozenset({"clock.time", "clock.date", "store.closes"})


def words_of(tree: Mapping[str, object]) -> str:
    """Return a tree in words, without a capital and a stop; what has none stays an expression."""
    match tree:
        case {"all": []}:
            return "always"
        case {"all": list(parts)}:
            return _listed([_inner(part, "any") for part in parts], "and")
        case {"any": list(parts)}:
            return _listed([_inner(part, "all") for part in parts], "or")
        case {"not": inner}:
            return f"it is not so that {_inner(inner, 'all', 'any')}"
        case {"fact": str(fact), "op": str(op), **rest}:
            return _row(fact, op, rest.get("value"))
        case _:
            return f"`{tree.get('text', '')}`"


def _inner(tree: object, *grouped: str) -> str:
    assert isinstance(tree, dict)
    words = words_of(tree)
    return f"({words})" if any(group in tree for group in grouped) else words


def _row(fact: str, op: str, value: object) -> str:  # noqa: PLR0911  # one arm per operator
    name = words_for(fact)
    match op, value:
        case "holds", _:
            return name if _is_sentence(name) else f"{name} is given"
        case "does not hold", _:
            return _denied(name) if _is_sentence(name) else f"{name} is not given"
        case (("is known" | "is unknown"), _):
            known = f"known whether {name}" if _is_sentence(name) else "known"
            verb = "is" if op == "is known" else "is not"
            return f"it {verb} {known}" if _is_sentence(name) else f"{name} {verb} {known}"
        case "is one of", list(values):
            return f"{name} is {_listed([*map(_said, values)], 'or')}"
        case "is none of", list(values):
            return f"{name} is not {_listed([*map(_said, values)], 'or')}"
        case "is between", [start, end]:
            return f"{name} is between {_said(start)} and {_said(end)}"
        case _:
            words = _AT_TIMES.get(op) if fact in _TIMES else None
            return f"{name} {(words or _ASKED[op]).format(_said(value))}"


def _is_sentence(name: str) -> bool:
    return " is " in name or " can " in name


def _denied(name: str) -> str:
    """Return the opposite of a sentence."""
    if " is " in name:
        return name.replace(" is ", " is not ", 1)
    return name.replace(" can ", " cannot ", 1)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ")


def _listed(parts: list[str], word: str) -> str:
    if len(parts) < 2:  # noqa: PLR2004  # one needs no word between
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
