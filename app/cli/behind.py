"""`opentime doctor --behind URL`: fetches itself through the CDN and says what is wrong."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.exchange import Limits, Request
from app.adapters.outbound.guarding import Guard
from app.adapters.outbound.privates import PrivateHosts
from app.adapters.sqlite import sql
from app.adapters.sqlite.connections import open_reader
from app.adapters.sqlite.database import FILE
from app.adapters.sqlite.documents import message_of
from app.cli.address import as_served
from app.cli.verdicts import Check, Through, fallback, origin_tags, personal, shared
from app.delivery.policy import BEHIND_S
from app.errors import SourceError, Unacceptable
from app.model.cdn import Cdn
from app.model.keys import new_key
from app.model.message import Message
from app.settings import Settings

_APART_S = 1.2  # over the second in which `Date` stands still
_MOST_MESSAGES = 50
_LIMITS = Limits(total=timedelta(seconds=10), redirects=0)
_ACCEPT = {"Accept": "image/avif,image/webp,image/*,*/*;q=0.8"}  # invites a conversion
_PORTS = {"http": 80, "https": 443}


def behind(settings: Settings, url: str) -> list[Check]:
    """Return what there is to say about the way through a CDN to this home's server.

    Raises Unacceptable for an address that cannot be asked. Nobody's open is counted.
    """
    parts = urlsplit(url.rstrip("/"))
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unacceptable(f"{url!r} is no address.", remedy="Write https://live.example.com.")
    return asyncio.run(_asked(settings, parts.geturl()))


async def _asked(settings: Settings, base: str) -> list[Check]:
    origin = as_served(settings).public_url
    client = _client(base, origin)
    try:
        return [check async for check in _checks(settings, client, base, origin)]
    finally:
        await client.close()


async def _checks(
    settings: Settings, client: Outbound, base: str, origin: str
) -> AsyncIterator[Check]:
    if urlsplit(base).scheme == "http":
        yield "address", None, "http, not https: mail clients warn of pictures, or leave them out"
    message = _message(settings.home)
    key = message.key if message else new_key()
    try:
        for check in fallback(
            await _through(client, f"{base}/o/{key}/{new_key()}/{new_key()}.png")
        ):
            yield check
        if message is None:
            yield "a message", None, "there is none with blocks: only fallbacks were asked for"
            return
        block = message.blocks[0]
        for check in personal(*await _twice(client, f"{base}/o/{key}/{new_key()}/{block}.png")):
            yield check
        answers = await _twice(client, f"{base}/s/{key}/{block}.png")
    except SourceError as error:
        yield "the way", False, f"{error.message} {error.remedy}".strip()
        return
    longest = settings.cdn_max_age_s + BEHIND_S
    is_cloudfront = settings.cdn is Cdn.CLOUDFRONT
    for check in shared(*answers, longest_s=longest, is_cloudfront=is_cloudfront):
        yield check
    with suppress(SourceError):  # where the server is not reached directly, nothing is said of it
        direct = await _through(client, f"{origin}/s/{key}/{block}.png")
        yield origin_tags(direct.headers)


async def _twice(client: Outbound, url: str) -> tuple[Through, Through]:
    first = await _through(client, url)
    await asyncio.sleep(_APART_S)
    return first, await _through(client, url)


async def _through(client: Outbound, url: str) -> Through:
    answer = await client.ask(Request(url=url, headers=_ACCEPT), limits=_LIMITS)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Through(status=answer.status, headers=headers, body=answer.body)


def _client(*urls: str) -> Outbound:
    """Return a client that may ask these very servers: whoever runs the doctor named them."""
    named = [urlsplit(url) for url in urls]
    hosts = [each.hostname or "" for each in named]
    ports = [each.port or _PORTS[each.scheme] for each in named]
    return Outbound(guard=Guard(private=PrivateHosts.parse(hosts), ports=ports))


def _message(home: Path) -> Message | None:
    """Return a message that shows blocks, if the home has one."""
    path = home / FILE
    if not path.exists():
        return None
    with suppress(sqlite3.Error), closing(open_reader(path)) as reader:
        return next(_with_blocks(reader), None)
    return None


def _with_blocks(reader: sqlite3.Connection) -> Iterator[Message]:
    for _, document in reader.execute(sql.MESSAGE_PAGE, ("", _MOST_MESSAGES)):
        message = message_of(document)
        if message.blocks:
            yield message
