"""The colours that every brand has: those it names, and the rest made of them.

A block that keeps to STANDARD fits any brand: what the brand does not name follows from what it
does, dark papers included, and texts stay legible on the grounds they are meant for.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from app.model.colors import contrast, is_dark, mixed, normal

STANDARD: Final[Mapping[str, str]] = {
    "paper": "what everything stands on",
    "ink": "texts on it",
    "muted": "lesser texts",
    "line": "rules and borders",
    "soft": "a ground a little apart from the paper",
    "accent": "what is to be seen first: buttons, marks",
    "on_accent": "texts on the accent",
    "accent_ink": "the accent as a text on paper, soft and tint",
    "tint": "a ground with a breath of the accent",
    "deep": "a dark ground",
    "on_deep": "texts on it",
    "dim": "lesser texts on it",
    "glow": "what shines on it: stars, figures",
    "good": "good news",
    "good_ground": "what it stands on",
    "bad": "bad news, and haste",
    "bad_ground": "what it stands on",
}
"""Each with what it is for."""

_WHITE, _BLACK = "#ffffffff", "#16191dff"
_LEGIBLE: Final = 4.6  # a hair above what WCAG asks of texts
_STEPS: Final = 20


def palette(colors: Mapping[str, str]) -> Mapping[str, str]:
    """Return a brand's colours (token -> "#rrggbb[aa]"), completed by the standard ones."""
    return _palette(tuple(sorted(colors.items())))


@lru_cache(maxsize=256)
def _palette(named: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    said = {name: color for name, color in named if normal(color)}
    made = {**said}

    def take(name: str, color: str) -> str:
        """Return a colour in its normal form; that of the brand if it names one."""
        made.setdefault(name, color)
        return normal(made[name])

    paper = take("paper", _WHITE[:7])
    ink = take("ink", (_WHITE if is_dark(paper) else _BLACK)[:7])
    soft = take("soft", mixed(paper, ink, 0.05))
    take("line", mixed(paper, ink, 0.16))
    accent = take("accent", _legible("#0b6bcbff", paper)[:7])
    tint = take("tint", mixed(paper, accent, 0.09))
    grounds = (paper, soft, tint)
    take("muted", _legible(normal(mixed(ink, paper, 0.35)), *grounds)[:7])
    take("on_accent", max((_WHITE, _BLACK), key=lambda each: contrast(each, accent))[:7])
    take("accent_ink", _legible(accent, *grounds)[:7])
    deep = take("deep", next((each for each in (ink, paper) if is_dark(each)), _BLACK)[:7])
    on_deep = take("on_deep", _legible(_WHITE, deep)[:7])
    take("dim", _legible(normal(mixed(on_deep, deep, 0.28)), deep)[:7])
    take("glow", _legible("#f4b740ff", deep)[:7])
    for name, color in (("good", "#15703dff"), ("bad", "#b3261eff")):
        told = take(name, _legible(color, *grounds)[:7])
        ground = take(f"{name}_ground", mixed(paper, told, 0.1))
        if name not in said:
            made[name] = _legible(told, ground, *grounds)[:7]
    return {**made, **dict(named)}


def _legible(color: str, *grounds: str) -> str:
    """Return a normal colour, moved towards black or white until it is legible on all grounds."""
    end = max((_WHITE, _BLACK), key=lambda each: min(contrast(each, g) for g in grounds))
    steps = (normal(mixed(color, end, step / _STEPS)) for step in range(_STEPS + 1))
    return next(
        (each for each in steps if all(contrast(each, g) >= _LEGIBLE for g in grounds)), end
    )
