"""What an open or click leaves behind: decided by the brand's policy and the person's consent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.context.asking import Ask
from app.delivery.seen import Seen, SeenLinks
from app.model.brand import Tracking
from app.model.decision import Decision
from app.model.event import Event, EventKind
from app.model.keeping import Kept
from app.model.ports import Journal
from app.model.reader import ReaderKind

_MOST_REMEMBERED = 65_536
_HUMAN = frozenset({ReaderKind.PERSON, ReaderKind.MAIL_PROXY})


Place = tuple[str, str, str]
"""Message, subscriber (empty: nobody that is known) and block."""


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
        self.unmerged = 0
        """Opens whose URL still held a merge tag where a subscriber belongs."""

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
        if self._journal.record(click_of(ask, seen, link)):
            await self._journal.settle()

    def _is_repeat(self, key: tuple[Place, str]) -> bool:
        at = self._monotonic()
        before = self._recent.get(key)
        if before is not None and at - before < self._window_s:
            self.repeated += 1
            return True
        self._recent.put(key, at)
        return False


def event_of(kind: EventKind, ask: Ask, decision: Decision) -> Event:
    """Return the event of an open, stripped to what policy and consent allow."""
    return _event(kind, ask, decision.version, decision.variant)


def click_of(ask: Ask, seen: Seen, link: str) -> Event:
    """Return the event of a click, stripped to what policy and consent allow."""
    return _event(EventKind.CLICK, ask, seen.version, seen.variant, link)


def _event(kind: EventKind, ask: Ask, version: int, variant: str, link: str = "") -> Event:
    message, tracking = ask.message, ask.brand.privacy.tracking
    assert message is not None
    if tracking is Tracking.OFF:
        return Event(kind=kind, at=ask.at, message=message.key, reader=ask.reader.name)
    person = ""
    if tracking is Tracking.IDENTIFIED and ask.subscriber is not None:
        person = ask.subscriber.key if ask.subscriber.consent.tracking is True else ""
    return Event(
        kind=kind,
        at=ask.at,
        message=message.key,
        reader=ask.reader.name,
        opened_now=ask.reader.opened_now,
        block=ask.plan.block,
        version=version,
        variant=variant,
        subscriber=person,
        link=link if person else "",
    )
