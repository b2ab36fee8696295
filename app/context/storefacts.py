"""`store.*`, `stores` and `stock.*` of one open: searched once, when first read."""

from dataclasses import dataclass, field

from app.context.answers import Answer, NearestAnswers
from app.context.asking import Ask, StoreDetails
from app.context.distance import bearing, distance_km
from app.context.places import NEAR_KM
from app.context.stock import SkuStock, StockBook
from app.context.storerow import (
    ABSENT,
    NO_STOCK,
    Shown,
    StoreRow,
    held_for,
    is_stale,
    listed,
    units_of,
)
from app.context.stores import Found, NoStore, StoreBook
from app.model.facts import Fact, Known, Missing, Trust, Why
from app.model.place import Place, PlaceSource
from app.model.plan import Each, StoreChoice

_OPEN_ONLY = frozenset({StoreChoice.NEAREST_OPEN, StoreChoice.NEAREST_OPEN_WITH_STOCK})
_STOCKED = frozenset({StoreChoice.NEAREST_WITH_STOCK, StoreChoice.NEAREST_OPEN_WITH_STOCK})
_ROWS = 3  # of `stores` when no layout says how many it draws


@dataclass(slots=True, kw_only=True)
class StoreShelf:
    """The stores and stock that the process holds; book and stock are replaced as a whole."""

    book: StoreBook
    stock: StockBook
    details: StoreDetails
    answers: NearestAnswers = field(default_factory=NearestAnswers)

    def replace(self, book: StoreBook, stock: StockBook) -> None:
        """Put a new snapshot on the shelf."""
        self.book, self.stock = book, stock
        self.answers.clear()


