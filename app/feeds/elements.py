"""Paths of elements: where in a row of XML a value stands.

    path  = step ("/" step)* ["/@" name]  |  "@" name  |  "."
    step  = name ["[@" name "='" value "'" "]"]

A name has the prefix that the document writes (`g:price`), none in the default namespace; `.` is
the row's own text. A value that ends in `*` stands for all that begin so; only the last step may
have one. Rows are elements whose own path ends in the steps given, all of it after a leading `/`.
"""

import re
from dataclasses import dataclass

from app.errors import Unacceptable

_NAME = r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?"
_STEP = re.compile(rf"({_NAME})(?:\[@({_NAME})='([^']{{0,200}})'\])?\Z")
_ATTRIBUTE = re.compile(rf"@({_NAME})\Z")
_MAX_SHOWN = 80


@dataclass(frozen=True, slots=True)
class ElementPath:
    """Names from a row down to an element; its attribute, else its text.

    `where`: an attribute that the element must have, and its value, or the beginning of it with *.
    """

    names: tuple[str, ...]
    attribute: str = ""
    where: tuple[str, str] | None = None

    def admits(self, attributes: dict[str, str]) -> bool:
        """Tell whether an element with these attributes is the one."""
        if self.where is None:
            return True
        name, wanted = self.where
        value = attributes.get(name, "")
        return value.startswith(wanted[:-1]) if wanted.endswith("*") else value == wanted


def parse_element_path(text: str) -> ElementPath:
    """Parse the path of a field; raises Unacceptable."""
    plain = text.strip()
    if plain == ".":
        return ElementPath(())
    *steps, last = plain.split("/") if "'" not in plain else _split(plain)
    found = _ATTRIBUTE.match(last)
    if found is None:
        steps.append(last)
    parsed = [_STEP.match(step) for step in steps]
    names = tuple(step[1] for step in parsed if step)
    wheres = [(step[2], step[3]) for step in parsed[-1:] if step and step[2]]
    has_early = any(step and step[2] for step in parsed[:-1])
    if len(names) != len(parsed) or has_early:
        raise _refusal(text)
    return ElementPath(names, found[1] if found else "", wheres[0] if wheres else None)


def parse_row_path(text: str) -> tuple[bool, tuple[str, ...]]:
    """Return whether a path of rows begins at the root, and its names; raises Unacceptable."""
    plain = text.strip()
    path = parse_element_path(plain.lstrip("/"))
    if path.attribute or path.where or not path.names:
        raise _refusal(text)
    return plain.startswith("/") and not plain.startswith("//"), path.names


def _split(text: str) -> list[str]:
    """Split at slashes outside of quotes."""
    return [part for part in re.findall(r"(?:[^/']|'[^']*')+", text) if part]


def _refusal(text: str) -> Unacceptable:
    return Unacceptable(
        f'"{text[:_MAX_SHOWN]}" is not a path of elements.',
        remedy="Write e.g. item/price, g:price, @id or enclosure[@type='image/*']/@url.",
        field="path",
        value=text[:_MAX_SHOWN],
    )
