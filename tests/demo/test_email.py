"""The demo's brand, messages, blocks and email."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.authoring import check_block, compile_block
from app.demo.brand import BLOCKS, brand, messages
from app.demo.products import products
from app.model.brand import Tracking
from app.model.keys import is_key

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates" / "demo"
DOCUMENTS = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("blocks/*.yaml")}
ASSETS = frozenset(path.name for path in (ROOT / "static" / "demo").glob("*/*.jpg"))


def page(template: str, **changes: Any) -> str:
    """Return a demo page for the first message, with every variable that index.html names."""
    person = {"key": "k1", "name": "<Anna>", "who": "Shopper", "city": "New York"}
    email = {
        "key": "m1",
        "name": "autumn-trail",
        "title": "The trail",
        "preheader": "Boots",
        "view_url": "/v/m1/k1",
        "preferences_url": "https://northbeam.example/preferences",
        "shop_url": "https://northbeam.example/",
    }
    block = {"width": 600, "height": 140, "alt": 'A "block"', "variant": "today", "because": "so"}
    urls = ("image_url", "/o/m1/k1/{}.png"), ("click_url", "/c/m1/k1/{}")
    variables: dict[str, Any] = {
        "email": email,
        "emails": [email],
        "cast": [person],
        "chosen": person | {"local_time": "Tuesday 19:12"},
        "at": "",
        "blocks": [
            block | {"name": n, "valid_until": "18:00"} | {k: u.format(n) for k, u in urls}
            for n in BLOCKS
        ],
        "products": [{"name": "Cap", "price": "27", "was": "30", "image_url": "/a", "url": "/b"}],
        "studio_url": "/studio/",
        "static_url": "/static/",
    }
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(f"demo/{template}").render(variables | changes)


def test_the_brand_can_show_events_and_knows_a_place():
    """Tracking is identified, colours are six hex digits, links stay on the brand's host."""
    northbeam = brand()

    assert Tracking.IDENTIFIED is northbeam.privacy.tracking
    assert northbeam.place is not None
    assert northbeam.link.removeprefix("https://").startswith(northbeam.link_hosts)
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in northbeam.colors.values())


def test_two_messages_show_six_and_three_blocks():
    """autumn-trail shows every block, weekend-offer three, both about products that exist."""
    autumn, weekend = messages(datetime(2026, 11, 20, tzinfo=UTC))

    assert set(autumn.blocks) == set(DOCUMENTS)
    assert len(weekend.blocks) == 3
    assert {autumn.params["sku"], weekend.params["sku"]} <= {p.sku for p in products()}
    assert is_key(autumn.key)
    assert is_key(weekend.key)
    assert messages(secret="s3")[0].key != autumn.key


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_compiles_without_a_word_of_complaint(name: str):
    """Every block passes the check with no error and no warning, and is 600 pixels wide."""
    problems = check_block(DOCUMENTS[name], assets=ASSETS, brand_colors=brand().colors, name=name)
    plan = compile_block(DOCUMENTS[name], brand_colors=brand().colors, name=name)

    assert problems == ()
    assert plan.width == 600
    assert 120 <= plan.height <= 300
    assert plan.alt is not None
    assert len(plan.variants) >= 3


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_names_only_colors_pictures_and_hosts_of_the_brand(name: str):
    """Colours are tokens of the brand, fixed pictures exist, links lead to northbeam.example."""
    text = DOCUMENTS[name]

    assert set(re.findall(r"brand\.([a-z]+)", text)) <= set(brand().colors)
    assert set(re.findall(r"asset: ([a-z-]+\.jpg)", text)) <= ASSETS
    assert set(re.findall(r"https?://([^/\s\"]+)", text)) == {"northbeam.example"}
    assert {f"{part}.jpg" for part in ("night", "morning", "afternoon", "evening")} <= ASSETS


def test_only_the_last_order_is_shared():
    """The deadline follows the warehouse's clock, so that everybody may share its picture."""
    personal = {name: compile_block(text).personal for name, text in DOCUMENTS.items()}

    assert [name for name, is_personal in personal.items() if not is_personal] == ["last-order"]


def test_the_email_shows_every_block_as_a_linked_picture():
    """Each block is an image with its size and alt inside a link; no captions, no scripts."""
    html = page("email.html")

    for name in BLOCKS:
        assert re.search(
            rf'<a href="/c/m1/k1/{name}"><img src="/o/m1/k1/{name}.png" width="600" height="140" '
            r'alt="A &#34;block&#34;" border="0" style="display:block',
            html,
        )
    assert 'class="note"' not in html
    assert "<script" not in html
    assert "DB-IP" in html
    assert "GeoNames" in html
    assert len(html.encode()) < 90_000


def test_a_message_shows_only_its_own_blocks():
    """A block that is not among `blocks` leaves no hole in the email."""
    assert '<img src="/o/' not in page("email.html", blocks=[])


def test_the_page_explains_each_block_and_escapes_names():
    """Under every block stands its variant, why, and until when; names cannot inject markup."""
    html = page("index.html")

    assert html.count('class="note"') == len(BLOCKS)
    assert "<em>today</em> because so" in html
    assert "&lt;Anna&gt;" in html
    assert "<Anna>" not in html
    assert 'aria-current="true"' in html


def test_a_block_without_an_end_says_so():
    """Without `valid_until` and `because` the caption stays a sentence."""
    block = {
        "name": "hero", "image_url": "/i", "click_url": "/c", "width": 600, "height": 300,
        "alt": "", "variant": "fallback", "because": "", "valid_until": "",
    }  # fmt: skip
    html = page("index.html", blocks=[block], at="2026-11-27T17:55")

    assert "<em>fallback</em>.\nTrue until something is written." in html
    assert "Back to now" in html


@pytest.mark.parametrize("message", messages(), ids=lambda message: message.name)
def test_every_message_has_its_letter(message: Any):
    """The letter of each message names its blocks in the order in which it lists them."""
    letter = (FOLDER / "letters" / f"{message.name}.html").read_text("utf-8")

    assert list(message.blocks) == re.findall(r'parts\.live\("([a-z-]+)"\)', letter)
