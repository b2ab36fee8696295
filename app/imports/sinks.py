"""Where imported records go; a refused batch is narrowed down until only its bad rows are lost."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from app.errors import Refused
from app.model.ports import Written

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


class SubscriberSink(Protocol):
    """The fast way in for profiles: blocking, from any thread."""

    def load(
        self,
        rows: Iterable[tuple[str, bytes]],
        *,
        batch: int = ...,
        first: int | None = None,
        progress: Callable[[Written], None] | None = None,
    ) -> Written:
        """Create or replace by external id from (external id, canonical profile JSON).

        At most `batch` rows at a time, `first` at first.
        """
        ...


class NounSink(Protocol[T_contra]):
    """Stores, Products and StockTable, as far as imports need them."""

    async def put(self, nouns: Sequence[T_contra], /) -> Written:
        """Create or replace; all or none."""
        ...


async def put_what_fits(
    sink: NounSink[T], nouns: Sequence[T], refused: Callable[[int, Refused], None]
) -> Written:
    """Put nouns, halving what is refused; `refused` is told the index of each one left out."""
    written = Written()
    pending = [(0, len(nouns))]
    while pending:
        start, end = pending.pop()
        try:
            written = added(written, await sink.put(nouns[start:end]))
        except Refused as error:
            if end - start == 1:
                refused(start, error)
            else:
                middle = (start + end) // 2
                pending += [(middle, end), (start, middle)]
    return written


def added(first: Written, second: Written) -> Written:
    """Add two counts."""
    return Written(
        created=first.created + second.created,
        updated=first.updated + second.updated,
        unchanged=first.unchanged + second.unchanged,
    )
