"""Why a file is no workbook that can be read, in words, each with what to do."""

import zipfile
import zlib
from pathlib import Path
from typing import Final

from app.errors import Unacceptable

_OLD: Final = b"\xd0\xcf\x11\xe0"  # begins .xls, and .xlsx with a password
_SAVE_AGAIN: Final = "Save it again as .xlsx where it was made, or export it as CSV UTF-8."
_ENCRYPTED: Final = 0x1  # a flag of a part


class NoSheet(Exception):  # it is told as the reason of a whole file
    """The workbook has charts at most."""


def broken_workbook(path: Path, error: Exception) -> Unacceptable:
    """Return what to tell of a file that could not be read as a workbook."""
    why, remedy = _why(path, error)
    return Unacceptable(f'"{path.name}" {why}.', remedy=remedy, field="file", value=str(path))


def _why(path: Path, error: Exception) -> tuple[str, str]:
    if not zipfile.is_zipfile(path):
        return _of_no_archive(path)
    parts = _parts(path)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return "is protected with a password", "Save it without one, or export it as CSV UTF-8."
    if parts and not any(part.filename.endswith(".xml") for part in parts):
        return "is an archive, but no workbook", "Take the table out of it and choose that file."
    if isinstance(error, NoSheet):
        return "has no sheet with cells", "Put the rows into a sheet, the first of the workbook."
    is_damaged = isinstance(error, zipfile.BadZipFile | zlib.error | EOFError)
    return "is damaged" if is_damaged else "has parts that cannot be read", _SAVE_AGAIN


def _of_no_archive(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(_OLD):
        return (
            "is an old workbook (.xls), or protected with a password",
            "Save it as .xlsx without a password, or export it as CSV UTF-8.",
        )
    if start.startswith(b"PK"):
        return "is cut off or damaged", "Upload it again, whole, or export it as CSV UTF-8."
    if start.isascii() and start.strip():
        return (
            "is text and no workbook, whatever its name says",
            "Name it .csv if it is CSV, or save it as .xlsx where it was made.",
        )
    return "is not a workbook, whatever its name says", _SAVE_AGAIN


def _parts(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except zipfile.BadZipFile:
        return []
