"""Northbeam as the gallery sees it: the demo's records in memory, at one fixed moment."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import UTC, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from app.context.asking import Ask
from app.context.gathering import GatheredFacts, Shelves, brand_fact
from app.context.places import PlaceLadder
from app.context.stock import StockBook
from app.context.storefacts import StoreShelf
from app.context.stores import StoreBook, StoreRow
from app.context.supposed import SupposedFacts
from app.decide.binding import bind
from app.demo.brand import brand
from app.demo.gallery.examples import EVENING, Opening
from app.demo.products import products, stock
from app.demo.stores import stores
from app.demo.subscribers import cast
from app.model.brand import Brand
from app.model.facts import Known
from app.model.keys import MessageKey
from app.model.message import Message
from app.model.place import Place
from app.model.plan import Plan
from app.model.product import Product
from app.model.reader import OpenedNow, Reader
from app.model.rendering import Format
from app.model.store import Store
from app.model.subscriber import Attribute, Subscriber
from app.model.zones import zone_of

_MESSAGE: Final = Message(key=MessageKey("gallery"), name="autumn", title="Autumn letter")
_READ_AFTER: Final = timedelta(hours=3, minutes=17)
_PICTURES: Final = ("scenes/*.jpg", "products/*.jpg")


class World:
    """What an example is opened in; `pictures` holds the demo's scenes and products."""

    def __init__(self, pictures: Path) -> None:
        self.brand = brand()
        self._folder = pictures
        self._people = {role.subscriber.external_id: role.subscriber for role in cast()}

    def of(self, brand: Brand) -> "World":
        """Return the same world as another brand's."""
        _ = self._shelves, self._files  # made once, and shared
        other = copy(self)
        other.brand = brand
        return other

    def bound(self, plan: Plan) -> Plan:
        """Return a plan with the brand's colours and the assets filled in."""

        def fixed(name: str) -> Known | None:
            return brand_fact(self.brand, name[6:]) if name.startswith("brand.") else None

        return bind(plan, fixed, self.assets.get, self.brand.fonts)

    def facts(
        self,
        plan: Plan,
        opening: Opening,
        picture_format: Format,
        *,
        place: Place | None = None,
        params: Mapping[str, Attribute] | None = None,
        supposed: Mapping[str, Known] | None = None,
    ) -> GatheredFacts:
        """Return the facts of one opening that asks for a picture in that format."""
        person = self._people[opening.by] if opening.by else None
        at = opening.at.replace(tzinfo=zone_of(self._zone(person))).astimezone(UTC)
        ask = Ask(
            plan=plan,
            brand=self.brand,
            reader=_reader(opening),
            at=at,
            message=replace(_MESSAGE, sent_at=at - _READ_AFTER),
            subscriber=person,
            place=place,
            params={param.name: param.default for param in plan.params} | dict(params or {}),
            moves=picture_format is Format.GIF,
            supposed=supposed,
        )
        kind = SupposedFacts if supposed else GatheredFacts
        return kind(ask, self._shelves, {})

    def _zone(self, person: Subscriber | None) -> str:
        return (person.tz if person else self.brand.tz) or "UTC"

    @cached_property
    def assets(self) -> dict[str, str]:
        """Content digests by asset name."""
        return {path.name: digest for digest, path in self._files.items()}

    def picture(self, digest: str) -> bytes | None:
        """Return the bytes behind a digest."""
        path = self._files.get(digest)
        return path.read_bytes() if path else None

    def picture_path(self, digest: str) -> str:
        """Return where a picture lies under the demo's folder; empty when there is none."""
        path = self._files.get(digest)
        return path.relative_to(self._folder).as_posix() if path else ""

    @cached_property
    def _files(self) -> dict[str, Path]:
        paths = [path for pattern in _PICTURES for path in sorted(self._folder.glob(pattern))]
        return {sha256(path.read_bytes()).hexdigest(): path for path in paths}

    @cached_property
    def _shelves(self) -> Shelves:
        shops, articles = stores(), products()
        book = StoreBook(StoreRow(s.external_id, s.lat, s.lon, s.tz, s.hours) for s in shops)
        levels = StockBook(index=book.index)
        levels.apply(stock(shops, articles, EVENING.replace(tzinfo=UTC)))
        records = {shop.external_id: shop for shop in shops}
        catalogue = {article.sku: article for article in articles}

        def details(external_id: str) -> Store | None:
            return records.get(external_id)

        def product(sku: str) -> Product | None:
            return catalogue.get(sku)

        def asset(name: str) -> str | None:
            return self.assets.get(name)

        return Shelves(
            refresh=lambda: None,
            places=PlaceLadder(_NoGeography(), _NoGeography()),
            stores=StoreShelf(book=book, stock=levels, details=details),
            products=product,
            assets=asset,
        )


class _NoGeography:
    """Everybody in the gallery has told where they are, so nothing is looked up."""

    def locate(self, ip: str) -> Place | None:  # noqa: ARG002  # the port's
        return None

    def edition(self) -> int:
        return 0

    def city(self, name: str, country: str = "") -> Place | None:  # noqa: ARG002  # the port's
        return None

    def postcode(self, code: str, country: str) -> Place | None:  # noqa: ARG002  # the port's
        return None

    def zone(self, lat: float, lon: float) -> str:  # noqa: ARG002  # the port's
        return ""


def _reader(opening: Opening) -> Reader:
    return Reader(
        kind=opening.reader,
        name=opening.reader.value,
        ip_is_user=False,
        ua_is_user=False,
        opened_now=OpenedNow.YES,
        evidence="an example of the gallery",
    )
