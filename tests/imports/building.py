"""Files and sinks for tests of imports."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.errors import Unacceptable
from app.imports.layouts import Kind
from app.imports.report import ImportReport
from app.imports.run import LOADED_AT_ONCE, import_file
from app.model.place import Place
from app.model.ports import Written

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


class MemoryProfiles:
    """A SubscriberSink in memory; refuses batches with an id that starts with `bad`."""

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}

    def load(
        self,
        rows: Iterable[tuple[str, bytes]],
        *,
        batch: int = LOADED_AT_ONCE,
        first: int | None = None,  # noqa: ARG002  # the port's
        progress: Callable[[Written], None] | None = None,
    ) -> Written:
        """Store rows in small batches, whatever size is asked for."""
        done: list[str] = []
        chunk: list[tuple[str, bytes]] = []
        size = 3 if batch == LOADED_AT_ONCE else batch
        for row in [*rows, None]:
            if row is not None:
                chunk.append(row)
            if chunk and (row is None or len(chunk) == size):
                refused = next((name for name, _ in chunk if name.startswith("bad")), None)
                if refused is not None:
                    raise Unacceptable(f'No room for "{refused}".', remedy="Leave it out.")
                for name, profile in chunk:
                    old = self.rows.get(name)
                    done.append("created" if old is None else "same" if old == profile else "new")
                    self.rows[name] = profile
                chunk = []
                if progress is not None:
                    progress(_written(done))
        return _written(done)


def _written(done: list[str]) -> Written:
    return Written(
        created=done.count("created"), updated=done.count("new"), unchanged=done.count("same")
    )


class MemoryNouns:
    """A NounSink in memory; refuses batches with a noun that `refuses` says so of."""

    def __init__(self, name: Callable[[Any], str], refuses: Callable[[Any], bool]) -> None:
        self.rows: dict[str, Any] = {}
        self._name = name
        self._refuses = refuses

    async def put(self, nouns: Sequence[Any], /) -> Written:
        """Store all or none."""
        done = []
        for noun in nouns:
            if self._refuses(noun):
                raise Unacceptable(f'There is no "{self._name(noun)}".', remedy="Import it first.")
        for noun in nouns:
            old = self.rows.get(self._name(noun))
            done.append("created" if old is None else "same" if old == noun else "new")
            self.rows[self._name(noun)] = noun
        return _written(done)


class SmallGazetteer:
    """Knows Munich."""

    _MUNICH = Place(lat=48.137, lon=11.575, city="München", country="DE", tz="Europe/Berlin")

    def city(self, name: str, country: str = "") -> Place | None:
        """Return Munich by its name."""
        return self._MUNICH if name == "München" and country in {"", "DE"} else None

    def postcode(self, code: str, country: str) -> Place | None:
        """Return Munich by its postcode."""
        return self._MUNICH if (code, country) == ("80331", "DE") else None

    def zone(self, lat: float, lon: float) -> str:
        """Return Berlin time around Munich, nothing elsewhere."""
        return "Europe/Berlin" if (round(lat), round(lon)) == (48, 12) else ""


def run(
    kind: Kind,
    path: Path,
    sink: Any,
    *,
    mapping: Mapping[str, str] | None = None,
    gazetteer: SmallGazetteer | None = None,
    encoding: str = "utf-8",
) -> ImportReport:
    """Import a file to the end."""
    return asyncio.run(
        import_file(
            kind,
            path,
            sink=sink,
            now=lambda: NOW,
            mapping=mapping,
            gazetteer=gazetteer,
            encoding=encoding,
        )
    )


def written(folder: Path, content: str | bytes, name: str = "rows.csv") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
