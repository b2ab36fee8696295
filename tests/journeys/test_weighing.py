"""Weight: each variant is drawn before it is published; what is too heavy is told or refused."""

import random
from io import BytesIO

import pytest
from PIL import Image

from app.adapters.sqlite.assets import content_digest
from app.delivery.lighter import advice, heaviest
from app.model.ports import Asset
from app.model.problem import Problem, Severity
from app.model.rendering import Format
from app.model.scene import Scene
from tests.serving import Running, serving

HEAVY = """
block: heavy
{head}
alt: "A photograph"
variants:
  - name: never-held
    when: person.nothing_knows_this == 1
    say: {{headline: "Hello {{{{ person.first_name }}}}"}}
    draw: card
fallback: {{say: {{headline: "Hello"}}, draw: [{{fill: {{color: "#336699"}}}}]}}
layouts:
  card:
    - picture: {{asset: noise.jpg, box: [0, 0, 600, 300]}}
    - text: {{content: "{{{{ say.headline }}}}", box: [10, 10, 200, 40], ink: "#ffffff"}}
"""
FILM = """
block: film
size: 600x200
alt: "Ends soon"
fallback:
  say: {headline: "Hi"}
  draw:
    - picture: {asset: evening.jpg, box: [0, 0, 600, 200]}
    - countdown: {to: "2030-01-01 00:00", box: [20, 20, 560, 160], full_frames: true,
        color: "#000000", ink: "#ffffff", duration: 60}
"""


@pytest.fixture
async def demo(demo_home):
    """The demo, with an asset that nothing can compress."""
    async with serving(demo_home) as running:
        pixels = random.Random(3).randbytes(1200 * 600 * 3)
        file = BytesIO()
        Image.frombytes("RGB", (1200, 600), pixels).save(file, "JPEG", quality=90)
        body = file.getvalue()
        asset = Asset(
            name="noise.jpg", digest=content_digest(body), media_type="image/jpeg", size=len(body),
            width=1200, height=600,
        )  # fmt: skip
        await running.services.storage.assets.put(asset, body)
        yield running


async def weighed(demo: Running, document: str) -> tuple[Problem, ...]:
    """Return what weighing says of a document."""
    return await demo.services.weigher.weigh(document)


async def test_a_variant_is_weighed_though_its_condition_does_not_hold(demo):
    """Over a megabyte is an error at its line; it names the element and its share."""
    document = HEAVY.format(head="size: 600x300\nformat: png")
    (found,) = await weighed(demo, document)

    assert (found.rule, found.severity, found.where) == (
        "too-heavy", Severity.ERROR, "variants[0].draw"
    )  # fmt: skip
    assert document.splitlines()[found.line - 1].strip() == "draw: card"
    assert "`never-held` weighs more than 1,000 kB" in found.message
    assert "the picture noise.jpg, which covers 100 %" in found.message


async def test_the_remedy_was_tried(demo):
    """What it says to write brings the weight that it says."""
    document = HEAVY.format(head="size: 300x150\nformat: png")
    (found,) = await weighed(demo, document)
    written = found.remedy.partition("`")[2].partition("`")[0]
    field, value = written.split(": ")
    head = f"size: 300x150\n{field}: {value}" + ("" if field == "format" else "\nformat: png")

    assert await weighed(demo, HEAVY.format(head=head)) == ()


async def test_a_film_is_told_how_to_be_lighter(demo):
    """Frames of the whole canvas are what makes it heavy."""
    (found,) = await weighed(demo, FILM)

    assert "As GIF `fallback` weighs" in found.message
    assert found.remedy.startswith("Leave out `full_frames`: then it weighs ")
    assert await weighed(demo, FILM.replace("full_frames: true,", "")) == ()


async def test_what_no_typeface_has_is_told(demo):
    """A picture of a later Unicode is named with the variant that says it."""
    document = FILM.replace(
        "- picture: {asset: evening.jpg", "- text: {content: 'Hi \U0001faea 🪪'"
    )
    (found,) = await weighed(demo, document.replace("full_frames: true,", ""))

    assert (found.rule, found.severity) == ("no-typeface", Severity.WARNING)
    assert found.where == "fallback.draw"
    assert "has: \U0001faea (U+1FAEA);" in found.message


async def test_the_demo_is_light(demo):
    """Every variant of every block, for a person of a long name."""
    for record in (await demo.services.storage.blocks.page(cursor="", limit=50)).items:
        assert await weighed(demo, record.draft) == (), record.name


def test_a_scene_of_nothing_is_not_explained():
    """Without elements there is nothing to name, and nothing to change but its size."""

    def draw(scene, kind):  # noqa: ARG001  # the renderer's
        return Drawn()

    scene = Scene(width=10, height=10, nodes=(), density=1)

    assert heaviest(scene, Format.JPG, 500_000, draw, {}) == ""
    assert advice(scene, Format.JPG, 200_000, draw) == "Draw less on it, or smaller."


class Drawn:
    """A drawing that stays heavy."""

    body = b"x" * 500_000
    reduced = ""
