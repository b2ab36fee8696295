"""Writes whatever in docs/ is made from code: `make docs`."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from app.composition.figures import figures
from app.composition.services import build
from app.settings import read_settings
from tests.authoring import write_docs as authoring
from tests.docs import icons, scripts, starters, write_gallery
from tests.docs.generated import (
    DOCS,
    command_sections,
    metric_sections,
    result_sections,
    settings_sections,
    with_sections,
)


def main() -> None:
    """Write the schema and every table."""
    authoring.main()
    write_gallery.main()
    starters.PAGE.write_text(starters.page(), "utf-8")
    starters.SHEET.write_bytes(starters.sheet())
    scripts.SHEET.write_bytes(scripts.body())
    icons.SHEET.write_bytes(icons.body())
    with tempfile.TemporaryDirectory() as folder:
        made = pages(Path(folder))
    for name, sections in made.items():
        page = DOCS / name
        page.write_text(with_sections(page.read_text("utf-8"), sections), "utf-8")


def pages(home: Path) -> Mapping[str, Mapping[str, str]]:
    """Return the made sections of each page; the figures are those of a process in `home`."""
    return {
        "settings.md": settings_sections(),
        "icons.md": icons.icon_sections(),
        "cli.md": command_sections(),
        "operations.md": metric_sections(_figures(home)),
        "performance.md": result_sections(),
    }


def _figures(home: Path) -> Mapping[str, tuple[str, float]]:
    services = build(read_settings({}, {"home": home, "seen_mb": 1}))
    try:
        return figures(services)
    finally:
        services.close()


if __name__ == "__main__":
    main()
