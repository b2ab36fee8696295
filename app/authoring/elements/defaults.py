"""Colours of what is drawn without a colour of its own."""

from typing import Final

INK: Final = "#1a1a1aff"
GROUND: Final = "#f2f2f2ff"
ACCENT: Final = "#0b6bcbff"
TRACK: Final = "#e5e5e5ff"
PAPER: Final = "#ffffffff"
MUTED: Final = "#5f666dff"
GOLD: Final = "#f0a020ff"
FAINT: Final = "#d9dce0ff"
GOOD: Final = "#15803dff"
GOOD_GROUND: Final = "#dcf5e4ff"
BAD: Final = "#b42318ff"
BAD_GROUND: Final = "#fde8e6ff"
