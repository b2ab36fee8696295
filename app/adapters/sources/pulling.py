"""One run of a pulled source: ask, read, check, keep, and note how it went.

The last good rows stay until better ones are whole on disk; whatever goes wrong only changes what
is noted of the attempt. One process at a time runs a source, whoever it is that wants it run.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.conditional import NOTHING as NO_VALIDATORS
from app.adapters.outbound.conditional import Validators
from app.adapters.outbound.exchange import Limits
from app.adapters.segments import sole
from app.adapters.sources.answering import refusal, why_of
from app.adapters.sources.carrying import Carrier
from app.adapters.sources.keeping_aside import keep_aside
from app.adapters.sources.noted import Noted, SourceFolder, asked_by, shaped_by, wanted_by
from app.adapters.sources.pacing import after_failure, after_success
from app.adapters.sources.reading import Body, read, receive, room_for_body
from app.adapters.sources.requesting import Requests
from app.adapters.sources.rowfile import UNREADABLE, RowFile
from app.adapters.sources.suspecting import check_likely
from app.adapters.sources.taking import Sink
from app.errors import AppError, SourceBusy
from app.model.ports import Now
from app.model.source import Feeds, SourceSpec

LARGEST = 64 * 1024 * 1024  # bytes of a pulled feed
LONGEST = timedelta(seconds=60)
SHORTEST = timedelta(seconds=5)
_TURN_EVERY_S = 0.05
_log = logging.getLogger("opentime.sources")


def limits_of(spec: SourceSpec) -> Limits:
    """Return how much a run may take: at most until the next one is due."""
    every = spec.every or LONGEST
    return Limits(total=min(max(every, SHORTEST), LONGEST), body=LARGEST)


class Puller:
    """Runs pulled sources of one home."""

    def __init__(
        self,
        root: Path,
        *,
        server: Outbound,
        requests: Requests,
        now: Now,
        monotonic: Callable[[], float],
        random: Callable[[], float],
        sinks: Mapping[Feeds, Sink],
        published: Callable[[], Awaitable[None]],
        limits: Callable[[SourceSpec], Limits] = limits_of,
    ) -> None:
        self._root = root
        self._server = server
        self._requests = requests
        self._now = now
        self._monotonic = monotonic
        self._random = random
        self._carrier = Carrier(sinks, now=now, monotonic=monotonic)
        self._published = published
        self._limits = limits

    def folder(self, spec: SourceSpec) -> SourceFolder:
        """Return where a source's files are."""
        return SourceFolder(self._root, spec.brand, spec.name)

    async def pull(self, spec: SourceSpec, *, trusted: bool = False) -> Noted:
        """Run a source and return what is noted of it; raises OSError when nothing can be.

        Many fewer rows than before are refused, unless whoever asks has them `trusted`.
        """
        folder = self.folder(spec)
        async with _turn(folder):
            former = folder.noted()
            began, tried = self._monotonic(), self._now()
            try:
                noted = await self._pulled(spec, folder, former, trusted=trusted)
            except (AppError, OSError) as error:
                noted = self._failed(spec, former, error)
            took_ms = int((self._monotonic() - began) * 1000)
            noted = replace(noted, last_tried=tried, took_ms=took_ms, tried_as=wanted_by(spec))
            await asyncio.to_thread(folder.note, noted)
        if trusted or _is_news(spec, former, noted):
            await self._published()
        return noted

    async def _pulled(
        self, spec: SourceSpec, folder: SourceFolder, former: Noted, *, trusted: bool
    ) -> Noted:
        held = _held(spec, folder, former)
        known = NO_VALIDATORS
        if held and former.asked == asked_by(spec):
            known = Validators(etag=former.etag, last_modified=former.last_modified)
        request = await self._requests.of(spec, {}, known=known)
        host = urlsplit(request.url).hostname or "It"
        async with room_for_body(self._root) as file:
            async with self._server.opened(request, limits=self._limits(spec)) as opened:
                refused = refusal(opened, host=host, now=self._now)
                if refused is not None:
                    raise refused
                if opened.is_unmodified:
                    return self._good(spec, await self._confirmed(spec, folder, former))
                body = await receive(opened, file)
                validators = opened.validators
            if held and body.digest == former.digest:
                noted = await self._confirmed(spec, folder, former)
            else:
                noted = await self._kept(spec, folder, former if held else None, body, trusted)
        noted = replace(noted, etag=validators.etag, last_modified=validators.last_modified)
        return self._good(spec, noted)

    async def _kept(
        self,
        spec: SourceSpec,
        folder: SourceFolder,
        former: Noted | None,
        body: Body,
        trusted: bool,  # noqa: FBT001  # handed on
    ) -> Noted:
        """Return what is noted of new rows, once they are on disk and where they belong."""
        path = folder.new_rows()
        try:
            reading = await read(body, spec.shape, path)
            if former is not None and not trusted:
                check_likely(spec, former, reading)
            rows, before = RowFile(path, spec.shape.key), _rows_of(spec, folder, former)
            left_out = await self._carrier.take(spec, rows, before, trusted=trusted)
        except BaseException as error:
            path.unlink(missing_ok=True)
            if isinstance(error, AppError):
                await asyncio.to_thread(keep_aside, self._root, spec, body, str(error))
            raise
        return Noted(
            asked=asked_by(spec),
            shaped=shaped_by(spec),
            rows=path.name,
            count=reading.count,
            bad=reading.bad,
            left_out=left_out,
            filled=reading.filled,
            digest=body.digest,
            changed_at=self._now(),
            size_bytes=body.size,
        )

    async def _confirmed(self, spec: SourceSpec, folder: SourceFolder, noted: Noted) -> Noted:
        """Return what is noted of rows that are as they were."""
        rows = _rows_of(spec, folder, noted)
        return replace(noted, left_out=await self._carrier.confirm(spec, rows, noted.left_out))

    def _good(self, spec: SourceSpec, noted: Noted) -> Noted:
        at = self._now()
        next_run = at + after_success(spec, self._random())
        return replace(
            noted,
            asked=asked_by(spec),
            fetched_at=at,
            failures=0,
            last_error="",
            why=None,
            next_run=next_run,
        )

    def _failed(self, spec: SourceSpec, former: Noted, error: AppError | OSError) -> Noted:
        failures = former.failures + 1
        wait_s = error.retry_after_s if isinstance(error, SourceBusy) else None
        pause = after_failure(spec, failures, wait_s, self._random())
        said = str(error)
        if isinstance(error, OSError):
            said = f"It cannot be kept: {error.strerror}."
        if not former.failures:  # one line per outage, not per attempt
            _log.warning('The source "%s" failed; its last good rows stay: %s', spec.name, said)
        return replace(
            former,
            failures=failures,
            last_error=said,
            why=why_of(error),
            next_run=self._now() + pause,
        )


