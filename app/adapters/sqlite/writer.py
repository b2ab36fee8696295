"""The one thread that writes: a bounded queue of jobs, each one transaction."""

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any, TypeVar

from app.adapters.sqlite.failures import failure_of, is_busy
from app.errors import Overloaded

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]

# Short, because an importer leaves only short gaps between its transactions.
_RETRY_SECONDS = 0.002


class Writer:
    """Runs jobs one after the other, each between BEGIN IMMEDIATE and COMMIT.

    `committed` is called with the connection after each commit, `failed` with what went wrong
    before whoever waits is told. A job that cannot have the lock
    within `patience` of being submitted fails with Overloaded.
    """

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        *,
        patience: timedelta,
        room: int,
        committed: Job[None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._connect = connect
        self._patience = patience.total_seconds()
        self._committed = committed
        self._failed = failed
        self._jobs: queue.Queue[_Order | None] = queue.Queue(room)
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="opentime-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job[T], *, transaction: bool = True) -> "Future[T]":
        """Queue a job; raises Overloaded when the queue is full or closed.

        Without `transaction` the job runs bare, for what SQLite refuses inside one (VACUUM).
        """
        order = _Order(job, time.monotonic() + self._patience, transaction=transaction)
        if self._closed:
            raise Overloaded("The database is closing.", remedy="Try again after the restart.")
        try:
            self._jobs.put_nowait(order)
        except queue.Full:
            message = f"{self._jobs.maxsize} writes are waiting already."
            raise Overloaded(message, remedy="Try again in a few seconds.") from None
        return order.future

    def close(self) -> None:
        """Run what is queued, then end the thread."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while (order := self._jobs.get()) is not None:
            if not order.future.set_running_or_notify_cancel():
                continue
            try:
                connection = connection or self._connect()
                answer = self._perform(connection, order)
            except BaseException as error:  # noqa: BLE001  # whatever it is belongs to the waiter
                self._failed(error)
                order.future.set_exception(failure_of(error))
            else:
                order.future.set_result(answer)
            del order
        if connection is not None:
            connection.close()

    def _perform(self, connection: sqlite3.Connection, order: "_Order") -> object:
        if not order.transaction:
            return order.job(connection)
        self._begin(connection, order.deadline)
        try:
            answer = order.job(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._committed(connection)
        return answer

    def _begin(self, connection: sqlite3.Connection, deadline: float) -> None:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() >= deadline:
                    raise
                time.sleep(_RETRY_SECONDS)
            else:
                return


class _Order:
    """A job, the future of its answer, and until when it may wait for the lock."""

    __slots__ = ("deadline", "future", "job", "transaction")

    def __init__(self, job: Job[Any], deadline: float, *, transaction: bool) -> None:
        self.job = job
        self.deadline = deadline
        self.transaction = transaction
        self.future: Future[Any] = Future()
