"""The address at which a home was last served: what is printed for emails begins with it."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from app.settings import Settings


def note_address(settings: Settings) -> None:
    """Write down where the home is served from now on; without a disk that takes it, do not."""
    with suppress(OSError):
        path = _path(settings.home)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(settings.public_url, encoding="utf-8")


def as_served(settings: Settings) -> Settings:
    """Return the settings with the noted address, unless they name an address or a port."""
    if settings.origins["base_url"] != "default" or settings.origins["port"] != "default":
        return settings
    with suppress(OSError, ValueError):
        noted = _path(settings.home).read_text(encoding="utf-8")
        if urlsplit(noted).hostname:
            return replace(settings, base_url=noted)
    return settings


def _path(home: Path) -> Path:
    return home / "run" / "address"
