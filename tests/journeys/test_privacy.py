"""What opens leave behind, what consent withholds, and what an erasure takes away."""
# tables of cases read better wide

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.composition.maintenance import Maintenance, tidying
from app.errors import Overloaded
from app.model.brand import Tracking
from app.model.subscriber import Consent
from tests.journeys.building import change_person, publish, track
from tests.serving import STRANGER, Running, ingest, rows, serving

NAMED = "{{ person.nick }}"
NICK = "Quuxelina Zzyzx"


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test, with a block that shows a name."""
    async with serving(demo_home) as running:
        await publish(running, "named", when="person.nick is defined", headline=NAMED)
        yield running


async def said(demo: Running, key: str, block: str = "named") -> str:
    """Open as text."""
    return (await demo.ask(demo.open_path(block, key, "txt"))).body.decode()


def holding(home: Path, text: str) -> list[str]:
    """Return the files of a home that hold a text."""
    wanted = text.encode()
    found = [path for path in home.rglob("*") if path.is_file() and "geo" not in path.parts]
    return sorted(path.name for path in found if wanted in path.read_bytes())


@pytest.mark.no_cover
async def test_tracking_off_leaves_no_row_of_a_person(demo_home):
    """After 1,000 opens and clicks there are counts by message, class and hour, and no key."""
    async with serving(demo_home) as demo:
        await track(demo, Tracking.OFF)
        people = demo.people
        for n in range(1000):
            who = people[n % len(people)].key
            answer = await demo.ask(demo.open_path("hero", who), headers={"if-none-match": "*"})
            assert answer.status == 304
        await demo.ask(f"/c/{demo.message.key}/{people[0].key}/hero")
        assert demo.stored() == []
        assert sorted(
            (row["kind"], row["block"], row["variant"], row["version"] or "", row["n"])
            for row in demo.counted()
        ) == [("click", "", "", "", 1), ("open", "", "", "", 1000)]
    names = {name for who in people for name in holding(demo_home, who.key)}
    assert names <= {"opentime.db", "opentime.db-wal"}  # the profiles themselves
    for table in ("events", "event_counts", "ingest_positions"):
        text = repr(rows(demo_home, f"SELECT * FROM {table}"))  # noqa: S608  # our own names
        assert not any(who.key in text for who in people), table


async def test_counts_mode_names_nobody(demo_home):
    """In mode `counts` there are counts by block and variant, and no row of a person."""
    async with serving(demo_home) as demo:
        await track(demo, Tracking.COUNTS)
        await demo.ask(demo.open_path("hero"))
        assert demo.stored() == []
        assert [(r["block"], r["version"], r["n"]) for r in demo.counted()] == [("hero", 1, 1)]


@pytest.mark.parametrize("consent", [Consent(tracking=False), Consent(), Consent(marketing=True)])
async def test_nobody_is_named_without_consent(demo, consent):
    """In identified mode only who agreed to tracking is named; others are counted."""
    person = await change_person(demo, demo.someone(), consent=consent)
    await demo.ask(demo.open_path("hero", person.key))
    assert demo.stored() == []
    assert [row["n"] for row in demo.counted()] == [1]


async def test_withdrawn_consent_holds_for_mail_already_sent(demo):
    """The next open of an old mail records nothing of the person and withholds the attributes."""
    granted = Consent(tracking=True, personalization=True, location=True)
    person = await change_person(demo, demo.someone(), consent=granted, attributes={"nick": NICK})
    assert f"{NICK}" in await said(demo, person.key)
    assert [person.key] == [event["subscriber"] for event in demo.stored()]
    withdrawn = Consent(tracking=False, personalization=False, location=False)
    await change_person(demo, person, consent=withdrawn)
    assert await said(demo, person.key) == await said(demo, "anonymous")
    assert len(demo.stored()) == 1
    await change_person(demo, person, consent=replace(withdrawn, personalization=True))
    assert NICK in await said(demo, person.key)


async def test_an_open_after_erasure_is_anonymous_byte_for_byte(demo):
    """Every block and channel then answers as it does anonymously, tag and all."""
    person = demo.someone()
    for block in demo.message.blocks:
        await demo.ask(demo.open_path(block, person.key))
    assert await demo.services.erasing.erase(person.external_id)
    for block in demo.message.blocks:
        for extension in ("png", "json", "html"):
            erased = await demo.ask(demo.open_path(block, person.key, extension))
            nobody = await demo.ask(demo.open_path(block, "anonymous", extension))
            assert nobody == erased, (block, extension)


async def test_nothing_of_an_erased_person_stays_on_disk(demo_home):
    """After erasure, ingestion and compaction no file of the home holds the person's words."""
    async with serving(demo_home) as demo:
        await publish(demo, "named", when="person.nick is defined", headline=NAMED)
        granted = Consent(tracking=True, personalization=True)
        person = await change_person(
            demo, demo.someone("nb-anna"), consent=granted, attributes={"nick": NICK}
        )
        await demo.ask(demo.open_path("named", person.key))
        await demo.ask(f"/c/{demo.message.key}/{person.key}/named")
        assert len(demo.stored()) == 2
        await demo.ask(demo.open_path("hero", person.key))  # still in the journal
        assert await demo.services.erasing.erase(person.external_id)
        demo.clock.pass_by(timedelta(minutes=5))
    ingest(demo_home, demo.clock)
    async with serving(demo_home, at=demo.clock.at) as again:
        await again.services.storage.database.compact()
        for text in (person.key, person.external_id, NICK):
            assert holding(demo_home, text) == [], text
    for text in (person.key, person.external_id, NICK):
        assert set() == set(holding(demo_home, text)), text


