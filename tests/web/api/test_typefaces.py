"""Brands bring typefaces of their own: uploaded, checked, drawn with."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

FONTS = Path(__file__).parents[3] / "static" / "fonts"
FRAUNCES = (FONTS / "Fraunces-Regular.ttf").read_bytes()
BOLD = (FONTS / "Fraunces-Bold.ttf").read_bytes()
BLOCK = """
block: sign
size: 300x80
alt: A sign
fallback:
  draw:
    - text: {content: Hamburg, box: [10, 10, 280, 60], size: 40, font: %s}
"""


def face(asset: str = "house.ttf", **fields: object) -> dict[str, object]:
    """Return a face of the family House."""
    return {"family": "House", "asset": asset, **fields}


async def drawn(served, font: str) -> bytes:
    """Return the pixels of a word in a font."""
    await served.call("PUT", "/blocks/sign", {"document": BLOCK % font})
    await served.call("POST", "/blocks/sign/publish")
    message = await served.call(
        "PUT", "/messages/autumn", {"blocks": ["sign"], "brand": "northbeam"}
    )
    answer = await served.client.get(f"/o/{message.json()['key']}/anonymous/sign.png")
    assert "x-opentime-fallback" not in answer.headers
    return Image.open(BytesIO(answer.content)).convert("RGB").tobytes()


async def test_a_brand_is_drawn_in_its_own_typeface(served):
    """An uploaded file draws what the bundled one of the same content does, by family or role."""
    await served.call("PUT", "/brands/northbeam", {})
    plain, expected = await drawn(served, "body"), await drawn(served, "Fraunces")
    made = await served.call("PUT", "/assets/house.ttf", content=FRAUNCES)
    assert (made.status_code, made.json()["media_type"], made.json()["width"]) == (
        201, "font/ttf", 0,
    )  # fmt: skip
    brand = {"faces": [face()], "fonts": {"heading": "House"}}
    shown = await served.call("PUT", "/brands/northbeam", brand)

    assert shown.json()["faces"] == [face(weight=400, style="normal")]
    assert (await served.call("GET", "/brands/northbeam")).json() == shown.json()
    assert await drawn(served, "House") == await drawn(served, "heading") == expected != plain


async def test_another_file_is_another_picture(served):
    """A replaced file is drawn with at the next open; a deleted one leaves the body's family."""
    await served.call("PUT", "/assets/house.ttf", content=FRAUNCES)
    await served.call("PUT", "/brands/northbeam", {"faces": [face()]})
    first = await drawn(served, "House")
    await served.call("PUT", "/assets/house.ttf", content=BOLD)
    second = await drawn(served, "House")
    await served.call("DELETE", "/assets/house.ttf")

    assert first != second
    assert await drawn(served, "House") == await drawn(served, "body")


async def test_woff2_is_kept_unpacked(served):
    """A WOFF2 upload is stored and answered as the TrueType file in it."""
    font, file = TTFont(BytesIO(FRAUNCES)), BytesIO()
    font.flavor = "woff2"
    font.save(file)
    made = await served.call("PUT", "/assets/house.woff2", content=file.getvalue())
    content = await served.call("GET", "/assets/house.woff2/content")

    assert (made.json()["media_type"], content.content[:4]) == ("font/ttf", FRAUNCES[:4])
    assert "sandbox" in content.headers["content-security-policy"]


@pytest.mark.parametrize(
    "body",
    [b"STARTFONT 2.1\nFONT x", b"\x01fcp" + bytes(40), b"%!PS-AdobeFont", b"wOFF" + bytes(40),
     b"ttcf" + bytes(40), FRAUNCES[:9000], b"wOF2" + bytes(9000)],
)  # fmt: skip
async def test_what_is_no_typeface_is_refused(served, body):
    """Other kinds and damaged files are 422 with a remedy, and are not kept."""
    answer = await served.call("PUT", "/assets/house.ttf", content=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["remedy"]
    assert (await served.call("GET", "/assets/house.ttf")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"asset": "none.ttf"}, "faces[0].asset"),
        ({"asset": "hero.png"}, "faces[0].asset"),
        ({"family": "Evil|400:x"}, "faces[0].family"),
        ({"weight": 450}, "faces[0].weight"),
        ({"weight": 1000}, "faces[0].weight"),
    ],
)
async def test_faces_are_checked(served, fields, field):
    """A face names a typeface that is there, a family, and a weight."""
    file = BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    await served.call("PUT", "/assets/hero.png", content=file.getvalue())
    await served.call("PUT", "/assets/house.ttf", content=FRAUNCES)
    answer = await served.call("PUT", "/brands/northbeam", {"faces": [face() | fields]})

    assert answer.status_code == 422
    assert field in [each["field"] for each in answer.json()["errors"]]
