"""The examples of the gallery: one file each, a block with a caption above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from typing import Final

from app.authoring.options import described_kinds
from app.model.reader import ReaderKind
from app.model.rendering import Format

EVENING: Final = datetime(2026, 11, 27, 17, 30)  # noqa: DTZ001  # on the wall of who opens; a Friday
ANNA: Final = "nb-anna"
_ENDING: Final = ".yaml"
_DIRECTION: Final = re.compile(r"(by|at|reader): (\S+)")
_SETTINGS: Final = re.compile(r"^(params|store|zone):", re.MULTILINE)
_DRAWING: Final = re.compile(r"^fallback:\n  draw:\n(?P<elements>.*)\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Who opens the example, when on their wall, and through what."""

    by: str = ANNA  # external id of one of the cast
    at: datetime = EVENING
    reader: ReaderKind = ReaderKind.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example. `name` is its file's, such as `text.shrink`; `kind` the part before the dot."""

    name: str
    kind: str
    title: str
    caption: str
    document: str
    format: Format
    size: tuple[int, int]  # CSS pixels
    opening: Opening

    @property
    def file(self) -> str:
        """The name of its picture."""
        return f"{self.name}.{self.format}"

    @property
    def essence(self) -> str:
        """The elements alone where the document holds little else, else the whole document."""
        found = _DRAWING.search(self.document)
        if found is None or _SETTINGS.search(self.document):
            return self.document.rstrip()
        return dedent(found["elements"]).rstrip()


def read_examples(folder: Path) -> tuple[Example, ...]:
    """Return all examples, by kind in the order of the documentation, then by name."""
    order = [kind.name for kind in described_kinds()]
    found = sorted(map(_read, folder.glob(f"*{_ENDING}")), key=lambda example: example.name)
    known = [example for kind in order for example in found if example.kind == kind]
    return (*known, *(example for example in found if example.kind not in order))


def _read(path: Path) -> Example:
    name, picture_format = _named(path.name.removesuffix(_ENDING))
    text = path.read_text(encoding="utf-8")
    head = [line[1:].strip() for line in _head(text)]
    words = " ".join(line for line in head if not _DIRECTION.fullmatch(line))
    document = text[sum(len(line) + 1 for line in _head(text)) :]
    return Example(
        name=name,
        kind=name.partition(".")[0],
        title=_field("title", document) or name,
        caption=words,
        document=document,
        format=picture_format,
        size=_size(_field("size", document)),
        opening=_opening({m[1]: m[2] for line in head if (m := _DIRECTION.fullmatch(line))}),
    )


def _named(stem: str) -> tuple[str, Format]:
    """Split `countdown.days.gif` into the example's name and its format; PNG without one."""
    name, _, extension = stem.rpartition(".")
    told = Format.of_extension(extension) if name else None
    return (name, told) if told else (stem, Format.PNG)


def _head(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line


def _field(name: str, document: str) -> str:
    found = re.search(rf"^{name}: *(.+?)$", document, re.MULTILINE)
    return found[1].strip("\"'") if found else ""


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _opening(told: dict[str, str]) -> Opening:
    return Opening(
        by=told.get("by", ANNA),
        at=datetime.fromisoformat(told["at"]) if "at" in told else EVENING,
        reader=ReaderKind(told.get("reader", ReaderKind.PERSON)),
    )
