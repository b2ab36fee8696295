"""What an open or click leaves behind: decided by the brand's policy and the person's consent."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from app.context.asking import Ask
from app.delivery.automation import TRAP, ClickWatch, Who
from app.delivery.seen import Seen, SeenLinks
from app.model.brand import Brand, Tracking
from app.model.decision import Decision
from app.model.event import Event, EventKind
from app.model.keeping import Kept
from app.model.message import Message
from app.model.ports import Journal
from app.model.reader import Reader, ReaderKind
from app.model.subscriber import Subscriber

_MOST_REMEMBERED = 65_536
_HUMAN = frozenset({ReaderKind.PERSON, ReaderKind.MAIL_PROXY})
_CLICKS = frozenset({ReaderKind.PERSON, ReaderKind.PREVIEW})  # nobody else follows links


Place = tuple[str, str, str]
"""Message, subscriber (empty: nobody that is known) and block."""


class Visit(Protocol):
    """Who fetched something of a message, and when: an Ask, or one that names no block."""

    at: datetime
    message: Message | None
    brand: Brand
    reader: Reader
    subscriber: Subscriber | None
    ip: str


# Not frozen: the instant of its event becomes that of each open that leaves it.
@dataclass(slots=True, kw_only=True)
class Trace:
    """What an open leaves behind."""

    place: Place
    reader: str  # class name
    seen: Seen
    event: Event


class Recorder:
    """Accepts events into the journal and remembers what was shown, for clicks.

    The same URL fetched again by the same reader class within `window` is not another open.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        seen: SeenLinks,
        monotonic: Callable[[], float],
        window: timedelta,
    ) -> None:
        self._journal = journal
        self._seen = seen
        self._monotonic = monotonic
        self._window_s = window.total_seconds()
        self._recent: Kept[tuple[Place, str], float] = Kept(_MOST_REMEMBERED)
        self.repeated = 0
        self.unmerged: Counter[str] = Counter()
        """Opens whose URL still held a merge tag where a subscriber belongs, by brand."""
        self.watch = ClickWatch()

    def opened(self, ask: Ask, decision: Decision) -> "Trace":
        """Record one open that was answered with its decision; return what it left behind."""
        assert ask.message is not None
        key = ask.subscriber.key if ask.subscriber is not None else ""
        trace = Trace(
            place=(ask.message.key, key, decision.block),
            reader=ask.reader.name,
            seen=Seen(decision.link, decision.variant, decision.version, ask.reader.kind in _HUMAN),
            event=event_of(EventKind.OPEN, ask, decision),
        )
        self.opened_again(trace, ask.at)
        return trace

    def opened_again(self, trace: "Trace", at: datetime) -> None:
        """Record an open that leaves behind what another one left, at its own instant."""
        if trace.place[1]:
            self._seen.note(*trace.place, trace.seen)
            if self._is_repeat((trace.place, trace.reader)):
                return
        trace.event.at = at
        self._journal.record(trace.event)

    async def clicked(self, ask: Ask, seen: Seen, link: str) -> None:
        """Record one click and wait until it would survive a power cut."""
        click = click_of(ask, seen, link)
        is_machine = ask.reader.kind not in _CLICKS
        verdicts = self.watch.judge(_who(ask), ask.plan.block, click, is_machine=is_machine)
        await self._accept(click, verdicts)

    async def sprung(self, visit: Visit) -> None:
        """Record a click into the trap, and what it says about the clicks around it."""
        click = _event(EventKind.CLICK, visit, TRAP, 0, "")
        await self._accept(click, self.watch.spring(_who(visit), click))

    async def _accept(self, click: Event, verdicts: Sequence[Event]) -> None:
        is_kept = self._journal.record(click)
        for verdict in verdicts:
            is_kept |= self._journal.record(verdict)
        if is_kept:
            await self._journal.settle()

    def _is_repeat(self, key: tuple[Place, str]) -> bool:
        at = self._monotonic()
        before = self._recent.get(key)
        if before is not None and at - before < self._window_s:
            self.repeated += 1
            return True
        self._recent.put(key, at)
        return False


def _who(visit: Visit) -> Who:
    assert visit.message is not None
    person = visit.subscriber
    return visit.message.key, person.key if person is not None else visit.ip


def event_of(kind: EventKind, ask: Ask, decision: Decision) -> Event:
    """Return the event of an open, stripped to what policy and consent allow."""
    return _event(kind, ask, ask.plan.block, decision.version, decision.variant)


def click_of(ask: Ask, seen: Seen, link: str) -> Event:
    """Return the event of a click, stripped to what policy and consent allow."""
    return _event(EventKind.CLICK, ask, ask.plan.block, seen.version, seen.variant, link)


def _event(  # noqa: PLR0917  # what an event says
    kind: EventKind, visit: Visit, block: str, version: int, variant: str, link: str = ""
) -> Event:
    message, tracking = visit.message, visit.brand.privacy.tracking
    assert message is not None
    if tracking is Tracking.OFF:
        return Event(kind=kind, at=visit.at, message=message.key, reader=visit.reader.name)
    person = ""
    if tracking is Tracking.IDENTIFIED and visit.subscriber is not None:
        person = visit.subscriber.key if visit.subscriber.consent.tracking is True else ""
    return Event(
        kind=kind,
        at=visit.at,
        message=message.key,
        reader=visit.reader.name,
        opened_now=visit.reader.opened_now,
        block=block,
        version=version,
        variant=variant,
        subscriber=person,
        link=link if person else "",
    )
