"""Uploaded typefaces checked before they are kept: of a known kind, bounded, and able to draw.

Called in a process of its own, which has limits of memory and time.
"""

from collections.abc import Callable
from io import BytesIO
from struct import unpack_from

import uharfbuzz as harfbuzz

from app.errors import Unacceptable
from app.model.rendering import Upload
from app.model.typefaces import COLLECTION, OTHER_FONTS, WOFF2
from app.render.casting import cast
from app.render.coverage import Coverage, read_coverage, read_tables
from app.render.font_collections import one_of

MAX_BYTES = 5 * 1024 * 1024
MAX_COLLECTION = 10 * 1024 * 1024  # of which one face is kept
_MAX_UNPACKED = 16 * 1024 * 1024
_SECONDS = 0.2  # of the processor, to draw the sample
_OUTLINES = (b"glyf", b"CFF ", b"CFF2")
_SAMPLE = "Hamburgefonstiv AVWA fi 0123456789 € ÄÖÜß ЖЯ ΩΣ"
_GLYPHS = 60  # of the typeface's own characters that are drawn besides
_SIZES = (24, 200)


def accept_font(body: bytes, clock: Callable[[], float], name: str = "") -> Upload:
    """Return a typeface as it is kept, as TrueType or OpenType; raises Unacceptable.

    Of a collection it is the face that the asset's `name` means, else the regular one.
    `clock` gives the processor's time in seconds.
    """
    for magic, kind in OTHER_FONTS.items():
        if body.startswith(magic):
            raise _refusal(f"The typeface is {kind}.", "Send a TTF, OTF, TTC or WOFF2 file.")
    if body[:4] == COLLECTION:
        body = one_of(_bounded(body, MAX_COLLECTION), name)
    _bounded(body, MAX_BYTES)
    kept = _unpacked(body) if body[:4] == WOFF2 else body
    file = BytesIO(kept)
    tables, coverage = read_tables(file), read_coverage(file)
    if not coverage or b"head" not in tables:
        raise _refusal("The typeface is damaged: its tables cannot be read.", "Export it again.")
    if not any(table in tables for table in _OUTLINES):
        raise _refusal("The typeface has no outlines.", "Send one that is drawn with curves.")
    started = clock()
    inked = _drawn(kept, coverage)
    if clock() - started > _SECONDS:
        raise _refusal("The typeface takes too long to draw.", "Simplify its outlines.")
    if not inked:
        raise _refusal("The typeface draws nothing.", "Export it again.")
    media_type = "font/otf" if kept[:4] == b"OTTO" else "font/ttf"
    return Upload(media_type=media_type, width=0, height=0, body=kept)


def _unpacked(body: bytes) -> bytes:
    """Return what a WOFF2 file holds, as TrueType or OpenType."""
    # fontTools is large and only needed here.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    try:
        size = unpack_from(">I", body, 16)[0]
        if size <= _MAX_UNPACKED:
            file = BytesIO()
            font = TTFont(BytesIO(body), recalcTimestamp=False)
            font.flavor = None
            font.save(file, reorderTables=None)
            if len(file.getvalue()) <= _MAX_UNPACKED:
                return file.getvalue()
    except MemoryError:
        pass
    except Exception:  # noqa: BLE001  # its decoders answer malformed input with any exception
        raise _refusal("The WOFF2 file is damaged.", "Export it again.") from None
    raise _refusal(
        f"Unpacked, the typeface has more than {_MAX_UNPACKED // 2**20} MiB.",
        "Leave out scripts that nobody reads.",
    )


def _drawn(body: bytes, coverage: Coverage) -> bool:
    """Draw a sample and some of the typeface's own characters; tell whether any leaves ink."""
    face = harfbuzz.Face(harfbuzz.Blob(body))
    font = harfbuzz.Font(face)
    buffer = harfbuzz.Buffer()
    buffer.add_str(_SAMPLE)
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer)
    glyphs = {info.codepoint for info in buffer.glyph_infos}
    own = (font.get_nominal_glyph(point) for point in coverage.first(_GLYPHS))
    glyphs |= {glyph for glyph in own if glyph}
    casts = [cast(font, glyph, size, (0.0, 0.0)) for size in _SIZES for glyph in sorted(glyphs)]
    return any(one.mask is not None for one in casts)


def _bounded(body: bytes, most: int) -> bytes:
    if len(body) > most:
        raise _refusal(
            f"The typeface has {len(body):,} bytes.",
            f"Keep it to {most // 2**20} MiB: leave out scripts that nobody reads.",
        )
    return body


def _refusal(message: str, remedy: str) -> Unacceptable:
    return Unacceptable(message, remedy=remedy, field="body")
