"""Tests of the HTML that marketers paste."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.delivery.embed import advice, esp_names, find_esp, merge_tag, snippet
from app.delivery.esps import ESPS
from app.errors import Refused
from app.model.keys import new_key

KEY = new_key()
DOCUMENT = Path(__file__).parents[2] / "docs" / "embedding.md"


def html(esp: str, **changes: object) -> str:
    """Return a snippet."""
    asked: dict[str, object] = {
        "base_url": "https://live.example/",
        "message_key": KEY,
        "block": "nearest-store",
        "width": 600,
        "height": 240,
        "alt": 'Your "store" & more',
    }
    return snippet(esp, **(asked | changes))  # type: ignore[arg-type]  # a table of keywords


class Tags(HTMLParser):
    """Collects the attributes of each tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str | None]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.found[tag] = dict(attrs)


@pytest.mark.parametrize("esp", esp_names())
def test_snippet(esp: str) -> None:
    """Picture and link carry the same tag, and the picture all that mail clients need."""
    tags = Tags(html(esp)).found
    path = f"{KEY}/{merge_tag(esp)}/nearest-store"

    assert f"https://live.example/o/{path}.png" == tags["img"].pop("src")
    assert {"href": f"https://live.example/c/{path}"} == tags["a"]
    assert tags["img"] == {
        "width": "600",
        "height": "240",
        "alt": 'Your "store" & more',
        "border": "0",
        "style": "display:block",
    }


@pytest.mark.parametrize("esp", esp_names())
def test_address_is_short(esp: str) -> None:
    """An address stays below 300 characters even before the tag is replaced."""
    assert len(str(Tags(html(esp)).found["img"]["src"])) < 300


@pytest.mark.parametrize("name", ["SFMC", "Salesforce Marketing Cloud", "customer.io", "Neolane"])
def test_aliases(name: str) -> None:
    """A provider is found by title and other names."""
    assert find_esp(name).name in esp_names()


def test_names_are_unique() -> None:
    """No name or alias stands for two providers."""
    names = [name for esp in ESPS for name in (esp.name, *esp.aliases)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"esp": "mailchmp"}, "mailchimp"),
        ({"esp": "§§"}, "raw, salesforce"),
        ({"width": 0}, "1 to"),
        ({"extension": "webp"}, "png"),
        ({"field": 'a"b'}, "letters"),
    ],
)
def test_refusals(change: dict[str, object], remedy: str) -> None:
    """What cannot be embedded is refused with a remedy."""
    with pytest.raises(Refused) as caught:
        html(**({"esp": "raw"} | change))  # type: ignore[arg-type]  # a table of keywords

    assert remedy in caught.value.remedy


def test_field() -> None:
    """The custom field may have another name, written as the provider wants it."""
    assert merge_tag("emarsys", field="1234") == "{{contact.1234}}"
    assert merge_tag("mailchimp") == "*|OPENTIME_K|*"


def test_advice() -> None:
    """Advice says what to import and to send a proof; more so where the syntax is not verified."""
    assert "{subscriber}" in advice("raw")
    assert "{{ person|lookup:'opentime_key' }}" in advice("klaviyo")
    assert "not been verified" in advice("braze")
    assert "not been verified" not in advice("klaviyo")


def table() -> str:
    """Return the table of providers as the guide must have it."""
    rows = [
        "| ESP | `--esp` | tag of our key | own id | encodes with | notes |",
        "|---|---|---|---|---|---|",
    ]
    for esp in ESPS:
        names = ", ".join(f"`{name}`" for name in (esp.name, *esp.aliases))
        cells = [
            esp.title,
            names,
            f"{_code(merge_tag(esp.name))} {esp.custom_confidence}",
            f"{_code(esp.own)} {esp.own_confidence}" if esp.own else "",
            _code(esp.encoded),
            esp.note.replace("|", "\\|"),
        ]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|") if text else ""


def test_document() -> None:
    """The guide shows every provider as the program knows it."""
    assert table() in DOCUMENT.read_text(encoding="utf-8")
