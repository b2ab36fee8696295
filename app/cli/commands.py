"""Every command and its options; each calls one verb."""

import gc
import json
import os
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from app.cli.address import as_served
from app.cli.checking import check
from app.cli.networks import networks
from app.cli.sources import sources
from app.cli.starting import new
from app.cli.users import audit, users
from app.model.rendering import Format, drawn_formats
from app.settings import Settings, read_settings

E = TypeVar("E", bound=StrEnum)
EX_BAD_ROWS = 3

app = typer.Typer(
    name="opentime",
    help="Live email content: pictures decided when the email is opened.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(networks)
app.add_typer(sources)
app.add_typer(users)
app.command()(audit)
app.command()(check)
app.command()(new)

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the database and caches.")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Web processes.")]


@app.command()
def serve(home: Home = None, port: Port = None, workers: Workers = None) -> None:
    """Serve."""
    gc.disable()  # until it serves: what is imported stays
    from app.cli import serving  # noqa: PLC0415  # commands that do not serve start faster

    serving.serve(serving.with_port(_settings(home=home, port=port, workers=workers)))


@app.command()
def demo(home: Home = None, port: Port = None, workers: Workers = None) -> None:
    """Create a demo brand in an empty home, then serve it."""
    from app.cli import demo as demonstrating  # noqa: PLC0415  # as above

    demonstrating.demo(_settings(home=home, port=port, workers=workers), Console())


@app.command(hidden=True)
def ingest(home: Home = None, parent: int | None = None) -> None:
    """Carry events from the journal to the store; `serve` starts this by itself."""
    from app.cli.ingesting import ingest as carry  # noqa: PLC0415  # as above

    settings = _settings(home=home)
    # Asked here alone, a parent that died while this process started would never be missed.
    watched = os.getppid() if parent is None else parent
    carry(settings.home, timedelta(days=settings.retention_days), watched)


@app.command("import")
def import_(  # noqa: PLR0917  # each is an option
    kind: Annotated[str, typer.Argument(help="subscribers, stores, products or stock")],
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL or XLSX; .gz of the text ones")],
    pairs: Annotated[
        list[str] | None, typer.Option("--map", help="COLUMN=FIELD; COLUMN= leaves it out")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of a text file.")] = "utf-8",
    report: Annotated[Path | None, typer.Option(help="Where all bad rows go.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only.")] = False,  # noqa: FBT002  # a flag
    home: Home = None,
) -> None:
    """Import records; bad rows are reported with line and reason, a second run changes nothing."""
    from app.cli import records  # noqa: PLC0415  # commands that do not import start faster
    from app.imports.layouts import Kind  # noqa: PLC0415  # as above

    outcome = records.import_records(
        _settings(home=home),
        _choice(kind, Kind, "KIND"),
        file,
        pairs=pairs or [],
        encoding=encoding,
        report=report,
        dry_run=dry_run,
        console=Console(),
    )
    if outcome.bad:
        raise typer.Exit(EX_BAD_ROWS)


@app.command()
def keys(
    message: Annotated[str, typer.Argument(help="A message's name or key.")],
    out: Annotated[Path | None, typer.Option(help="File to write; else to the screen.")] = None,
    home: Home = None,
) -> None:
    """Write the CSV of external id and subscriber key that the ESP imports."""
    from app.cli import records  # noqa: PLC0415  # as above

    count = records.export(_settings(home=home), message, out)
    if out is not None:
        Console(stderr=True).print(f"{count:,} keys written to {out}")


@app.command("api-key")
def api_key(
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    read_only: Annotated[bool, typer.Option("--read-only", help="May not write.")] = False,  # noqa: FBT002  # a flag
    home: Home = None,
) -> None:
    """Create an API key and print its secret, this once."""
    from app.cli import records  # noqa: PLC0415  # as above

    scopes = ("read",) if read_only else ("read", "write")
    typer.echo(records.new_api_key(_settings(home=home), name, scopes))


@app.command()
def embed(  # noqa: PLR0917  # each is an option
    message: Annotated[str, typer.Argument(help="A message's name or key.")],
    block: Annotated[str, typer.Argument(help="A published block.")],
    esp: Annotated[str, typer.Option(help="The sending platform.")] = "raw",
    field: Annotated[str, typer.Option(help="Its field that holds the key.")] = "opentime_key",
    extension: Annotated[str, typer.Option(help="png, jpg or gif; else what the block has.")] = "",
    alt: Annotated[str, typer.Option(help="Alt text; it stays as sent.")] = "",
    home: Home = None,
) -> None:
    """Print the HTML of one block with that ESP's merge tags."""
    from app.cli import records  # noqa: PLC0415  # as above

    settings = as_served(_settings(home=home))
    html, note = records.embed(
        settings, message, block, esp=esp, field=field, extension=extension, alt=alt
    )
    typer.echo(html)
    typer.echo(note, err=True)


@app.command()
def preview(  # noqa: PLR0917  # each is an option
    block: Annotated[str, typer.Argument(help="A published block, or a file.")],
    subscriber: Annotated[str, typer.Option("--as", help="Key or external id.")] = "anonymous",
    at: Annotated[str, typer.Option(help="Instant with offset; default now.")] = "",
    origin: Annotated[str, typer.Option("--from", help="LAT,LON or an IP address.")] = "",
    reader: Annotated[str, typer.Option(help="person, mail_proxy, prefetch, scanner")] = "person",
    message: Annotated[str, typer.Option(help="A message's name or key.")] = "",
    params: Annotated[list[str] | None, typer.Option("--param", help="NAME=VALUE")] = None,
    facts: Annotated[
        list[str] | None, typer.Option("--fact", help="NAME=VALUE of weather, stock or source")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Picture to write (.png .jpg .gif).")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why.")] = False,  # noqa: FBT002  # a flag
    home: Home = None,
) -> None:
    """Render a block through the very code of an open, and say why."""
    from app.cli import blocks  # noqa: PLC0415  # as above
    from app.model.reader import ReaderKind  # noqa: PLC0415  # as above

    settings = as_served(_settings(home=home))
    request = blocks.preview_request(
        block,
        subscriber=subscriber,
        message=message,
        at=at,
        origin=origin,
        reader=_choice(reader, ReaderKind, "--reader").value,
        params=params or [],
        facts=facts or [],
        picture_format=_kind_of(out, settings),
    )
    made = blocks.preview(settings, request)
    console = Console()
    if explain:
        blocks.explain(made.document, console)
    if out is not None:
        out.write_bytes(made.body)
        console.print(f"{out}: {len(made.body):,} bytes", markup=False)
    if not explain and out is None:
        console.print(blocks.in_short(made.document), markup=False)


