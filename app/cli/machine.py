"""`opentime classify` and `opentime doctor`."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.adapters.networks.shelf import FOLDER, NetworkShelf
from app.cli.behind import behind
from app.cli.checks import Check, checks
from app.composition.storage import system_now
from app.context.client_ip import parse_address
from app.context.readers import classify
from app.model.reader import Reader
from app.settings import PREFIX, SECRETS, SETTINGS, Settings


def reader_of(
    settings: Settings, agent: str, ip: str, sent_at: datetime | None, *, is_click: bool = False
) -> Reader:
    """Return the class that an open, or a click, with this agent and address would have."""
    return classify(
        agent=agent,
        ip=str(parse_address(ip) or ip),
        headers={},
        sent_at=sent_at,
        now=system_now(),
        instant_window=timedelta(seconds=settings.instant_window_s),
        networks=NetworkShelf(settings.home / FOLDER).current(),
        is_click=is_click,
    )


def reader_document(reader: Reader) -> dict[str, object]:
    """Return a reader as JSON can hold it."""
    return asdict(reader)


def doctor(settings: Settings, console: Console, url: str = "") -> int:
    """Print what works, what is missing, and every setting with its origin; 1 when broken.

    With a `url`: what there is to say about the way to this home's server through it.
    """
    if url:
        return _told(behind(settings, url), console, f"Behind {url}", absent="look")
    broken = _told(checks(settings), console, "This machine", absent="absent")
    _tell_settings(settings, console)
    return broken


def _told(found: Iterable[Check], console: Console, title: str, *, absent: str) -> int:
    """Print checks as a table; 1 when something is broken."""
    states = {True: "[green]works[/]", False: "[red]broken[/]", None: f"[yellow]{absent}[/]"}
    parts = Table("part", "state", "what it means", title=title)
    broken = 0
    for part, good, says in found:
        broken += good is False
        parts.add_row(part, states[good], escape(says))
    console.print(parts)
    return 1 if broken else 0


def _tell_settings(settings: Settings, console: Console) -> None:
    table = Table("setting", "value", "from", "meaning", title="Settings")
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        shown = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        if setting.name in SECRETS and value:
            shown = "(not shown)"
        name = PREFIX + setting.name.upper()
        table.add_row(name, shown, settings.origins[setting.name], setting.says)
    console.print(table)
