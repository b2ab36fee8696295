"""What we encode is read without a complaint by the tools that others judge files with."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.model.rendering import Format
from app.render import Renderer
from tests.render.scenes import greetings, low_stock, nearest_store, points

GALLERY = Path(__file__).parents[2] / "docs" / "pictures" / "elements"
SCENES = {scene.__name__: scene for scene in (nearest_store, points, low_stock, greetings)}


def program(name: str, package: str) -> str:
    """Return a program of a package; without it the test is skipped, which CI does not allow."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install {package}")
    return found


def complaints(*command: str) -> str:
    """Run a decoder that is silent about what is right; return what it says otherwise."""
    done = subprocess.run(command, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace").strip()
    return said or (f"exit {done.returncode}" if done.returncode else "")


def check(path: Path, tmp_path: Path) -> str:
    """Return the complaints about a file."""
    if path.suffix == ".png":
        # -q: only errors, and those on the standard output.
        pngcheck = program("pngcheck", "pngcheck")
        done = subprocess.run([pngcheck, "-q", str(path)], capture_output=True, check=False)
        return done.stdout.decode(errors="replace") or (str(done.returncode or ""))
    djpeg = program("djpeg", "libjpeg-turbo-progs")
    return complaints(djpeg, "-strict", "-outfile", str(tmp_path / "decoded.ppm"), str(path))


@pytest.mark.parametrize("kind", [Format.PNG, Format.JPG])
@pytest.mark.parametrize("name", SCENES)
def test_a_drawn_scene_is_a_sound_file(
    renderer: Renderer, tmp_path: Path, name: str, kind: Format
) -> None:
    """Neither pngcheck nor libjpeg has anything to say."""
    path = tmp_path / f"{name}.{kind}"
    path.write_bytes(renderer.draw(SCENES[name](), kind))
    assert not check(path, tmp_path)


@pytest.mark.parametrize("name", sorted(path.name for path in GALLERY.glob("*.[pj][np]g")))
def test_a_picture_of_the_gallery_is_a_sound_file(tmp_path: Path, name: str) -> None:
    """Every element and option, as the documentation shows it."""
    assert not check(GALLERY / name, tmp_path)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_damaged_file_is_complained_about(
    renderer: Renderer, tmp_path: Path, suffix: str
) -> None:
    """The tools would say so."""
    body = renderer.draw(nearest_store(), Format(suffix))
    path = tmp_path / f"damaged.{suffix}"
    path.write_bytes(body[: len(body) // 2])
    assert check(path, tmp_path)


@pytest.mark.no_cover
def test_a_thousand_drawings_are_the_same_bytes(renderer: Renderer) -> None:
    """However much was drawn before, a scene is the bytes that it always was."""
    scene = points()
    assert len({renderer.draw(scene, Format.PNG) for _ in range(1000)}) == 1
