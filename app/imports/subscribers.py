"""Rows to subscriber profiles as canonical JSON, a column at a time.

The profile is written as text without building the noun: a column's distinct values are converted
once and remembered, so that a clean batch costs a few look-ups per row. A batch in which any value
is bad is converted row by row with the same functions, and only the bad rows are lost.
"""

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, cast

from app.feeds.cells import BadValue, Cell, instant, text_of, truth
from app.feeds.lines import BadRow
from app.imports import values
from app.imports.batch import Batch
from app.imports.fragments import Group, Part
from app.imports.locating import Locator
from app.imports.mapping import Fields, Mapped
from app.imports.values import encoded, in_column
from app.model.keys import ANONYMOUS
from app.model.ports import Gazetteer

_PLACE = ("city", "country", "lat", "lon", "postcode", "region")
_CONSENT = ("at", "location", "marketing", "personalization", "tracking")

FIELDS = Fields(
    kind="subscribers",
    required=("external_id",),
    free=True,
    ignored=frozenset({"opentimekey"}),  # our own export, coming back from the ESP
    aliases={
        "external_id": ("id", "customer id", "contact id", "subscriber id", "subscriber key",
                        "user id", "contact key", "customer number", "crm id"),
        "language": ("lang", "locale", "preferred language"),
        "tz": ("time zone", "zone"),
        "home_postcode": ("postcode", "postal code", "zip", "zip code", "plz"),
        "home_city": ("city", "town"),
        "home_region": ("region", "state", "province"),
        "home_country": ("country", "country code"),
        "home_lat": ("latitude", "lat", "y"),
        "home_lon": ("longitude", "lon", "lng", "long", "x"),
        **{f"place_{name}": () for name in _PLACE},
        "preferred_store": ("store", "store id", "favorite store", "favourite store"),
        "consent_tracking": ("tracking consent",),
        "consent_personalization": ("personalization consent",),
        "consent_location": ("location consent",),
        "consent_marketing": ("marketing consent", "opt in"),
        "consent_at": ("consent date", "consent time"),
    },
    attribute_names={
        "first_name": ("firstname", "given name", "forename", "vorname", "prénom"),
        "last_name": ("lastname", "surname", "family name", "nachname", "nom de famille"),
        "email": ("e-mail", "email address", "mail"),
    },
)  # fmt: skip

MAX_ID = 200  # characters
_PARSERS: dict[str, Callable[[Cell], object]] = {
    "language": values.language,
    "tz": values.zone,
    "country": values.country,
    "lat": values.latitude,
    "lon": values.longitude,
    "at": instant,
    **dict.fromkeys(_CONSENT[1:], truth),
}

Converted = tuple[Sequence[int], list[str], list[bytes], list[BadRow]]
"""Lines, external ids and profiles of the good rows, aligned; and the bad rows."""


