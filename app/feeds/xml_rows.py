"""Rows of XML, taken as it is parsed: nothing but the row at hand is held.

No document type is ever read, so there are no entities to expand.
"""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from app.errors import SourceMalformed
from app.feeds.elements import ElementPath, parse_row_path
from app.feeds.encodings import to_utf8
from app.feeds.found import Found, Rows
from app.feeds.limits import MAX_DEPTH

Ways = Sequence[ElementPath]
"""Where one field may stand, the best first."""

_CHUNK = 65_536
_SEPARATOR = "\x1f"  # no document may hold it
_ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {  # of namespaces that documents give other prefixes too
    "http://base.google.com/ns/1.0": "g",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
}
_SHOWN = 12  # names in a reason


@dataclass(frozen=True, slots=True)
class RowsAt:
    """Which elements are rows: those whose path ends in one of `ends`; none: under the root.

    `is_whole`: the path is all of it. `roots`: what the document must be, empty for anything.
    """

    ends: tuple[tuple[str, ...], ...] = ()
    is_whole: bool = False
    roots: frozenset[str] = frozenset()

    def has(self, path: Sequence[str]) -> bool:
        """Tell whether an element with this path is a row."""
        if not self.ends:
            return len(path) == 2  # noqa: PLR2004  # the root and it
        if self.is_whole:
            return tuple(path) in self.ends
        return any(tuple(path[-len(end) :]) == end for end in self.ends)


def rows_at(path: str) -> RowsAt:
    """Return the rows that a path of elements leads to; raises Unacceptable."""
    if not path.strip():
        return RowsAt()
    is_whole, names = parse_row_path(path)
    return RowsAt(ends=(names,), is_whole=is_whole)


def read_xml(body: bytes, fields: Sequence[Ways], *, rows_at: RowsAt, media_type: str) -> Rows:
    """Yield the rows of a document; raises SourceMalformed."""
    is_declared = b"encoding" in body[:200].partition(b"?>")[0]
    is_wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    document = body if is_declared or is_wide else to_utf8(body, media_type)
    taking = _Taking(fields, rows_at)
    number = 0
    for cells in taking.rows(document):
        number += 1
        yield Found(number, cells)
    if not number:
        taking.check_emptiness()


@dataclass(slots=True)
class _Captured:
    """Text that is being collected for a field, until its element ends."""

    depth: int
    field: int
    rank: int
    pieces: list[str]


class _Taking:
    """The handlers of one parse, and the row at hand."""

    def __init__(self, fields: Sequence[Ways], rows_at: RowsAt) -> None:
        self._rows_at = rows_at
        self._wanted: dict[tuple[str, ...], list[tuple[int, int, ElementPath]]] = {}
        for field, ways in enumerate(fields):
            for rank, way in enumerate(ways):
                self._wanted.setdefault(way.names, []).append((field, rank, way))
        self._width = len(fields)
        self._path: list[str] = []
        self._row_depth = 0  # 0: outside of rows
        self._cells: list[str | None] = []
        self._ranks: list[int] = []
        self._captured: list[_Captured] = []
        self._done: list[list[str | None]] = []
        self._names: dict[str, str] = {}
        self._seen: dict[str, None] = {}

    def rows(self, document: bytes) -> Iterator[list[str | None]]:
        """Yield cells of rows, as many as a piece of the document ends."""
        parser = expat.ParserCreate(None, _SEPARATOR)
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            for at in range(0, len(document), _CHUNK):
                parser.Parse(document[at : at + _CHUNK], False)  # noqa: FBT003  # of the library
                yield from self._done
                self._done.clear()
            parser.Parse(b"", True)  # noqa: FBT003  # of the library
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise SourceMalformed(
                f"The answer is not XML: {error}.",
                remedy="Was it cut off, or is it of another kind?",
            ) from None
        yield from self._done

    def check_emptiness(self) -> None:
        """Raise SourceMalformed unless a document without rows is simply empty."""
        if self._rows_at.roots or len(self._seen) <= 1:
            return
        has = ", ".join(f'"{name[:40]}"' for name in self._seen)
        raise SourceMalformed(
            f"The document has no rows at the path given; it has {has}.",
            remedy="Compare the path of the rows with what the source answers now.",
        )

    def _start(self, raw: str, given: dict[str, str]) -> None:
        name = self._name(raw)
        self._path.append(name)
        depth = len(self._path)
        if depth > MAX_DEPTH:
            raise SourceMalformed(
                f"The answer is nested more than {MAX_DEPTH} levels deep.",
                remedy="Have the source send flat rows.",
            )
        if not self._row_depth:
            self._look_for_row(name, depth)
        if not self._row_depth:
            return
        wanted = self._wanted.get(tuple(self._path[self._row_depth :]))
        if wanted:
            attributes = {self._name(key): value for key, value in given.items()}
            if name == "link":
                attributes.setdefault("rel", "alternate")  # so says Atom
            for field, rank, way in wanted:
                if way.admits(attributes):
                    self._want(field, rank, way, attributes)

    def _look_for_row(self, name: str, depth: int) -> None:
        roots = self._rows_at.roots
        if depth == 1 and roots and name not in roots:
            raise SourceMalformed(
                f'The document is "{name[:40]}", not one of {", ".join(sorted(roots))}.',
                remedy="Compare the kind of the source with what it answers now.",
            )
        if len(self._seen) < _SHOWN:
            self._seen[name] = None
        if self._rows_at.has(self._path):
            self._row_depth = depth
            self._cells = [None] * self._width
            self._ranks = [len(self._wanted) + self._width] * self._width

    def _want(self, field: int, rank: int, way: ElementPath, attributes: dict[str, str]) -> None:
        if not way.attribute:
            self._captured.append(_Captured(len(self._path), field, rank, []))
        elif way.attribute in attributes:
            self._keep(field, rank, attributes[way.attribute])

    def _text(self, text: str) -> None:
        for captured in self._captured:
            captured.pieces.append(text)

    def _end(self, _raw: str) -> None:
        depth = len(self._path)
        if self._captured and self._captured[-1].depth == depth:
            for captured in self._captured:
                if captured.depth == depth:
                    self._keep(captured.field, captured.rank, "".join(captured.pieces).strip())
            self._captured = [found for found in self._captured if found.depth < depth]
        if depth == self._row_depth:
            self._done.append(self._cells)
            self._row_depth = 0
        self._path.pop()

    def _keep(self, field: int, rank: int, value: str) -> None:
        if value and rank < self._ranks[field]:
            self._cells[field], self._ranks[field] = value, rank

    def _name(self, raw: str) -> str:
        if (name := self._names.get(raw)) is None:
            uri, local, prefix = ("", raw, "")
            if _SEPARATOR in raw:
                uri, local, prefix = f"{raw}{_SEPARATOR}".split(_SEPARATOR)[:3]
            is_atom = uri == _ATOM and (not self._path or self._path[0] == "feed")
            prefix = "" if is_atom else _PREFIXES.get(uri, prefix)
            name = self._names[raw] = f"{prefix}:{local}" if prefix else local
        return name


def _refuse_doctype(*_declared: object) -> None:
    raise SourceMalformed(
        "The document declares a document type, which is never read.",
        remedy="Have it sent without <!DOCTYPE …>.",
    )
