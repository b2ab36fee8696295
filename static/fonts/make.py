"""Make the typefaces that are not bundled as they come: subsets, and emoji of fewer colours.

    python static/fonts/make.py SOURCES

SOURCES holds `NotoSans{NAME}_400Regular.ttf` for the NAMEs of CJK and SYMBOLS, and
`NotoColorEmoji.ttf`, from the packages that README.md names. Needs fontTools, beside Pillow.
The same sources give the same files.
"""

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image

HERE = Path(__file__).parent
COLORS = 64  # of one emoji; at text sizes more cannot be told apart
FEATURES = "ccmp locl calt liga kern mark mkmk ljmo vjmo tjmo".split()
COMMON = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x205F),
    *range(0x20A0, 0x20C1),
    *range(0x2190, 0x219A),
    *range(0x2460, 0x2474),
    *range(0x25A0, 0x25D0),
    *range(0x3000, 0x3040),  # CJK punctuation
    *range(0xFE30, 0xFE50),
    *range(0xFF00, 0xFFF0),  # full-width forms
]
KANA = range(0x3040, 0x3100)
HANGUL = [*range(0x1100, 0x1200), *range(0x3130, 0x3190), *range(0xAC00, 0xD7A4)]


def rows(codec: str, first: int, last: int) -> Iterator[int]:
    """Give the code points of the rows `first` to `last` of a two-byte character set."""
    for high in range(first, last + 1):
        for low in range(0x40, 0xFF):
            try:
                found = bytes((high, low)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(found) == 1:
                yield ord(found)


CJK = {
    "SC": [*COMMON, *rows("gb2312", 0xB0, 0xF7), *rows("big5", 0xA4, 0xF9)],
    "JP": [*COMMON, *KANA, *rows("euc_jp", 0xB0, 0xF4)],
    "KR": [*COMMON, *HANGUL],
}
SIGNS = [
    *range(0x2190, 0x2400),  # arrows, mathematics, keys
    *range(0x2460, 0x27C0),  # enclosed, lines, shapes, weather, stars, ticks
    *range(0x2B00, 0x2C00),  # more arrows, shapes and stars
]
SYMBOLS = {"Symbols": SIGNS, "Symbols2": SIGNS, "Math": range(0x2190, 0x2300)}


def make_subset(source: Path, target: Path, points: Iterable[int]) -> None:
    """Write the subset of a typeface that holds the given code points."""
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG", "STAT"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.save(target)


def make_emoji(source: Path, target: Path) -> None:
    """Write the emoji with their pictures in COLORS colours each."""
    font = TTFont(source, recalcTimestamp=False)
    for strike in font["CBDT"].strikeData:
        for glyph in strike.values():
            glyph.imageData = fewer_colors(glyph.imageData)
    for table in ("vhea", "vmtx"):
        if table in font:
            del font[table]
    font.save(target)


def fewer_colors(body: bytes) -> bytes:
    """Return a PNG in COLORS colours, or as it is when that is no smaller."""
    picture = Image.open(BytesIO(body)).convert("RGBA")
    reduced = picture.quantize(COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = BytesIO()
    reduced.save(file, "PNG", optimize=True)
    return min(body, file.getvalue(), key=len)


def main(sources: Path) -> None:
    """Write every made typeface beside this file."""
    for name, points in CJK.items():
        source = sources / f"NotoSans{name}_400Regular.ttf"
        make_subset(source, HERE / f"NotoSans{name}-Regular.ttf", points)
    for name, points in SYMBOLS.items():
        source = sources / f"NotoSans{name}_400Regular.ttf"
        # Not `NotoSans…`: those are asked before the emoji, symbols after them.
        make_subset(source, HERE / f"Noto{name}-Regular.ttf", points)
    make_emoji(sources / "NotoColorEmoji.ttf", HERE / "NotoColorEmoji-Regular.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