class SubscriberRows:
    """Converts the batches of one layout of columns; the layout is compiled once, here.

    Groups stand in the order of the canonical form: names sorted, what is not said left out.
    """

    def __init__(
        self,
        columns: Sequence[str],
        mapped: Mapped,
        gazetteer: Gazetteer | None,
        *,
        typed: bool = False,
    ) -> None:
        self._columns = columns
        self._mapped = mapped.fields
        self._id = mapped.fields["external_id"]
        self._locate = None if gazetteer is None else Locator(gazetteer)
        groups = [
            ("attributes", [self._free(*attribute, typed) for attribute in mapped.attributes]),
            ("consent", self._parts("consent_", _CONSENT)),
            ("home", self._place("home_", self._locate)),
            ("", self._parts("", ("language",))),
            ("place", self._place("place_", None)),
            ("", self._parts("", ("preferred_store", "tz"))),
        ]
        said = [(name, parts) for name, parts in groups if parts]
        self._groups = [Group(*group, leads=n == 0) for n, group in enumerate(said)]

    def convert(self, batch: Batch) -> Converted:
        """Return the good rows as (external id, profile) and the bad ones with their reasons."""
        if not batch.typed and batch.rows:
            try:
                ids, profiles = self._columnwise(batch)
            except BadValue:
                pass
            else:
                return batch.lines, ids, profiles, []
        return self._rowwise(batch)

    def _columnwise(self, batch: Batch) -> tuple[list[str], list[bytes]]:
        columns = list(zip(*batch.rows, strict=True))
        ids = list(map(str.strip, cast("tuple[str, ...]", columns[self._id])))
        if not all(ids) or max(map(len, ids)) > MAX_ID or ANONYMOUS in ids:
            raise BadValue
        return ids, self._compose(columns, len(ids))

    def _compose(self, columns: Sequence[Sequence[Cell]], count: int) -> list[bytes]:
        if not self._groups:
            return [b"{}"] * count
        end = repeat(b"}", count)
        first, *others = self._groups
        begun = first.leading(columns)
        pieces = [piece for group in others for piece in group.of_columns(columns)]
        if begun is not None:
            return list(map(b"".join, zip(*begun, *pieces, end, strict=True)))
        gapped = first.of_columns(columns, has_gap=True)
        joined = map(b"".join, zip(*gapped, *pieces, end, strict=True))
        return [b"{" + (text[1:] or b"}") for text in joined]

    def _rowwise(self, batch: Batch) -> Converted:
        lines, ids, profiles, bad = [], [], [], []
        for line, row in zip(batch.lines, batch.rows, strict=True):
            try:
                external_id = self._external_id(row[self._id])
                joined = b"".join([group.of_row(row) for group in self._groups])
            except BadValue as error:
                bad.append(BadRow(line, str(error)))
                continue
            lines.append(line)
            ids.append(external_id)
            profiles.append(b"{%b}" % joined[1:])
        return lines, ids, profiles, bad

    def _external_id(self, cell: Cell) -> str:
        text = text_of(cell)
        if text == ANONYMOUS:
            where = self._columns[self._id]
            raise BadValue(f'Column "{where}": "{text}" is nobody\'s id: use your own.')
        if text and len(text) <= MAX_ID:
            return text
        fault = f"has {len(text)} characters, at most {MAX_ID} fit" if text else "is empty"
        raise BadValue(f'Column "{self._columns[self._id]}" {fault}: every row needs its own id.')

    def _free(self, name: str, index: int, typed: bool) -> Part:  # noqa: FBT001  # of the file
        infer = values.typed_attribute if typed else values.inferred_attribute
        return self._part(name, index, infer)

    def _parts(self, prefix: str, names: Sequence[str]) -> list[Part]:
        found = [(name, self._mapped.get(prefix + name)) for name in names]
        return [
            self._part(name, index, _PARSERS.get(name, text_of))
            for name, index in found
            if index is not None
        ]

    def _part(self, name: str, index: int, parse: Callable[[Cell], object]) -> Part:
        column, opening = self._columns[index], b",%b:" % encoded(name)

        def convert(cell: Cell) -> bytes:
            value = in_column(column, parse, cell)
            return b"" if value is None or value == "" else opening + encoded(value)

        return Part((index,), convert)

    def _place(self, prefix: str, locate: Locator | None) -> list[Part]:
        """Return the parts of a place; its coordinates depend on several columns at once."""
        before, after = ("city", "country"), ("postcode", "region")
        sources = (
            ("lat", "lon") if locate is None else ("lat", "lon", "postcode", "city", "country")
        )
        present = [name for name in sources if prefix + name in self._mapped]
        parts = self._parts(prefix, before)
        if present and (locate is not None or {"lat", "lon"} & set(present)):
            parts.append(self._point(prefix, present, locate))
        return parts + self._parts(prefix, after)

    def _point(self, prefix: str, present: list[str], locate: Locator | None) -> Part:
        indexes = tuple(self._mapped[prefix + name] for name in present)
        labels = [self._columns[index] for index in indexes]
        parsers = [_PARSERS.get(name, text_of) for name in present]

        def convert(cells: Any) -> bytes:
            row = cells if len(indexes) > 1 else (cells,)
            found = [in_column(*each) for each in zip(labels, parsers, row, strict=True)]
            said = dict(zip(present, found, strict=True))
            lat, lon = said.get("lat"), said.get("lon")
            if (lat is None) != (lon is None):
                where = " and ".join(labels[:2]) if "lat" in said and "lon" in said else labels[0]
                raise BadValue(f'Column "{where}" is half a coordinate: give both or neither.')
            if lat is None and locate is not None:
                lat, lon = locate(said)
            if lat is None:
                return b""
            return b',"lat":%b,"lon":%b' % (encoded(lat), encoded(lon))

        return Part(indexes, convert)
