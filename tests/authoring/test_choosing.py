"""The format a block is embedded in: chosen by content, or fixed."""

import pytest

from app.authoring import check_block, compile_block
from app.model.rendering import SAFE, Format
from tests.authoring.blocks import a_block

SQUARE = "box: [0, 0, 240, 240]"
SHARE = "photograph, 40 % of the picture: JPEG"
SMALL = "small photograph: PNG"
COUNTDOWN = "countdown: {to: '2030-01-01 00:00', box: [0, 0, 600, 200]}"


def chosen(draw: str, head: str = "", **options: object) -> tuple[Format, str]:
    """Return what is chosen for a block of 600x240 that draws one element."""
    document = a_block(draw=f"[{{{draw}}}]", head=head)
    plan = compile_block(document, **options)  # type: ignore[arg-type]
    return plan.format, plan.format_why


@pytest.mark.parametrize(
    ("draw", "expected", "why"),
    [
        ("fill: {color: '#abc'}", Format.PNG, "flat: PNG"),
        (f"picture: {{asset: hero.jpg, {SQUARE}}}", Format.JPG, SHARE),
        (f"picture: {{asset: '{{{{ product.image }}}}', {SQUARE}}}", Format.JPG, SHARE),
        (f"picture: {{asset: logo.png, {SQUARE}}}", Format.PNG, "flat: PNG"),
        ("picture: {asset: hero.jpg, box: [0, 0, 100, 100]}", Format.PNG, SMALL),
        ("picture: {asset: hero.jpg, box: [500, 0, 900, 200]}", Format.PNG, SMALL),
        (COUNTDOWN, Format.GIF, "animation: GIF"),
    ],
)  # fmt: skip
def test_the_content_chooses(draw: str, expected: Format, why: str) -> None:
    """What is flat is a PNG, what is much photograph a JPEG, what moves a GIF."""
    assert (expected, why) == chosen(draw)


def test_a_lower_density_leaves_more_room_for_photographs() -> None:
    """What counts is how many pixels of the device they have."""
    assert Format.PNG is chosen(f"picture: {{asset: hero.jpg, {SQUARE}}}", "density: 1")[0]


@pytest.mark.parametrize("named", ["png", "jpg", "jpeg", "gif"])
def test_a_block_may_fix_its_format(named: str) -> None:
    """Whatever it draws."""
    format_, why = chosen(COUNTDOWN, f"format: {named}")

    assert Format.of_extension(named) is format_
    assert f"fixed by the block: {format_.spelled}" == why


def test_what_is_not_drawn_here_is_refused_when_it_is_published() -> None:
    """WebP needs the setting; the remedy names it."""
    document = a_block(head="format: webp")
    (problem,) = [p for p in check_block(document) if p.rule == "format-not-enabled"]

    assert "OPENTIME_EXTRA_FORMATS=webp" in problem.remedy
    assert problem.line > 0
    assert not [
        p for p in check_block(document, formats=[*SAFE, Format.WEBP]) if "format" in p.rule
    ]


def test_what_is_not_drawn_here_is_not_embedded() -> None:
    """A block published while WebP was enabled goes on without it."""
    assert Format.PNG is chosen("fill: {color: '#abc'}", "format: webp")[0]
    assert Format.WEBP is chosen("fill: {color: '#abc'}", "format: webp", formats=set(Format))[0]
