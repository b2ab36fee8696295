"""Colours as written and as drawn."""

from typing import Final

from app.authoring.operations import MALFORMED
from app.model.colors import normal
from app.model.facts import Missing, Value
from app.model.plan import Asker, Expression

__all__ = ["BRAND", "UNKNOWN", "brand_color", "normal"]
BRAND: Final = "brand."
UNKNOWN: Final = "#00000000"


def brand_color(name: str) -> Expression:
    """Return what reads a colour of the brand by its dotted name."""

    def color(asker: Asker) -> Value | Missing:
        value = asker.fact(name)
        if isinstance(value, str):
            return normal(value) or MALFORMED
        return value if isinstance(value, Missing) else MALFORMED

    return color
