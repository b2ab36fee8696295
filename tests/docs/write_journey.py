"""Writes the way of a new user to docs/journey.md: `python -m tests.docs.write_journey`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.site import served
from bench.studio import made
from tests.browser.journey import Way, go

PAGE = Path(__file__).parents[2] / "docs" / "journey.md"
_HEAD = """# The way of a new user

From signing in to the first open of a block of one's own, as `tests/browser/test_journey.py` goes
it in Chromium at every test run. Written by `python -m tests.docs.write_journey`. Seconds are those
of a script that does not hesitate, on two cores; a person reads and thinks beside it.

| Step | Clicks | Fields | Seconds |
|---|---|---|---|
"""


def main() -> None:
    """Go the way once and write it down."""
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder) / "home")
        with served(Path(folder) / "home") as site, sync_playwright() as playwright:
            path = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            context = browser.new_context(
                viewport={"width": 1360, "height": 900}, base_url=site.url
            )
            context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
            way = go(context.new_page(), site, Path(folder))
            browser.close()
    PAGE.write_text(written(way), encoding="utf-8")


def written(way: Way) -> str:
    """Return the page."""
    steps = way.steps
    rows = [
        f"| {each.says} | {each.clicks} | {each.fields} | {each.seconds:.1f} |" for each in steps
    ]
    clicks, fields = sum(each.clicks for each in steps), sum(each.fields for each in steps)
    seconds = sum(each.seconds for each in steps)
    total = f"| **Together, {len(steps)} steps** | {clicks} | {fields} | {seconds:.1f} |"
    return _HEAD + "\n".join([*rows, total]) + "\n"


if __name__ == "__main__":
    main()