def _held(spec: SourceSpec, folder: SourceFolder, noted: Noted) -> bool:
    """Tell whether the noted rows are there, and of the shape that is wanted."""
    return noted.shaped == shaped_by(spec) and _rows_of(spec, folder, noted) is not None


def _rows_of(spec: SourceSpec, folder: SourceFolder, noted: Noted | None) -> RowFile | None:
    """Return the noted rows, None where there are none that can be read."""
    if noted is None or not noted.rows:
        return None
    try:
        return RowFile(folder.rows_path(noted), spec.shape.key)
    except UNREADABLE:
        return None


def _is_news(spec: SourceSpec, former: Noted, noted: Noted) -> bool:
    """Tell whether an open may see anything else than before: rows, or that there are some."""
    if noted.rows != former.rows or noted.fetched_at is None or former.fetched_at is None:
        return noted.rows != former.rows
    return noted.fetched_at >= former.fetched_at + min(spec.fresh_for, spec.stale_for)


@asynccontextmanager
async def _turn(folder: SourceFolder) -> AsyncIterator[None]:
    """Wait until no other process, and nobody else in this one, runs the source."""
    folder.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    while True:
        with sole(folder.lock_path) as is_mine:
            if is_mine:
                yield
                return
        await asyncio.sleep(_TURN_EVERY_S)
