"""An operator's own MMDB file: replaced, broken, absent, oddly filled."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.adapters.geo.mmdb import MmdbGeoDatabase, Reloads
from app.adapters.geo.schemas import place_of
from tests.adapters.geo.sources import MUNICH, PORTLAND, PORTLAND_V4, flat_row, write_mmdb


class Elapsed:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.seconds


def _now(work: Callable[[], None]) -> None:
    work()


def _open(path: Path, elapsed: Elapsed, **rest: object) -> MmdbGeoDatabase:
    return MmdbGeoDatabase(
        path,
        cache=path.parent / "cache",
        zone=lambda _lat, _lon: "Etc/UTC",
        elapsed=elapsed,
        start=_now,
        **rest,
    )


def _city(database: MmdbGeoDatabase) -> str | None:
    place = database.locate("8.8.8.8")
    return place.city if place else None


def _write(path: Path, place: tuple[str, str, str, float, float]) -> None:
    fresh = write_mmdb(path.with_suffix(".new"), {PORTLAND_V4: flat_row(*place)})
    fresh.replace(path)


def test_replaced_file(tmp_path: Path) -> None:
    """A replaced file is used within the interval, and not looked for before it is over."""
    elapsed, path = Elapsed(), tmp_path / "geo.mmdb"
    _write(path, PORTLAND)
    database = _open(path, elapsed)

    _write(path, MUNICH)
    elapsed.seconds += 4.9
    assert _city(database) == "Portland"

    elapsed.seconds += 0.2
    assert _city(database) == "Munich"
    assert database.reloads() == Reloads(loaded=2, refused=0)
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize("kept", [0, 100, 0.5, 0.98])
def test_file_overwritten_with_a_torn_one(
    tmp_path: Path, kept: float, caplog: pytest.LogCaptureFixture
) -> None:
    """A file cut short in place neither ends the process nor takes the places away."""
    elapsed, path = Elapsed(), tmp_path / "geo.mmdb"
    _write(path, PORTLAND)
    database = _open(path, elapsed)
    whole = path.read_bytes()

    path.write_bytes(whole[: int(kept if kept > 1 else kept * len(whole))])
    elapsed.seconds += 6
    assert _city(database) == "Portland"
    assert database.reloads() == Reloads(loaded=1, refused=1)
    assert "the one loaded before stays in use" in caplog.text

    elapsed.seconds += 6
    assert _city(database) == "Portland"
    assert database.reloads().refused == 1

    _write(path, MUNICH)
    elapsed.seconds += 6
    assert _city(database) == "Munich"


def test_noise_instead_of_a_file(tmp_path: Path) -> None:
    """Noise is refused at the start, every address is unknown, a good file mends it."""
    elapsed, path = Elapsed(), tmp_path / "geo.mmdb"
    path.write_bytes(os.urandom(4096))
    database = _open(path, elapsed)
    assert (_city(database), database.reloads().refused) == (None, 1)

    _write(path, PORTLAND)
    elapsed.seconds += 6
    assert _city(database) == "Portland"


def test_absent_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An absent file is a warning with its path, not an error."""
    with caplog.at_level(logging.WARNING):
        database = _open(tmp_path / "geo.mmdb", Elapsed())

    assert _city(database) is None
    assert f"{tmp_path / 'geo.mmdb'}" in caplog.text
    assert "it is left out" in caplog.text


def test_file_removed(tmp_path: Path) -> None:
    """A file that is taken away stays in use as it was."""
    elapsed, path = Elapsed(), tmp_path / "geo.mmdb"
    _write(path, PORTLAND)
    database = _open(path, elapsed)

    path.unlink()
    elapsed.seconds += 6
    assert _city(database) == "Portland"


def test_reload_on_a_thread(tmp_path: Path) -> None:
    """By default the look-up that notices a new file does not wait for it."""
    elapsed, path = Elapsed(), tmp_path / "geo.mmdb"
    _write(path, PORTLAND)
    database = MmdbGeoDatabase(
        path, cache=tmp_path / "cache", zone=lambda _lat, _lon: "", elapsed=elapsed
    )
    _write(path, MUNICH)
    elapsed.seconds += 6
    database.locate("8.8.8.8")
    while database.reloads().loaded < 2:  # the suite's time limit ends a broken wait
        pass

    assert _city(database) == "Munich"


def test_cache_that_cannot_be_written(tmp_path: Path) -> None:
    """Without a place for the copy the file itself is read."""
    path = tmp_path / "geo.mmdb"
    _write(path, PORTLAND)
    (tmp_path / "cache").write_text("a file where the folder should be")

    assert _city(_open(path, Elapsed())) == "Portland"


def test_closed(tmp_path: Path) -> None:
    """A closed database knows nothing and looks for nothing."""
    elapsed, path = Elapsed(), tmp_path / "geo.mmdb"
    _write(path, PORTLAND)
    database = _open(path, elapsed)

    database.close()
    elapsed.seconds += 600
    assert _city(database) is None


def test_version_4_file(tmp_path: Path) -> None:
    """An IPv4 file knows no IPv6 address and says so by None."""
    path = write_mmdb(tmp_path / "4.mmdb", {PORTLAND_V4: flat_row(*PORTLAND)}, version=4)
    database = _open(path, Elapsed())

    assert _city(database) == "Portland"
    assert database.locate("2a02:810d::1") is None


@pytest.mark.parametrize(
    "row",
    [
        None,
        "Portland",
        {},
        {"city": "Portland"},
        {"latitude": "", "longitude": ""},
        {"latitude": float("nan"), "longitude": 1.0},
        {"latitude": 91, "longitude": 1},
        {"latitude": 1, "longitude": -181},
        {"country": {"iso_code": "US"}},
        {"location": 3, "country": {"iso_code": "US"}},
        {"location": {"latitude": 1.0}},
    ],
)
def test_row_without_a_point(row: object) -> None:
    """A row without usable coordinates is no place."""
    assert place_of(row, lambda _lat, _lon: "") is None


@pytest.mark.parametrize(
    ("row", "accuracy"),
    [
        ({"latitude": 1, "longitude": 2, "city": "A", "state1": "B"}, 25.0),
        ({"latitude": 1, "longitude": 2, "city": None, "state1": "B"}, 150.0),
        ({"latitude": "1.0", "longitude": 2, "country_code": "us"}, 500.0),
        ({"location": {"latitude": 1, "longitude": 2, "accuracy_radius": 7}}, 7.0),
        ({"location": {"latitude": 1, "longitude": 2}, "subdivisions": []}, 500.0),
    ],
)
def test_accuracy(row: object, accuracy: float) -> None:
    """The accuracy is the file's own, else what the finest name promises."""
    place = place_of(row, lambda _lat, _lon: "")

    assert place is not None
    assert accuracy == place.accuracy_km


def test_own_zone() -> None:
    """A zone in the file is taken as it is; the country falls back to the registered one."""
    row = {
        "location": {"latitude": 1, "longitude": 2, "time_zone": "Asia/Tokyo"},
        "registered_country": {"iso_code": "jp"},
    }
    place = place_of(row, lambda _lat, _lon: "Etc/UTC")

    assert place is not None
    assert (place.tz, place.country) == ("Asia/Tokyo", "JP")
