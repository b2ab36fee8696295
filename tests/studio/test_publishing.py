"""From a draft to what readers see."""

import asyncio
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.adapters.migrations import migrate
from app.adapters.sqlite.audit import SqliteAudit
from app.adapters.sqlite.blocks import SqliteBlocks
from app.adapters.sqlite.database import FILE, Database
from app.adapters.sqlite.drafting import SqliteDrafting, SqlitePublications
from app.authoring import check_block
from app.composition.publishing import Publisher
from app.errors import Conflict, NotFound, StorageFull, Unacceptable
from app.model.account import Account, Role
from app.model.drafting import Person, State, revision_of
from app.model.problem import AuthoringError
from app.studio.going_live import GoingLive
from app.studio.histories import HistoryService
from app.studio.instants import instant_in
from app.studio.publishing import MOST_NOTE, PublishingService, Wish
from tests.adapters.builders import SetClock
from tests.authoring.blocks import a_block

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
GOOD = a_block(say="{headline: Good}", draw='[{fill: {color: "#123456"}}]')
BETTER = GOOD.replace("Good", "Better")
WARNED = GOOD.replace("alt: A test\n", "")
BROKEN = GOOD.replace("say: {headline: Good}", "say: {headline: '{{ store.nam }}'}")
DANA = Account(
    key="k1", email="dana@brand.example", name="Dana", role=Role.DESIGNER, password="",
    created_at=NOON,
)  # fmt: skip


async def vetted(document, name):
    """Return what is found in a document; nothing is weighed."""
    return check_block(document, name=name)


def a_wish(document, **given):
    """Return Dana's wish to publish a draft that she looked at."""
    said = {"block": "test", "note": "", "has_seen_warnings": False, "by": DANA}
    return Wish(revision=revision_of(document), **said | given)


class House:
    """A database with one block called test, and what publishes it."""

    def __init__(self, home):
        self.database = Database(home)
        self.clock = SetClock(NOON)
        self.blocks = SqliteBlocks(self.database, self.clock)
        self.audit = SqliteAudit(self.database, self.clock)
        self.publications = SqlitePublications(self.database)
        shared = {"blocks": self.blocks, "audit": self.audit}
        given = {**shared, "publications": self.publications, "vet": vetted, "now": self.clock}
        self.publishing = PublishingService(**given)
        self.going_live = GoingLive(**given)
        self.history = HistoryService(**shared)

    async def publish(self, document=GOOD, **given):
        """Save a draft and publish it."""
        await self.blocks.save_draft("test", document)
        return await self.publishing.publish(a_wish(document, **given))

    async def schedule(self, document=BETTER, wall="2026-11-27T18:00", zone="Europe/Lisbon"):
        """Save a draft and let it go live at a time."""
        await self.blocks.save_draft("test", document)
        wish = a_wish(document, note="Friday", has_seen_warnings=True)
        return await self.publishing.schedule(wish, wall=wall, zone=zone)

    async def live(self):
        """Return the document that readers see."""
        return self.blocks.published("test").document


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """An empty database that is up to date."""
    path = tmp_path_factory.mktemp("migrated") / FILE
    migrate(path)
    return path


@pytest.fixture
def house(migrated, tmp_path):
    """One block and what publishes it."""
    shutil.copy(migrated, tmp_path / FILE)
    opened = House(tmp_path)
    yield opened
    opened.database.close()


async def test_what_was_reviewed_is_published_with_who_and_why(house):
    """The version says why, the audit log who."""
    version = await house.publish(note="First")
    assert (version.version, version.note, await house.live()) == (1, "First", GOOD)
    (told,), deeds = await house.history.history("test")
    assert (told.by, told.is_live) == (DANA.email, True)
    assert [entry.deed.detail for entry in deeds] == ["version 1: First"]


async def test_a_draft_that_somebody_changed_meanwhile_is_not_published(house):
    """Nobody publishes what nobody looked at."""
    await house.blocks.save_draft("test", BETTER)
    with pytest.raises(Conflict):
        await house.publishing.publish(a_wish(GOOD))
    with pytest.raises(NotFound):
        await house.publishing.publish(a_wish(GOOD, block="none"))
    with pytest.raises(Unacceptable):
        await house.publish(note="x" * (MOST_NOTE + 1))


