"""`opentime new`: the starters, and drafts made from them."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.settings import Settings, read_settings

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the database and caches.")]
_BY = "command line"


def new(
    block: Annotated[str, typer.Argument(help="Name of the draft; without it, the list.")] = "",
    starter: Annotated[
        str, typer.Option("--from", help="A starter; without it the draft is empty.")
    ] = "",
    home: Home = None,
) -> None:
    """Make a draft of a starter of the gallery, or list the starters."""
    settings = read_settings(given={"home": home})
    if not block:
        _list(Console())
        return
    asyncio.run(_made(settings, block, starter))
    typer.echo(f"The draft {block} is made; it opens at /studio/blocks/{block}/design")


def _list(console: Console) -> None:
    from app.composition.starters import bundled_starters  # noqa: PLC0415  # others start faster

    table = Table("starter", "title", "what it does", "needs")
    for starter in bundled_starters().values():
        needs: Mapping[str, None] = dict.fromkeys(need.what.lower() for need in starter.needs)
        table.add_row(starter.name, starter.title, starter.about, ", ".join(needs))
    console.print(table)


async def _made(settings: Settings, block: str, starter: str) -> None:
    from app.composition.services import build  # noqa: PLC0415  # as above
    from app.composition.starters import gallery_service  # noqa: PLC0415  # as above
    from app.composition.storage import ensure_brand  # noqa: PLC0415  # as above
    from app.composition.studio_blocks import shelving_service  # noqa: PLC0415  # as above

    services = build(settings)
    try:
        await ensure_brand(services.storage)
        shelving = shelving_service(services)
        if starter:
            await gallery_service(services, shelving).use(starter, block, by=_BY)
        else:
            await shelving.create(block, by=_BY)
    finally:
        services.close()
