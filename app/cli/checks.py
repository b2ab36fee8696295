"""What `opentime doctor` looks at: each part of this machine, by using it once."""

import platform
import shutil
import sqlite3
import sys
from contextlib import closing
from importlib import metadata
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.geo.mmdb import MmdbGeoDatabase
from app.adapters.mailing import SmtpMailer
from app.adapters.networks.shelf import FOLDER, NetworkShelf
from app.adapters.picture_process import PictureProcess
from app.adapters.segments import segment_files
from app.adapters.sqlite.connections import MIB, open_reader
from app.adapters.sqlite.database import FILE
from app.adapters.weather.filed import described
from app.cli.address import as_served
from app.cli.cdn import cdn_check
from app.cli.networks import STALE_DAYS
from app.composition.storage import system_now
from app.composition.typefaces import BUNDLED, font_book
from app.errors import AppError, ConfigurationError
from app.model.rendering import Format
from app.render import FontBook, Renderer
from app.settings import PREFIX, Settings

Check = tuple[str, bool | None, str]
"""The part, works / broken / optional and absent, what it means."""

_WELL_KNOWN = "8.8.8.8"
_PACKAGES = ("pillow", "starlette", "uvicorn", "jinja2", "sqlalchemy", "isal", "maxminddb")
_OPTIONAL = (("wrk", "the load benchmarks"),)
_LEAST_FREE = 1  # GiB
_CHECKED_WHOLE = 256 * MIB


def checks(settings: Settings) -> list[Check]:
    """Return what there is to say about every part; changes nothing but an empty home's folder."""
    return [
        *_software(),
        _home(settings.home),
        _database(settings.home),
        _events(settings.home),
        _fonts(settings),
        _drawing(settings),
        _pictures(),
        _geo(settings),
        _networks(settings.home),
        _weather(settings),
        _address(settings),
        cdn_check(settings),
        _mail(settings),
        *(
            (name, True if shutil.which(name) else None, f"only for {use}")
            for name, use in _OPTIONAL
        ),
    ]


def _software() -> list[Check]:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    python = f"{platform.python_version()}, {platform.machine()}"
    return [
        ("Python", sys.version_info >= (3, 11), python),
        ("packages", True, versions),
        ("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version),
    ]


def _home(home: Path) -> Check:
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return "home", False, f"{home} cannot be written: {error}"
    free = shutil.disk_usage(home).free // 2**30
    return "home", free >= _LEAST_FREE, f"{home}, {free} GiB free"


def _database(home: Path) -> Check:
    path = home / FILE
    if not path.exists():
        return "database", None, "made by the first start"
    size = path.stat().st_size
    try:
        with closing(open_reader(path)) as connection:
            (people,) = connection.execute("SELECT count(*) FROM subscribers").fetchone()
            verdict = "ok"
            if size <= _CHECKED_WHOLE:
                (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return "database", False, f"{path} cannot be read: {error}. Restore the latest backup."
    if verdict != "ok":
        return "database", False, f"{path} is damaged: {verdict}. Restore the latest backup."
    return "database", True, f"{size // MIB:,} MiB, {people:,} subscribers"


def _events(home: Path) -> Check:
    folder = home / "events"
    if not folder.is_dir():
        return "events", None, "recorded from the first start on"
    try:
        waiting = sum(segment.path.stat().st_size for segment in segment_files(folder))
    except OSError as error:
        return "events", False, f"{folder} cannot be read: {error}"
    return "events", True, f"{waiting // 1024:,} KiB wait to be stored"


def _fonts(settings: Settings) -> Check:
    bundled = FontBook(BUNDLED).families
    more = set(font_book(settings, lambda _: None).families) - set(bundled)
    says = f"{len(bundled)} families in {BUNDLED}"
    return "fonts", bool(bundled), says + (f", and {', '.join(sorted(more))}" if more else "")


def _drawing(settings: Settings) -> Check:
    renderer = Renderer(fonts=font_book(settings, lambda _: None), picture=lambda _: None)
    drawn = []
    for each in Format:
        body = renderer.placeholder("#336699ff", "Opentime नमस्ते مرحبا 你好", each, 300, 100)
        with Image.open(BytesIO(body)) as picture:
            drawn.append(picture.size == (600, 200))
    return "drawing", all(drawn), f"a text in four scripts as {', '.join(Format)}"


def _pictures() -> Check:
    process = PictureProcess()
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    try:
        process.accept(file.getvalue())
    except AppError as error:
        return "uploads", False, f"{error.message} {error.remedy}"
    finally:
        process.close()
    return "uploads", True, "pictures are decoded in a process of their own"


def _geo(settings: Settings) -> Check:
    """Look one address up in the database that opens would ask first."""
    cache = settings.home / "cache" / "geo"
    try:
        if settings.geo_db:
            zone = EmbeddedGazetteer(cache=cache).zone
            full = MmdbGeoDatabase(Path(settings.geo_db), cache=cache, zone=zone)
            refused = full.reloads().refused
            found, source = full.locate(_WELL_KNOWN), settings.geo_db
            full.close()
            if refused:
                says = f"{source} is no MMDB file of cities: the embedded table is asked instead"
                return "places by IP", False, says
        else:
            found = EmbeddedGeoDatabase(cache=cache).locate(_WELL_KNOWN)
            source = "the embedded table"
    except AppError as error:
        return "places by IP", False, error.message
    says = f"{_WELL_KNOWN} is {'in ' + found.country if found else 'not known'}, from {source}"
    return "places by IP", found is not None, says


def _networks(home: Path) -> Check:
    """Say how old the lists are by which mail services and relays are known."""
    lists = NetworkShelf(home / FOLDER).lists()
    if not lists:
        says = "none: Apple's privacy fetches count as doubtful; see `opentime networks import`"
        return "network lists", None, says
    today = system_now().date()
    ages = {each.file.kind: (today - each.file.day).days for each in lists}
    says = ", ".join(f"{kind} {age} days old" for kind, age in ages.items())
    old = [kind for kind, age in ages.items() if age > STALE_DAYS]
    if old:
        says += f". [yellow]Warning: import a new list of {', '.join(old)}[/]"
    return "network lists", True, says


def _weather(settings: Settings) -> Check:
    """Say whose weather opens see; asks nobody."""
    if settings.weather_url:
        host = urlsplit(settings.weather_url).hostname
        return "weather", True, f"of {host}, fresh for {settings.weather_fresh_min} minutes"
    if not settings.weather_file:
        return "weather", None, "off: set OPENTIME_WEATHER_URL; a demo makes some up"
    try:
        described(Path(settings.weather_file))
    except ConfigurationError as error:
        return "weather", False, error.message
    return "weather", True, f"made up by {settings.weather_file}"


def _mail(settings: Settings) -> Check:
    """Say hello to the mail server of test sends; sends nothing."""
    if not settings.smtp_url:
        return "test sends", None, f"as files only: set {PREFIX}SMTP_URL and {PREFIX}SMTP_FROM"
    mailer = SmtpMailer(settings.smtp_url, sender=settings.smtp_from)
    try:
        mailer.greet()
    except AppError as error:
        return "test sends", False, f"{error.message} {error.remedy}"
    return "test sends", True, f"through {mailer.server}, from {settings.smtp_from}"


def _address(settings: Settings) -> Check:
    if settings.base_url:
        return "address", True, f"emails say {settings.public_url}"
    says = f"emails say {as_served(settings).public_url}, which only this machine can open"
    return "address", None, f"{says}: set {PREFIX}BASE_URL before you send"
