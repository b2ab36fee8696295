"""The HTML of every example against what Can I email? found that mail clients show."""

import json
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.render.html import MAX_BYTES
from tests.docs.gallery import the_gallery

KNOWN = json.loads((Path(__file__).parents[1] / "cases" / "caniemail.json").read_text("utf-8"))
SHOWN = "ya-"  # wholly, partly, not tested
OLD_ATTRIBUTES = {
    "alt", "bgcolor", "border", "colspan", "href", "src", "style",
}  # fmt: skip
"""Of HTML 3.2 and 4, which nobody tests: without them there is no table, link or picture."""
OLD_PROPERTIES = {"color", "font-family"}
ELEMENTS = {
    "img": "html-img", "s": "html-strike", "span": "html-span",
    "table": "html-table", "td": "html-table", "tr": "html-table",
}  # fmt: skip
OLD_ELEMENTS = {"a", "br"}
NEEDLESS = {
    "css-border-radius": "corners are square",
    "css-height": "a picture keeps the height of its attribute",
    "css-object-fit": "a picture is stretched into its box, or keeps its own shape",
    "css-opacity": "a picture is shown whole",
    "html-aria-hidden": "a star is read out besides the number",
    "html-aria-label": "the letters are read out instead of the words",
    "html-target": "links open where the client opens all links",
}
"""What a client may ignore, and what its reader gets then."""


class Used(HTMLParser):
    """Collects elements, attributes and properties."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.properties: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag uses."""
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        for rule in (dict(attrs).get("style") or "").split(";"):
            if ":" in rule:
                self.properties.add(rule.partition(":")[0].strip())


@cache
def written() -> Mapping[str, str]:
    """Return the HTML of every example by its name."""
    gallery, _, _ = the_gallery()
    return {
        name: gallery.html(example, "https://northbeam.example/static")
        for name, example in gallery.examples.items()
    }


@cache
def used() -> Used:
    """Return what all examples use."""
    reading = Used()
    for html in written().values():
        reading.feed(html)
    return reading


def features() -> dict[str, str]:
    """Return the features in use, each with the verdicts on it by client."""
    names = {ELEMENTS[each] for each in used().elements - OLD_ELEMENTS}
    names |= {f"html-{each}" for each in used().attributes - OLD_ATTRIBUTES}
    names |= {f"css-{each}" for each in used().properties - OLD_PROPERTIES}
    return {name: KNOWN["features"][name] for name in names}


def ignoring(verdicts: str) -> set[str]:
    """Return the clients that do not show a feature."""
    pairs = zip(KNOWN["clients"], verdicts, strict=True)
    return {client for client, verdict in pairs if verdict not in SHOWN}


def test_what_a_reader_needs_is_shown_everywhere() -> None:
    """In Gmail, Outlook on Windows, Apple Mail and Yahoo; the rest may be ignored without harm."""
    missing = {name: ignoring(said) for name, said in features().items() if ignoring(said)}

    assert set() == set(missing) - set(NEEDLESS), missing


def test_no_exception_is_made_in_vain() -> None:
    """Whatever may be ignored is used, and ignored by somebody."""
    assert set(NEEDLESS) <= {name for name, said in features().items() if ignoring(said)}


@pytest.mark.parametrize("name", sorted(the_gallery()[0].examples))
def test_a_mail_with_an_example_is_not_cut_off(name: str) -> None:
    """Gmail cuts mails at 102 KiB."""
    assert len(written()[name].encode()) < MAX_BYTES
