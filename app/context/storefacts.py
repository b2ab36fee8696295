"""`store.*`, `stores` and `stock.*` of one open: searched once, when first read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.context.answers import Answer, NearestAnswers
from app.context.asking import Ask, StoreDetails
from app.context.distance import bearing, distance_km
from app.context.places import NEAR_KM
from app.context.skuunits import SkuUnits
from app.context.stock import SkuStock, StockBook
from app.context.storerow import (
    ABSENT,
    NO_STOCK,
    Shown,
    StoreRow,
    as_shown,
    held_for,
    listed,
    sooner,
    store_fact,
    units_of,
)
from app.context.stores import Found, NoStore, StoreBook
from app.model.facts import Known, Missing, Trust, Why
from app.model.place import Place, PlaceSource
from app.model.plan import StoreChoice

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

    __slots__ = (
        "_answer", "_ask", "_chosen_row", "_is_chosen", "_place", "_shelf", "_sku", "_stock",
        "_units",
    )  # fmt: skip

    def __init__(self, ask: Ask, place: Place | Missing, shelf: StoreShelf) -> None:
        self._ask = ask
        self._place = place
        self._shelf = shelf
        sku = ask.params.get("sku")
        self._sku = str(sku) if sku else ""
        self._stock: SkuStock | None = shelf.stock.of(self._sku) if sku else None
        self._units = SkuUnits(self._sku, shelf.stock, ask.at)
        self._chosen_row: StoreRow | Missing | None = None
        self._answer: Answer | None = None  # to the question of the nearest store
        self._is_chosen = False

    def store(self, field: str) -> Known:
        """Return `store.FIELD`."""
        if not self._is_chosen:
            self._choose()
        answer = self._answer
        if answer is None:
            return store_fact(self._chosen(), field)
        at = self._ask.at
        # Here and not in a method of the answer: most facts of most opens are read by this line.
        held = answer.facts.get(field)
        if held is not None and held[0] <= at and (held[1] is None or at < held[1]):
            return held[2]
        known = store_fact(self._chosen(), field)
        answer.keep(field, at, known)
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
            limit=self._ask.plan.rows() or _ROWS,
        )
        if not found:
            none = self._searched(point, choice)
            return held_for(ABSENT, none.retry_at if isinstance(none, NoStore) else None)
        held = self._units.held_until() if choice in _STOCKED else None
        return held_for(listed([self._row(as_shown(one)) for one in found]), held)

    def stock(self, field: str, online: Callable[[], int | None]) -> Known:
        """Return `stock.FIELD`; `online` tells what the warehouse has, None when unknown."""
        match field:
            case "here":
                return self.store("stock")
            case "online":
                return self._units.sent(online())
            case "total":
                return self._units.total(online())
            case "alternative" | "alternative_distance":
                return self._alternative(field)
            case _:
                return NO_STOCK

    def stock_at(self, external_id: str) -> Known:
        """Return `stock.at(store)`."""
        index = self._shelf.book.index(external_id)
        return NO_STOCK if index is None else units_of(self._stock, index, self._ask.at)

    def _choose(self) -> None:
        """Find the store of the block's choice: its answer, or why there is none."""
        self._is_chosen = True
        shown = self._preferred() if self._ask.plan.store is StoreChoice.PREFERRED else None
        if shown is not None:
            self._chosen_row = self._row(shown)
            return
        point, choice = self._point(), self._ask.plan.store
        if isinstance(point, Missing):
            self._chosen_row = point
        elif choice in _STOCKED and self._stock is None:
            self._chosen_row = NO_STOCK
        else:
            self._answer = self._asked(point, choice)

    def _chosen(self) -> StoreRow | Missing:
        """Return the chosen store; its row is made only when a fact is not remembered."""
        if not self._is_chosen:
            self._choose()
        if self._chosen_row is None:
            assert self._answer is not None
            found = self._answer.outcome
            self._chosen_row = (
                Missing(Why.ABSENT, "stores", found.retry_at)
                if isinstance(found, NoStore)
                else self._row(as_shown(found))
            )
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
        if subscriber is None:
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

    def _asked(self, point: Place, choice: StoreChoice) -> Answer:
        # The SKU always: what is remembered of the store includes its stock.
        question = (
            point.lat, point.lon, self._sku, choice, self._ask.plan.within_km, point.trust,
        )  # fmt: skip
        answer = self._shelf.answers.recall(question, self._ask.at)
        if answer is not None:
            return answer
        found = self._searched(point, choice)
        return self._shelf.answers.keep(question, self._ask.at, found)

    def _searched(self, point: Place, choice: StoreChoice) -> Found | NoStore:
        found = self._nearest(point, choice)
        return self._units.until_held(found) if choice in _STOCKED else found

    def _nearest(self, point: Place, choice: StoreChoice) -> Found | NoStore:
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
        until = sooner(until, self._units.held_until())
        other = next((one for one in found if one.external_id != taken), None)
        if other is None:
            return held_for(NO_STOCK, until)
        known = self._row(as_shown(other)).field("name" if field == "alternative" else "distance")
        return held_for(known, until)
