"""What is uploaded as a picture is one, or is refused with a remedy."""

import gzip
import os
from io import BytesIO

import pytest
from PIL import Image

from tests.pictures.uploads import BOMBS, SECRET, a_gif, bomb, tagged
from tests.web.api.documents import picture

SVG = b"<?xml version='1.0'?>\n<!-- drawn -->\n<svg xmlns='http://www.w3.org/2000/svg'/>"
ACCEPTED = {"PNG", "JPEG", "GIF", "WEBP"}


def disguised() -> dict[str, bytes]:
    """Return a picture in each format that Pillow writes and we do not take."""
    Image.init()
    made = {}
    for kind in sorted(set(Image.SAVE) - ACCEPTED - {"MPO"}):
        for mode in ("RGB", "L", "1", "P"):
            file = BytesIO()
            try:
                Image.new(mode, (32, 32)).save(file, kind)
            except Exception:  # noqa: BLE001, S112  # some need more than pixels
                continue
            made[kind] = file.getvalue()
            break
    return made


OTHERS = disguised()


@pytest.mark.parametrize("kind", OTHERS)
async def test_a_disguised_format_is_refused(served, kind):
    """A file of another format is 422, whatever its name says."""
    answer = await served.call(
        "PUT", "/assets/hero.png", content=OTHERS[kind], headers={"content-type": "image/png"}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["remedy"]


@pytest.mark.parametrize("body", [SVG, b"\xef\xbb\xbf \n" + SVG, gzip.compress(SVG, mtime=0)])
async def test_svg_is_refused(served, body):
    """A document that can run is no picture."""
    answer = await served.call("PUT", "/assets/hero.png", content=body)

    assert answer.status_code == 415
    assert "PNG" in answer.json()["errors"][0]["remedy"]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", BOMBS)
async def test_bombs(served, name):
    """A small file that wants to be large is refused, or is small; the server lives on."""
    before = os.getpid()
    answer = await served.call("PUT", "/assets/bomb", content=bomb(name))

    assert answer.status_code in (201, 422)
    if answer.status_code == 422:
        assert answer.json()["errors"][0]["remedy"]
    else:
        assert answer.json()["width"] * answer.json()["height"] < 100
    after = await served.call("PUT", "/assets/good", content=picture())
    assert (after.status_code, os.getpid()) == (201, before)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (a_gif(200), "200 frames"),
        (bomb("png that ends early"), "6,000 x 6,000"),
        (b"not a picture", "PNG, JPEG, GIF or WebP"),
    ],
)
async def test_a_limit_is_named(served, body, says):
    """Frames, pixels, format: the problem says what is too much and what to send."""
    answer = await served.call("PUT", "/assets/hero.png", content=body)
    [error] = answer.json()["errors"]

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in f"{error['detail']} {error['remedy']}"


@pytest.mark.parametrize("kind", sorted(ACCEPTED))
async def test_metadata_is_not_kept(served, kind):
    """Where a photograph was taken is in no answer and not on the disk."""
    made = await served.call("PUT", "/assets/photo", content=tagged(kind))
    content = (await served.call("GET", "/assets/photo/content")).content

    assert made.status_code == 201
    assert made.json()["size"] == len(content)
    assert SECRET not in content
    folder = served.services.settings.home / "assets"
    assert all(SECRET not in path.read_bytes() for path in folder.rglob("*") if path.is_file())
