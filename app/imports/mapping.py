"""Columns of a file to our fields: what the caller says first, common names after that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.errors import Unacceptable

_LISTED = 20  # names of columns in a sentence
_LONGEST = 60  # characters of one of them
_COMPARED = 1_000  # columns among which a missing one is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields of one kind of record: field -> other names by which columns are recognized."""

    kind: str
    aliases: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    ignored: frozenset[str] = frozenset()  # folded names that are never a field nor an attribute
    free: bool = False  # unknown columns become attributes
    attribute_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # -> other names


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """Where each field stands in a row, and which columns are free attributes."""

    fields: Mapping[str, int]  # field -> index of its column
    attributes: tuple[tuple[str, int], ...] = ()  # sorted by name


def parse_pairs(pairs: Sequence[str]) -> dict[str, str]:
    """Parse `--map column=field` options; raises Unacceptable."""
    mapping = {}
    for pair in pairs:
        column, equals, name = pair.partition("=")
        if not equals or not column.strip():
            raise Unacceptable(
                f'"{pair}" does not say which column is which field.',
                remedy="Write --map COLUMN=FIELD, or --map COLUMN= to leave a column out.",
                field="map",
                value=pair,
            )
        mapping[column.strip()] = name.strip()
    return mapping


def resolve(fields: Fields, columns: Sequence[str], mapping: Mapping[str, str]) -> Mapped:
    """Say which column holds which field; raises Unacceptable naming columns and remedy."""
    _check_mapping(fields, columns, mapping)
    known = _by_folded(fields.aliases)
    attributes = _by_folded(fields.attribute_names)
    found: dict[str, int] = {}
    free: dict[str, int] = {}
    for index, column in enumerate(columns):
        if column not in mapping:
            continue
        target = mapping[column]
        if target in fields.aliases:
            found[target] = index
        elif target:
            free[target.removeprefix("attributes.")] = index
    for index, column in enumerate(columns):
        folded = fold(column)
        if not column or column in mapping or folded in fields.ignored:
            continue
        name = known.get(folded)
        if name is not None and name not in found:
            found[name] = index
        elif fields.free:
            free.setdefault(attributes.get(folded) or _attribute_name(column), index)
    _check_required(fields, columns, found)
    return Mapped(fields=found, attributes=tuple(sorted(free.items())))


def listed(names: Sequence[str]) -> str:
    """Return names of columns as a sentence tells them: the first ones, and how many more."""
    shown = [name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in names[:_LISTED]]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest:,} more" if rest else "")


def fold(name: str) -> str:
    """Return a column's name without case, spaces and punctuation, as names are compared."""
    return re.sub(r"[\W_]+", "", name.lower())


def _by_folded(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return names by how they and their other names are compared."""
    return {fold(each): name for name, also in names.items() for each in (name, *also)}


def _attribute_name(column: str) -> str:
    """Return a name that a condition can say: `person.shoe_size`, not "Shoe size"."""
    return column if column.isidentifier() else re.sub(r"\W+", "_", column.lower()).strip("_")


def _check_mapping(fields: Fields, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
    for column, target in mapping.items():
        if column not in columns:
            near = get_close_matches(column, columns, n=1)
            raise Unacceptable(
                f'There is no column "{column}"; the file has {_listed(columns)}.',
                remedy=f'Did you mean --map "{near[0]}={target}"?' if near else "Check --map.",
                field="map",
                value=column,
            )
        if target and target not in fields.aliases and not fields.free:
            near = get_close_matches(target, fields.aliases, n=1)
            raise Unacceptable(
                f'"{target}" is not a field of {fields.kind}.',
                remedy=f"Did you mean {near[0]}?"
                if near
                else f"Fields are {', '.join(fields.aliases)}.",
                field="map",
                value=target,
            )
    targets = [target for target in mapping.values() if target]
    twice = sorted({target for target in targets if targets.count(target) > 1})
    if twice:
        raise Unacceptable(
            f"Two columns are mapped to {listed(twice)}.",
            remedy="Map one column to each field.",
            field="map",
            value=twice[0],
        )


def _check_required(fields: Fields, columns: Sequence[str], found: Mapping[str, int]) -> None:
    missing = [name for name in fields.required if name not in found]
    if not missing:
        return
    remedies = [_remedy(fields, columns, name) for name in missing]
    raise Unacceptable(
        f"{fields.kind.capitalize()} need {' and '.join(missing)}; "
        f"the file has {_listed(columns)}.",
        remedy=" ".join(remedies),
        field=missing[0],
        value=", ".join(columns)[:200],
    )


def _remedy(fields: Fields, columns: Sequence[str], wanted: str) -> str:
    names = {fold(name): name for name in columns[:_COMPARED] if name}
    asked = [fold(name) for name in (wanted, *fields.aliases[wanted])]
    near = [names[hit] for name in asked for hit in get_close_matches(name, names, n=1)]
    mail = [name for folded, name in names.items() if "mail" in folded]
    if wanted == "external_id" and mail and (not near or near[0] in mail):
        return (
            f'Name the column with --map COLUMN={wanted}. "{mail[0]}" is not taken by itself: an '
            f'e-mail address is a poor id. If you mean it: --map "{mail[0]}={wanted}".'
        )
    guess = near[0] if near else "COLUMN"
    return f'Name the column: --map "{guess}={wanted}".'


def _listed(columns: Sequence[str]) -> str:
    named = [name for name in columns if name]
    return f"the columns {listed(named)}" if named else "no columns"
