"""A server over a home of its own, driven through ASGI: what the tests of delivery stand on."""

import asyncio
import atexit
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from app.adapters.ingester import Ingester
from app.adapters.picture_process import PictureProcess
from app.adapters.sqlite.database import FILE
from app.adapters.sqlite.events import SqliteEventStore
from app.composition.services import Services, build
from app.composition.storage import home_secret
from app.demo.brand import messages
from app.demo.subscribers import cast
from app.model.message import Message
from app.model.subscriber import Subscriber
from app.server import application
from app.settings import read_settings
from tests.adapters.builders import SetClock

SMALL = {"disk_mb": 8, "memory_mb": 16, "seen_mb": 1, "open_window_s": 0}
NOON = datetime(2026, 11, 27, 17, tzinfo=UTC)  # noon in New York
PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36"
)
SCANNER = "Barracuda Sentinel (EE)"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
FORMATS = {
    "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"
}  # fmt: skip
TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "avif": "image/avif",
}  # fmt: skip
STRANGER = "z" * 26  # a key of the right shape that nobody has


class SharedProcess(PictureProcess):
    """A process that outlives the server it serves: starting one takes half a second."""

    def close(self) -> None:
        """Leave it to the next test."""


PICTURES = SharedProcess(seconds=20)
atexit.register(PictureProcess.close, PICTURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as the application sent it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """Return a header, empty when absent."""
        return dict(self.headers).get(name.encode(), b"").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running application over a home, with its clock."""

    app: Any
    services: Services
    clock: SetClock
    home: Path
    demo: tuple[Message, ...] = field(default=())
    people: tuple[Subscriber, ...] = field(default=())

    @property
    def message(self) -> Message:
        """The demo's first message."""
        return self.demo[0]

    def someone(self, external_id: str = "") -> Subscriber:
        """Return one of the demo's cast."""
        return next(p for p in self.people if external_id in ("", p.external_id))

    async def ask(
        self,
        path: str | bytes,
        *,
        method: str = "GET",
        query: bytes = b"",
        headers: Mapping[str, str] | None = None,
        agent: str = PERSON,
        peer: str = "203.0.113.7",
    ) -> Answer:
        """Send one request, the path as raw bytes; raises what the application raises."""
        raw = path if isinstance(path, bytes) else path.encode()
        said = {"host": "opentime.test", "user-agent": agent, **(headers or {})}
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": raw.decode("latin-1"), "raw_path": raw,
            "query_string": query, "root_path": "", "server": ("opentime.test", 80),
            "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in said.items()],
            "client": (peer, 40_000), "state": {},
        }  # fmt: skip
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(event: dict[str, Any]) -> None:
            sent.append(event)

        await self.app(scope, receive, send)
        start, *rest = sent
        return Answer(
            status=start["status"],
            headers=list(start["headers"]),
            body=b"".join(event.get("body", b"") for event in rest),
        )

    def open_path(self, block: str, who: str = "", extension: str = "png") -> str:
        """Return the URL path of a block of the first message for a key."""
        return f"/o/{self.message.key}/{who or self.someone().key}/{block}.{extension}"

    def stored(self) -> list[dict[str, Any]]:
        """Carry the journal to the store and return its rows of identified events."""
        self.ingest()
        return rows(self.home, "SELECT * FROM events ORDER BY id")

    def counted(self) -> list[dict[str, Any]]:
        """Carry the journal to the store and return its hourly counts."""
        self.ingest()
        return rows(self.home, "SELECT * FROM event_counts ORDER BY hour, reader, block")

    def ingest(self) -> None:
        """Carry everything from the journal to the store."""
        ingest(self.home, self.clock)


def ingest(home: Path, clock: SetClock) -> None:
    """Carry everything from a home's journal to its store."""
    store = SqliteEventStore(home / FILE)
    try:
        Ingester(home / "events", store, now=clock).drain()
    finally:
        store.close()


def rows(home: Path, query: str) -> list[dict[str, Any]]:
    """Return the rows of a query over a home's database."""
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


@asynccontextmanager
async def serving(home: Path, *, at: datetime = NOON, **given: Any) -> AsyncIterator[Running]:
    """Serve a home until the end of the block."""
    clock = SetClock(at)
    settings = read_settings({}, {"home": home, **SMALL, **given})
    services = build(settings, now=clock, pictures=PICTURES)
    app = application(services)
    secret = home_secret(home).hex()
    async with living(app):
        yield Running(
            app=app,
            services=services,
            clock=clock,
            home=home,
            demo=messages(NOON, secret=secret),
            people=tuple(role.subscriber for role in cast(secret=secret)),
        )


@asynccontextmanager
async def living(app: Any) -> AsyncIterator[None]:
    """Enter the application's lifespan."""
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    task = asyncio.create_task(app({"type": "lifespan", "state": {}}, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"
    try:
        yield
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        assert (await outbox.get())["type"] == "lifespan.shutdown.complete"
        await task


def decoded(body: bytes, extension: str) -> Image.Image:
    """Decode a picture in the extension's format and no other; raises when it is not one."""
    picture = Image.open(BytesIO(body), formats=(FORMATS[extension],))
    picture.load()
    return picture


def assert_picture(answer: Answer, extension: str) -> None:
    """Claim a 200 with a whole picture in the extension's format, with its type and length."""
    assert answer.status == 200
    assert answer["content-type"] == TYPES[extension]
    assert answer["content-length"] == str(len(answer.body))
    with decoded(answer.body, extension) as picture:
        assert min(picture.size) >= 2
