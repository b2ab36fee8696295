"""The gallery: what an example is made of, and the page that shows it."""

import re
from datetime import datetime
from io import BytesIO

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette

from app.composition.gallery import gallery_page
from app.demo.gallery.coloring import colored, worded
from app.demo.gallery.examples import EVENING, read_examples
from app.demo.gallery.page import ADDRESS
from app.model.reader import ReaderKind
from app.model.rendering import Format

BLOCK = """\
block: text-x
title: "A title"
size: 300x80
fallback:
  draw:
    - text: {content: hello, box: [0, 0, 9, 9]}
"""


@pytest.fixture(scope="module")
def page():
    """Return the page as this process would show it."""
    return gallery_page()


@pytest.fixture(scope="module")
def app(page):
    """Return an application of the page alone."""
    return Starlette(routes=page.routes())


async def get(app, path):
    """Return the answer of an application."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gallery") as client:
        return await client.get(path)


def test_an_example_is_a_caption_and_a_block(tmp_path):
    """The comments above a block are its caption and its opening; the rest is its document."""
    head = "# What it shows,\n# in two lines.\n# by: nb-omar\n# at: 2026-11-27T21:30\n"
    (tmp_path / "text.x.gif.yaml").write_text(f"{head}# reader: prefetch\n{BLOCK}", "utf-8")
    (example,) = read_examples(tmp_path)

    assert (example.name, example.kind, example.format) == ("text.x", "text", Format.GIF)
    assert (example.title, example.caption) == ("A title", "What it shows, in two lines.")
    assert (example.size, example.document, example.file) == ((300, 80), BLOCK, "text.x.gif")
    assert example.opening.by == "nb-omar"
    assert example.opening.at == datetime(2026, 11, 27, 21, 30)  # noqa: DTZ001  # a wall's
    assert example.opening.reader is ReaderKind.PREFETCH


def test_an_example_is_opened_by_anna_at_the_usual_hour(tmp_path):
    """Without a word on it the opening is the gallery's own, the format PNG."""
    (tmp_path / "text.yaml").write_text(f"# It.\n{BLOCK}", "utf-8")
    (example,) = read_examples(tmp_path)

    assert (example.opening.at, example.opening.reader) == (EVENING, ReaderKind.PERSON)
    assert example.file == "text.png"


def test_examples_stand_in_the_order_of_the_documentation(tmp_path):
    """By kind, the main example first; themes that are no kind come last."""
    for name in ("scripts", "text.b", "text", "fill", "text.a"):
        (tmp_path / f"{name}.yaml").write_text(BLOCK, "utf-8")

    names = [example.name for example in read_examples(tmp_path)]
    assert names == ["fill", "text", "text.a", "text.b", "scripts"]


def test_the_essence_is_what_is_drawn(tmp_path):
    """Elements alone where the block holds little else; with parameters it is shown whole."""
    (tmp_path / "text.yaml").write_text(BLOCK, "utf-8")
    (tmp_path / "text.p.yaml").write_text(f"params: {{n: {{type: number}}}}\n{BLOCK}", "utf-8")
    plain, whole = read_examples(tmp_path)

    assert plain.essence == "- text: {content: hello, box: [0, 0, 9, 9]}"
    assert whole.essence == whole.document.rstrip()


async def test_the_page_shows_every_example_with_its_options(app, page):
    """Each example has its picture, each kind its options; nothing runs and nothing is fetched."""
    answer = await get(app, ADDRESS)
    html = answer.text

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in html
    assert " style=" not in html
    assert re.findall(r"https?://", re.sub(r"<pre.*?</pre>", "", html, flags=re.DOTALL)) == []
    for example in page.gallery.examples.values():
        assert f'src="{ADDRESS}/{example.file}"' in html
    for chapter in page.gallery.chapters:
        for option in chapter.described.options if chapter.described else ():
            assert f"<code>{option.name}</code>" in html


async def test_an_example_is_its_picture(app):
    """The picture comes in the example's format and no other, the same when asked again."""
    once, again = [await get(app, f"{ADDRESS}/text.png") for _ in range(2)]

    assert (once.status_code, once.headers["content-type"]) == (200, "image/png")
    assert Image.open(BytesIO(once.content)).size == (1200, 320)
    assert again.content == once.content
    for name in ("text.gif", "text", "nothing.png", "text.exe"):
        assert (await get(app, f"{ADDRESS}/{name}")).status_code == 404


async def test_an_example_is_html_and_a_document(app):
    """The HTML of a mail says the same words; the document can be copied whole."""
    mail = await get(app, f"{ADDRESS}/text.html")
    document = await get(app, f"{ADDRESS}/text.yaml")

    assert "Anna, your size is in New York" in mail.text
    assert "script" not in mail.headers["content-security-policy"]
    assert document.content.startswith(b"block: text\n")


def test_sources_are_marked_and_stay_what_they_are():
    """Every part is in a span of its class; the words are untouched and harmless."""
    source = 'a: {b-c: "<x: 1>", ink: brand.ink, n: -2}  # why\nd: e'
    html = colored(source)

    assert html.count('<span class="line">') == 2
    assert '<span class="text">&quot;&lt;x: 1&gt;&quot;</span>' in html
    assert '<span class="note"># why</span>' in html
    assert '<span class="color">brand.ink</span>' in html
    assert '<span class="number">-2</span>' in html
    assert re.findall(r'class="key">([^<]*)<', html) == ["a", "b-c", "ink", "n", "d"]


def test_backticks_are_code():
    """What stands in backticks is code, the rest is text."""
    assert worded("a `b<` c & d") == "a <code>b&lt;</code> c &amp; d"
