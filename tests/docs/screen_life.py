"""Some life in a home, so that pictures of its pages show something."""

import sqlite3
from contextlib import closing
from urllib.request import Request, urlopen

from app.adapters.sqlite.database import FILE
from bench.site import Site

PEOPLE = 40
BLOCKS = ("hero", "nearest-store", "greeting", "points-progress", "stock-alert")


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


def _ask(url: str) -> None:
    asked = Request(url, headers={"User-Agent": "Mozilla/5.0 (Macintosh) Mail"})  # noqa: S310  # loopback
    try:
        with urlopen(asked, timeout=20) as answer:  # noqa: S310  # as above
            answer.read()
    except OSError:
        return  # a click leads to a host that does not exist
