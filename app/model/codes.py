"""Codes for scanners: which values each kind takes, and how wide they become."""

from bisect import bisect_right
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Symbology(StrEnum):
    """Kinds of codes."""

    QR = "qr"
    CODE_128 = "code128"
    EAN_13 = "ean13"
    PDF_417 = "pdf417"
    DATA_MATRIX = "datamatrix"
    AZTEC = "aztec"


class Level(StrEnum):
    """How much of a QR code may be spoilt: 7, 15, 25 or 30 percent."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


LINEAR: Final = frozenset({Symbology.CODE_128, Symbology.EAN_13})
QUIET: Final[Mapping[Symbology, int]] = {
    Symbology.QR: 4,
    Symbology.CODE_128: 10,
    Symbology.EAN_13: 11,
    Symbology.PDF_417: 2,
    Symbology.DATA_MATRIX: 1,
    Symbology.AZTEC: 1,
}
"""Modules that must stay empty on each side."""

_MOST_BYTES: Final = 300  # of a matrix code; more cannot be scanned from a telephone's screen
_MOST_BARS: Final = 48  # characters of Code 128
_UPC_LENGTH, _EAN_LENGTH = 12, 13
_EAN_MODULES: Final = 95
_BARS_EACH, _BARS_AROUND = 11, 35  # modules of a character of Code 128; of start, check and stop
_WIDTHS: Final[Mapping[Symbology, tuple[tuple[int, int], ...]]] = {
    Symbology.QR: (
        (1, 21), (13, 25), (25, 29), (40, 33), (60, 37), (82, 41), (104, 45), (120, 49),
        (150, 53), (178, 57), (211, 61), (249, 65), (285, 69),
    ),
    Symbology.PDF_417: (
        (1, 103), (8, 120), (28, 137), (45, 154), (80, 171), (120, 188), (170, 205), (210, 222),
        (270, 239),
    ),
    Symbology.DATA_MATRIX: (
        (1, 12), (5, 14), (8, 16), (11, 18), (16, 20), (20, 22), (27, 24), (33, 26), (40, 32),
        (58, 36), (80, 40), (106, 44), (134, 48), (162, 52), (190, 64), (260, 72),
    ),
    Symbology.AZTEC: (
        (1, 19), (16, 23), (30, 27), (44, 31), (53, 37), (74, 41), (96, 45), (122, 49), (154, 53),
        (186, 57), (218, 61), (254, 67), (290, 71),
    ),
}  # fmt: skip
"""From so many bytes on, a code is so many modules wide (QR at level M), whatever they are."""
_SPARE: Final[Mapping[Level, float]] = {Level.L: 0.85, Level.M: 1.0, Level.Q: 1.5, Level.H: 2.1}


def coded(symbology: Symbology, value: str) -> str | None:
    """Return what a value is coded as; None when the kind of code cannot hold it."""
    text = value.strip()
    if symbology is Symbology.EAN_13:
        text = "".join(text.split()).replace("-", "")
        return None if ean_problem(text) else text.zfill(_EAN_LENGTH)
    if not text or not text.isprintable():
        return None
    if symbology is Symbology.CODE_128:
        return text if text.isascii() and len(text) <= _MOST_BARS else None
    return text if len(text.encode("utf-8", "replace")) <= _MOST_BYTES else None


def problem(symbology: Symbology, value: str) -> tuple[str, str] | None:
    """Return why a value cannot be coded and what to do; None when it can."""
    if coded(symbology, value) is not None:
        return None
    if symbology is Symbology.EAN_13:
        return ean_problem("".join(value.split()).replace("-", ""))
    shown = value.strip()[:60]
    if not shown or not value.strip().isprintable():
        return f"“{shown!r}” has nothing that can be coded.", "Write letters and digits."
    if symbology is Symbology.CODE_128:
        remedy = f"It takes up to {_MOST_BARS} letters without accents, digits and signs."
        return f"“{shown}” is no Code 128.", f"{remedy} For more use `qr`."
    message = f"The value has {len(value.encode('utf-8', 'replace'))} bytes."
    return message, f"Keep it to {_MOST_BYTES}: code a short address or a number."


def ean_problem(text: str) -> tuple[str, str] | None:
    """Return what is wrong with an EAN-13 (or a UPC-A, which is one without its first zero)."""
    if not (text.isascii() and text.isdigit()) or len(text) not in (_UPC_LENGTH, _EAN_LENGTH):
        message = f"“{text[:40]}” is no EAN-13."
        return message, "Write its 13 digits (12 for UPC-A), check digit included."
    digits = text.zfill(_EAN_LENGTH)
    wanted = check_digit(digits[:-1])
    if digits[-1] == wanted:
        return None
    message = f"“{text}” is no EAN-13: its check digit is {digits[-1]}, not {wanted}."
    return message, "A digit is wrong; copy it again from the product."


def check_digit(body: str) -> str:
    """Return the check digit of the first twelve digits of an EAN-13."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return str(-weighed % 10)


def modules(symbology: Symbology, length: int, level: Level = Level.M) -> int:
    """Return how many modules wide a value of so many bytes becomes at most, without quiet zone."""
    if symbology is Symbology.EAN_13:
        return _EAN_MODULES
    if symbology is Symbology.CODE_128:
        return _BARS_EACH * length + _BARS_AROUND
    widths = _WIDTHS[symbology]
    needed = length * _SPARE[level] if symbology is Symbology.QR else length
    return widths[max(0, bisect_right(widths, (needed, 1 << 16)) - 1)][1]
