"""Which assets a plan names, by their content: for words about what is drawn."""

from collections.abc import Callable, Iterator, Mapping

from app.model.facts import Item, Missing, Value, Why
from app.model.plan import Asker, Each, Element, Plan

_UNASKED = Missing(Why.ABSENT, "preview")


def asset_names(plan: Plan, digest: Callable[[str], str | None]) -> Mapping[str, str]:
    """Return the assets that a plan names whatever is known, their names by their digests."""
    asker = _Names(digest)
    for element in _elements(plan):
        for field, expression in element.live:
            if field == "asset":
                expression(asker)
    return asker.found


class _Names:
    """Answers nothing but the digests of assets, and notes whose they are."""

    def __init__(self, digest: Callable[[str], str | None]) -> None:
        self._digest = digest
        self.found: dict[str, str] = {}

    def fact(self, name: str) -> Value | Missing:  # noqa: ARG002  # Asker's
        """Know nothing."""
        return _UNASKED

    def ask(self, name: str, *args: Value) -> Value | Missing:
        """Return an asset's digest."""
        digest = self._digest(str(args[0])) if name == "asset" and args else None
        if digest is None:
            return _UNASKED
        self.found[digest] = str(args[0])
        return digest

    def format(self, name: str, value: Value | Missing, *args: Value) -> Value | Missing:  # noqa: ARG002  # Asker's
        """Know nothing."""
        return _UNASKED

    def scoped(self, name: str, item: Item) -> Asker:  # noqa: ARG002  # Asker's
        """Know nothing of a row either."""
        return self


def _elements(plan: Plan) -> Iterator[Element]:
    for variant in (*plan.variants, plan.fallback):
        for entry in variant.drawing:
            yield from entry.elements if isinstance(entry, Each) else (entry,)
