"""Whatever lies among the assets, a picture comes, and carries nothing that the sources said."""

import os
import re

import pytest

from app.adapters.sqlite.assets import content_digest
from app.model.ports import Asset
from app.model.rendering import Format
from app.pictures.stripping import stripped
from tests.journeys.building import publish
from tests.pictures.uploads import BOMBS, SECRET, a_profile, bomb, mutations, tagged
from tests.serving import assert_picture, serving

SHOWING = """
block: {name}
size: 300x200
variants: []
fallback:
  say: {{headline: "Look", link: "https://northbeam.example/"}}
  draw:
    - fill: {{color: "#ffffff"}}
    - picture: {{asset: {asset}, box: [0, 0, 300, 120], fit: cover}}
    - text: {{content: "{{{{ say.headline }}}}", box: [10, 130, 280, 60]}}
"""
PNG = Format.PNG
KINDS = ("PNG", "JPEG", "GIF", "WEBP")
PROFILED = {kind: tagged(kind, profile=a_profile()) for kind in KINDS}


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test."""
    async with serving(demo_home) as running:
        yield running


async def hang(demo, name: str, body: bytes) -> None:
    """Put a body among the assets past all checks, and publish a block that shows it."""
    asset = Asset(
        name=f"{name}.png", digest=content_digest(body), media_type="image/png", size=len(body),
        width=8, height=8,
    )  # fmt: skip
    await demo.services.storage.assets.put(asset, body)
    await publish(demo, name, SHOWING.format(name=name, asset=f"{name}.png"))


@pytest.mark.no_cover
async def test_bombs_among_the_assets_are_left_out(demo):
    """A layer that cannot be decoded is skipped, in every format, and the server lives on."""
    server = os.getpid()
    for number, name in enumerate(BOMBS):
        await hang(demo, f"bomb-{number}", bomb(name))
        extension = ("png", "jpg", "gif")[number % 3]
        answer = await demo.ask(demo.open_path(f"bomb-{number}", extension=extension))
        assert_picture(answer, extension)
    assert os.getpid() == server


async def test_damaged_assets_are_left_out(demo):
    """Pictures with bytes changed are drawn or left out; every answer is a picture."""
    for number, body in enumerate(mutations(60)):
        await hang(demo, f"torn-{number}", body)
        assert_picture(await demo.ask(demo.open_path(f"torn-{number}")), "png")


async def test_an_asset_that_is_gone_or_torn_is_left_out(demo):
    """A file that vanished or was overwritten costs its layer."""
    for number, harm in enumerate((lambda path: path.unlink(), lambda p: p.write_bytes(b"x" * 99))):
        body = tagged("PNG") + bytes((number,))
        await hang(demo, f"harmed-{number}", body)
        digest = content_digest(body)
        harm(demo.home / "assets" / digest[:2] / digest[2:])
        assert_picture(await demo.ask(demo.open_path(f"harmed-{number}")), "png")


async def test_an_asset_that_is_back_is_shown_again(demo):
    """A picture that lacked something is tried again after some seconds, without a restart."""
    body = tagged("PNG")
    await hang(demo, "shown", body)
    digest = content_digest(body)
    path = demo.home / "assets" / digest[:2] / digest[2:]
    path.rename(path.with_name("aside"))
    renderings, url = demo.services.renderings, demo.open_path("shown")
    renderings._monotonic = lambda: 1_000.0
    lacking = (await demo.ask(url)).body
    [name] = [key for key, _ in renderings._memory._young if not renderings.is_whole(key, PNG)]
    path.with_name("aside").rename(path)

    soon = (await demo.ask(url)).body
    renderings._monotonic = lambda: 1_011.0
    later = await demo.ask(url)

    assert soon == lacking
    assert later.body != lacking
    assert renderings.stats.incomplete == 1
    assert renderings.is_whole(name, PNG)
    assert later["etag"] == f'"{name}"'


@pytest.mark.parametrize("kind", KINDS)
async def test_renderings_say_nothing_of_their_sources(demo, kind):
    """Place, texts and profile of a source are in no rendering, nor in what HTML shows of it."""
    await hang(demo, "shown", PROFILED[kind])
    for extension, name in (("png", "PNG"), ("jpg", "JPEG"), ("gif", "GIF")):
        answer = await demo.ask(demo.open_path("shown", extension=extension))
        assert_picture(answer, extension)
        assert SECRET not in answer.body
        assert stripped(answer.body, name) == answer.body  # there is nothing to leave out


async def test_html_shows_webp_as_png(demo):
    """What a mail client may not show comes in a format that it does, named so."""
    await hang(demo, "shown", tagged("WEBP"))
    html = (await demo.ask(demo.open_path("shown", extension="html"))).body.decode()
    [path] = re.findall(r"(/r/[0-9a-f]{64}\.\w+)", html)

    for _ in range(2):  # decoded, then kept
        assert_picture(await demo.ask(path), "png")
