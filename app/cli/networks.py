"""`opentime networks`: the lists of networks by which readers are classified."""

import shutil
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.settings import read_settings

EX_BAD_ROWS = 3
STALE_DAYS = 30
"""A list that is older than this is due to be replaced."""

networks = typer.Typer(
    name="networks",
    help="Lists of networks: mail services, Apple's relay, scanners.",
    no_args_is_help=True,
)

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the database and caches.")]


@networks.command("import")
def import_(
    kind: Annotated[
        str, typer.Argument(help="relay, google, google-cloud, microsoft, yahoo or scanners")
    ],
    file: Annotated[Path, typer.Argument(help="CSV, JSON or lines, as its owner publishes it.")],
    day: Annotated[str, typer.Option("--date", help="When it was published; default today.")] = "",
    home: Home = None,
) -> None:
    """Take a list into the home; running servers use it within seconds."""
    from app.adapters.networks.formats import ListKind  # noqa: PLC0415  # other commands start faster
    from app.adapters.networks.shelf import FOLDER, read_list  # noqa: PLC0415  # as above

    chosen = _kind(kind, [each.value for each in ListKind])
    published = _day(day)
    try:
        parsed = read_list(file)
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error), param_hint="FILE") from None
    console = Console(stderr=True)
    for example in parsed.examples:
        console.print(f"{file.name}:{example}", markup=False)
    if not parsed.prefixes:
        raise typer.BadParameter(f"{file} holds no network; nothing was taken", param_hint="FILE")
    folder = read_settings(given={"home": home}).home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{chosen}-{published.isoformat()}.{_suffix(file)}"
    aside = folder / f".{target.name}"
    shutil.copyfile(file, aside)
    aside.replace(target)
    bad = f", {parsed.bad:,} bad lines left out" if parsed.bad else ""
    console.print(f"{target}: {len(parsed.prefixes):,} networks{bad}", markup=False)
    if parsed.bad:
        raise typer.Exit(EX_BAD_ROWS)


@networks.command("list")
def list_(home: Home = None) -> None:
    """Show the lists in force, how large and how old they are."""
    from app.adapters.networks.shelf import FOLDER, NetworkShelf  # noqa: PLC0415  # as above
    from app.composition.storage import system_now  # noqa: PLC0415  # as above

    folder = read_settings(given={"home": home}).home / FOLDER
    today = system_now().date()
    table = Table("list", "networks", "bad lines", "published", "days ago", title=str(folder))
    for each in NetworkShelf(folder).lists():
        age = (today - each.file.day).days
        shown = f"[yellow]{age}[/]" if age > STALE_DAYS else str(age)
        table.add_row(each.file.kind, f"{each.size:,}", f"{each.bad:,}", str(each.file.day), shown)
    Console().print(table)


def _kind(text: str, known: list[str]) -> str:
    if text not in known:
        message = f"{text!r} is not one of {', '.join(known)}"
        raise typer.BadParameter(message, param_hint="KIND")
    return text


def _day(text: str) -> date:
    from app.composition.storage import system_now  # noqa: PLC0415  # as above

    try:
        return date.fromisoformat(text) if text else system_now().date()
    except ValueError:
        message = f"{text!r} is no date; write 2026-11-27"
        raise typer.BadParameter(message, param_hint="--date") from None


def _suffix(file: Path) -> str:
    suffix = file.suffix.lower().removeprefix(".")
    return suffix if suffix in ("csv", "json") else "txt"
