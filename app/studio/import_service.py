"""The verbs of imports: take a file, look at it, check it, run it, stop it. One runs at a time.

Verbs that are no coroutines wait for the disk: they are called beside the loop.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, aclosing
from dataclasses import replace
from datetime import timedelta

from app.errors import AppError, Conflict, NotFound, StorageFailing, StorageFull, Unacceptable
from app.model.account import AuditLog, Deed
from app.model.keys import new_key
from app.model.ports import Now
from app.studio.import_looks import ImportLooks
from app.studio.importing import (
    KINDS,
    Counts,
    ImportJob,
    ImportShelf,
    Order,
    Sheet,
    State,
    Work,
    job_after,
)
from app.studio.records import Refresh

MIB = 1024 * 1024
MOST_BYTES = 1024 * MIB
_ROOM = 256 * MIB  # that stays free on the disk
KEPT = timedelta(days=7)
"""How long files and reports are kept, which may tell of people."""

_log = logging.getLogger("opentime.imports")


class ImportService:
    """Knows the imports of a home. `by` is the email of whoever does it."""

    def __init__(
        self,
        *,
        home: str,
        shelf: ImportShelf,
        work: Work,
        audit: AuditLog,
        refresh: Refresh,
        now: Now,
    ) -> None:
        self._home = home
        self._shelf = shelf
        self._work = work
        self._looks = ImportLooks(work)
        self._audit = audit
        self._refresh = refresh
        self._now = now
        self._running: asyncio.Task[None] | None = None

    def all(self) -> Sequence[ImportJob]:
        """Return the imports there were, the newest first."""
        return [self._seen(job) for job in self._shelf.all()]

    def get(self, key: str) -> ImportJob:
        """Return an import; raises NotFound."""
        job = self._shelf.get(key)
        if job is None:
            raise NotFound(
                "There is no such import.", remedy="Look in the list of imports.", field="key"
            )
        return self._seen(job)

    def begin(self, kind: str, name: str, size: int, *, by: str) -> ImportJob:
        """Make room for a file of so many bytes (0: not said); raises Unacceptable, StorageFull."""
        if kind not in KINDS:
            raise Unacceptable(
                f"{kind[:40]!r} cannot be imported.",
                remedy=f"Choose one of {', '.join(KINDS)}.",
                field="kind",
                value=kind[:40],
            )
        if size > MOST_BYTES:
            raise Unacceptable(
                f"The file has {size // MIB:,} MB, at most {MOST_BYTES // MIB:,} fit.",
                remedy="Compress it (.gz), or use `opentime import` on the server.",
                field="file",
            )
        self.need_room(size)
        job = ImportJob(key=new_key(), kind=kind, name=name[:200] or "file", by=by, at=self._now())
        self._shelf.save(job)
        return job

    def need_room(self, size: int) -> None:
        """Refuse bytes that the disk has no room for; asked at each piece of a file, too.

        Raises StorageFull.
        """
        if self._shelf.room() < size + _ROOM:
            raise StorageFull("The disk has no room for this file.", remedy="Free some space.")

    def uploaded(self, job: ImportJob, size: int) -> ImportJob:
        """Note that a file is there; raises Unacceptable for an empty one."""
        if size == 0:
            raise Unacceptable(
                f'"{job.name}" is empty.', remedy="Choose a file with rows.", field="file"
            )
        job = replace(job, size=size)
        self._shelf.save(job)
        return job

    async def look(self, job: ImportJob) -> Sheet:
        """Return the beginning of a file as its mapping reads it.

        Raises Unacceptable, Conflict, Overloaded.
        """
        await asyncio.to_thread(self._need_file, job)
        return await self._looks.look(self._order(job, "look"))

    def map(self, job: ImportJob, mapping: Mapping[str, str], encoding: str) -> ImportJob:
        """Say which column is what."""
        job = replace(job, mapping=dict(mapping), encoding=encoding or "utf-8")
        self._shelf.save(job)
        return job

    async def start(self, job: ImportJob, *, is_check: bool, by: str) -> None:
        """Check or import the file beside everything else; raises Conflict while another runs."""
        job = replace(
            job, state=State.RUNNING, is_check=is_check, counts=Counts(), problem="", remedy=""
        )
        with await asyncio.to_thread(self._begun, job) as stack:
            if not is_check:
                what = f"{job.kind}: {job.name}"
                deed = Deed(actor=by, action="import.run", subject=what, detail=job.key)
                await self._audit.write(deed)
            held = stack.pop_all()
        self._running = asyncio.create_task(self._run(job))
        self._running.add_done_callback(lambda _: held.close())

    def _begun(self, job: ImportJob) -> ExitStack:
        """Take the turn and note that a job runs; raises Conflict."""
        self._need_file(job)
        with ExitStack() as stack:
            if not stack.enter_context(self._shelf.turn()):
                raise Conflict(
                    "Another import is running.",
                    remedy="Wait until it has ended, or stop it.",
                    field="import",
                )
            self._shelf.is_asked_to_stop(job)
            self._shelf.save(job)
            return stack.pop_all()

    def stop(self, job: ImportJob) -> None:
        """Ask whoever works on it to stop; what was stored stays."""
        if job.state is State.RUNNING:
            self._shelf.ask_to_stop(job)

    def remove(self, job: ImportJob) -> None:
        """Forget an import whose file did not come whole."""
        self._shelf.remove(job)

    def has_file(self, job: ImportJob) -> bool:
        """Tell whether the file is there, whole: one whose server died meanwhile has no size."""
        return job.size > 0 and self._shelf.file(job).is_file()

    def has_report(self, job: ImportJob) -> bool:
        """Tell whether there are bad rows to be downloaded."""
        return job.counts.bad > 0 and self._shelf.report(job).is_file()

    async def _run(self, job: ImportJob) -> None:
        """Follow the other process to its end."""
        ended = replace(job, state=State.STOPPED)
        try:
            order = self._order(job, "check" if job.is_check else "run")
            async with aclosing(self._work(order)) as told:
                async for each in told:
                    job = ended = job_after(job, each)
                    if job.state is not State.RUNNING:
                        break
                    if await asyncio.to_thread(self._may_go_on, job):
                        continue
                    ended = replace(job, state=State.STOPPED)
                    break
        except AppError as error:
            ended = replace(job, state=State.FAILED, problem=error.message, remedy=error.remedy)
        except Exception:  # noqa: BLE001  # an edge: what went wrong stands in the log
            _log.exception("An import failed")
            problem = "Something failed on our side."
            ended = replace(job, state=State.FAILED, problem=problem, remedy="Run it again.")
        except asyncio.CancelledError:  # with the server
            self._end(ended)
            raise
        await asyncio.to_thread(self._end, ended)
        await self._refresh()  # what was stored is to be seen, however it ended

    def _may_go_on(self, job: ImportJob) -> bool:
        if self._shelf.is_asked_to_stop(job):
            return False
        self._saved(job)
        return True

    def _end(self, job: ImportJob) -> None:
        if job.state is State.RUNNING:  # nobody said how it ended
            job = replace(job, state=State.STOPPED)
        if self._saved(job) and job.state is State.DONE:
            self._shelf.forget_file(job)

    def _saved(self, job: ImportJob) -> bool:
        """Keep how far a job is; a disk that is full ends neither the job nor a page."""
        try:
            self._shelf.save(job)
        except (StorageFull, StorageFailing) as error:
            _log.warning("How the import of %s stands cannot be kept: %s", job.name, error)
            return False
        return True

    def _seen(self, job: ImportJob) -> ImportJob:
        """Return a job as it is: one whose process is gone has stopped."""
        if job.state is not State.RUNNING:
            return job
        with self._shelf.turn() as is_free:
            # It may have ended since it was read: what is kept now is what happened.
            now = self._shelf.get(job.key) if is_free else job
            if now is None or now.state is not State.RUNNING or not is_free:
                return now or job
            stopped = replace(now, state=State.STOPPED)
            self._saved(stopped)
            return stopped

    def _order(self, job: ImportJob, what: str) -> Order:
        return Order(
            what=what,
            home=self._home,
            kind=job.kind,
            path=str(self._shelf.file(job)),
            report=str(self._shelf.report(job)),
            encoding=job.encoding,
            mapping=job.mapping,
            by=job.by,
        )

    def _need_file(self, job: ImportJob) -> None:
        if not self.has_file(job):
            raise Conflict(
                "The file is not here any more.",
                remedy="Files are kept for seven days, and until they are imported. Upload it.",
                field="file",
            )
