"""Pictures of every page of the studio: `python -m tests.docs.shoot_studio [NAME …]`.

Writes docs/screens/*.webp (light and dark, with the demo's data and with none) and docs/screens.md,
which shows them. A person looks at them; nothing compares them.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.site import Site, served
from bench.studio import made
from tests.docs.screen_data import allowing, feeding, fill
from tests.docs.screen_life import choose, edit, leave, live, paste

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "screens"
SCHEMES = ("light", "dark")
_AS = "as=persona:top&at=2026-11-27T16:30"
FULL = {
    "library": ("/studio/", "The library: every block as it looks now, with its opens."),
    "gallery": ("/studio/gallery", "Starters in the brand's colours."),
    "starter": ("/studio/gallery/nearest-store", "A starter, its variants, and what it needs."),
    "designer": ("/studio/blocks/nearest-store/design", "The designer."),
    "designer-chosen": ("/studio/blocks/nearest-store/design", "A text, and when it is shown."),
    "preview": (
        f"/studio/blocks/nearest-store?{_AS}",
        "A block as somebody, somewhere, some time.",
    ),
    "matrix": ("/studio/blocks/nearest-store/matrix", "People, times and places side by side."),
    "publish": ("/studio/blocks/hero/publish", "What would change, before it does."),
    "history": ("/studio/blocks/hero/history", "Versions, and who made them."),
    "compare": ("/studio/blocks/hero/compare?from=1&to=3", "Two versions, field by field."),
    "messages": ("/studio/messages", "Emails with live blocks in them."),
    "message": ("/studio/messages/{message}?esp=klaviyo", "Snippets for one sending platform."),
    "message-new": ("/studio/messages/new", "A new message."),
    "proofs": ("/studio/messages/{message}/proofs", "Proofs side by side."),
    "check": ("/studio/messages/check", "The check of a pasted email."),
    "check-found": ("/studio/messages/check", "What it finds, and what it can mend."),
    "live": ("/studio/live", "Opens as they come."),
    "sources": ("/studio/sources", "Where facts come from."),
    "source": ("/studio/sources/reviews?brand=northbeam", "One that does what it should."),
    "source-failing": (
        "/studio/sources/fixtures?brand=northbeam",
        "One that fails; its last good rows are shown.",
    ),
    "source-new": ("/studio/new-source", "A new source, tried before it is kept."),
    "subscribers": ("/studio/subscribers", "Subscribers."),
    "subscriber": ("/studio/subscribers/{subscriber}", "One of them."),
    "stores": ("/studio/stores", "Stores, with what is open now."),
    "stores-map": ("/studio/stores?view=map", "The same on a map."),
    "store": ("/studio/store?id=S001", "A store, its place and its hours."),
    "products": ("/studio/products", "Products."),
    "product": ("/studio/product?sku=NB-1042", "A product and its stock."),
    "stock": ("/studio/stock", "Stock, set in place."),
    "stock-history": ("/studio/stock/history", "Who changed which stock."),
    "imports": ("/studio/imports", "Imports."),
    "import-mapping": ("/studio/imports/{mapping}", "What each column of a file becomes."),
    "import-outcome": ("/studio/imports/{outcome}", "What an import left out, and why."),
    "brand": ("/studio/brand", "The brand kit, with a sample drawn."),
    "assets": ("/studio/assets", "Pictures and typefaces."),
    "asset": ("/studio/assets/one?name=store-day.jpg", "One, with its crops."),
    "keys": ("/studio/keys", "API keys."),
    "accounts": ("/studio/accounts", "People and their roles."),
    "audit": ("/studio/audit", "Who did what."),
    "elements": ("/studio/elements", "Everything a layout can draw."),
    "missing": ("/studio/nothing-here", "An address that is no page."),
}
EMPTY = (
    "library", "messages", "live", "sources", "subscribers", "stores", "products", "stock",
    "stock-history", "imports", "brand", "assets", "keys",
)  # fmt: skip

ACTS = {"designer-chosen": choose, "check-found": paste}
"""What is done on a page before its picture is taken."""


def main() -> None:
    """Take the pictures that are named, or all."""
    FOLDER.mkdir(exist_ok=True)
    named = sys.argv[1:] or [*FULL, "sign-in", "set-up"]
    with feeding() as feed, _opened(has_demo=True, **allowing(feed)) as (site, browser):
        given = live(site)
        page = _signed_in(browser, site, SCHEMES[0])
        given |= fill(page, feed)
        edit(page)
        for scheme in SCHEMES:
            page = _signed_in(browser, site, scheme)
            for name in (name for name in FULL if name in named):
                _shoot(page, FULL[name][0].format(**given), f"{name}.{scheme}")
    with _opened(has_demo=False) as (site, browser):
        for scheme in SCHEMES:
            page = _signed_in(browser, site, scheme)
            for name in (name for name in EMPTY if name in named):
                _shoot(page, FULL[name][0], f"{name}.empty.{scheme}")
            if "sign-in" in named:
                _shoot(_page_of(browser, site, scheme), "/studio/sign-in", f"sign-in.{scheme}")
        leave(site)
        for scheme in (scheme for scheme in SCHEMES if "set-up" in named):
            _shoot(_page_of(browser, site, scheme), "/studio/set-up", f"set-up.{scheme}")
    (DOCS / "screens.md").write_text(_page(), encoding="utf-8")


@contextmanager
def _opened(*, has_demo: bool, **environment: str) -> Iterator[tuple[Site, Browser]]:
    with tempfile.TemporaryDirectory(prefix="opentime-screens-") as folder:
        home = Path(folder) / "home"
        if has_demo:
            made(home)
        with served(home, **environment) as site, sync_playwright() as playwright:
            path = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            yield site, browser
            browser.close()


def _page_of(browser: Browser, site: Site, scheme: str) -> Page:
    size = {"width": 1360, "height": 900}
    return browser.new_context(viewport=size, base_url=site.url, color_scheme=scheme).new_page()


def _signed_in(browser: Browser, site: Site, scheme: str) -> Page:
    page = _page_of(browser, site, scheme)
    page.goto("/studio/sign-in")
    page.get_by_label("Email").fill(site.email)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/studio/")
    return page


def _shoot(page: Page, path: str, name: str) -> None:
    answer = page.goto(path, wait_until="load")
    assert answer is not None
    assert answer.ok or name.startswith("missing"), f"{path} answers {answer.status}"
    page.wait_for_timeout(1500)
    if act := ACTS.get(name.partition(".")[0]):
        act(page)
        page.wait_for_timeout(1000)
    page.locator(".map img:not([src])").first.wait_for(state="detached")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.save(FOLDER / f"{name}.webp", quality=80, method=6)
    print(name, flush=True)  # noqa: T201  # what a script is for


def _page() -> str:
    lines = [
        "# The studio in pictures", "",
        "Made by `python -m tests.docs.shoot_studio` from the demo, and from a home with nothing",
        "in it. What each page does stands in [the studio](studio.md).", "",
    ]  # fmt: skip
    for name, (_, says) in FULL.items():
        lines += [f"## {says.rstrip('.')}", "", "| Light | Dark |", "|---|---|", _row(name)]
        if name in EMPTY:
            lines += [_row(f"{name}.empty")]
        lines += [""]
    ways = (("The way in", "sign-in"), ("The first run", "set-up"))
    for says, name in ways:
        lines += [f"## {says}", "", "| Light | Dark |", "|---|---|", _row(name), ""]
    return "\n".join(lines)


def _row(name: str) -> str:
    cells = [
        f"![{name.replace('.', ', ')}, {each}](screens/{name}.{each}.webp)" for each in SCHEMES
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
