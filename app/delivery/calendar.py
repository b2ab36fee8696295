"""The entry for a calendar: what a block's event is for whoever asks, as a file to open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from app.delivery.clicking import click_address
from app.delivery.deciding import DecisionService
from app.delivery.exchange import OpenRequest, Served
from app.delivery.intake import NOBODY, Intake, named
from app.delivery.policy import refusal_headers
from app.delivery.policy_others import entry_headers
from app.model.appointment import Appointment
from app.model.keys import ANONYMOUS

_NONE = b"There is nothing here for a calendar.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An appointment as it is handed out: whose, of what, and when."""

    appointment: Appointment
    message: str  # its key; empty: of no message that we know
    subscriber: str  # a key, or `anonymous`
    block: str
    at: datetime  # when it was asked for


class CalendarService:
    """Serves `/k/`; nothing is recorded of it."""

    def __init__(
        self, *, intake: Intake, deciding: DecisionService, write: Callable[[Entry], bytes]
    ) -> None:
        self._intake = intake
        self._deciding = deciding
        self._write = write

    async def entry(self, request: OpenRequest) -> Served:
        """Answer with the entry, or 404 when the block has no event whose start is known."""
        entry = await self._entry(request)
        if entry is None:
            return Served(404, refusal_headers(len(_NONE)), _NONE)
        body = self._write(entry)
        return Served(200, entry_headers(len(body), name=entry.block), body)

    async def _entry(self, request: OpenRequest) -> Entry | None:
        address = click_address(request.raw_path)
        occasion = await self._intake.occasion(address) if address.block else None
        if occasion is None or occasion.plan.event is None:
            return None
        key = named(address, occasion)
        person = NOBODY if key is None else await self._intake.person(key)
        ask = self._intake.ask(address, occasion, request, person, is_click=True)
        appointment = await self._deciding.appoint(ask)
        if appointment is None:
            return None
        message = occasion.message
        if not appointment.title:
            called = (message.title or message.name) if message is not None else ""
            appointment = replace(appointment, title=called or occasion.brand.title)
        known = person.subscriber
        return Entry(
            appointment=appointment,
            message=message.key if message is not None else "",
            subscriber=known.key if known is not None else ANONYMOUS,
            block=occasion.plan.block,
            at=ask.at,
        )
