"""Chooses the format that a block is embedded in, by what it draws."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from app.authoring.drawing import Drawn, plain
from app.authoring.findings import Findings
from app.model.nodes.countdown import Countdown
from app.model.nodes.picture import Picture
from app.model.rendering import Format

FORMATS: Final = ("png", "jpg", "jpeg", "gif", "webp", "avif")
_DRAWINGS: Final = (".png", ".gif", ".svg")
_SMALL: Final = 100_000  # device pixels of photographs that may go out as PNG, with sharp letters

Variants = Sequence[Iterable[Drawn]]


def choose_format(
    fixed: Format | None, variants: Variants, canvas: tuple[int, int], density: int
) -> tuple[Format, str]:
    """Return the format of what the variants draw on a canvas in CSS pixels, and why."""
    if fixed is not None:
        return fixed, f"fixed by the block: {fixed.spelled}"
    if any(_moves(drawn) for variant in variants for drawn in variant):
        return Format.GIF, "animation: GIF"
    area = max((_photographs(variant, canvas) for variant in variants), default=0)
    if area * density**2 > _SMALL:
        share = min(100, 100 * area // (canvas[0] * canvas[1]))
        return Format.JPG, f"photograph, {share} % of the picture: JPEG"
    return Format.PNG, "small photograph: PNG" if area else "flat: PNG"


def refuse_format(fixed: Format, formats: Collection[Format], findings: Findings) -> None:
    """Note a format that is not drawn here."""
    if fixed in formats:
        return
    findings.error(
        "format-not-enabled",
        ("format",),
        f"{fixed.spelled} is not enabled: some mail clients do not show it.",
        f"Write `format: auto`, or set OPENTIME_EXTRA_FORMATS={fixed.value} on the server.",
    )


def _moves(drawn: Drawn) -> bool:
    return isinstance(drawn.node, Countdown) and drawn.node.film_s > 1


def _photographs(variant: Iterable[Drawn], canvas: tuple[int, int]) -> int:
    """Return how many CSS pixels of a canvas a variant's photographs cover."""
    return sum(_area(drawn, canvas) for drawn in variant)


def _area(drawn: Drawn, canvas: tuple[int, int]) -> int:
    """Return how many pixels of a canvas a photograph covers; 0 for anything else.

    A name that is known only at an open is taken for a photograph's, as those of products are.
    """
    node, asset = drawn.node, drawn.said.get("asset")
    if not isinstance(node, Picture) or asset is None:
        return 0
    if asset.is_plain() and plain(asset).lower().endswith(_DRAWINGS):
        return 0
    x, y, width, height = node.box
    across = min(x + width, canvas[0]) - max(x, 0)
    down = min(y + height, canvas[1]) - max(y, 0)
    return max(0, across) * max(0, down)
