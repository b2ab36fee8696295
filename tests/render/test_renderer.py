"""The renderer gives the same bytes for the same scene, always a picture of the right size."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.errors import RenderError
from app.model.rendering import Format
from app.model.scene import (
    Align,
    Fill,
    Fit,
    Line,
    Map,
    Node,
    Panel,
    Picture,
    Progress,
    Scene,
    Text,
    VAlign,
)
from app.render import FontBook, Renderer
from app.render.engine import versions
from tests.render.scenes import ASSETS, a_scene, a_text, greetings, low_stock, nearest_store, points

ROOT = Path(__file__).parents[2]
SCENES = (nearest_store, points, low_stock, greetings)

numbers = st.integers(min_value=-60, max_value=300)
boxes = st.tuples(numbers, numbers, numbers, numbers)
colors = st.binary(min_size=4, max_size=4).map(lambda raw: f"#{raw.hex()}")
nodes: st.SearchStrategy[Node] = st.one_of(
    st.builds(Fill, color=colors, to=st.one_of(st.just(""), colors)),
    st.builds(
        Panel,
        box=boxes,
        color=colors,
        to=st.one_of(st.just(""), colors),
        radius=numbers,
        border=numbers,
        border_color=colors,
    ),
    st.builds(Line, points=boxes, color=colors, width=st.integers(-2, 40)),
    st.builds(
        Text,
        content=st.text(max_size=40),
        box=boxes,
        ink=colors,
        font=st.sampled_from(["body", "heading", "x"]),
        weight=st.integers(100, 900),
        size=st.integers(-5, 60),
        min_size=st.integers(-5, 60),
        lines=st.integers(-1, 4),
        align=st.sampled_from(Align),
        valign=st.sampled_from(VAlign),
        strike=st.booleans(),
        language=st.sampled_from(["", "ja", "ar"]),
    ),
    st.builds(
        Picture,
        asset=st.sampled_from([*ASSETS, "none"]),
        box=boxes,
        fit=st.sampled_from(Fit),
        focus=st.tuples(numbers, numbers),
        radius=numbers,
    ),
    st.builds(
        Progress,
        box=boxes,
        value=st.integers(-10, 1100),
        color=colors,
        track=colors,
        radius=numbers,
    ),
    st.builds(
        Map,
        box=boxes,
        bearing=st.integers(-400, 400),
        distance_m=st.integers(0, 10**6),
        label=st.text(max_size=12),
        ink=colors,
        ground=colors,
        accent=colors,
    ),
)
scenes = st.builds(
    Scene,
    width=st.integers(2, 160),
    height=st.integers(2, 120),
    nodes=st.lists(nodes, max_size=5).map(tuple),
    density=st.sampled_from([1, 2]),
    background=colors,
)


@given(scenes, st.sampled_from(Format))
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_scene_becomes_a_picture_of_its_size(
    renderer: Renderer, scene: Scene, kind: Format
) -> None:
    """Whatever the nodes, the bytes decode to the scene's size, opaque, in the format."""
    with Image.open(BytesIO(renderer.draw(scene, kind))) as picture:
        picture.load()
        assert (scene.width * scene.density, scene.height * scene.density) == picture.size
        assert kind.media_type == Image.MIME[picture.format or ""]
        assert "A" not in picture.mode
        assert "transparency" not in picture.info


@pytest.mark.parametrize("kind", list(Format))
def test_pictures_carry_no_metadata(renderer: Renderer, kind: Format) -> None:
    """No EXIF, profile, comment or text comes out, whatever went in."""
    with Image.open(BytesIO(renderer.draw(nearest_store(), kind))) as picture:
        picture.load()
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(picture.info)
        assert not getattr(picture, "text", None)


DRAW = """
import hashlib, sys
from pathlib import Path
from app.model.rendering import Format
from app.render import FontBook, Renderer
from tests.render.scenes import ASSETS, greetings, low_stock, nearest_store, points
renderer = Renderer(fonts=FontBook(Path("static/fonts")), picture=ASSETS.get)
print(renderer.fingerprint)
for scene in (nearest_store, points, low_stock, greetings):
    for kind in Format:
        print(hashlib.blake2b(renderer.draw(scene(), kind)).hexdigest())
"""