class StoreFacts:
    """Answers for one place at one instant."""

    __slots__ = ("_answer", "_ask", "_chosen_row", "_place", "_shelf", "_sku", "_stock")

    def __init__(self, ask: Ask, place: Place | Missing, shelf: StoreShelf) -> None:
        self._ask = ask
        self._place = place
        self._shelf = shelf
        sku = ask.params.get("sku")
        self._sku = str(sku) if sku else ""
        self._stock: SkuStock | None = shelf.stock.of(self._sku) if sku else None
        self._chosen_row: StoreRow | Missing | None = None
        self._answer: Answer | None = None

    def store(self, field: str) -> Known:
        """Return `store.FIELD`."""
        row, at = self._chosen(), self._ask.at
        answer = self._answer
        known = answer.fact(field, at) if answer is not None else None
        if known is None:
            known = _store_fact(row, field)
            if answer is not None:
                answer.facts[field] = (at, known)
        return known

    def nearby(self) -> Known:
        """Return `stores`: as many rows as the plan draws, valid as long as all of them are."""
        point = self._point()
        if isinstance(point, Missing):
            return point
        choice = self._ask.plan.store
        if choice in _STOCKED and self._stock is None:
            return NO_STOCK
        found = self._nearby(
            point,
            open_only=choice in _OPEN_ONLY,
            stock=self._stock if choice in _STOCKED else None,
            limit=_most_rows(self._ask),
        )
        if not found:
            none = self._searched(point, choice)
            return held_for(ABSENT, none.retry_at if isinstance(none, NoStore) else None)
        return listed([self._row(_shown(one)) for one in found])

    def stock(self, field: str, online: int | None) -> Known:
        """Return `stock.FIELD`; `online` is what the warehouse has, None when unknown."""
        match field:
            case "here":
                return self._here()
            case "online":
                return Fact(online, "products") if online is not None else NO_STOCK
            case "total":
                return self._total(online)
            case "alternative" | "alternative_distance":
                return self._alternative(field)
            case _:
                return NO_STOCK

    def _here(self) -> Known:
        row = self._chosen()
        return row if isinstance(row, Missing) else self.store("stock")

    def stock_at(self, external_id: str) -> Known:
        """Return `stock.at(store)`."""
        index = self._shelf.book.index(external_id)
        return NO_STOCK if index is None else units_of(self._stock, index, self._ask.at)

    def _chosen(self) -> StoreRow | Missing:
        if self._chosen_row is None:
            shown = self._preferred() or self._nearest()
            self._chosen_row = shown if isinstance(shown, Missing) else self._row(shown)
        return self._chosen_row

    def _row(self, shown: Shown) -> StoreRow:
        return StoreRow(
            shown,
            at=self._ask.at,
            details=self._shelf.details,
            stock=self._stock,
            trust=self._place.trust if isinstance(self._place, Place) else Trust.ASSERTED,
        )

    def _preferred(self) -> Shown | None:
        subscriber = self._ask.subscriber
        if self._ask.plan.store is not StoreChoice.PREFERRED or subscriber is None:
            return None
        index = self._shelf.book.index(subscriber.preferred_store)
        record = self._shelf.details(subscriber.preferred_store) if index is not None else None
        if index is None or record is None:
            return None
        far = towards = None
        point = self._point()
        if isinstance(point, Place):
            far = distance_km(point.lat, point.lon, record.lat, record.lon)
            towards = bearing(point.lat, point.lon, record.lat, record.lon)
        return Shown(
            index=index,
            external_id=record.external_id,
            distance_km=far,
            bearing=towards,
            valid_until=None,
        )

    def _nearest(self) -> Shown | Missing:
        point = self._point()
        if isinstance(point, Missing):
            return point
        choice = self._ask.plan.store
        if choice in _STOCKED and self._stock is None:
            return NO_STOCK
        found = self._asked(point, choice)
        if isinstance(found, NoStore):
            return Missing(Why.ABSENT, "stores", found.retry_at)
        return _shown(found)

    def _asked(self, point: Place, choice: StoreChoice) -> Found | NoStore:
        within = self._ask.plan.within_km
        # The SKU always: what is remembered of the store includes its stock.
        question = (point.lat, point.lon, self._sku, choice.value, within, point.trust)
        self._answer = self._shelf.answers.recall(question, self._ask.at)
        if self._answer is None:
            found = self._searched(point, choice)
            self._answer = self._shelf.answers.keep(question, self._ask.at, found)
        return self._answer.outcome

    def _searched(self, point: Place, choice: StoreChoice) -> Found | NoStore:
        return self._shelf.book.nearest(
            point.lat,
            point.lon,
            at=self._ask.at,
            open_only=choice in _OPEN_ONLY,
            stock=self._stock if choice in _STOCKED else None,
            within_km=self._ask.plan.within_km,
        )

    def _nearby(
        self, point: Place, *, open_only: bool, stock: SkuStock | None, limit: int
    ) -> tuple[Found, ...]:
        return self._shelf.book.nearby(
            point.lat,
            point.lon,
            at=self._ask.at,
            open_only=open_only,
            stock=stock,
            within_km=self._ask.plan.within_km,
            limit=limit,
        )

    def _point(self) -> Place | Missing:
        """Return a place that is near enough to tell which store is nearest."""
        place = self._place
        if isinstance(place, Missing):
            return place
        if place.source is PlaceSource.BRAND or place.accuracy_km > NEAR_KM:
            return Missing(Why.ABSENT, "place")
        return place

    def _total(self, online: int | None) -> Known:
        stock, at = self._stock, self._ask.at
        if stock is None or is_stale(stock, at):
            return Fact(online, "products") if online is not None else NO_STOCK
        return Fact(stock.total(at) + (online or 0), "stock", stock.total_until(at))

    def _alternative(self, field: str) -> Known:
        """Return the nearest store that has the SKU and is not the chosen one."""
        point, chosen = self._point(), self._chosen()
        if isinstance(point, Missing):
            return point
        if self._stock is None:
            return NO_STOCK
        # Whatever the answer: when another store is chosen, another may be the alternative.
        if isinstance(chosen, Missing):
            taken, until = "", chosen.retry_at
        else:
            taken, until = chosen.shown.external_id, chosen.shown.valid_until
        found = self._nearby(point, open_only=False, stock=self._stock, limit=2)
        other = next((one for one in found if one.external_id != taken), None)
        if other is None:
            return held_for(NO_STOCK, until)
        known = self._row(_shown(other)).field("name" if field == "alternative" else "distance")
        return held_for(known, until)


def _store_fact(row: StoreRow | Missing, field: str) -> Known:
    if isinstance(row, Missing):
        return Fact(False, row.source, row.retry_at) if field == "known" else row  # noqa: FBT003  # a value
    if field == "known":
        return Fact(True, "stores", row.shown.valid_until)  # noqa: FBT003  # a value
    return row.field(field)


def _shown(found: Found) -> Shown:
    return Shown(
        index=found.index,
        external_id=found.external_id,
        distance_km=found.distance_km,
        bearing=found.bearing,
        valid_until=found.valid_until,
    )


def _most_rows(ask: Ask) -> int:
    drawings = [variant.drawing for variant in (*ask.plan.variants, ask.plan.fallback)]
    limits = [entry.limit for drawing in drawings for entry in drawing if isinstance(entry, Each)]
    return max(limits, default=_ROWS)
