"""Colours as written and as drawn."""

from typing import Final

from app.authoring.operations import MALFORMED
from app.model.facts import Missing, Value
from app.model.plan import Asker, Expression

BRAND: Final = "brand."
UNKNOWN: Final = "#00000000"
_HEX_DIGITS: Final = frozenset("0123456789abcdef")


def normal(color: str) -> str:
    """Return `#rrggbbaa` for `#rgb`, `#rgba`, `#rrggbb` and `#rrggbbaa`; empty when it is none."""
    digits = color[1:].lower()
    if not color.startswith("#") or not _HEX_DIGITS.issuperset(digits):
        return ""
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits)
    if len(digits) == 6:  # noqa: PLR2004  # rrggbb
        digits += "ff"
    return f"#{digits}" if len(digits) == 8 else ""  # noqa: PLR2004  # rrggbbaa


def brand_color(name: str) -> Expression:
    """Return what reads a colour of the brand by its dotted name."""

    def color(asker: Asker) -> Value | Missing:
        value = asker.fact(name)
        if isinstance(value, str):
            return normal(value) or MALFORMED
        return value if isinstance(value, Missing) else MALFORMED

    return color


def contrast(ink: str, ground: str) -> float:
    """Return the contrast ratio (1 to 21) of two normal colours by WCAG 2, ink laid over ground."""
    alpha = int(ink[7:9], 16) / 255
    below = _channels(ground)
    seen = tuple(alpha * a + (1 - alpha) * b for a, b in zip(_channels(ink), below, strict=True))
    light, dark = sorted((_luminance(seen), _luminance(below)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _channels(color: str) -> tuple[float, ...]:
    return tuple(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _luminance(channels: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004  # sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
