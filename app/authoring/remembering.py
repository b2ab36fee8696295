"""Expressions that were compiled before, for whoever compiles nearly the same document again.

Between two strokes of a key all but one of a block's expressions stay what they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.authoring.parsing import Parts
from app.authoring.scope import Scope
from app.authoring.source_names import SourceNames
from app.model.keeping import Kept
from app.model.plan import Expression

_MOST: Final = 4096


class _Key(NamedTuple):
    """What an expression means depends on these and nothing else."""

    kind: str
    source: str
    params: frozenset[str]
    says: frozenset[str] | None
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A compiled expression, and what it costs of a document's budget."""

    parts: Parts
    run: Expression
    tokens: int
    nodes: int


class Remembered:
    """Up to some thousand expressions; they are forgotten when the sources change."""

    def __init__(self, most: int = _MOST) -> None:
        self._kept: Kept[_Key, Learned] = Kept(most)
        self._names = SourceNames()
        self.met = 0

    def get(self, kind: str, source: str, scope: Scope) -> Learned | None:
        """Return the expression as it was compiled in such a scope."""
        if scope.sources != self._names:
            return None
        learned = self._kept.get(_key(kind, source, scope))
        self.met += learned is not None
        return learned

    def put(self, kind: str, source: str, scope: Scope, learned: Learned) -> None:
        """Remember an expression."""
        if scope.sources != self._names:
            self._kept = Kept(_MOST)
            self._names = scope.sources
        self._kept.put(_key(kind, source, scope), learned)


def _key(kind: str, source: str, scope: Scope) -> _Key:
    rows: Mapping[str, str] = scope.rows
    return _Key(kind, source, scope.params, scope.says, tuple(sorted(rows.items())))
