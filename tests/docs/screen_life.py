"""Some life in a home, so that pictures of its pages show something."""

import json
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from playwright.sync_api import Page

from app.adapters.sqlite.database import FILE
from bench.site import Site

PEOPLE = 40
BLOCKS = ("hero", "nearest-store", "greeting", "points-progress", "stock-alert")
_EDITED = (
    ("Nowhere to be but out there", "No alarm, no plan, one long path", "Calmer weekend mornings"),
    ("Dream ahead", "Pack tonight", "The night says what to do"),
    ("There is still light for a long loop", "Four hours of light are left", ""),
)
"""Texts of the hero: what they were, what they become, and the note; empty: it stays a draft."""

_MISTAKEN = """<table>
<tr><td><a href="{at}/c/autumn/*|OPENTIME_KEY|*/hero">
<img src="{at}/o/autumn/*|OPENTIME_KEY|*/hero.jpg" width="600"></a></td></tr>
</table>"""


def live(site: Site) -> dict[str, str]:
    """Let people open the blocks; return the keys of a message and of a subscriber."""
    with closing(sqlite3.connect(f"file:{site.home / FILE}?mode=ro", uri=True)) as reader:
        (message,) = reader.execute("SELECT key FROM messages ORDER BY name LIMIT 1").fetchone()
        keys = [row[0] for row in reader.execute("SELECT key FROM subscribers LIMIT ?", (PEOPLE,))]
    for number, key in enumerate(keys):
        for block in BLOCKS[: 1 + number % len(BLOCKS)]:
            _ask(f"{site.url}/o/{message}/{key}/{block}.png")
        if number % 4 == 0:
            _ask(f"{site.url}/c/{message}/{key}/hero")
    return {"message": message, "subscriber": keys[0]}


def edit(page: Page) -> None:
    """Publish two versions of the hero, and leave a draft that differs from what is live."""
    for was, becomes, note in _EDITED:
        page.goto("/studio/blocks/hero/design")
        block = json.loads(page.locator("#block").text_content() or "")
        address = urlsplit(page.url)
        answer = page.request.post(
            "/studio/blocks/hero/draft",
            data={
                "document": block["document"].replace(was, becomes),
                "base": block["revision"],
            },
            headers={
                "x-csrf-token": page.locator("meta[name=csrf]").get_attribute("content") or "",
                "origin": f"{address.scheme}://{address.netloc}",
            },
        )
        assert answer.ok, answer.text()
        if note:
            page.goto("/studio/blocks/hero/publish")
            page.get_by_label("Note").fill(note)
            page.get_by_role("button", name="Publish").click()
            page.get_by_text("is live.").wait_for()


def leave(site: Site) -> None:
    """Take every account out, as if nobody had ever come."""
    with closing(sqlite3.connect(site.home / FILE)) as writer, writer:
        writer.execute("DELETE FROM accounts")


def choose(page: Page) -> None:
    """Choose a variant and a text in the designer, and open the condition."""
    page.get_by_role("tab").first.click()
    page.locator(".layer-name").get_by_text("Pick it up tonight").click()
    page.locator(".fold-button").first.click()


def paste(page: Page) -> None:
    """Check an email with mistakes in it."""
    page.get_by_label("Sending platform").select_option("klaviyo")
    page.get_by_label("HTML of the email").fill(_MISTAKEN.format(at=page.url.split("/studio")[0]))
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_text("What a mended copy changes").wait_for()


def _ask(url: str) -> None:
    asked = Request(url, headers={"User-Agent": "Mozilla/5.0 (Macintosh) Mail"})  # noqa: S310  # loopback
    try:
        with urlopen(asked, timeout=20) as answer:  # noqa: S310  # as above
            answer.read()
    except OSError:
        return  # a click leads to a host that does not exist
