"""The embedded database of one process: a connection for the loop, a thread that writes.

Database(home).reader                      # sqlite3.Connection, read-only, loop thread only
database.profile_reader                    # the same for profiles alone
await database.write(job)                  # job(connection) in one transaction, writer thread
database.submit(job)                       # the same as a concurrent.futures.Future
await database.query(job)                  # job(connection) on a read-only pool thread
with database.fresh_reader() as c: ...     # an own read-only connection, any thread
database.notices.number(Kind.STOCK)        # number of the last committed change
await database.compact()                   # no byte of a deleted row stays on disk
database.damage                            # "" or what was found: writes are refused
database.trouble()                         # that, or why writes fail at present
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from app.adapters.migrations import migrate
from app.adapters.sqlite import sql
from app.adapters.sqlite.connections import MIB, open_reader, open_writer
from app.adapters.sqlite.failures import ReadOnly, failure_of, is_damage
from app.adapters.sqlite.health import Health, probe
from app.adapters.sqlite.notices import Notices
from app.adapters.sqlite.writer import Job, Writer
from app.errors import Overloaded, Unacceptable

T = TypeVar("T")

FILE = "opentime.db"
_QUERY_THREADS = 2
_QUERIES_WAITING = 64


class Database:
    """The database under a home directory; creates and migrates it.

    A damaged file does not keep the process from starting: what can be read is read, `damage`
    says what was found, and writes raise ReadOnly.
    """

    def __init__(
        self,
        home: Path,
        *,
        patience: timedelta = timedelta(seconds=2),
        room: int = 256,
        mmap_bytes: int = 0,
        cache_bytes: int = 16 * MIB,
        checked_at_once: int = 32 * MIB,
    ) -> None:
        """Open the database; a file over `checked_at_once` bytes is checked in the background."""
        self.home = home
        self.path = home / FILE
        self.health = Health(self.path)
        self.notices = Notices(home, self._changes)
        self._mmap_bytes = mmap_bytes
        self._cache_bytes = cache_bytes
        self.reader = self._open()
        self.profile_reader = self._reader_of_profiles()
        self._writer = Writer(
            self._connect_writer,
            patience=patience,
            room=room,
            committed=self._committed,
            failed=self.health.failed,
        )
        self._queries = ThreadPoolExecutor(_QUERY_THREADS, thread_name_prefix="opentime-query")
        self._idle: list[sqlite3.Connection] = []
        self._waiting = 0
        self._is_probing = False
        if not self.damage:
            (self.health.check if self.size() <= checked_at_once else self.health.check_apart)()

    @property
    def damage(self) -> str:
        """What was found damaged, nothing if the file is sound."""
        return self.health.damage

    def trouble(self) -> str:
        """Return what keeps the database from being read or written, if anything does.

        Who asks often learns of damage that nothing has read yet: the file is checked anew
        behind the answer, now and then. While writes fail, one is tried.
        """
        self.health.check_apart()
        if self.health.failing and not self._is_probing and not self.damage:
            with suppress(Overloaded):
                probing = self.submit(probe)
                self._is_probing = True
                probing.add_done_callback(self._probed)
        return self.damage or self.health.failing

    def submit(self, job: Job[T], *, transaction: bool = True) -> "Future[T]":
        """Queue a write, for callers without an event loop; see Writer.submit."""
        if self.damage:
            raise ReadOnly(
                f"The database is damaged: {self.damage}.",
                remedy="Restore the latest backup; until then pictures are served.",
            )
        return self._writer.submit(job, transaction=transaction)

    async def write(self, job: Job[T]) -> T:
        """Run a job in one transaction on the writer thread.

        Raises Overloaded (queue full, lock not had in time), StorageFull, ReadOnly.
        """
        return await asyncio.wrap_future(self.submit(job))

    async def query(self, job: Job[T]) -> T:
        """Run a reading job on a pool thread with a connection of its own."""
        if self._waiting >= _QUERIES_WAITING:
            message = f"{_QUERIES_WAITING} queries are waiting already."
            raise Overloaded(message, remedy="Try again in a few seconds.")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._queries, self._run_query, job)
        finally:
            self._waiting -= 1

    @contextmanager
    def fresh_reader(self) -> Iterator[sqlite3.Connection]:
        """Lend a new read-only connection, for long reads such as snapshots."""
        with closing(open_reader(self.path)) as connection:
            yield connection

    def size(self) -> int:
        """Return the bytes of the database and its write-ahead log on disk."""
        log = self.path.with_name(FILE + "-wal")
        return sum(path.stat().st_size for path in (self.path, log) if path.exists())

    async def compact(self) -> None:
        """Rewrite the file without the bytes of deleted rows, then empty the log.

        Takes free disk space of the size of the database; writes wait, reads go on. Raises
        Overloaded when a reader kept old bytes in use: they go with the next compaction.
        """
        erased, _ = await self.query(_erased_and_compacted)
        await self.write(_purge)
        await asyncio.wrap_future(self.submit(_vacuum, transaction=False))
        await self.write(lambda connection: connection.execute(sql.COMPACTED, (erased,)))

    async def owes_compaction(self) -> bool:
        """Tell whether somebody was erased, by any process, since the last compaction."""
        erased, compacted = await self.query(_erased_and_compacted)
        return erased > compacted

    def close(self) -> None:
        """Finish the queued writes, then close every connection."""
        self._writer.close()
        self._queries.shutdown()
        for connection in self._idle:
            connection.close()
        self.health.close()
        self.reader.close()
        self.profile_reader.close()
        self.notices.close()

    def _open(self) -> sqlite3.Connection:
        try:
            migrate(self.path)
            reader = open_reader(self.path, cache_bytes=2 * MIB)
            # A writer that died between commit and notice is made good here.
            self.notices.publish(lambda: reader.execute(sql.CHANGES).fetchall())
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                self.notices.close()
                raise failure_of(error) from error
            self.health.damaged(str(error))
            # Nothing can be read: an empty database makes every read fail as "unavailable".
            return sqlite3.connect(":memory:", check_same_thread=False)
        return reader

    def _reader_of_profiles(self) -> sqlite3.Connection:
        """Return a connection that may keep a read transaction: nobody else sees its snapshot."""
        if self.damage:
            return sqlite3.connect(":memory:", check_same_thread=False)
        return open_reader(self.path, mmap_bytes=self._mmap_bytes, cache_bytes=self._cache_bytes)

    def _connect_writer(self) -> sqlite3.Connection:
        return open_writer(self.path, cache_bytes=self._cache_bytes)

    def _committed(self, connection: sqlite3.Connection) -> None:
        self.health.wrote()
        self.notices.publish(lambda: connection.execute(sql.CHANGES).fetchall())

    def _probed(self, _done: "Future[None]") -> None:
        self._is_probing = False

    def _changes(self) -> list[tuple[str, int]]:
        with self.fresh_reader() as connection:
            return connection.execute(sql.CHANGES).fetchall()

    def _run_query(self, job: Job[T]) -> T:
        try:
            connection = self._idle_reader()
            try:
                return job(connection)
            finally:
                self._idle.append(connection)
        except sqlite3.Error as error:
            self.health.failed(error)
            raise failure_of(error) from error
        except UnicodeError:
            raise Unacceptable(
                "A name holds unpaired surrogates.", remedy="Send valid Unicode."
            ) from None

    def _idle_reader(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return open_reader(self.path)


def _erased_and_compacted(connection: sqlite3.Connection) -> tuple[int, int]:
    erased, compacted = connection.execute(sql.ERASED_AND_COMPACTED).fetchone()
    return erased, compacted


def _purge(connection: sqlite3.Connection) -> None:
    if connection.execute(sql.STOCK_PURGE).rowcount:
        connection.execute(sql.CHANGE_BASE)


def _vacuum(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA busy_timeout = 2000")
    try:
        connection.execute("VACUUM")
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute("PRAGMA busy_timeout = 0")
    if busy:
        raise Overloaded(
            "The database was compacted, but a long read kept the log from being emptied.",
            remedy="Compact again when the read has ended.",
        )
