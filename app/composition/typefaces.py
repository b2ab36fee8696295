"""Which typefaces there are: the bundled ones, those of the machine, those uploaded."""

import re
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


def family_names(settings: Settings) -> tuple[str, ...]:
    """Return the families that a brand may choose, as their files spell them.

    Those that complete others with the letters of one script, or with signs, are not among them.
    """
    own = [Path(settings.fonts)] if settings.fonts else []
    folders = (BUNDLED, settings.home / "fonts", *own)
    stems = {path.stem.partition("-")[0] for folder in folders for path in folder.glob("*.?tf")}
    chosen = (stem for stem in stems if not re.match(r"Noto(?:Sans\w|Color|Math|Symbols)", stem))
    return tuple(sorted(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem) for stem in chosen))
