"""Every page that can be reached from the library by links, one or two of a kind."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page

_MOST_OF_A_KIND = 1
_NAMED = re.compile(
    r"/(blocks|gallery|messages|stores|products|stock|subscribers|sources|assets|imports)/[^/]+"
)
_LEFT_OUT = re.compile(
    r"\.(png|jpg|gif|csv|eml|zip|ics|yaml|json|html)$|/studio/elements|/sign-out"
)


def kind_of(path: str) -> str:
    """Return what pages that differ in a name alone have in common."""
    return _NAMED.sub(r"/\1/*", path)


def walk(page: Page, start: str = "/studio/") -> Iterator[str]:
    """Go from page to page; yields each one's path while it is open."""
    waiting, seen = [start], {}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path.partition("?")[0])
        if seen.get(kind, 0) >= _MOST_OF_A_KIND:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        page.goto(path, wait_until="load")
        page.wait_for_timeout(300)
        yield path
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        for link in links:
            parts = urlsplit(link)
            if parts.netloc or not parts.path.startswith("/studio/"):
                continue
            if not _LEFT_OUT.search(parts.path):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
