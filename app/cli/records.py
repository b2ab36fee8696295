"""`opentime import`, `opentime keys`, `opentime embed`."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.sqlite.sources import SqliteSources
from app.composition.authoring import Authoring
from app.composition.storage import Storage, ensure_brand, open_storage, system_now
from app.decide.binding import fixed_text
from app.delivery.embed import advice, snippet
from app.errors import NotFound
from app.imports.keys import export_keys
from app.imports.layouts import Kind
from app.imports.mapping import parse_pairs
from app.imports.report import ImportReport
from app.imports.run import import_file
from app.model.message import Message
from app.settings import Settings

_SHOWN = 20


def import_records(  # what the command line gives
    settings: Settings,
    kind: Kind,
    path: Path,
    *,
    pairs: list[str],
    encoding: str,
    report: Path | None,
    dry_run: bool,
    console: Console,
) -> ImportReport:
    """Import a file with a progress bar; print what became of its rows."""
    storage = open_storage(settings, system_now)
    try:
        gazetteer = EmbeddedGazetteer(cache=settings.home / "cache" / "geo")
        with _bar(console) as bar:
            task = bar.add_task(f"Importing {kind.value}", total=None)
            outcome = asyncio.run(
                import_file(
                    kind,
                    path,
                    sink=None if dry_run else _sink(storage, kind),
                    now=system_now,
                    mapping=parse_pairs(pairs),
                    gazetteer=gazetteer,
                    on_progress=lambda read, size: bar.update(task, completed=read, total=size),
                    encoding=encoding,
                    report=report,
                )
            )
    finally:
        storage.database.close()
    _tell(outcome, console, dry_run=dry_run)
    return outcome


def export(settings: Settings, message: str, out: Path | None) -> int:
    """Write the CSV of external ids and keys for a message's ESP; returns the count."""
    storage = open_storage(settings, system_now)
    try:
        asyncio.run(_message(storage, message))
        if out is None:
            return asyncio.run(export_keys(storage.subscribers, sys.stdout))
        aside = out.with_name(f"{out.name}.part")
        with aside.open("w", encoding="utf-8", newline="") as file:
            count = asyncio.run(export_keys(storage.subscribers, file))
        aside.replace(out)
        return count
    finally:
        storage.database.close()


def new_api_key(settings: Settings, name: str, scopes: tuple[str, ...]) -> str:
    """Create an API key; returns its secret, which is not stored."""
    storage = open_storage(settings, system_now)
    try:
        _, secret = asyncio.run(storage.api_keys.create(name, scopes))
        return secret
    finally:
        storage.database.close()


def embed(
    settings: Settings, message: str, block: str, *, esp: str, field: str, extension: str, alt: str
) -> tuple[str, str]:
    """Return the HTML of one block for an ESP, and what to verify."""
    storage = open_storage(settings, system_now)
    try:
        return asyncio.run(
            _embed(storage, settings, message, block, esp=esp, field=field, ext=extension, alt=alt)
        )
    finally:
        storage.database.close()


async def _embed(
    storage: Storage,
    settings: Settings,
    ident: str,
    block: str,
    *,
    esp: str,
    field: str,
    ext: str,
    alt: str,
) -> tuple[str, str]:
    await ensure_brand(storage)
    message = await _message(storage, ident)
    version = storage.blocks.published(block)
    if version is None:
        raise NotFound(
            f"There is no published block {block!r}.", remedy="Publish it first.", field="block"
        )
    plan = Authoring(
        storage.brands, storage.assets, SqliteSources(storage.database), settings.extra_formats
    ).compile_version(version)
    html = snippet(
        esp,
        base_url=settings.public_url,
        message_key=message.key,
        block=block,
        width=plan.width,
        height=plan.height,
        alt=alt or fixed_text(plan.alt) or message.title or block,
        extension=ext or plan.format.value,
        extra=settings.extra_formats,
        field=field,
    )
    return html, advice(esp, field=field)


async def _message(storage: Storage, ident: str) -> Message:
    message = await storage.messages.get(ident)
    if message is None:
        page = await storage.messages.page(cursor="", limit=20)
        names = ", ".join(m.name for m in page.items) or "none yet"
        raise NotFound(
            f"There is no message {ident!r}.",
            remedy=f"Messages: {names}. Create one with PUT /api/v1/messages/NAME.",
            field="message",
        )
    return message


def _sink(storage: Storage, kind: Kind) -> Any:
    match kind:
        case Kind.SUBSCRIBERS:
            return storage.subscribers
        case Kind.STORES:
            return storage.stores
        case Kind.PRODUCTS:
            return storage.products
        case Kind.STOCK:
            return storage.stock


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
    )


def _tell(outcome: ImportReport, console: Console, *, dry_run: bool) -> None:
    verb = "checked" if dry_run else "read"
    console.print(
        f"{outcome.rows:,} rows {verb} in {outcome.seconds:.1f} s: {outcome.created:,} created, "
        f"{outcome.updated:,} updated, {outcome.unchanged:,} unchanged, {outcome.bad:,} bad"
    )
    for row in outcome.first_bad[:_SHOWN]:
        console.print(f"  line {row.line}: {row.reason}", markup=False, highlight=False)
    if outcome.bad > _SHOWN:
        console.print(f"  ... and {outcome.bad - _SHOWN:,} more")
    if outcome.report is not None:
        console.print(f"All bad rows are in {outcome.report}", markup=False, soft_wrap=True)
