"""Erasing a person leaves nothing on disk."""

from datetime import timedelta

import pytest

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.idempotency import Answer, SqliteIdempotency
from app.adapters.sqlite.profiles import SqliteProfiles
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.errors import Overloaded
from tests.adapters.builders import SetClock, a_subscriber

EVENT = "INSERT INTO events VALUES (?, 'open', 0, 'm', 'b', 1, 'v', 'r', 'yes', ?, '')"


@pytest.fixture
def database(home):
    """Open the database of a home."""
    opened = Database(home)
    yield opened
    opened.close()


def bytes_on_disk(home):
    """Return the content of every file."""
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


async def test_no_byte_of_an_erased_person_stays(home, database):
    """Neither the profile, nor an earlier state of it, nor events, nor answers are on disk."""
    subscribers, kept = SqliteSubscribers(database), SqliteIdempotency(database, SetClock())
    person = a_subscriber("crm-erin", attributes={"name": "Erinnerung-first"})
    others = [a_subscriber(f"other-{n}", attributes={"t": "x" * 300}) for n in range(200)]
    await subscribers.put([person, *others])
    await subscribers.put([a_subscriber("crm-erin", attributes={"name": "Erinnerung"})])
    await database.write(lambda c: c.executemany(EVENT, [(n, person.key) for n in range(50)]))
    await database.write(lambda c: c.execute(EVENT, (99, others[0].key)))
    await kept.claim("k", "s", "")
    await kept.settle("k", "s", Answer(status=200, body='{"external_id": "crm-erin"}'))
    assert await SqliteProfiles(database).read(person.key) is not None
    assert b"Erinnerung" in bytes_on_disk(home)

    assert await subscribers.erase("crm-erin")
    await database.compact()

    rest = bytes_on_disk(home)
    assert [w for w in (person.key.encode(), b"crm-erin", b"Erinnerung") if w in rest] == []
    assert await subscribers.count() == 200
    counted = await database.query(lambda c: c.execute("SELECT count(*) FROM events").fetchone())
    assert counted == (1,)
    assert await kept.forget(timedelta(days=-1)) == 0


async def test_a_compacted_database_is_as_it_was(database):
    """Compaction changes no row and can be repeated."""
    subscribers = SqliteSubscribers(database)
    people = [a_subscriber(f"s{n}") for n in range(10)]
    await subscribers.put(people)

    await database.compact()
    await database.compact()

    assert tuple(people) == (await subscribers.page(cursor="", limit=10)).items


async def test_a_compaction_that_leaves_old_bytes_says_so(database):
    """While somebody reads an older state its bytes stay, and the caller learns it."""
    subscribers = SqliteSubscribers(database)
    await subscribers.put([a_subscriber("a")])

    with database.fresh_reader() as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM subscribers").fetchone()
        with pytest.raises(Overloaded, match="long read"):
            await database.compact()

    await database.compact()


async def test_what_is_owed_outlives_the_process(home):
    """That somebody was erased stands in the database until it is compacted, by any process."""
    first = Database(home)
    subscribers = SqliteSubscribers(first)
    await subscribers.put([a_subscriber("crm-erin", attributes={"name": "Erinnerung"})])
    assert not await first.owes_compaction()
    await subscribers.erase("crm-erin")
    first.close()

    second = Database(home)
    assert await second.owes_compaction()
    await second.compact()
    assert not await second.owes_compaction()
    assert b"Erinnerung" not in bytes_on_disk(home)
    second.close()

    third = Database(home)
    assert not await third.owes_compaction()
    third.close()


async def test_who_is_erased_during_a_compaction_is_owed_the_next(database):
    """A compaction pays for those who were erased before it began."""
    subscribers = SqliteSubscribers(database)
    await subscribers.put([a_subscriber("a"), a_subscriber("b")])
    await subscribers.erase("a")

    query, asked = database.query, []

    async def erased_between(job):
        answer = await query(job)
        if not asked:
            asked.append(job)
            await subscribers.erase("b")
        return answer

    database.query = erased_between
    await database.compact()
    assert await database.owes_compaction()
    await database.compact()
    assert not await database.owes_compaction()
