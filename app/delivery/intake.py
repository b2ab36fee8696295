"""From a URL to what is asked of the world: block, message, brand, person, reader, parameters.

What a block and a message are together is found once and kept until anything shared changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.context.asking import Ask
from app.delivery.address import Address, Route
from app.delivery.exchange import OpenRequest
from app.delivery.params import block_params
from app.delivery.plans import Plans
from app.delivery.reading import ReaderService
from app.model.brand import Brand
from app.model.keeping import Kept
from app.model.keys import ANONYMOUS, MessageKey, SubscriberKey
from app.model.message import Message
from app.model.plan import Plan
from app.model.ports import Brands, ImmediateProfiles, Messages, Now, Profiles
from app.model.reader import Reader
from app.model.rendering import Format
from app.model.subscriber import Attribute, Subscriber

_MOST: Final = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A block in a message (None: no such), bound to the message's brand."""

    world: bytes  # the numbers of the last changes when it was found
    plan: Plan
    message: Message | None
    brand: Brand
    params: Mapping[str, Attribute]  # as they are without a query


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True)
class Person:
    """Who a URL names: the key (None: nobody), the row behind it, the profile."""

    key: SubscriberKey | None
    row: object | None = None
    subscriber: Subscriber | None = None


NOBODY: Final = Person(None)


@dataclass(slots=True, kw_only=True)
class Stray:
    """A click on something of a message that is no block."""

    at: datetime
    message: Message | None
    brand: Brand
    reader: Reader
    subscriber: Subscriber | None
    ip: str


class Intake:
    """Reads what opens and clicks ask. Loop thread only."""

    def __init__(
        self,
        *,
        now: Now,
        plans: Plans,
        messages: Messages,
        brands: Brands,
        profiles: Profiles,
        readers: ReaderService,
        world: Callable[[], bytes],
    ) -> None:
        self._now = now
        self._plans = plans
        self._messages = messages
        self._brands = brands
        self._profiles = profiles
        self._immediate = profiles if isinstance(profiles, ImmediateProfiles) else None
        self._readers = readers
        self._world = world
        self._at = b""
        self._occasions: Kept[tuple[str, str], Occasion] = Kept(_MOST)

    def ready(self, address: Address) -> Occasion | None:
        """Return the occasion if nothing has to be read or compiled for it."""
        world = self._world()
        if world != self._at:
            self._occasions.clear()
            self._at = world
        return self._occasions.get((address.message, address.block))

    async def occasion(self, address: Address) -> Occasion | None:
        """Return the occasion, compiling the block when needed; None: no such block.

        Raises SourceUnavailable when it cannot be read, and what a compilation raises.
        """
        world = self._world()
        plan = await self._plans.get(address.block)
        if plan is None:
            return None
        message = self._messages.read(MessageKey(address.message)) if address.message else None
        brand = self._brands.read(message.brand if message else "")
        occasion = Occasion(
            world=world,
            plan=self._plans.bound(plan, brand),
            message=message,
            brand=brand,
            params=block_params(plan, message, b""),
        )
        if world == self._at:
            self._occasions.put((address.message, address.block), occasion)
        return occasion

    def plan(self, block: str) -> Plan | None:
        """Return the published plan of a block, if it is compiled and current."""
        return self._plans.ready(block)

    def person_now(self, key: SubscriberKey) -> Person | None:
        """Return whom a key names, if profiles need not be waited for."""
        if self._immediate is None:
            return None
        row = self._immediate.row_now(key)
        return Person(key, row, self._immediate.of_row(key, row) if row is not None else None)

    async def person(self, key: SubscriberKey) -> Person:
        """Return whom a key names."""
        self._world()  # something may have been waited for since it was last looked at
        return self.person_now(key) or Person(key, None, await self._profiles.read(key))

    def ask(
        self,
        address: Address,
        occasion: Occasion,
        request: OpenRequest,
        person: Person,
        *,
        is_click: bool = False,
    ) -> Ask:
        """Return what an open or a click asks."""
        at = self._now()
        message = occasion.message
        if address.route is Route.SHARED:
            arrival = self._readers.nobody()
        else:
            sent_at = message.sent_at if message is not None else None
            arrival = self._readers.read(
                request.headers, request.peer, sent_at=sent_at, at=at, is_click=is_click
            )
        return Ask(
            plan=occasion.plan,
            brand=occasion.brand,
            reader=arrival.reader,
            at=at,
            message=message,
            subscriber=person.subscriber,
            ip=arrival.ip,
            seen=arrival.seen,
            params=block_params(occasion.plan, message, request.query)
            if request.query
            else occasion.params,
            moves=Format.of_extension(address.extension) is Format.GIF,
        )

    def stray(
        self, message: Message, brand: Brand, request: OpenRequest, person: Person
    ) -> "Stray":
        """Return who clicked on something of a message that is no block."""
        at = self._now()
        arrival = self._readers.read(
            request.headers, request.peer, sent_at=message.sent_at, at=at, is_click=True
        )
        return Stray(
            at=at,
            message=message,
            brand=brand,
            reader=arrival.reader,
            subscriber=person.subscriber,
            ip=arrival.ip,
        )

    def is_settled(self, ask: Ask) -> bool:
        """Tell whether the class of the reader no longer depends on the moment."""
        sent_at: datetime | None = ask.message.sent_at if ask.message is not None else None
        return self._readers.is_settled(sent_at, ask.at)


def named(address: Address, occasion: Occasion) -> SubscriberKey | None:
    """Return the key of whoever is named; nobody is in shared URLs and unknown messages."""
    if occasion.message is None or not address.subscriber or address.subscriber == ANONYMOUS:
        return None
    return SubscriberKey(address.subscriber)
