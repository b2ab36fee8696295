"""`opentime serve`, `opentime demo` and the ingester that runs beside them."""

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image
from rich.console import Console

from app.adapters.ingester import Ingester
from app.adapters.sqlite.database import FILE
from app.adapters.sqlite.events import SqliteEventStore
from app.authoring import compile_block
from app.composition.core import ROOT
from app.composition.storage import Storage, home_secret, open_storage, system_now
from app.demo.installing import DemoPorts, install
from app.demo.letters import extension_of
from app.demo.subscribers import cast
from app.model.message import Message
from app.settings import PREFIX, Settings
from app.web.protocol import BoundedProtocol

DEMO_FILE = "demo.json"
_BACKLOG = 16_384  # connections that may wait: a send to a large list comes as one wave
_EXPIRY_EVERY_S = 3600.0


def serve(settings: Settings) -> None:
    """Serve until stopped, with the ingester beside."""
    _raise_file_limit()
    _export(settings)
    ingester = start_ingester(settings.home)
    try:
        uvicorn.run(
            "app.server:create",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            http=BoundedProtocol,
            ws="none",
            log_level=settings.log_level,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=_BACKLOG,
            timeout_graceful_shutdown=5,
        )
    finally:
        ingester.terminate()
        with suppress(subprocess.TimeoutExpired):
            ingester.wait(timeout=5)


def start_ingester(home: Path) -> "subprocess.Popen[bytes]":
    """Start the process that carries events from the journal to the store."""
    command = [sys.executable, "-m", "app", "ingest", "--home", str(home)]
    return subprocess.Popen(command, cwd=ROOT)  # noqa: S603  # our own program


def ingest(home: Path, retention: timedelta) -> None:
    """Ingest until stopped or until the parent is gone; deletes raw events past retention."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    store = SqliteEventStore(home / FILE)
    threading.Thread(target=_watch_parent, args=(os.getppid(), stop), daemon=True).start()
    expiry = threading.Thread(target=_expire, args=(home, retention, stop), daemon=True)
    expiry.start()
    try:
        Ingester(home / "events", store, now=system_now).run(stop)
    finally:
        store.close()


def demo(settings: Settings, console: Console) -> None:
    """Set up the demo in an empty home, say where to look, then serve."""
    asyncio.run(_set_up(settings, console))
    serve(settings)


async def _set_up(settings: Settings, console: Console) -> None:
    storage = open_storage(settings, system_now)
    try:
        secret = home_secret(settings.home).hex()
        page = await storage.messages.page(cursor="", limit=50)
        messages = page.items
        if not messages and not await storage.subscribers.count():
            with console.status("Setting up the demo brand Northbeam ..."):
                messages = await install_demo(storage, secret)
        document = await _document(settings, storage, messages, secret)
    finally:
        storage.database.close()
    _write_private(settings.home / DEMO_FILE, document)
    _say(console, document)


async def install_demo(storage: Storage, secret: str) -> tuple[Message, ...]:
    """Write the demo brand into an empty home; returns its messages."""
    ports = DemoPorts(
        brands=storage.brands,
        assets=storage.assets,
        stores=storage.stores,
        products=storage.products,
        stock=storage.stock,
        subscribers=storage.subscribers,
        blocks=storage.blocks,
        messages=storage.messages,
    )
    return await install(
        ports, secret=secret, at=system_now(), root=ROOT, sizes=demo_sizes(), media_size=_size
    )


def demo_sizes() -> dict[str, tuple[int, int]]:
    """Return the size of each demo block in CSS pixels."""
    sizes = {}
    for path in (ROOT / "templates" / "demo" / "blocks").glob("*.yaml"):
        plan = compile_block(path.read_text(encoding="utf-8"), file=path.name)
        sizes[path.stem] = (plan.width, plan.height)
    return sizes


async def _document(
    settings: Settings, storage: Storage, messages: tuple[Message, ...], secret: str
) -> dict[str, Any]:
    """Return what HOME/demo.json says; a key made before is kept."""
    base = settings.public_url
    people = [role.subscriber for role in cast(secret=secret)]
    api_key = _kept_key(settings.home / DEMO_FILE, storage)
    if not api_key:
        _, api_key = await storage.api_keys.create("demo", ("read", "write"))
    return {
        "base_url": base,
        "api_key": api_key,
        "studio": {
            "url": f"{base}/studio/",
            "email": "demo@northbeam.example",
            "password": secret[:20],
        },
        "email_url": f"{base}/demo?as={people[0].key}",
        "messages": [{"key": m.key, "name": m.name, "blocks": list(m.blocks)} for m in messages],
        "subscribers": [
            {
                "key": person.key,
                "external_id": person.external_id,
                "name": str(person.attributes.get("first_name", "")),
            }
            for person in people
        ],
    }


def _kept_key(path: Path, storage: Storage) -> str:
    try:
        secret = json.loads(path.read_text(encoding="utf-8"))["api_key"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return secret if isinstance(secret, str) and storage.api_keys.check(secret) else ""


def _write_private(path: Path, document: dict[str, Any]) -> None:
    aside = path.with_suffix(".tmp")
    fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=2)
    aside.replace(path)


def _say(console: Console, document: dict[str, Any]) -> None:
    base = document["base_url"]
    console.print(f"[bold]Studio[/]       {document['studio']['url']}", soft_wrap=True)
    console.print(f"[bold]Sample email[/] {document['email_url']}", soft_wrap=True)
    if document["messages"] and document["subscribers"]:
        message, person = document["messages"][0], document["subscribers"][0]["key"]
        for block in message["blocks"][:3]:
            url = f"{base}/o/{message['key']}/{person}/{block}.{extension_of(block)}"
            console.print(f"[bold]Live image[/]   {url}", soft_wrap=True)


def _size(body: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(body), formats=("PNG", "JPEG")) as image:
        return image.size


def _export(settings: Settings) -> None:
    """Hand the settings on to the web processes, which read the environment."""
    for name, origin in settings.origins.items():
        if origin != "default":
            value = getattr(settings, name)
            text = ",".join(value) if isinstance(value, tuple) else str(value)
            os.environ[PREFIX + name.upper()] = text  # noqa: TID251  # written, for the children to read


def _raise_file_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, hard), hard))


def _watch_parent(parent: int, stop: threading.Event) -> None:
    while not stop.wait(0.5):
        if os.getppid() != parent:
            stop.set()


def _expire(home: Path, retention: timedelta, stop: threading.Event) -> None:
    while not stop.is_set():
        store = SqliteEventStore(home / FILE)
        try:
            store.expire(system_now() - retention)
        finally:
            store.close()
        stop.wait(_EXPIRY_EVERY_S)
