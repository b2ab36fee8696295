"""`opentime classify` and `opentime doctor`."""

from dataclasses import asdict
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table

from app.adapters.networks.shelf import FOLDER, NetworkShelf
from app.cli.checks import checks
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


def doctor(settings: Settings, console: Console) -> int:
    """Print what works, what is missing, and every setting with its origin; 1 when broken."""
    parts = Table("part", "state", "what it means", title="This machine")
    broken = 0
    for part, good, says in checks(settings):
        broken += good is False
        state = {True: "[green]works[/]", False: "[red]broken[/]", None: "[yellow]absent[/]"}[good]
        parts.add_row(part, state, says)
    console.print(parts)
    table = Table("setting", "value", "from", "meaning", title="Settings")
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        shown = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        if setting.name in SECRETS and value:
            shown = "(not shown)"
        name = PREFIX + setting.name.upper()
        table.add_row(name, shown, settings.origins[setting.name], setting.says)
    console.print(table)
    return 1 if broken else 0
