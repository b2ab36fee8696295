"""Which typefaces there are: the bundled ones, those of the machine, those uploaded."""

from collections.abc import Callable
from pathlib import Path

from app.render import FontBook
from app.settings import Settings

BUNDLED = Path(__file__).parents[2] / "static" / "fonts"


def font_book(settings: Settings, uploaded: Callable[[str], bytes | None]) -> FontBook:
    """Return every typeface; a file of HOME/fonts or the setting replaces one of its name.

    `uploaded` returns the file behind a content digest.
    """
    own = [Path(settings.fonts)] if settings.fonts else []
    return FontBook(BUNDLED, settings.home / "fonts", *own, uploaded=uploaded)
