"""Every command and its options; each calls one verb."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.settings import Settings, read_settings

app = typer.Typer(
    name="opentime",
    help="Live email content: pictures decided when the email is opened.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the database and caches.")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Web processes.")]


@app.command()
def serve(home: Home = None, port: Port = None, workers: Workers = None) -> None:
    """Serve."""
    from app.cli import serving  # noqa: PLC0415  # commands that do not serve start faster

    serving.serve(_settings(home=home, port=port, workers=workers))


@app.command()
def demo(home: Home = None, port: Port = None, workers: Workers = None) -> None:
    """Create a demo brand in an empty home, then serve it."""
    from app.cli import serving  # noqa: PLC0415  # as above

    serving.demo(_settings(home=home, port=port, workers=workers), Console())


@app.command(hidden=True)
def ingest(home: Home = None) -> None:
    """Carry events from the journal to the store; `serve` starts this by itself."""
    from app.cli import serving  # noqa: PLC0415  # as above

    settings = _settings(home=home)
    serving.ingest(settings.home, timedelta(days=settings.retention_days))


def _settings(**given: object) -> Settings:
    return read_settings(given=given)
