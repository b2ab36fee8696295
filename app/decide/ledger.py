"""The ledger: hands facts to expressions and keeps what was read, in order."""

from collections.abc import ItemsView
from datetime import datetime

from app.decide.clock import Clock
from app.decide.filters import Formatter
from app.model.facts import Fact, Facts, Item, Known, Missing, Value, Why

UNSAID = Missing(Why.ABSENT, "say")
"""What a variant does not say is left out on purpose."""


_SOURCE_FAILED = frozenset({Why.TIMEOUT, Why.REFUSED, Why.MALFORMED})


Asked = tuple[str, tuple[Value, ...]]
"""A question and its arguments."""


class Ledger:
    """One decision's asker: each fact is asked once and noted with its validity.

    `say.NAME` is what the variant in hand has said; it is not a fact and is not noted.
    """

    __slots__ = ("_asked", "_clock", "_facts", "_formatter", "_held", "_known", "says")

    def __init__(self, facts: Facts, clock: Clock, formatter: Formatter) -> None:
        self._facts = facts
        self._clock = clock
        self._formatter = formatter
        self._known: dict[str, Known] = {}
        self._asked: dict[str, Asked] = {}
        self._held: dict[str, Known] = {}
        self.says: dict[str, Value | Missing] = {}

    def fact(self, name: str) -> Value | Missing:
        """Return a fact's value, or why there is none."""
        known = self._known.get(name)
        if known is None:
            if name.startswith("say."):
                return self.says.get(name[4:], UNSAID)
            known = self.known(name, None)
        return known.value if type(known) is Fact else known  # type: ignore[return-value]  # the other arm is Missing

    def ask(self, name: str, *args: Value) -> Value | Missing:
        """Return the answer of a question."""
        for arg in args:
            if isinstance(arg, Missing):
                return arg
        noted = f"{name}({', '.join(map(_spelled, args))})"
        known = self._known.get(noted)
        if known is None:
            self._asked[noted] = (name, args)
            known = self.known(noted, (name, args))
        return known.value if type(known) is Fact else known  # type: ignore[return-value]  # the other arm is Missing

    def known(self, noted: str, asked: "Asked | None") -> Known:
        """Ask a fact, or a question if `asked`, and note it under its name in the ledger."""
        known = self._held.get(noted) if self._held else None
        if known is None:
            source = self._clock if noted.startswith("clock.") else self._facts
            known = source.known(noted) if asked is None else source.answer(*asked)
        self._known[noted] = known
        return known

    def note_all(self, other: "Ledger") -> None:
        """Note what another ledger of the same decision has read."""
        for name, known in other.items():
            self._known.setdefault(name, known)

    def start_over(self) -> None:
        """Begin the ledger anew; what was asked already is not asked again."""
        self._held, self._known = self._known, {}

    def asked(self, noted: str) -> "Asked | None":
        """Return the question behind a name in the ledger; None: it is a fact."""
        return self._asked.get(noted)

    def items(self) -> ItemsView[str, Known]:
        """Return what was read, in order."""
        return self._known.items()

    def format(self, name: str, value: Value | Missing, *args: Value) -> Value | Missing:
        """Apply a filter for the reader's locale."""
        return self._formatter.format(name, value, args)

    def scoped(self, name: str, item: Item) -> "Row":
        """Return an asker that also knows one row of a list."""
        return Row(self, name, item)

    @property
    def locale(self) -> str:
        """The reader's locale, by which values are written."""
        return self._formatter.name

    @property
    def language(self) -> str:
        """The language of the reader, as a tag that fonts know."""
        return self._formatter.language

    def missing(self) -> tuple[tuple[str, Missing], ...]:
        """Return what was asked and is not known."""
        return tuple([(n, k) for n, k in self._known.items() if type(k) is Missing])

    def summary(self) -> tuple[datetime | None, str]:
        """Return until when all of this holds, and the first fact whose source failed.

        The instant is the earliest at which anything that was read may become another.
        """
        earliest, failed = None, ""
        for name, known in self._known.items():
            if type(known) is Fact:
                until = known.valid_until
            else:
                assert isinstance(known, Missing)
                until = known.retry_at
                if not failed and known.why in _SOURCE_FAILED and known.source != "expression":
                    failed = f"{name} {known.why}"
            if until is not None and (earliest is None or until < earliest):
                earliest = until
        return earliest, failed


class Row:
    """A ledger that also knows one row of a list; the row's validity is the list's."""

    __slots__ = ("_fields", "_ledger", "_prefix")

    def __init__(self, ledger: "Ledger | Row", name: str, item: Item) -> None:
        self._ledger = ledger
        self._prefix = f"{name}."
        self._fields = item.fields

    def fact(self, name: str) -> Value | Missing:
        """Return a field of the row, or a fact."""
        if name.startswith(self._prefix):
            field = self._fields.get(name[len(self._prefix) :])
            return Missing(Why.ABSENT, name) if field is None else field
        return self._ledger.fact(name)

    def ask(self, name: str, *args: Value) -> Value | Missing:
        """Return the answer of a question."""
        return self._ledger.ask(name, *args)

    def format(self, name: str, value: Value | Missing, *args: Value) -> Value | Missing:
        """Apply a filter for the reader's locale."""
        return self._ledger.format(name, value, *args)

    def scoped(self, name: str, item: Item) -> "Row":
        """Return an asker that knows a row within this row."""
        return Row(self, name, item)


def _spelled(value: Value) -> str:
    """Write an argument so that no other reads the same: a text in quotes, the rest plainly."""
    return repr(value) if isinstance(value, str) else str(value)
