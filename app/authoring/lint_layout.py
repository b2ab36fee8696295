"""Warns of what would be drawn badly: outside, too small, too pale, too heavy."""

from collections.abc import Iterable
from typing import Final

from app.authoring.compiling import CompiledVariant
from app.authoring.drawing import Drawn
from app.authoring.findings import Findings
from app.authoring.limits import COORDINATE, DEVICE_AREA, DEVICE_SIDE
from app.model.colors import contrast
from app.model.nodes.countdown import Countdown
from app.model.nodes.placing import extent, is_boxed, reach
from app.model.plan import Plan
from app.model.scene import Box, Text

WIDEST: Final = 800  # CSS pixels that mail clients show
TALLEST: Final = 1728  # CSS pixels; taller pictures are cut
SMALLEST_TEXT: Final = 10
_HEAVY: Final = 200_000  # bytes of a still picture
_HEAVY_FILM: Final = 500_000  # bytes
_BYTES_PER_FRAME_PIXEL: Final = 0.05  # of a flat picture as GIF
_BYTES_PER_PIXEL: Final = 0.13  # of a photograph as JPEG, quality 80
_LARGE_TEXT: Final = 24
_LARGE_BOLD: Final = 19
_BOLD: Final = 700
_LEAST_CONTRAST: Final = 4.5
_LEAST_CONTRAST_LARGE: Final = 3.0


def lint_canvas(plan: Plan, findings: Findings) -> None:
    """Note a canvas that mail clients or the renderer would not take."""
    width, height, density = plan.width, plan.height, plan.density
    size = f"{width}x{height}"
    if width > WIDEST or height > TALLEST:
        message = f"The picture is {size} pixels."
        remedy = f"Mail clients show up to {WIDEST}x{TALLEST}; make it smaller or split it."
        findings.error("oversize", ("size",), message, remedy)
    elif max(width, height) * density > DEVICE_SIDE or width * height * density**2 > DEVICE_AREA:
        message = f"At density {density}, {size} is {width * density}x{height * density} pixels."
        remedy = f"Keep sides under {DEVICE_SIDE} and the area under 8 megapixels: lower `density`."
        findings.error("oversize", ("density",), message, remedy)


def lint_drawing(compiled: CompiledVariant, plan: Plan, findings: Findings) -> None:
    """Note what is wrong with a variant's finished layout."""
    for number, drawn in enumerate(compiled.drawn):
        _lint_place(drawn, plan, findings)
        for text in drawn.texts:
            _lint_text(drawn, text, findings)
            _lint_contrast(drawn, text, compiled.drawn[:number], plan, findings)
        if isinstance(drawn.node, Countdown) and drawn.node.full_frames:
            _lint_film(drawn, drawn.node, plan, findings)
    _lint_weight(compiled, plan, findings)


def _lint_place(drawn: Drawn, plan: Plan, findings: Findings) -> None:
    x, y, width, height = extent(drawn.node) or (0, 0, plan.width, plan.height)
    if is_boxed(drawn.node) and width * height * plan.density**2 > DEVICE_AREA:
        findings.error(
            "oversize",
            (*drawn.path, "box"),
            f"The element is {width}x{height} pixels, at density {plan.density} more than "
            f"{DEVICE_AREA // 1_000_000} megapixels.",
            "Make it smaller; what is outside the canvas is not drawn.",
        )
    if reach(drawn.node) > COORDINATE:
        findings.error(
            "too-far",
            drawn.path,
            f"The element stands at {x},{y}, more than {COORDINATE:,} pixels from the corner.",
            "Move it, or what it stands in, onto the canvas.",
        )
    elif x < 0 or y < 0 or x + width > plan.width or y + height > plan.height:
        findings.warn(
            "outside-canvas",
            drawn.path,
            f"The element reaches from {x},{y} to {x + width},{y + height}, the canvas ends at "
            f"{plan.width},{plan.height}.",
            "Move it or make it smaller; what is outside is not drawn.",
        )


def _lint_text(drawn: Drawn, text: Text, findings: Findings) -> None:
    if text.min_size < SMALLEST_TEXT:
        message = f"The text may shrink to {text.min_size} pixels."
        remedy = f"Use at least {SMALLEST_TEXT}; on a phone less cannot be read."
        findings.warn("small-text", (*drawn.path, "size"), message, remedy)
    needed = round(text.min_size * text.line_height)
    if text.box[3] < needed:
        message = f"The box is {text.box[3]} pixels high, one line needs {needed}."
        remedy = "Enlarge the box, or give a smaller size: `size: [18, 12]`."
        findings.warn("low-box", (*drawn.path, "box"), message, remedy)


def _lint_contrast(
    drawn: Drawn, text: Text, below: Iterable[Drawn], plan: Plan, findings: Findings
) -> None:
    ground = _ground(text.box, below, plan.background)
    if ground is None or "ink" not in drawn.settled_colors or not text.ink:
        return
    large = text.min_size >= _LARGE_TEXT or (text.min_size >= _LARGE_BOLD and text.weight >= _BOLD)
    least = _LEAST_CONTRAST_LARGE if large else _LEAST_CONTRAST
    ratio = contrast(text.ink, ground)
    if ratio < least:
        findings.warn(
            "low-contrast",
            (*drawn.path, "ink"),
            f"{text.ink[:7]} on {ground[:7]} has a contrast of {ratio:.1f}.",
            f"Choose colours with at least {least:.1f}.",
        )


def _ground(box: Box, below: Iterable[Drawn], background: str) -> str | None:
    """Return the one opaque colour behind the box, None when there is no such."""
    ground: str | None = background
    for drawn in below:
        around = extent(drawn.node)
        whole = around is None or _contains(around, box)
        if drawn.ground == "" or not (around is None or _overlaps(around, box)):
            continue
        settled = "color" in drawn.settled_colors and not drawn.when
        ground = drawn.ground if whole and settled and (drawn.ground or "").endswith("ff") else None
    return ground if ground is None or ground.endswith("ff") else None


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[0] + outer[2] >= inner[0] + inner[2]
        and outer[1] + outer[3] >= inner[1] + inner[3]
    )


def _overlaps(one: Box, other: Box) -> bool:
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


def _lint_film(drawn: Drawn, node: Countdown, plan: Plan, findings: Findings) -> None:
    area = plan.width * plan.height * plan.density**2
    size = node.film_s * area * _BYTES_PER_FRAME_PIXEL
    if size > _HEAVY_FILM:
        findings.warn(
            "heavy-film",
            (*drawn.path, "full_frames"),
            f"{node.film_s} frames of the whole canvas are about {size / 1000:.0f} kB.",
            f"Stay under {_HEAVY_FILM // 1000} kB: shorten `duration`, or leave out `full_frames`.",
        )


def _lint_weight(compiled: CompiledVariant, plan: Plan, findings: Findings) -> None:
    nodes = [drawn.node for drawn in compiled.drawn if "asset" in drawn.said]
    pictures = [node.box for node in nodes if is_boxed(node)]
    area = sum(width * height for _, _, width, height in pictures) * plan.density**2
    if area * _BYTES_PER_PIXEL > _HEAVY:
        findings.warn(
            "heavy-picture",
            (*compiled.path, "draw"),
            f"The pictures of `{compiled.variant.name}` have {area / 1e6:.1f} megapixels, about "
            f"{area * _BYTES_PER_PIXEL / 1000:.0f} kB.",
            f"Stay under {_HEAVY // 1000} kB: make them smaller or lower `density`.",
        )
