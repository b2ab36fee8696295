"""Draw static/icons: `python -m app.render.build.icons --from DIR`.

DIR holds the npm packages `lucide-static` and `@meteocons/svg-static` as installed. Development
only; needs the Python package `resvg-py`, which nothing else here does.
"""

import argparse
import re
import shutil
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import resvg_py
from PIL import Image

from app.model.icons import COMMON, WEATHER

SIDE: Final = 288  # pixels: twelve for each unit of the grid that outlines are drawn on
_SOURCES: Final = {
    "accessible": "accessibility", "alarm": "alarm-clock", "bag": "shopping-bag",
    "basket": "shopping-basket", "bolt": "zap", "book": "book-open", "building": "building-2",
    "card": "credit-card", "cart": "shopping-cart", "chat": "message-circle",
    "check-circle": "circle-check", "cross": "x", "cross-circle": "circle-x", "door": "door-open",
    "drop": "droplet", "external": "external-link", "gamepad": "gamepad-2",
    "graduation": "graduation-cap", "handshake": "heart-handshake", "heart-filled": "heart",
    "home": "house", "mobile": "smartphone", "parking": "circle-parking", "party": "party-popper",
    "paw": "paw-print", "pin": "map-pin", "qr": "qr-code", "question": "circle-question-mark",
    "refresh": "refresh-cw", "return": "undo-2", "sale": "badge-percent", "share": "share-2",
    "shield": "shield-check", "star-filled": "star", "train": "train-front",
    "voucher": "ticket-percent", "warning": "triangle-alert", "water": "glass-water",
    "weather-clear": "clear-day", "weather-clear-day": "clear-day",
    "weather-clear-night": "clear-night", "weather-cloudy": "cloudy",
    "weather-cloudy-day": "partly-cloudy-day", "weather-cloudy-night": "partly-cloudy-night",
    "weather-rain-day": "partly-cloudy-day-rain", "weather-rain-night": "partly-cloudy-night-rain",
    "weather-snow-day": "partly-cloudy-day-snow", "weather-snow-night": "partly-cloudy-night-snow",
    "weather-storm": "thunderstorms-rain", "weather-storm-day": "thunderstorms-day-rain",
    "weather-storm-night": "thunderstorms-night-rain", "weather-hot": "sun-hot",
    "weather-hot-day": "sun-hot", "weather-hot-night": "thermometer-warmer",
    "weather-cold": "thermometer-snow", "weather-cold-day": "thermometer-snow",
    "weather-cold-night": "thermometer-colder", "weather-wind-day": "wind",
    "weather-wind-night": "wind",
}  # fmt: skip
_TINTS: Final = {  # the set is drawn for dark pages; on white its clouds would vanish
    "#F3F7FE": "#DCE6F2", "#E6EFFC": "#AEC0D8", "#E2E8F0": "#A3B4CB", "#F1F5F9": "#B9C8DB",
    "#CBD5E1": "#94A8C2", "#B0BCCD": "#8497B3", "#86C3DB": "#6DB2DC", "#72B9D5": "#4495CC",
    "#0A5AD4": "#1F6FE5", "#1E293B": "#64748B", "#202939": "#64748B",
}  # fmt: skip
_STORMY: Final = {"#F3F7FE": "#B4C2D6", "#E6EFFC": "#7F93B0"}
_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_VIEW: Final = re.compile(r'viewBox="[^"]+"')
_MARGIN: Final = 0.97  # of the side that a weather icon fills
_LEAST_VIEW: Final = 84.0  # units of 128: a single drop does not fill the square


def draw_all(sources: Path, target: Path) -> int:
    """Draw every icon and copy the licences; return the bytes written."""
    outlines, weather = sources / "lucide-static", sources / "@meteocons" / "svg-static"
    target.mkdir(parents=True, exist_ok=True)
    for name in COMMON:
        svg = (outlines / "icons" / f"{_SOURCES.get(name, name)}.svg").read_text()
        if name.endswith("-filled"):
            svg = svg.replace('fill="none"', 'fill="currentColor"')
        _raster(svg, SIDE).getchannel("A").save(target / f"{name}.png", optimize=True)
    for name in WEATHER:
        file = f"{_SOURCES.get(name, name.removeprefix('weather-'))}.svg"
        tints = _TINTS | (_STORMY if "storm" in name else {})
        svg = _tinted((weather / "fill" / file).read_text(), tints)
        view = _view_of(svg)
        _framed(svg, view).save(target / f"{name}.png", optimize=True)
        outline = _framed((weather / "monochrome" / file).read_text(), view)
        outline.getchannel("A").save(target / f"{name}.mask.png", optimize=True)
    shutil.copyfile(outlines / "LICENSE", target / "LICENSE-lucide.txt")
    shutil.copyfile(weather / "LICENSE", target / "LICENSE-meteocons.txt")
    return sum(path.stat().st_size for path in target.iterdir())


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw from the command line."""
    parser = argparse.ArgumentParser(prog="python -m app.render.build.icons", description=__doc__)
    parser.add_argument("--from", dest="sources", type=Path, required=True, metavar="DIR")
    parser.add_argument("--to", dest="target", type=Path, default=Path("static/icons"))
    chosen = parser.parse_args(arguments)
    print(f"{draw_all(chosen.sources, chosen.target):,} bytes")  # noqa: T201 - a command's answer
    return 0


def _raster(svg: str, side: int) -> Image.Image:
    body = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side))
    return Image.open(BytesIO(body)).convert("RGBA")


def _tinted(svg: str, tints: Mapping[str, str]) -> str:
    return _COLOR.sub(lambda match: tints.get(match[0].upper(), match[0]), svg)


def _view_of(svg: str) -> str:
    """Return the square view box that an icon of 128 units fills."""
    found = _raster(svg, 512).getbbox()
    assert found is not None
    left, top, right, bottom = (value / 4 for value in found)
    side = max(max(right - left, bottom - top) / _MARGIN, _LEAST_VIEW)
    return f"{(left + right - side) / 2:.3f} {(top + bottom - side) / 2:.3f} {side:.3f} {side:.3f}"


def _framed(svg: str, view: str) -> Image.Image:
    return _raster(_VIEW.sub(f'viewBox="{view}"', svg, count=1), SIDE)


if __name__ == "__main__":
    raise SystemExit(main())
