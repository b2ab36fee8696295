"""Sources that are asked at an open: one upstream each, its answers kept by what was asked.

They are in memory, and on disk for the other processes of the home. The disk is looked at beside
the loop, where else the source would be asked.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.conditional import NOTHING, Validators
from app.adapters.outbound.exchange import Answer, Limits
from app.adapters.sources.answering import NONE_THERE, refusal
from app.adapters.sources.asked_rows import AskedReader
from app.adapters.sources.kept import Kept
from app.adapters.sources.requesting import Requests
from app.adapters.sources.shared_answers import Came, SharedAnswers
from app.errors import SourceMalformed, SourceUnavailable
from app.model.ports import Now
from app.model.source import Row, SourceSpec
from app.model.source_tokens import request_tokens

LIMITS = Limits(total=timedelta(seconds=5), body=256 * 1024)
_MOST_KEPT = 256  # answers of one source
_MOST_SOURCES = 1024
_EARLY = 0.9  # of its freshness: what another process asked for is taken while it is younger
Asked = tuple[str, ...]
"""The values of a source's tokens, in the order of their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer's rows, and when it was fetched; two answers of the same bytes are equal."""

    digest: str
    rows: tuple[Row, ...] = field(compare=False)
    by_key: Mapping[str, Row] = field(compare=False)
    validators: Validators = field(compare=False)
    fetched_at: datetime = field(compare=False)


Cell = Kept[Asked, Answered]


class OnDemand:
    """The on-demand sources of one process. Loop thread only."""

    def __init__(
        self,
        *,
        server: Outbound,
        requests: Requests,
        now: Now,
        monotonic: Callable[[], float],
        reader: AskedReader,
        shared: SharedAnswers,
    ) -> None:
        self._server = server
        self._requests = requests
        self._reader = reader
        self._shared = shared
        self._sharing: set[asyncio.Future[None]] = set()
        self._now = now
        self._monotonic = monotonic
        self._cells: dict[tuple[str, str], tuple[SourceSpec, tuple[str, ...], Cell]] = {}

    def cell(self, spec: SourceSpec) -> Cell:
        """Return what keeps a source's answers; another spec begins anew."""
        return self._of(spec)[1]

    def asked(self, spec: SourceSpec, tokens: Mapping[str, str]) -> Asked:
        """Return what an answer is kept by."""
        return tuple(tokens.get(name, "") for name in self._of(spec)[0])

    async def close(self) -> None:
        """End what is being asked; what came is kept."""
        for _, _, cell in self._cells.values():
            await cell.close()
        await asyncio.gather(*self._sharing)

    def _of(self, spec: SourceSpec) -> tuple[tuple[str, ...], Cell]:
        held = self._cells.get((spec.brand, spec.name))
        if held is None or not _is_same(held[0], spec):
            if len(self._cells) >= _MOST_SOURCES:
                self._cells.clear()
            names = request_tokens(spec)
            held = (spec, names, self._new(spec, names))
            self._cells[spec.brand, spec.name] = held
        return held[1:]

    def _new(self, spec: SourceSpec, names: tuple[str, ...]) -> Cell:
        async def fetch(asked: Asked) -> Answered:
            former = cell.peek(asked)
            held = former.value if former else None
            path = self._shared.path(spec, names, asked)
            if path is not None and (known := await self._known(spec, path, held)) is not None:
                return known
            return await self._fetch(spec, dict(zip(names, asked, strict=True)), held, path)

        cell: Cell = Kept(
            fetch,
            source=f"source.{spec.name}",
            now=self._now,
            monotonic=self._monotonic,
            fresh_for=spec.fresh_for,
            stale_for=spec.stale_for,
            most=_MOST_KEPT,
            since=lambda answered: answered.fetched_at,
        )
        return cell

    async def _known(
        self, spec: SourceSpec, path: Path, former: Answered | None
    ) -> Answered | None:
        """Return what another process was answered, if it will do instead of asking.

        Any will do that may be shown while nothing is held; then only one that is new.
        """
        came = await asyncio.to_thread(self._shared.read, path)
        usable = spec.stale_for if former is None else spec.fresh_for * _EARLY
        if came is None or not timedelta() <= self._now() - came.at < usable:
            return None
        if former is not None and came.at <= former.fetched_at:
            return None
        try:
            return await self._answered(spec, came)
        except (SourceMalformed, OSError):  # of another shape than it was read as
            return None

    async def _fetch(
        self,
        spec: SourceSpec,
        tokens: Mapping[str, str],
        former: Answered | None,
        path: Path | None,
    ) -> Answered:
        known = former.validators if former else NOTHING
        request = await self._requests.of(spec, tokens, known=known)
        answer = await self._server.ask(request, limits=LIMITS)
        at = self._now()
        if answer.status not in NONE_THERE:
            host = urlsplit(request.url).hostname or "It"
            refused = refusal(answer, host=host, now=self._now)
            if refused is not None:
                raise refused
            if answer.is_unmodified and former is not None:
                self._share(path, lambda found: self._shared.confirm(found, former.digest, at))
                return replace(former, fetched_at=at)
        came = _came(answer, at)
        try:
            answered = await self._answered(spec, came)
        except OSError as error:
            raise SourceUnavailable(f"It cannot be read apart: {error.strerror}.") from None
        self._share(path, lambda found: self._shared.put(found, came))
        return answered

    async def _answered(self, spec: SourceSpec, came: Came) -> Answered:
        """Return an answer as it is kept; raises SourceMalformed, OSError."""
        rows: tuple[Row, ...] = ()
        by_key: Mapping[str, Row] = {}
        if not came.is_none:
            made = await self._reader.read(came.body, spec.shape, came.media_type)
            rows, by_key = made.rows, made.by_key
        return Answered(
            digest=came.digest,
            rows=rows,
            by_key=by_key,
            validators=came.validators,
            fetched_at=came.at,
        )

    def _share(self, path: Path | None, write: Callable[[Path], None]) -> None:
        """Write for the other processes; nobody waits for it."""
        if path is None:
            return
        writing = asyncio.ensure_future(asyncio.to_thread(write, path))
        self._sharing.add(writing)
        writing.add_done_callback(self._sharing.discard)


def _came(answer: Answer, at: datetime) -> Came:
    if answer.status in NONE_THERE:
        return Came(at=at)
    validators = answer.validators
    return Came(
        at=at,
        digest=sha256(answer.body).hexdigest(),
        media_type=answer.media_type,
        etag=validators.etag,
        last_modified=validators.last_modified,
        body=answer.body,
    )


def _is_same(former: SourceSpec, spec: SourceSpec) -> bool:
    """Tell whether answers to one spec are answers to the other: pausing changes none."""
    return former is spec or replace(former, paused=spec.paused) == spec
