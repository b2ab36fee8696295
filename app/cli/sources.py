"""`opentime sources`: other people's data that blocks read, configured, fetched and watched."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from app.model.problem import AuthoringError, Problem
from app.settings import read_settings

if TYPE_CHECKING:
    from app.composition.source_desk import SourceDesk
    from app.model.source import SourceSpec, SourceStatus

EX_PROBLEMS = 1
T = TypeVar("T")

sources = typer.Typer(
    name="sources",
    help="Sources: other people's data that blocks read as `source.NAME.*`.",
    no_args_is_help=True,
)

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the database and caches.")]
Brand = Annotated[str, typer.Option("--brand", help="Its brand; otherwise the default.")]
Name = Annotated[str, typer.Argument(help="A source's name.")]


@sources.command("list")
def list_(brand: Brand = "", home: Home = None) -> None:
    """Show the sources, how often they are asked and how they do."""

    async def shown(desk: "SourceDesk") -> Table:
        table = Table("source", "brand", "every", "feeds", "health", "rows", "address")
        for spec in await desk.all(brand):
            status = await desk.status(spec)
            every = str(desk.document(spec)["every"])
            health, rows = status.health.value, f"{status.rows:,}"
            table.add_row(spec.name, spec.brand, every, spec.feeds.value, health, rows, spec.url)
        return table

    Console().print(_at_desk(home, shown))


@sources.command()
def add(
    file: Annotated[Path, typer.Argument(help="A source document, YAML or JSON.")],
    brand: Brand = "",
    home: Home = None,
) -> None:
    """Configure a source, or replace it; every problem is told with its line."""
    document = _read(file)

    async def added(desk: "SourceDesk") -> str:
        spec, written, warnings = await desk.put(document, brand=brand, file=str(file))
        _tell(warnings)
        done = "added" if written.created else "replaced" if written.updated else "unchanged"
        return f"{spec.name} of {spec.brand}: {done}"

    try:
        Console().print(_at_desk(home, added), markup=False)
    except AuthoringError as error:
        _tell(error.problems)
        raise typer.Exit(EX_PROBLEMS) from None


@sources.command()
def fetch(name: Name, brand: Brand = "", home: Home = None) -> None:
    """Fetch a source now; the next open of a running server is decided on what it brings."""

    async def fetched(desk: "SourceDesk") -> "SourceStatus":
        return await desk.fetch(await desk.get(name, brand))

    status = _at_desk(home, fetched)
    if status.last_error:
        Console(stderr=True).print(f"{name}: {status.last_error}", markup=False)
        raise typer.Exit(EX_PROBLEMS)
    bad = f", {status.bad_rows:,} that could not be read" if status.bad_rows else ""
    Console().print(f"{name}: {status.rows:,} rows in {status.took_ms} ms{bad}", markup=False)


@sources.command()
def status(brand: Brand = "", home: Home = None) -> None:
    """Show when each source last did well, what is wrong, and when it is asked again."""

    async def known(desk: "SourceDesk") -> "list[tuple[SourceSpec, SourceStatus]]":
        return [(spec, await desk.status(spec)) for spec in await desk.all(brand)]

    console = Console()
    for spec, told in _at_desk(home, known):
        console.print(f"{spec.name} of {spec.brand}: {told.health.value}", markup=False)
        for words, value in (
            ("rows", f"{told.rows:,}" + (f", {told.bad_rows:,} bad" if told.bad_rows else "")),
            ("last good", told.last_good and f"{told.last_good:%Y-%m-%d %H:%M:%S} UTC"),
            ("last tried", told.last_tried and f"{told.last_tried:%Y-%m-%d %H:%M:%S} UTC"),
            ("next run", told.next_run and f"{told.next_run:%Y-%m-%d %H:%M:%S} UTC"),
            ("last error", told.last_error),
            ("failures", str(told.failures) if told.failures else ""),
        ):
            if value:
                console.print(f"  {words:<11}{value}", markup=False)


@sources.command()
def remove(name: Name, brand: Brand = "", home: Home = None) -> None:
    """Delete a source; blocks that read it go on to their next variant."""

    async def removed(desk: "SourceDesk") -> str:
        spec = await desk.get(name, brand)
        await desk.delete(spec.name, spec.brand)
        return f"{spec.name} of {spec.brand}: removed"

    Console().print(_at_desk(home, removed), markup=False)


@sources.command()
def secret(
    name: Annotated[str, typer.Argument(help="The name that sources use.")], home: Home = None
) -> None:
    """Set a secret; its value is read from standard input, and never shown again."""
    value = sys.stdin.readline().rstrip("\r\n") if not sys.stdin.isatty() else _asked(name)
    if not value:
        raise typer.BadParameter("the value is empty; give it on standard input")

    async def kept(desk: "SourceDesk") -> str:
        await desk.keep_secret(name, value)
        return f"{name}: set"

    Console().print(_at_desk(home, kept), markup=False)


def _at_desk(home: Path | None, act: "Callable[[SourceDesk], Awaitable[T]]") -> T:
    """Return what can be done with the sources of a home."""
    from app.composition.source_desk import open_desk  # noqa: PLC0415  # other commands start faster

    async def acted() -> T:
        async with open_desk(read_settings(given={"home": home})) as desk:
            return await act(desk)

    return asyncio.run(acted())


def _asked(name: str) -> str:
    return str(typer.prompt(f"Value of {name}", hide_input=True))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise typer.BadParameter(str(error), param_hint="FILE") from None


def _tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        Console(stderr=True).print(str(problem), markup=False, soft_wrap=True)
