"""What a block will show and has shown, from one change to the next."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest

from app.delivery.foreseeing import MOST_STEPS, ForeseeingService, Unfound
from app.delivery.previewing import PreviewRequest
from app.model.subscriber import Consent, Home, Subscriber
from tests.serving import NOON

DAY = timedelta(days=1)


def of(demo, **more):
    """Return a request for the block of the nearest store, by the demo's first person."""
    given = {"block": "nearest-store", "subscriber": demo.someone().key, "at": NOON, **more}
    return PreviewRequest(**given)


async def test_a_course_is_what_previews_show(demo):
    """Just before each span ends its picture is the same, and then it is another."""
    spans = await demo.services.foreseeing.course(of(demo), lasts=DAY, most=24)
    assert len(spans) > 1
    assert spans[0].begins == NOON
    for span, after in pairwise(spans):
        assert span.ends == after.begins
        assert span.digest != after.digest
        last = span.ends - timedelta(seconds=1)
        for at, same in ((span.begins, span), (last, span), (span.ends, after)):
            document = (await demo.services.previewing.preview(of(demo, at=at))).document
            assert document["scene_digest"] == same.digest


async def test_a_course_is_bounded(demo):
    """However often the picture changes."""
    request = of(demo, block="last-order")
    assert len(await demo.services.foreseeing.course(request, lasts=DAY, most=3)) == 3


async def test_the_change_before_is_found_again(demo):
    """Going on to a change and back from after it leads to the same instant."""
    foreseeing = demo.services.foreseeing
    spans = await foreseeing.course(of(demo), lasts=DAY, most=3)
    after = spans[1].begins + timedelta(minutes=7)
    assert await foreseeing.changed_before(of(demo, at=after)) == spans[1].begins
    assert await foreseeing.changed_before(of(demo, at=spans[1].begins)) < spans[1].begins


async def test_what_never_changed_has_no_change_before(demo):
    """A block that reads nothing that ends."""
    points = of(demo, block="points-progress")
    assert await demo.services.foreseeing.changed_before(points) is Unfound.NONE


@dataclass(frozen=True)
class Moment:
    """All that a look ahead or back needs of who asks."""

    at: datetime


class Restless:
    """Previews and decides what holds for a second only and never shows anything else."""

    def __init__(self) -> None:
        """Begin with no decision."""
        self.decided = 0

    async def ask(self, request: PreviewRequest) -> Moment:
        """Return who asks."""
        return Moment(request.at)

    async def decide(self, ask: Moment) -> SimpleNamespace:
        """Return what holds at an instant."""
        self.decided += 1
        return SimpleNamespace(
            decision=SimpleNamespace(
                valid_until=ask.at + timedelta(seconds=1), scene_digest=b"", variant="", text=""
            ),
            facts=SimpleNamespace(wall_zone=lambda: "UTC"),
        )


async def test_a_look_back_is_bounded_as_a_whole():
    """It stops after so many decisions, and does not call that no change."""
    restless = Restless()
    foreseeing = ForeseeingService(previewing=restless, deciding=restless)
    found = await foreseeing.changed_before(PreviewRequest(block="x", subscriber="y", at=NOON))
    assert found is Unfound.UNKNOWN
    assert restless.decided == MOST_STEPS


@pytest.mark.parametrize("look", ["course", "changed_before", "seen"])
async def test_others_have_their_turn_during_a_look(look):
    """However many decisions it takes."""
    restless, turns = Restless(), []
    foreseeing = ForeseeingService(previewing=restless, deciding=restless)
    request = PreviewRequest(block="x", subscriber="y", at=NOON)
    looking = asyncio.ensure_future(
        {
            "course": lambda: foreseeing.course(request, lasts=DAY, most=9),
            "changed_before": lambda: foreseeing.changed_before(request),
            "seen": lambda: foreseeing.seen([request] * 40),
        }[look]()
    )
    while not looking.done():
        turns.append(restless.decided)
        await asyncio.sleep(0)
    assert max(after - before for before, after in pairwise(turns)) <= 8
    assert restless.decided >= 40


async def test_somebody_made_up_is_shown_what_a_stored_one_would_be(demo):
    """A profile that is handed over is treated like one that is looked up."""
    stored = demo.someone()
    asked = of(demo, subscriber="anonymous", profile=replace(stored, external_id="made-up"))
    made_up = await demo.services.previewing.preview(asked)
    assert made_up.body == (await demo.services.previewing.preview(of(demo))).body


async def test_why_names_what_was_not_looked_at(demo):
    """Each variant is tested or left, and what a condition read stands beside it."""
    person = Subscriber(
        key=demo.someone().key, external_id="x", tz="Europe/Berlin",
        home=Home(lat=52.53, lon=13.4), consent=Consent(location=True),
    )  # fmt: skip
    at = datetime(2026, 11, 27, 11, tzinfo=UTC)
    why = (await demo.services.previewing.preview(of(demo, profile=person, at=at))).why
    names = [each.variant for each in why.tested] + list(why.left)
    assert names == [variant.name for variant in why.ask.plan.variants]
    assert why.tested[-1].held
    assert {reading.name for reading in why.tested[0].read} <= {r.name for r in why.readings}
    assert set(why.spent) == {"prepare", "decide", "draw"}
