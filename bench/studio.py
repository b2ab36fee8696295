"""How fast the designer feels: from a keystroke to the new rendering, in Chromium; and its weight.

    python -m bench.studio [BLOCK …]

Types into a text of each block, one letter at a time, each after the rendering of the one before is
on the screen. Time is taken in the page: from the event of the key to the first frame that is
painted after the picture was exchanged.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.site import Site, served
from bench.targets import report

STROKES = 60
BLOCKS = ("nearest-store", "hero", "greeting", "stock-alert", "points-progress")
WATCH = """() => {
  window.strokes = [];
  let began = 0;
  addEventListener("keydown", () => { began = performance.now(); }, true);
  new MutationObserver(changes => {
    if (!began || !changes.some(each => each.target.tagName === "IMG")) return;
    const since = began;
    began = 0;
    requestAnimationFrame(() => setTimeout(() => window.strokes.push(performance.now() - since)));
  }).observe(document.getElementById("stage"),
    {attributes: true, attributeFilter: ["src"], subtree: true, childList: true});
}"""


def main() -> None:
    """Measure each block's designer, and the bytes of the page."""
    chosen = sys.argv[1:] or BLOCKS
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("bench.studio needs a browser: install chromium")
    with tempfile.TemporaryDirectory(prefix="opentime-bench-") as folder:
        home = Path(folder) / "home"
        made(home)
        with served(home) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page(base_url=site.url, viewport={"width": 1360, "height": 900})
            signed_in(page, site)
            weight = weighed(page, f"/studio/blocks/{chosen[0]}/design")
            strokes = [ms for block in chosen for ms in typed(page, block)]
            browser.close()
    ranked = sorted(strokes)
    what = (
        f"ms from keystroke to new rendering, p95 of {len(ranked)} in {len(chosen)} blocks; "
        f"median {statistics.median(ranked):.0f}"
    )
    report("D1", value=ranked[int(len(ranked) * 0.95)], target=150, what=what, at_most=True)
    report("D2", value=weight / 1000, target=400, what="kB sent for the designer", at_most=True)


def made(home: Path) -> None:
    """Install the demo in a home."""
    import asyncio  # noqa: PLC0415  # before Playwright's loop runs

    from app.cli.demo import install_demo  # noqa: PLC0415  # as above
    from app.composition.storage import home_secret, open_storage, system_now  # noqa: PLC0415
    from app.settings import read_settings  # noqa: PLC0415

    storage = open_storage(read_settings({}, {"home": home}), system_now)
    asyncio.run(install_demo(storage, home_secret(home).hex()))
    storage.database.close()


def signed_in(page: Page, site: Site) -> None:
    """Sign in as an admin."""
    page.goto("/studio/sign-in")
    page.get_by_label("Email").fill(site.email)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/studio/")


def weighed(page: Page, path: str) -> float:
    """Return the bytes that a browser that has nothing yet is sent for a page, its source open.

    Renderings are left out: they are what the page is about, and as heavy as they are.
    """
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on(
        "Network.requestWillBeSent",
        lambda event: addresses.update({event["requestId"]: event["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(path, wait_until="networkidle")
    page.get_by_role("button", name="YAML source").click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    session.detach()
    # What the page before had asked for may still come: it has no address here.
    asked = {key: url for key, url in addresses.items() if not url.endswith("/draw")}
    return sum(size for key, size in sizes.items() if key in asked)


def typed(page: Page, block: str) -> list[float]:
    """Type into the first text of a block; return ms per stroke."""
    page.goto(f"/studio/blocks/{block}/design", wait_until="networkidle")
    page.locator("#stage [aria-label^='Text']").first.click()
    box = page.locator("#properties textarea").first
    box.focus()
    page.keyboard.press("End")
    page.evaluate(WATCH)
    for number in range(STROKES):
        page.keyboard.press("abcdefghij"[number % 10])
        page.wait_for_function("n => window.strokes.length > n", arg=number, timeout=10_000)
    taken: list[float] = page.evaluate("() => window.strokes")
    print(f"  {block}: median {statistics.median(taken):.0f} ms, worst {max(taken):.0f} ms")
    return taken


if __name__ == "__main__":
    main()