@pytest.mark.no_cover
def test_two_processes_give_the_same_bytes(renderer: Renderer) -> None:
    """The same scene is the same bytes in this process and in two others, hashed anew."""
    here = [renderer.fingerprint]
    here += [
        hashlib.blake2b(renderer.draw(scene(), kind)).hexdigest()
        for scene in SCENES
        for kind in Format
    ]
    for seed in ("1", "2"):
        found = subprocess.run(
            [sys.executable, "-c", DRAW],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(ROOT)},
        )
        assert here == found.stdout.split()


def test_two_threads_give_the_same_bytes(fonts: FontBook) -> None:
    """Drawing at the same time changes nothing."""
    alone = [
        Renderer(fonts=fonts, picture=ASSETS.get).draw(scene(), Format.PNG) for scene in SCENES
    ]
    shared = Renderer(fonts=FontBook(ROOT / "static" / "fonts"), picture=ASSETS.get)
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda scene: shared.draw(scene(), Format.PNG), SCENES * 3))
    assert alone * 3 == drawn


def test_the_fingerprint_follows_salt_and_fonts(tmp_path: Path, fonts: FontBook) -> None:
    """Another salt or other fonts: other fingerprint; every library has its say in it."""
    one = Renderer(fonts=fonts, picture=ASSETS.get)
    assert one.fingerprint == Renderer(fonts=fonts, picture=ASSETS.get).fingerprint
    others = {
        Renderer(fonts=fonts, picture=ASSETS.get, salt="x").fingerprint,
        Renderer(fonts=FontBook(tmp_path), picture=ASSETS.get).fingerprint,
    }
    assert one.fingerprint not in others
    assert {"pillow", "uharfbuzz", "icu4py"} <= {text.split()[0] for text in versions()}


def test_skipped_assets_are_told(renderer: Renderer) -> None:
    """A drawing says its size and what it had to leave out."""
    drawing = renderer.drawing(a_scene(Picture(asset="none", box=(0, 0, 9, 9))), Format.PNG)
    assert (drawing.skipped, drawing.width, drawing.height) == (("none",), 120, 60)


def test_failures_are_render_errors(fonts: FontBook) -> None:
    """Out of bounds, and a picture store that fails, raise RenderError alone."""

    def fails(_: str) -> bytes:
        raise OSError("disk")

    renderer = Renderer(fonts=fonts, picture=fails)
    for scene in (
        replace(a_scene(), width=9999),
        a_scene(Picture(asset="a", box=(0, 0, 9, 9))),
        replace(a_scene(), nodes=("nothing",)),  # type: ignore[arg-type]
    ):
        with pytest.raises(RenderError):
            renderer.draw(scene, Format.PNG)


@pytest.mark.parametrize(
    ("color", "size"),
    [
        ("#123a36ff", (600, 240)),
        ("#faf6efff", (1, 1)),
        ("#00000000", (2048, 4000)),
        ("no colour", (300, 80)),
        ("#c8553d", (40, 400)),
    ],
)
def test_a_placeholder_never_fails(renderer: Renderer, color: str, size: tuple[int, int]) -> None:
    """A brand's placeholder is a picture whatever the colour and size."""
    for kind in Format:
        body = renderer.placeholder(color, "Northbeam שלום", kind, *size)
        with Image.open(BytesIO(body)) as picture:
            picture.load()
            assert min(picture.size) >= 2


@pytest.mark.parametrize(
    "name",
    [
        "a" * 1_000_000,
        "Z" + "\u0316\u0301" * 10_000,
        "\u202eשלום\u202d abc\u202c" * 999,
        "👩‍👩‍👧‍👦" * 9999,
        "\0\x07\ud800",
        "ﷺ" * 900,
        "\ufdfd",
    ],
)
def test_hostile_names_are_drawn(renderer: Renderer, name: str) -> None:
    """Huge, zalgo, overridden, broken: a picture all the same."""
    assert renderer.draw(a_scene(a_text(name, lines=2)), Format.PNG)