async def test_who_was_erased_leaves_the_disk_after_a_restart(demo_home):
    """A server that is stopped before the hour is over owes the compaction when it is back."""
    async with serving(demo_home) as demo:
        person = await change_person(demo, demo.someone("nb-anna"), attributes={"nick": NICK})
        assert await demo.services.erasing.erase(person.external_id)
    assert holding(demo_home, NICK)
    async with serving(demo_home) as again:
        services = again.services
        tidy = tidying(demo_home, services.now)
        maintenance = asyncio.create_task(
            Maintenance(services.storage, tidy=tidy, first=timedelta()).run()
        )
        while await again.services.storage.database.owes_compaction():  # noqa: ASYNC110  # nothing else tells
            await asyncio.sleep(0.01)
        assert holding(demo_home, NICK) == []
        maintenance.cancel()
        with pytest.raises(asyncio.CancelledError):
            await maintenance


async def test_maintenance_goes_on_after_a_failure(demo_home, caplog):
    """A database that is busy puts the work off, and does not end it."""
    async with serving(demo_home) as demo:
        storage = demo.services.storage
        forget, failures = storage.idempotency.forget, [Overloaded("busy"), Overloaded("busy")]

        async def failing(keep):
            if failures:
                raise failures.pop()
            return await forget(keep)

        storage.idempotency.forget = failing
        await storage.subscribers.erase("nb-anna")
        often = timedelta(milliseconds=1)
        quickly = Maintenance(storage, tidy=lambda: None, every=often, first=timedelta())
        maintenance = asyncio.create_task(quickly.run())
        while await storage.database.owes_compaction():  # noqa: ASYNC110  # nothing else tells
            await asyncio.sleep(0.01)
        maintenance.cancel()
        assert caplog.text.count("Maintenance waits") == 2


async def test_the_journal_holds_no_address_and_no_agent(demo):
    """Neither the IP address nor the user agent of an open is written anywhere."""
    agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0 Safari/537.36 Zyzzyva"
    await demo.ask(demo.open_path("hero"), agent=agent, peer="198.51.100.77")
    await demo.ask(
        f"/c/{demo.message.key}/{demo.someone().key}/hero", agent=agent, peer="198.51.100.77"
    )
    demo.ingest()
    for text in ("198.51.100.77", "Zyzzyva"):
        assert holding(demo.home, text) == []


@pytest.mark.parametrize("who", [STRANGER, "%%id%%", "*%7CUNIQID%7C*"])
async def test_strangers_are_not_counted_as_opens(demo, who):
    """An open of nobody known is no open; one of `anonymous` is counted and names nobody."""
    await demo.ask(demo.open_path("hero", who))
    assert demo.counted() == []
    await demo.ask(demo.open_path("hero", "anonymous"))
    assert [row["n"] for row in demo.counted()] == [1]
    assert demo.stored() == []


async def test_unmerged_tags_are_counted(demo):
    """Each open with a merge tag in the subscriber's place is counted for the report."""
    for who in (
        "*%7CUNIQID%7C*",
        "%%_subscriberkey%%",
        "{{ id }}",
        "__test_email__",
        "x",
        STRANGER,
    ):
        await demo.ask(demo.open_path("hero", who))
    assert demo.services.recorder.unmerged.total() == 4


async def test_the_same_open_counts_once_within_the_window(demo_home):
    """A URL fetched 200 times by one class of readers is one open; another class is another."""
    async with serving(demo_home, open_window_s=10) as demo:
        for _ in range(200):
            await demo.ask(demo.open_path("hero"), headers={"if-none-match": "*"})
        await demo.ask(demo.open_path("hero"), agent="YahooMailProxy; x")
        await demo.ask(demo.open_path("greeting"))
        assert demo.services.recorder.repeated == 199
        assert len(demo.stored()) == 3
