"""Colours as numbers: written and normal forms, mixtures, contrast by WCAG 2."""

from typing import Final

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


def contrast(ink: str, ground: str) -> float:
    """Return the contrast ratio (1 to 21) of two normal colours by WCAG 2, ink laid over ground."""
    alpha = int(ink[7:9], 16) / 255
    below = _channels(ground)
    seen = tuple(alpha * a + (1 - alpha) * b for a, b in zip(_channels(ink), below, strict=True))
    light, dark = sorted((_luminance(seen), _luminance(below)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_dark(color: str) -> bool:
    """Tell whether white stands out on a normal colour more than black."""
    return contrast("#ffffffff", color) > contrast("#000000ff", color)


def mixed(color: str, other: str, share: float) -> str:
    """Return `share` (0 to 1) of another normal colour in one, opaque, as `#rrggbb`."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    parts = (round(255 * ((1 - share) * a + share * b)) for a, b in pairs)
    return "#" + "".join(f"{part:02x}" for part in parts)


def _channels(color: str) -> tuple[float, ...]:
    return tuple(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _luminance(channels: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004  # sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