@app.command()
def classify(  # noqa: PLR0917  # each is an option
    agent: Annotated[str, typer.Option(help="The User-Agent header.")],
    ip: Annotated[str, typer.Option(help="The address it came from.")],
    sent_at: Annotated[str, typer.Option(help="When the email was sent, with offset.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,  # noqa: FBT002  # a flag
    click: Annotated[bool, typer.Option("--click", help="Of a link.")] = False,  # noqa: FBT002  # a flag
    home: Home = None,
) -> None:
    """Say which reader class an open (or a click) would have, and why."""
    from app.cli import machine  # noqa: PLC0415  # as above
    from app.cli.blocks import instant  # noqa: PLC0415  # as above

    sent = instant(sent_at, "--sent-at")
    reader = machine.reader_of(_settings(home=home), agent, ip, sent, is_click=click)
    if as_json:
        typer.echo(json.dumps(machine.reader_document(reader)))
    else:
        typer.echo(f"{reader.name} ({reader.kind.value}): {reader.evidence}")


@app.command()
def doctor(
    home: Home = None,
    behind: Annotated[str, typer.Option(help="Ask through the CDN at this address.")] = "",
) -> None:
    """Say what works on this machine, what is missing, and every setting with its origin."""
    from app.cli import machine  # noqa: PLC0415  # as above

    raise typer.Exit(machine.doctor(_settings(home=home), Console(), behind))


def _kind_of(out: Path | None, settings: Settings) -> Format | None:
    """Return the format that a file asks for by its name; None: there is no file."""
    known = drawn_formats(settings.extra_formats)
    found = known.get(out.suffix[1:].lower()) if out else None
    if out and found is None:
        endings = ", ".join(f".{each}" for each in known)
        raise typer.BadParameter(f"{out} must end in {endings}", param_hint="--out")
    return found


def _choice(text: str, choices: type[E], hint: str) -> E:
    try:
        return choices(text)
    except ValueError:
        names = ", ".join(choice.value for choice in choices)
        message = f"{text!r} is not one of {names}"
        raise typer.BadParameter(message, param_hint=hint) from None


def _settings(**given: object) -> Settings:
    return read_settings(given=given)
