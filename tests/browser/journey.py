"""A new user's way: from signing in to the first open of a block of their own.

Every step counts its clicks, the fields that are filled in and its seconds, so that the way can
be written down in the docs (`python -m tests.docs.write_journey`) as well as tested.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bench.site import Site
from tests.browser.conftest import sign_in

BLOCK = "my-nearest-store"
MESSAGE = "first-email"
_TAG = re.compile(r"\{\{[^}]*\}\}")  # what the platform would put a key in place of
HEADLINE = "Come in from the cold"
PEOPLE = ("Loyal customer in Paris", "Moved to Perth", "Somebody unknown")
HOURS = (9 * 60 + 30, 14 * 60, 21 * 60 + 15)  # minutes of the day


@dataclass(slots=True)
class Step:
    """One step: what is done, with how many clicks and fields filled in, in how many seconds."""

    says: str
    clicks: int = 0
    fields: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Way:
    """The steps so far."""

    page: Page
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, says: str) -> Iterator[None]:
        """Time a step."""
        self.steps.append(Step(says))
        began = time.monotonic()
        yield
        self.steps[-1].seconds = time.monotonic() - began

    def click(self, target: Locator) -> None:
        """Click, and count it."""
        target.click()
        self.steps[-1].clicks += 1

    def fill(self, target: Locator, text: str) -> None:
        """Fill a field in, and count it."""
        target.fill(text)
        self.steps[-1].fields += 1

    def choose(self, target: Locator, label: str) -> None:
        """Choose from a list, and count it."""
        target.select_option(label=label)
        self.steps[-1].fields += 1


def go(page: Page, site: Site, folder: Path) -> Way:
    """Go the whole way; the mail page that is opened is written to a folder."""
    way = Way(page)
    with way.step("Sign in"):
        sign_in(page, site)
        way.steps[-1].clicks, way.steps[-1].fields = 1, 2
    with way.step("Copy the starter “Nearest store”"):
        copy_starter(way)
    with way.step("Change a text and a colour, drag the picture"):
        change(way)
    with way.step("Add a variant for rain"):
        add_rain(way)
    with way.step("Preview as three people at three times, and see why"):
        preview(way)
    with way.step("Publish"):
        publish(way)
    with way.step("Create a message, copy its snippet"):
        snippet = compose(way)
    with way.step("Open it in a mail page, and see the open on Live"):
        watch(way, snippet, folder)
    return way


def copy_starter(way: Way) -> None:
    """From the library over the gallery into the designer."""
    page = way.page
    way.click(page.get_by_role("link", name="Gallery", exact=True))
    way.click(page.get_by_role("link", name=re.compile("Nearest store")).first)
    way.fill(page.get_by_label("Name of your block"), BLOCK)
    way.click(page.get_by_role("button", name="Use this block"))
    page.wait_for_url(f"**/blocks/{BLOCK}/design")
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until what stands on the canvas is drawn and saved."""
    expect(page.locator("#stage img").first).to_be_visible()
    expect(page.locator("#saved")).to_have_text(re.compile("^Saved"))


def change(way: Way) -> None:
    """The fallback's headline, its colour, and where its picture stands."""
    page = way.page
    way.click(page.get_by_role("tab", name="Fallback"))
    drawn(page)
    before = page.locator("#stage img").first.get_attribute("src")
    way.click(page.locator("#stage [aria-label^='Text']").nth(1))
    way.fill(page.locator("#properties textarea").first, HEADLINE)
    expect(page.locator("#stage img").first).not_to_have_attribute("src", before or "")
    colour(way)
    picture = page.locator("#stage [aria-label^='Picture']").first
    was = picture.get_attribute("aria-label")
    area = picture.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] / 2 + 30, area["y"] + area["height"] / 2, steps=8)
    page.mouse.up()
    way.steps[-1].clicks += 1
    expect(page.locator("#stage [aria-label^='Picture']").first).not_to_have_attribute(
        "aria-label", was or ""
    )
    drawn(page)


def colour(way: Way) -> None:
    """Another colour of the brand for the chosen text."""
    page = way.page
    swatches = page.locator("#properties").get_by_role("button", name=re.compile("accent"))
    way.click(swatches.first)


def add_rain(way: Way) -> None:
    """A variant that is shown when it rains, with a text of its own."""
    page = way.page
    way.click(page.get_by_role("button", name="Variant", exact=True))
    dialog = page.get_by_role("dialog")
    if dialog.count():
        way.fill(dialog.get_by_role("textbox").first, "raining")
        way.click(dialog.locator("button.main"))
    way.click(page.locator("#variant-bar").get_by_role("button", name=re.compile("say when")))
    way.click(page.get_by_role("button", name="It rains"))
    expect(page.locator("#variant-bar")).to_contain_text(re.compile("[Ww]eather|rain"))
    drawn(page)


def preview(way: Way) -> None:
    """Three people at three times; each time why."""
    page = way.page
    way.click(page.get_by_role("link", name="Preview"))
    page.wait_for_url(f"**/blocks/{BLOCK}**")
    for person, minutes in zip(PEOPLE, HOURS, strict=True):
        shown = page.url
        way.click(page.get_by_role("radio", name=re.compile(f"^{person}")))
        page.wait_for_url(lambda url, shown=shown: url != shown)
        shown = page.url
        way.fill(page.get_by_label("Time of day"), str(minutes))
        page.wait_for_url(lambda url, shown=shown: url != shown)
        expect(page.locator("#why")).to_contain_text("raining")
        expect(page.locator("#stage img").first).to_be_visible()


def publish(way: Way) -> None:
    """Through the gate of the checks."""
    page = way.page
    way.click(page.get_by_role("link", name="Design", exact=True))
    drawn(page)
    way.click(page.get_by_role("link", name="Publish…"))
    page.wait_for_url("**/publish")
    seen = page.get_by_role("checkbox")
    if seen.count():
        way.click(seen.first)
    way.click(page.get_by_role("button", name=re.compile("^Publish")).first)
    expect(page.get_by_text("Version 1 is live.")).to_be_visible()


def compose(way: Way) -> str:
    """A message with the block in it; returns its snippet for one platform."""
    page = way.page
    way.click(page.get_by_role("link", name="Messages", exact=True))
    way.click(page.get_by_role("link", name="New message"))
    way.fill(page.get_by_label("Name", exact=True), MESSAGE)
    way.click(page.locator("#chooser").get_by_role("button", name=re.compile(BLOCK)).first)
    way.choose(page.get_by_label("Sending platform"), "Klaviyo")
    way.click(page.get_by_role("button", name="Create the message"))
    way.click(page.get_by_role("button", name=f"Copy the HTML of {BLOCK}"))
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def watch(way: Way, snippet: str, folder: Path) -> None:
    """Open the email as a mail page shows it, while Live is open."""
    live = way.page
    way.click(live.get_by_role("link", name="Live", exact=True))
    expect(live.locator("main")).not_to_contain_text(BLOCK)
    email = folder / "email.html"
    email.write_text(_TAG.sub("anonymous", snippet), encoding="utf-8")
    mail = live.context.new_page()
    mail.goto(email.as_uri())
    expect(mail.locator("img")).to_have_js_property("complete", value=True)
    assert mail.evaluate("() => document.images[0].naturalWidth") > 2  # no fallback of last resort
    mail.close()
    expect(live.locator("main")).to_contain_text(BLOCK, timeout=20_000)
