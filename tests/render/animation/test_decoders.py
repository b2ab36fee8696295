"""Every decoder that matters sees the same frames, for the same time."""

import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from app.model.rendering import Format
from app.model.scene import Fill, Picture, Scene
from app.render import Renderer
from tests.render.animation.chromium import Chromium, running
from tests.render.animation.films import HOUR, a_countdown, a_set

Shown = list[tuple[int, bytes]]  # seconds, RGB pixels of each frame

FILMS = {
    "seconds": a_set(a_countdown(film_s=60), density=2),
    "minute": a_set(a_countdown(HOUR + 2, language="pl")),
    "full": a_set(a_countdown(62, full_frames=True, film_s=4)),
    "expiring": a_set(
        Fill(color="#fff1e0ff", to="#f3a683ff"), a_countdown(3, film_s=6, expired="Over")
    ),
    "photo": a_set(Picture(asset="photo", box=(0, 0, 300, 70)), a_countdown(61, color="")),
    "minutes": a_set(a_countdown(601, film_s=300, units="dhm")),
    "looping": a_set(a_countdown(loop=True)),
}


def program(names: str, package: str) -> str:
    """Return a program of a package; without it the test is skipped, which CI does not allow."""
    for name in names.split():
        if found := shutil.which(name):
            return found
    pytest.skip(f"{package} is not installed: apt-get install {package}")


def pillow(film: bytes) -> Shown:
    """Return the frames as Pillow sees them."""
    with Image.open(BytesIO(film)) as opened:
        return [
            (int(frame.info["duration"]) // 1000, frame.convert("RGB").tobytes())
            for frame in ImageSequence.Iterator(opened)
        ]


@pytest.fixture(params=FILMS)
def scene(request: pytest.FixtureRequest) -> Scene:
    """Return one of the films' scenes."""
    return FILMS[request.param]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Run Chromium for all films."""
    with running(program("chromium", "chromium"), tmp_path_factory.mktemp("web")) as one:
        yield one


def test_gifsicle_sees_what_pillow_sees(renderer: Renderer, scene: Scene, tmp_path: Path) -> None:
    """It finds no fault, and unfolds every patch into the same whole frames.

    Films whose look changes bring a second table of colours, with which it does not unfold.
    """
    film, unfolded = renderer.draw(scene, Format.GIF), tmp_path / "unfolded.gif"
    gifsicle = program("gifsicle", "gifsicle")
    command = [gifsicle, "--unoptimize", "--output", str(unfolded)]
    done = subprocess.run(command, input=film, capture_output=True, check=True)
    assert done.stderr == b"" or b"local color tables" in done.stderr
    assert pillow(film) == pillow(unfolded.read_bytes())


def test_imagemagick_sees_what_pillow_sees(renderer: Renderer, scene: Scene) -> None:
    """Frame by frame, also their time in hundredths of a second."""
    film = renderer.draw(scene, Format.GIF)
    convert = program("convert-im6 magick", "imagemagick")
    raw = subprocess.run(
        [convert, "gif:-", "-coalesce", "-depth", "8", "rgb:-"],
        input=film, capture_output=True, check=True,
    )  # fmt: skip
    delays = subprocess.run(
        [convert, "gif:-", "-format", "%T\n", "info:-"], input=film, capture_output=True, check=True
    )
    size = scene.width * scene.height * scene.density**2 * 3
    frames = [raw.stdout[at : at + size] for at in range(0, len(raw.stdout), size)]
    seconds = [int(line) // 100 for line in delays.stdout.split()]
    assert raw.stderr == delays.stderr == b""
    assert pillow(film) == list(zip(seconds, frames, strict=True))


def test_chromium_sees_what_pillow_sees(
    renderer: Renderer, chromium: Chromium, scene: Scene
) -> None:
    """By its own decoder, frame by frame; and it plays once unless it is told to loop."""
    film = renderer.draw(scene, Format.GIF)
    size = (scene.width * scene.density, scene.height * scene.density)
    expected = []
    for seconds, pixels in pillow(film):
        opaque = Image.frombytes("RGB", size, pixels).convert("RGBA").tobytes()
        expected.append((seconds, sha256(opaque).hexdigest()))
    frames, repetitions = chromium.frames(film)
    assert expected == frames
    assert (repetitions == 0) is (scene is not FILMS["looping"])