async def test_of_many_who_publish_one_draft_one_makes_a_version(house):
    """The others are told which version it is, and nothing of theirs is written down."""
    await house.blocks.save_draft("test", GOOD)
    asked = [house.publishing.publish(a_wish(GOOD)) for _ in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(refused) == 5
    assert all("live already, as version 1" in refusal.message for refusal in refused)
    told, deeds = await house.history.history("test")
    assert (len(told), len(deeds)) == (1, 1)
    await house.publish(BETTER)
    await house.publishing.roll_back("test", 1, DANA)
    assert (await house.publish(BETTER)).version == 3


async def test_what_is_live_before_its_time_makes_no_other_version(house):
    """The publication that waited is done with."""
    await house.schedule()
    await house.publishing.publish(a_wish(BETTER))
    house.clock.at += timedelta(days=1)
    assert await house.going_live.once() == 1
    assert await house.going_live.once() == 0
    (settled,) = await house.publications.of("test", limit=5)
    assert (settled.state, settled.said) == (
        State.PUBLISHED,
        "Version 1, which was live already",
    )
    assert len(await house.blocks.versions("test")) == 1


async def test_errors_block_and_warnings_must_be_seen(house):
    """Neither goes live by mistake."""
    with pytest.raises(AuthoringError):
        await house.publish(BROKEN, has_seen_warnings=True)
    with pytest.raises(Unacceptable) as refusal:
        await house.publish(WARNED)
    assert refusal.value.field == "seen"
    assert (await house.publish(WARNED, has_seen_warnings=True)).version == 1


async def test_a_review_shows_what_differs_from_what_is_live(house):
    """Fields in words, and the lines; nothing differs from the live version itself."""
    await house.publish()
    review = await house.publishing.review("test")
    assert review.is_same
    assert (review.difference.changes, review.difference.lines) == ((), ())
    await house.blocks.save_draft("test", BETTER)
    review = await house.publishing.review("test")
    (change,) = review.difference.changes
    assert change.where == ("Variant “first”", "say", "headline")
    assert (change.before, change.after) == ("Good", "Better")
    assert not review.is_same


async def test_an_older_version_is_made_live_again(house):
    """The draft stays as it is."""
    await house.publish()
    await house.publish(BETTER)
    await house.publishing.roll_back("test", 1, DANA)
    assert await house.live() == GOOD
    assert await house.history.document("test", "draft") == BETTER
    assert await house.history.document("test", "2") == BETTER
    with pytest.raises(NotFound):
        await house.history.document("test", "3")


async def test_a_publication_goes_live_at_its_time_and_once(house):
    """At that minute, whatever became of the draft; a restart forgets nothing."""
    await house.publish()
    publication = await house.schedule()
    assert publication.at == datetime(2026, 11, 27, 18, tzinfo=UTC)
    await house.blocks.save_draft("test", BROKEN)
    house.clock.at = publication.at - timedelta(seconds=1)
    assert await house.going_live.once() == 0
    assert await house.live() == GOOD

    house.clock.at = publication.at
    again = SqlitePublications(house.database)
    assert [each.number for each in await again.waiting()] == [publication.number]
    assert await house.going_live.once() == 1
    assert await house.live() == BETTER
    assert await house.going_live.once() == 0
    assert await house.publications.go_live(publication.number, house.clock.at) is None
    (first, _), _ = await house.history.history("test")
    assert (first.version.version, first.by) == (2, DANA.email)
    (settled,) = await house.publications.of("test", limit=9)
    assert (settled.state, settled.said) == (State.PUBLISHED, "Version 2")


async def test_what_passes_no_more_does_not_go_live_and_says_so(house):
    """What was fine when it was asked for may be so no more."""
    await house.publish()
    publication = await house.schedule()
    await house.publications.add(replace(publication, document=BROKEN))
    house.clock.at = publication.at
    await house.going_live.once()
    assert await house.live() == GOOD
    review = await house.publishing.review("test")
    assert review.waiting is None
    assert review.last.state is State.REFUSED
    assert "store.name" in review.last.said


async def test_what_was_cancelled_meanwhile_is_not_said_to_be_refused(house):
    """Somebody cancels it while it is looked at."""
    publication = await house.schedule()

    async def cancelled(_document, name):
        await house.publishing.cancel(name, DANA)
        return await vetted(BROKEN, name)

    going = GoingLive(
        blocks=house.blocks, publications=house.publications, audit=house.audit, vet=cancelled,
        now=house.clock,
    )  # fmt: skip
    house.clock.at = publication.at
    await going.once()
    latest = (await house.audit.page(cursor="", limit=1)).items[0].deed.action
    assert latest == "block.unschedule"
    assert (await house.publications.of("test", limit=1))[0].state is State.CANCELLED


class Stumbling:
    """Fails as often as it is told how, then says that it went on."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.went_on = asyncio.Event()

    async def once(self):
        """Fail, or go on."""
        if self.failures:
            raise self.failures.pop(0)
        self.went_on.set()


async def test_publishing_outlives_what_fails(tmp_path):
    """A directory that cannot be made, storage that does not answer, a defect."""
    (tmp_path / "run").write_bytes(b"in the way")
    going = Stumbling(StorageFull("Full.", remedy="Make room."), OSError(28, "full"), KeyError())
    task = asyncio.create_task(
        Publisher(going, tmp_path / "run" / "publishing.lock", every_s=0.001).run()
    )
    await asyncio.sleep(0.01)
    (tmp_path / "run").unlink()
    async with asyncio.timeout(20):
        await asyncio.wait([task, asyncio.create_task(going.went_on.wait())],
                           return_when=asyncio.FIRST_COMPLETED)  # fmt: skip
    assert going.went_on.is_set()
    task.cancel()


async def test_a_publication_is_cancelled_or_replaced(house):
    """Of a block at most one waits; one that was cancelled never goes live."""
    await house.publish()
    first = await house.schedule()
    second = await house.schedule(wall="2026-11-28T09:30", zone="America/New_York")
    assert second.at == datetime(2026, 11, 28, 14, 30, tzinfo=UTC)
    assert [each.number for each in await house.publications.waiting()] == [second.number]
    assert await house.publishing.cancel("test", DANA)
    assert not await house.publishing.cancel("test", DANA)
    house.clock.at = second.at
    assert await house.going_live.once() == 0
    assert await house.live() == GOOD
    assert first.number != second.number


async def test_a_block_that_was_deleted_does_not_come_back(house):
    """Its publication ends in words, even if another block has its name by then."""
    await house.publish()
    publication = await house.schedule()
    await house.blocks.delete("test")
    (settled,) = await house.publications.of("test", limit=9)
    assert (settled.state, settled.said) == (State.CANCELLED, "The block was deleted.")
    await house.blocks.save_draft("test", GOOD)
    house.clock.at = publication.at
    assert await house.going_live.once() == 0
    assert house.blocks.published("test") is None


async def test_nothing_waits_for_a_block_that_is_no_more(house):
    """Deleted while somebody asked for its publication."""
    await house.publish()
    publication = await house.schedule()
    await house.blocks.delete("test")
    with pytest.raises(NotFound):
        await house.publications.add(publication)
    assert await house.publications.waiting() == ()


async def test_a_draft_that_waits_to_go_live_keeps_its_name(house):
    """Its publication would be lost with the name; once cancelled, it can be renamed."""
    publication = await house.schedule()
    record = await house.blocks.get("test")
    with pytest.raises(Conflict) as refusal:
        await house.blocks.rename(record, "other", BETTER)
    assert "cancel" in refusal.value.remedy
    assert await house.publications.waiting() == (publication,)
    await house.publishing.cancel("test", DANA)
    assert await house.blocks.rename(record, "other", BETTER)


async def test_who_edited_a_deleted_block_did_not_edit_the_next_of_its_name(house):
    """Not even if it begins with the same document."""
    dana = Person(key=DANA.key, email=DANA.email, name=DANA.name)
    drafting = SqliteDrafting(house.database, house.clock)
    await house.blocks.save_draft("test", GOOD)
    await drafting.save("test", BETTER, base=revision_of(GOOD), by=dana)
    await house.blocks.delete("test")
    await house.blocks.save_draft("test", BETTER)
    clash = await drafting.save("test", GOOD, base="another", by=dana)
    assert clash.by == ""


def test_wall_times_are_those_of_the_zone():
    """Of an hour that comes twice the first; one that the clocks skip is refused."""
    spring, autumn = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
    berlin = "Europe/Berlin"
    assert instant_in(berlin, "2026-10-25T02:30", now=autumn).hour == 0
    with pytest.raises(Unacceptable, match="skip 02:30"):
        instant_in(berlin, "2026-03-29T02:30", now=spring)
    for zone, wall in (
        ("Europe/Nowhere", "2026-11-27T18:00"), ("../etc", "2026-11-27T18:00"),
        (berlin, "soon"), (berlin, "2026-13-27T18:00"), (berlin, "2026-09-27T18:00"),
        (berlin, "2028-11-27T18:00"), (berlin, ""), (berlin, "9999-12-31T23:59"),
        (berlin, "0001-01-01T00:00"),
    ):  # fmt: skip
        with pytest.raises(Unacceptable) as refusal:
            instant_in(zone, wall, now=autumn)
        assert refusal.value.remedy
