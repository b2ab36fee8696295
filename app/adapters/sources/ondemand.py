"""Sources that are asked at an open: one upstream each, its answers kept by what was asked."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.conditional import NOTHING, Validators
from app.adapters.outbound.exchange import Limits
from app.adapters.sources.answering import NONE_THERE, refusal
from app.adapters.sources.kept import Kept
from app.adapters.sources.requesting import Requests
from app.errors import SourceMalformed
from app.feeds import read_feed
from app.model.ports import Now
from app.model.source import Row, SourceSpec, keyed
from app.model.source_tokens import request_tokens

LIMITS = Limits(total=timedelta(seconds=5), body=256 * 1024)
_MOST_KEPT = 256  # answers of one source
_MOST_SOURCES = 1024
Asked = tuple[str, ...]
"""The values of a source's tokens, in the order of their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer's rows; two answers of the same bytes are equal."""

    digest: str
    rows: tuple[Row, ...] = field(compare=False)
    by_key: Mapping[str, Row] = field(compare=False)
    validators: Validators = field(compare=False)


NONE = Answered(digest="", rows=(), by_key={}, validators=NOTHING)
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
    ) -> None:
        self._server = server
        self._requests = requests
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
        """End what is being asked."""
        for _, _, cell in self._cells.values():
            await cell.close()

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
            tokens = dict(zip(names, asked, strict=True))
            return await self._fetch(spec, tokens, former.value if former else None)

        cell: Cell = Kept(
            fetch,
            source=f"source.{spec.name}",
            now=self._now,
            monotonic=self._monotonic,
            fresh_for=spec.fresh_for,
            stale_for=spec.stale_for,
            most=_MOST_KEPT,
        )
        return cell

    async def _fetch(
        self, spec: SourceSpec, tokens: Mapping[str, str], former: Answered | None
    ) -> Answered:
        known = former.validators if former else NOTHING
        request = await self._requests.of(spec, tokens, known=known)
        answer = await self._server.ask(request, limits=LIMITS)
        if answer.status in NONE_THERE:
            return NONE
        host = urlsplit(request.url).hostname or "It"
        refused = refusal(answer, host=host, now=self._now)
        if refused is not None:
            raise refused
        if answer.is_unmodified and former is not None:
            return former
        return await asyncio.to_thread(
            _read, answer.body, spec, answer.media_type, answer.validators
        )


def _is_same(former: SourceSpec, spec: SourceSpec) -> bool:
    """Tell whether answers to one spec are answers to the other: pausing changes none."""
    return former is spec or replace(former, paused=spec.paused) == spec


def _read(body: bytes, spec: SourceSpec, media_type: str, validators: Validators) -> Answered:
    feed = read_feed(body, spec.shape, media_type=media_type)
    if feed.bad and not feed.rows:
        first = f": {feed.problems[0]}" if feed.problems else "."
        raise SourceMalformed(f"None of its {feed.bad:,} rows can be read{first}")
    return Answered(
        digest=sha256(body).hexdigest(),
        rows=feed.rows,
        by_key=keyed(feed.rows, spec.shape.key),
        validators=validators,
    )
