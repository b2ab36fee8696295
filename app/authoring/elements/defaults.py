"""Colours of what is drawn without a colour of its own."""

from typing import Final

INK: Final = "#1a1a1aff"
GROUND: Final = "#f2f2f2ff"
ACCENT: Final = "#0b6bcbff"
TRACK: Final = "#e5e5e5ff"
