"""Answers that stand: the same fetch again, before anything it was decided on can have changed.

Every email is fetched more than once: by a proxy that does not keep, by a reader who comes back.
So the last decision for each URL is kept with all that it rests on: who asked and how, the row of
the profile, the numbers of the last committed changes, the edition of the geo database, and the
instant until which it holds. The profile is read again at every fetch. If all of it is the same,
the decision is the same, and only what this fetch leaves behind remains to be done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from app.delivery.deciding import Decided
from app.delivery.exchange import Lines, OpenRequest, Served
from app.delivery.recording import Recorder, Trace
from app.delivery.renderings import Renderings
from app.model.keeping import Kept
from app.model.keys import SubscriberKey
from app.model.ports import ImmediateProfiles, Now
from app.model.rendering import Format

_CONDITIONAL: Final = b"if-none-match"
_MOST_LINES: Final = 64
_MOST_BYTES: Final = 4096  # of header lines; mail clients and proxies send a fraction of that


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
class Ground:
    """What can be seen to be the same: taken before deciding, compared before repeating.

    `profile` is the row behind `key`, None when there is none; a `key` of None names nobody.
    """

    world: bytes
    edition: int
    since: datetime
    key: SubscriberKey | None
    profile: object | None


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
class _Standing:
    """A decision with all that it rests on, and the answer it led to.

    `still` tells whether what it read of the weather is still what is known.
    """

    lines: Lines
    peer: str
    ground: "Ground"
    until: datetime | None
    trace: Trace | None
    rendering: tuple[str, Format]
    served: Served
    still: Callable[[datetime], bool] | None


class StandingAnswers:
    """The last good answers of one process by URL, `most` at a time. Loop thread only.

    `world` returns the numbers of the last committed changes, `edition` that of the geo database
    and of the stores that the process holds. Without immediate profiles nothing is kept.
    """

    def __init__(
        self,
        *,
        now: Now,
        profiles: object,
        world: Callable[[], bytes],
        edition: Callable[[], int],
        renderings: Renderings,
        recorder: Recorder,
        most: int,
    ) -> None:
        self._now = now
        self._profile = (
            profiles.row_now if most and isinstance(profiles, ImmediateProfiles) else None
        )
        self._world = world
        self._edition = edition
        self._renderings = renderings
        self._recorder = recorder
        self._held: Kept[bytes, _Standing] = Kept(most)
        self.given = 0
        """How many fetches were answered by what stood."""

    def answer(self, raw_path: bytes, lines: Lines, peer: str) -> Served | None:
        """Return the answer to a GET without a query, if the last one stands; never raises."""
        held = self._held.get(raw_path)
        if held is None or held.lines != lines or held.peer != peer:
            return None
        try:
            served = self._repeated(held)
        except Exception:  # noqa: BLE001  # whoever decides anew meets the same failure, and says so
            served = None
        if served is None:
            self._held.drop(raw_path)
        return served

    def ground(
        self, world: bytes, at: datetime, key: SubscriberKey | None, profile: object | None
    ) -> Ground | None:
        """Return what a decision at an instant will rest on; None: it cannot be told."""
        if self._profile is None:
            return None
        return Ground(world=world, edition=self._edition(), since=at, key=key, profile=profile)

    def keep(  # an answer is all of these
        self,
        request: OpenRequest,
        ground: Ground,
        *,
        decided: Decided,
        trace: Trace | None,
        rendering: tuple[str, Format],
        served: Served,
    ) -> None:
        """Remember a good personal answer to a GET without a query or a condition."""
        if request.query or not request.counts or _CONDITIONAL in request.headers:
            return
        lines = [*request.lines]  # a copy: trailers of this request may be added to its own
        # Whoever sends long heads under many keys would else fill the memory with them.
        if len(lines) > _MOST_LINES or sum(map(len, chain(*lines))) > _MOST_BYTES:
            return
        self._held.put(
            request.raw_path,
            _Standing(
                lines=lines,
                peer=request.peer,
                ground=ground,
                until=decided.decision.valid_until,
                trace=trace,
                rendering=rendering,
                served=served,
                still=decided.facts.still(),
            ),
        )

    def _repeated(self, held: _Standing) -> Served | None:
        """Return the answer again and leave behind what it leaves; None: it does not stand."""
        at = self._now()
        if not self._stands(held, at):
            return None
        body = self._renderings.ready(*held.rendering)
        if body is None:
            return None
        if held.trace is not None:
            self._recorder.opened_again(held.trace, at)
        self.given += 1
        if held.served.body is not body:  # drawn again meanwhile, to the same bytes
            held.served = Served(200, held.served.headers, body)
        return held.served

    def _stands(self, held: _Standing, at: datetime) -> bool:
        """Tell whether nothing that a decision rests on has changed at an instant."""
        ground = held.ground
        if at < ground.since or (held.until is not None and at >= held.until):
            return False
        if ground.world != self._world() or ground.edition != self._edition():
            return False
        if held.still is not None and not held.still(at):
            return False
        if ground.key is None:
            return True
        assert self._profile is not None
        return self._profile(ground.key) == ground.profile
