"""`opentime demo`: a brand to try everything on, and where to look."""

import asyncio
import json
import os
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from rich.console import Console

from app.adapters.passwords import Passwords
from app.cli.serving import serve, with_port
from app.composition.core import ROOT
from app.composition.routes import demo_plans
from app.composition.storage import Storage, home_secret, open_storage, system_now
from app.composition.studio import people
from app.demo.installing import DemoPorts, install
from app.demo.products import HERO
from app.demo.subscribers import cast
from app.model.account import Role
from app.model.message import Message
from app.model.subscriber import Subscriber
from app.settings import Settings

DEMO_FILE = "demo.json"
_EMAIL = "demo@northbeam.example"
_SHOWN = 24
_STAMPED = timedelta(days=1)  # stock reported within this is left as it is


def demo(settings: Settings, console: Console) -> None:
    """Set up the demo in an empty home, say where to look, then serve."""
    settings = with_port(settings)
    asyncio.run(set_up(settings, console))
    serve(settings)


async def set_up(settings: Settings, console: Console) -> None:
    """Write the demo where there is nothing yet, and HOME/demo.json; print the addresses."""
    storage = open_storage(settings, system_now)
    try:
        secret = home_secret(settings.home).hex()
        page = await storage.messages.page(cursor="", limit=50)
        messages = page.items
        if not messages and not await storage.subscribers.count():
            with console.status("Setting up the demo brand Northbeam ..."):
                messages = await install_demo(storage, secret)
        else:
            await restamp(storage, system_now())
        await _ensure_designer(settings, storage, secret)
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
        ports, secret=secret, at=system_now(), root=ROOT, plans=demo_plans(), media_size=_size
    )


async def _document(
    settings: Settings, storage: Storage, messages: tuple[Message, ...], secret: str
) -> dict[str, Any]:
    """Return what HOME/demo.json says; a key made before is kept."""
    base = settings.public_url
    people = await _people(storage, secret)
    api_key = _kept_key(settings.home / DEMO_FILE, storage)
    if not api_key:
        _, api_key = await storage.api_keys.create("demo", ("read", "write"))
    return {
        "base_url": base,
        "api_key": api_key,
        "studio": {
            "url": f"{base}/studio/",
            "email": _EMAIL,
            "password": _studio_password(secret),
        },
        "email_url": f"{base}/demo?as={people[0].key}" if people else base,
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


async def restamp(storage: Storage, at: datetime) -> None:
    """Report the demo's stock anew, so that it does not grow too old to be believed."""
    hero = await storage.stock.page(cursor="", limit=1, sku=HERO)
    if not hero.items or at - hero.items[0].as_of < _STAMPED:
        return
    cursor, more = "", True
    while more:
        page = await storage.stock.page(cursor=cursor, limit=1000)
        await storage.stock.put([replace(level, as_of=at) for level in page.items])
        cursor, more = page.cursor, bool(page.cursor)


async def _people(storage: Storage, secret: str) -> list[Subscriber]:
    """Return the cast, or who else is there when the home holds other people."""
    known = [await storage.subscribers.get(role.subscriber.key) for role in cast(secret=secret)]
    people = [person for person in known if person is not None]
    return people or list((await storage.subscribers.page(cursor="", limit=_SHOWN)).items)


async def _ensure_designer(settings: Settings, storage: Storage, secret: str) -> None:
    """Make the demo's account, an admin's, in a studio that nobody has set up."""
    passwords = Passwords()
    try:
        known = people(settings, storage, system_now, passwords)
        if await known.signing_in.is_new():
            await known.accounts.add(
                _EMAIL, "Northbeam", Role.ADMIN, _studio_password(secret), by="demo"
            )
    finally:
        passwords.close()


def _studio_password(secret: str) -> str:
    return blake2b(b"studio", key=secret.encode()[:64], digest_size=12).hexdigest()


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
        plans = demo_plans()
        for block in [name for name in message["blocks"] if name in plans][:3]:
            url = f"{base}/o/{message['key']}/{person}/{block}.{plans[block].format}"
            console.print(f"[bold]Live image[/]   {url}", soft_wrap=True)


def _size(body: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(body), formats=("PNG", "JPEG")) as image:
        return image.size
