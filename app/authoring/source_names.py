"""`source.NAME.FIELD` in expressions: which there are, and what reading one makes of a block."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.authoring.findings import Findings, suggestion
from app.model.source import SourceSpec
from app.model.source_tokens import all_tokens

SPACE: Final = "source"
OWN: Final[Mapping[str, str]] = {
    "known": "flag",
    "age": "minutes",
    "items": "list",
}
"""What every source has besides its fields, and of which kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """The fields of a source with their kinds, and the facts that its request or look-up names."""

    fields: Mapping[str, str]
    tokens: frozenset[str]


def known_sources(specs: Iterable[SourceSpec]) -> Mapping[str, KnownSource]:
    """Return what blocks can read, by name; sources of several brands under one name together."""
    named: dict[str, list[SourceSpec]] = {}
    for spec in specs:
        named.setdefault(spec.name, []).append(spec)
    return {
        name: KnownSource(
            fields={f.name: f.type.value for spec in together for f in spec.shape.fields},
            tokens=all_tokens(together),
        )
        for name, together in named.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNames:
    """The sources that a block may read.

    Unless they are `checked`, any name is taken: what is published goes on when a source goes.
    """

    known: Mapping[str, KnownSource] = field(default_factory=dict)
    checked: bool = False

    def problem(self, name: str, wanted: str) -> tuple[str, str] | None:
        """Return message and remedy for `source.NAME.WANTED`; None: it can be read."""
        if not self.checked:
            return None
        source = self.known.get(name)
        if source is None:
            near = suggestion(name, self.known).replace("`", f"`{SPACE}.", 1)
            return (
                f"There is no source `{name}`.",
                near or f"Configure it first; there are: {', '.join(self.known) or 'none yet'}.",
            )
        fields = [*source.fields, *OWN]
        if wanted in fields:
            return None
        near = suggestion(wanted, fields).replace("`", f"`{SPACE}.{name}.", 1)
        message = f"The source `{name}` has no field `{wanted}`."
        return message, near or f"It has: {', '.join(fields)}."

    def lists(self) -> tuple[str, ...]:
        """Return the lists that `each` can draw."""
        return tuple(f"{SPACE}.{name}.items" for name in self.known)

    def is_list(self, dotted: str) -> bool:
        """Tell whether `each` can draw it."""
        parts = dotted.split(".")
        is_one = len(parts) == 3 and parts[0] == SPACE and parts[2] == "items"  # noqa: PLR2004  # source.NAME.items
        return is_one and (not self.checked or parts[1] in self.known)

    def row_fields(self, listed: str) -> Mapping[str, str] | None:
        """Return the fields of a list's rows with their kinds; None: any name is taken."""
        source = self.known.get(listed.split(".")[1])
        if source is None or not self.checked:
            return None
        return source.fields

    def asked_with(
        self, reads: Iterable[str], params: frozenset[str], findings: Findings
    ) -> frozenset[str]:
        """Return the facts that are asked with when these are read.

        Parameters among them that the block does not have are noted.
        """
        names = {name.split(".")[1] for name in reads if name.startswith(f"{SPACE}.")}
        tokens = frozenset[str]().union(*(self.known[n].tokens for n in names if n in self.known))
        asked = {name.removeprefix("params.") for name in tokens if name.startswith("params.")}
        for name in sorted(asked - params) if self.checked else ():
            findings.error(
                "undeclared-param",
                ("params",),
                f"A source that the block reads asks with `params.{name}`.",
                f"Declare it: `params: {{{name}: {{type: text}}}}`.",
            )
        return tokens
