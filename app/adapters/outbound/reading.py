"""Answers read within their limits: the head before it is believed, the body as it comes."""

import asyncio
import zlib
from collections.abc import AsyncGenerator, AsyncIterable

import httpcore
import httpx

from app.adapters.outbound.exchange import Limits, Request
from app.adapters.outbound.failures import in_our_words
from app.adapters.outbound.inflating import unpacking
from app.errors import SourceMalformed

_NOT_MODIFIED = 304


def head_of(
    response: httpcore.Response, *, request: Request, host: str, limits: Limits
) -> httpx.Headers:
    """Return the headers of an answer; raises SourceMalformed when they promise too much."""
    if sum(len(name) + len(value) for name, value in response.headers) > limits.head:
        raise SourceMalformed(f"{host} answered headers of more than {limits.head:,} bytes.")
    headers = httpx.Headers(response.headers)
    length = headers.get("content-length", "")
    # No status has a body whose length need not be right, but 304 and answers to HEAD.
    is_body = request.method != "HEAD" and response.status != _NOT_MODIFIED
    if is_body and length.isdecimal() and int(length[:20]) > limits.body:
        raise _too_large(host, limits)
    if response.status == _NOT_MODIFIED and not request.known.headers():
        raise SourceMalformed(f"{host} answered 304 to a request without conditions.")
    return headers


async def unpacked(
    response: httpcore.Response, headers: httpx.Headers, *, host: str, limits: Limits
) -> AsyncGenerator[bytes, None]:
    """Give the body in unpacked pieces; raises SourceError, a cut and a bomb included."""
    packing = unpacking(headers.get("content-encoding", ""), host=host)
    came = gave = 0
    assert isinstance(response.stream, AsyncIterable)
    with in_our_words(host, malformed="cut its answer short"):
        async for packed in response.stream:
            came += len(packed)
            if came > limits.body:
                raise _too_large(host, limits)
            try:
                for piece in packing.pieces(packed):
                    gave += len(piece)
                    if gave > limits.body:
                        raise _too_large(host, limits)
                    yield piece
                    await asyncio.sleep(0)  # a small part may unpack to many pieces
            except zlib.error:
                raise SourceMalformed(f"{host} answered gzip that cannot be unpacked.") from None
    if not packing.is_whole():
        raise SourceMalformed(f"{host} cut its answer short.")


def _too_large(host: str, limits: Limits) -> SourceMalformed:
    return SourceMalformed(f"{host} answered more than {limits.body:,} bytes.")
