"""The pages of imports: a file is sent, mapped, checked, run; what was left out is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.errors import AppError, Forbidden, Overloaded, Refused, TooLarge, storage_failure
from app.model.account import Right
from app.studio.import_service import MIB, MOST_BYTES, ImportService
from app.studio.importing import KINDS, ImportJob, ImportShelf, Sheet, State
from app.web.studio.answers import json_response
from app.web.studio.door import ROOT
from app.web.studio.pages import Pages
from app.web.studio.visits import Page, Takes, Visit

_ENCODINGS = ("utf-8", "windows-1252", "iso-8859-1", "utf-16")
_MOST_COLUMNS = 160
_TOLD = 20  # rows that were left out, in the page; all of them are downloaded
ReportLines = Callable[[Path], Iterator[str]]
"""Returns the lines of a report as CSV, each with its end."""
ReportRows = Callable[[Path], Iterator[tuple[str, ...]]]
"""Returns line, column, value, reason and remedy of each row that was left out."""


class ImportPages:
    """Takes files and shows what becomes of them."""

    def __init__(
        self,
        *,
        imports: ImportService,
        shelf: ImportShelf,
        report: ReportLines,
        rows: ReportRows,
        pages: Pages,
    ) -> None:
        self._imports = imports
        self._shelf = shelf
        self._report = report
        self._rows = rows
        self._pages = pages

    def pages(self) -> Sequence[Page]:
        """Return the pages; imports of subscribers also ask for the right to see people."""
        one, keeps = "/imports/{key}", Right.RECORDS
        return (
            Page(method="GET", path="/imports", right=keeps, handle=self.imports),
            Page(
                method="POST",
                path="/imports",
                right=keeps,
                handle=self.upload,
                takes=Takes.STREAM,
                for_scripts=True,
            ),
            Page(method="GET", path=one, right=keeps, handle=self.job),
            Page(method="POST", path=one, right=keeps, handle=self.start),
            Page(method="POST", path=f"{one}/stop", right=keeps, handle=self.stop),
            Page(
                method="GET", path=f"{one}/state", right=keeps, handle=self.state, for_scripts=True
            ),
            Page(method="GET", path=f"{one}/errors", right=keeps, handle=self.errors),
        )

    async def imports(self, visit: Visit) -> Response:
        """Offer to send a file; show the imports there were."""
        may_people = visit.account.may(Right.PEOPLE)
        kinds = [kind for kind in KINDS if may_people or kind != "subscribers"]
        asked = visit.request.query_params.get("kind", "")
        jobs = await run_in_threadpool(self._imports.all)
        return self._pages.page(
            "imports.html",
            account=visit.account,
            csrf=visit.csrf,
            kinds=kinds,
            kind=asked if asked in kinds else kinds[0],
            jobs=[job for job in jobs if job.kind in kinds],
            most_mb=MOST_BYTES // MIB,
        )

    async def upload(self, visit: Visit) -> Response:
        """Take a file as it comes; answer where it goes on."""
        asked = visit.request.query_params
        kind, name = asked.get("kind", ""), asked.get("name", "")
        length = visit.request.headers.get("content-length", "")
        size = int(length) if length.isdecimal() and len(length) < 16 else 0  # noqa: PLR2004
        _check_kind(visit, kind)
        job = await run_in_threadpool(self._imports.begin, kind, name, size, by=visit.account.email)
        try:
            size = await self._received(visit, job)
            job = await run_in_threadpool(self._imports.uploaded, job, size)
        except (AppError, ClientDisconnect, OSError) as error:
            await run_in_threadpool(self._imports.remove, job)
            if isinstance(error, OSError):
                raise storage_failure(error) from error
            raise
        document = {"to": f"{ROOT}/imports/{job.key}"}
        return json_response(document)

    async def job(self, visit: Visit) -> Response:
        """Show an import: its mapping before, its progress during, its outcome after."""
        return await self._page(visit, await self._job(visit))

    async def start(self, visit: Visit) -> Response:
        """Take the mapping; look again, check, or run."""
        job = await self._job(visit)
        form = visit.form
        try:
            if job.state is not State.RUNNING and "columns" in form:
                job = await run_in_threadpool(
                    self._imports.map, job, _mapping(form), _encoding(form)
                )
            if form.get("do") in {"check", "run"}:
                await self._imports.start(
                    job, is_check=form["do"] == "check", by=visit.account.email
                )
        except Refused as error:
            return await self._page(visit, job, error=error)
        return RedirectResponse(f"{ROOT}/imports/{job.key}", 303)

    async def stop(self, visit: Visit) -> Response:
        """Ask a running import to stop."""
        job = await self._job(visit)
        await run_in_threadpool(self._imports.stop, job)
        return RedirectResponse(f"{ROOT}/imports/{job.key}", 303)

    async def state(self, visit: Visit) -> Response:
        """Answer how far an import is."""
        job = await self._job(visit)
        counts = job.counts
        document = {"state": job.state, "size": job.size, "counts": counts}
        return json_response(document)

    async def errors(self, visit: Visit) -> Response:
        """Download the rows that were left out, with column, value, reason and remedy."""
        job = await self._job(visit)
        if not await run_in_threadpool(self._imports.has_report, job):
            return RedirectResponse(f"{ROOT}/imports/{job.key}", 303)
        name = quote(f"{job.name} errors.csv", safe=" .")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
        lines = self._report(self._shelf.report(job))
        return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)

    async def _job(self, visit: Visit) -> ImportJob:
        job = await run_in_threadpool(self._imports.get, visit.request.path_params["key"])
        _check_kind(visit, job.kind)
        return job

    async def _received(self, visit: Visit, job: ImportJob) -> int:
        size = 0
        with await run_in_threadpool(self._shelf.file(job).open, "wb") as file:
            held = bytearray()
            async for piece in visit.request.stream():
                size += len(piece)
                if size > MOST_BYTES:
                    raise TooLarge(
                        f"The file has more than {MOST_BYTES // MIB:,} MB.",
                        remedy="Compress it (.gz), or use `opentime import` on the server.",
                        field="file",
                    )
                held += piece
                if len(held) >= MIB:
                    await run_in_threadpool(self._write, file, bytes(held))
                    held.clear()
            await run_in_threadpool(self._write, file, bytes(held))
        return size

    def _write(self, file: BinaryIO, body: bytes) -> None:
        self._imports.need_room(len(body))
        file.write(body)

    def _left_out(self, job: ImportJob) -> Sequence[Sequence[str]]:
        """Return the first rows that were left out."""
        return list(islice(self._rows(self._shelf.report(job)), _TOLD))

    async def _page(
        self, visit: Visit, job: ImportJob, *, error: AppError | None = None
    ) -> Response:
        sheet: Sheet | None = None
        has_file = await run_in_threadpool(self._imports.has_file, job)
        if has_file and job.state is not State.RUNNING:
            try:
                sheet = await self._imports.look(job)
            except (Refused, Overloaded) as refused:
                error = error or refused
        has_report = await run_in_threadpool(self._imports.has_report, job)
        is_told = has_report and job.state is not State.RUNNING
        return self._pages.page(
            "import.html",
            status=error.status if error else 200,
            account=visit.account,
            csrf=visit.csrf,
            job=job,
            sheet=sheet,
            encodings=_ENCODINGS,
            most_columns=_MOST_COLUMNS,
            has_file=has_file,
            has_report=has_report,
            left_out=await run_in_threadpool(self._left_out, job) if is_told else (),
            error=error,
        )


def _check_kind(visit: Visit, kind: str) -> None:
    if kind == "subscribers" and not visit.account.may(Right.PEOPLE):
        raise Forbidden(
            f"Your role, {visit.account.role.value}, may not see subscribers.",
            remedy="Ask an admin.",
            field="right",
            value=Right.PEOPLE.value,
        )


def _mapping(form: Mapping[str, str]) -> dict[str, str]:
    """Return what each column of the form is taken for."""
    mapping = {}
    for number in range(_MOST_COLUMNS):
        column = form.get(f"column-{number}")
        if column is None:
            continue
        target = form.get(f"target-{number}", "")
        if target == "attribute":
            target = f"attributes.{form.get(f'name-{number}', '').strip() or column}"
        mapping[column] = target
    return mapping


def _encoding(form: Mapping[str, str]) -> str:
    encoding = form.get("encoding", "")
    return encoding if encoding in _ENCODINGS else _ENCODINGS[0]
