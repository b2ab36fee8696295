"""Text of a cell to a value, or a reason that names the value and the remedy."""

import re
from datetime import UTC, datetime

Cell = object
"""Text from tables; text, number, truth value, date or None from what has types."""

EXACT = 10**15  # whole numbers below it survive every JSON reader
_YES = frozenset("1 true t yes y on ja j oui o si sí sim wahr vrai".split())  # noqa: SIM905  # words
_NO = frozenset("0 false f no n off nein non não nao falsch faux".split())  # noqa: SIM905  # words
_SHOWN = 60  # characters of a value in a reason


class BadValue(Exception):  # it is a value, found bad, and becomes a BadRow
    """A cell that its column cannot take; the message names the value and the remedy."""


def shown(value: object) -> str:
    """Return the value in quotes, cut to a readable length."""
    text = str(value)
    return f'"{text[:_SHOWN]}…"' if len(text) > _SHOWN else f'"{text}"'


def text_of(cell: Cell) -> str:
    """Return a cell as trimmed text; a whole number has no decimals, None is empty."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat()
    return str(cell).strip()


def truth(cell: Cell) -> bool | None:
    """Parse yes and no in six languages; empty is None, never asked."""
    text = text_of(cell)
    if not text:
        return None
    word = text.lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue(f"{shown(text)} is neither yes nor no: write yes, no or nothing.")


def whole(cell: Cell) -> int | None:
    """Parse a whole number; empty is None. `12.0` and `1 200` are whole, `1.5` is not."""
    text = text_of(cell)
    if not text:
        return None
    plain = re.sub(r"[\s\u00a0\u202f'_]", "", text)
    plain = plain.removesuffix(".0").removesuffix(".00")
    if not re.fullmatch(r"[-+]?[0-9]{1,15}", plain, re.ASCII):
        raise BadValue(f"{shown(text)} is not a whole number: write digits only, e.g. 12.")
    return int(plain)


def instant(cell: Cell) -> datetime | None:
    """Parse ISO 8601; without an offset it is UTC."""
    text = text_of(cell)
    if not text:
        return None
    try:
        parsed = datetime.fromisoformat(text)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadValue(
            f"{shown(text)} is not a date and time: write e.g. 2026-11-27T09:30:00Z."
        ) from error
