"""`opentime classify` and `opentime doctor`."""

import platform
import shutil
import sqlite3
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.geo.mmdb import MmdbGeoDatabase
from app.adapters.sqlite.database import FILE
from app.composition.storage import system_now
from app.composition.typefaces import BUNDLED, font_book
from app.context.readers import classify
from app.errors import AppError
from app.model.reader import Reader
from app.render import FontBook
from app.settings import PREFIX, SETTINGS, Settings

_WELL_KNOWN = "8.8.8.8"
_PACKAGES = ("pillow", "starlette", "uvicorn", "jinja2", "sqlalchemy", "isal", "maxminddb")
_OPTIONAL = (("wrk", "the load benchmarks"),)


def reader_of(settings: Settings, agent: str, ip: str, sent_at: datetime | None) -> Reader:
    """Return the class that an open with this agent and address would have."""
    window = timedelta(seconds=settings.instant_window_s)
    return classify(
        agent=agent, ip=ip, headers={}, sent_at=sent_at, now=system_now(), instant_window=window
    )


def reader_document(reader: Reader) -> dict[str, object]:
    """Return a reader as JSON can hold it."""
    return asdict(reader)


def doctor(settings: Settings, console: Console) -> int:
    """Print what works, what is missing, and every setting with its origin; 1 when broken."""
    checks = Table("part", "state", "what it means", title="This machine")
    broken = 0
    for part, good, says in _checks(settings):
        broken += good is False
        state = {True: "[green]works[/]", False: "[red]broken[/]", None: "[yellow]absent[/]"}[good]
        checks.add_row(part, state, says)
    console.print(checks)
    table = Table("setting", "value", "from", "meaning", title="Settings")
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        shown = ",".join(value) if isinstance(value, tuple) else str(value)
        name = PREFIX + setting.name.upper()
        table.add_row(name, shown, settings.origins[setting.name], setting.says)
    console.print(table)
    return 1 if broken else 0


def _checks(settings: Settings) -> list[tuple[str, bool | None, str]]:
    """Return (part, works / broken / optional and absent, what it means)."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    python = platform.python_version()
    checks: list[tuple[str, bool | None, str]] = [
        ("Python", sys.version_info >= (3, 11), f"{python}, {platform.machine()}"),
        ("packages", True, versions),
        ("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version),
        _home(settings.home),
        _fonts(settings),
        _geo(settings),
    ]
    checks += [
        (name, True if shutil.which(name) else None, f"only for {use}") for name, use in _OPTIONAL
    ]
    return checks


def _home(home: Path) -> tuple[str, bool | None, str]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return "home", False, f"{home} cannot be written: {error}"
    free = shutil.disk_usage(home).free // 2**30
    exists = "has a database" if (home / FILE).exists() else "is empty"
    return "home", True, f"{home} {exists}, {free} GiB free"


def _fonts(settings: Settings) -> tuple[str, bool | None, str]:
    bundled = FontBook(BUNDLED).families
    more = set(font_book(settings, lambda _: None).families) - set(bundled)
    says = f"{len(bundled)} families in {BUNDLED}"
    return "fonts", bool(bundled), says + (f", and {', '.join(sorted(more))}" if more else "")


def _geo(settings: Settings) -> tuple[str, bool | None, str]:
    """Look one address up in the database that opens would ask first."""
    try:
        gazetteer = EmbeddedGazetteer(cache=settings.home / "cache" / "geo")
        cache = settings.home / "cache" / "geo"
        if settings.geo_db:
            full = MmdbGeoDatabase(Path(settings.geo_db), cache=cache, zone=gazetteer.zone)
            found, source = full.locate(_WELL_KNOWN), settings.geo_db
            full.close()
        else:
            found = EmbeddedGeoDatabase(cache=cache).locate(_WELL_KNOWN)
            source = "the embedded table"
    except AppError as error:
        return "places by IP", False, error.message
    says = f"{_WELL_KNOWN} is {'in ' + found.country if found else 'not known'}, from {source}"
    return "places by IP", found is not None, says
