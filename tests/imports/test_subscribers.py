"""Tests of importing subscribers."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import profile_document
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.errors import Refused, Unacceptable
from app.imports.batch import Batch
from app.imports.layouts import Kind, Layouts
from app.imports.report import KEPT
from app.model.keys import SubscriberKey
from app.model.subscriber import Consent, Home, Subscriber
from tests.imports.building import NOW, MemoryProfiles, SmallGazetteer, run, written

FULL = (
    "Customer ID,First Name,Language,TZ,zip,city,country,lat,lon,consent_tracking,consent_at,"
    "preferred_store,place_lat,place_lon,points,code,opentime_key\n"
    "C1,Zoë,de_at,Europe/Vienna,8010,Graz,at,47.07,15.44,ja,2026-11-27T10:00:00+01:00,"
    "S1,48.1,11.5,12,007,k\n"
)


def test_profile_is_canonical(tmp_path: Path) -> None:
    """What is loaded equals, byte for byte, what the store writes for the same noun."""
    sink = MemoryProfiles()
    run(Kind.SUBSCRIBERS, written(tmp_path, FULL), sink)

    noun = Subscriber(
        key=SubscriberKey(""),
        external_id="C1",
        language="de-AT",
        tz="Europe/Vienna",
        home=Home(postcode="8010", city="Graz", country="AT", lat=47.07, lon=15.44),
        place=Home(lat=48.1, lon=11.5),
        preferred_store="S1",
        consent=Consent(tracking=True, at=NOW),
        attributes={"first_name": "Zoë", "points": 12, "code": "007"},
    )
    assert {"C1": profile_document(noun)} == sink.rows


def test_row_by_row_is_the_same(tmp_path: Path) -> None:
    """A batch with a bad row gives the good rows the very bytes they have in a clean batch."""
    clean, mixed = MemoryProfiles(), MemoryProfiles()
    run(Kind.SUBSCRIBERS, written(tmp_path, FULL), clean)
    bad = FULL + FULL.splitlines()[1].replace("C1", "C2").replace("47.07", "97") + "\n"
    report = run(Kind.SUBSCRIBERS, written(tmp_path, bad), mixed)

    assert clean.rows == mixed.rows
    [row] = report.first_bad
    assert row.line == 3
    assert 'Column "lat": "97"' in row.reason
    assert "swapped" in row.reason


SPARSE = ("external_id", "first_name", "points", "language", "home_city", "consent_tracking", "tz")
CELLS = ("Ann", "7", "en", "Graz", "yes", "Europe/Vienna")


@given(
    st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=5),
    st.sets(st.integers(0, 5)),
)
def test_a_row_is_the_same_alone_and_among_others(said: list[list[bool]], kept: set[int]) -> None:
    """Whatever its neighbours say or leave out, of whichever columns there are."""
    chosen = sorted(kept)
    columns = ("external_id", *(SPARSE[1:][n] for n in chosen))
    rows = [
        [f"C{at}", *(CELLS[n] if row[n] else "" for n in chosen)] for at, row in enumerate(said)
    ]
    layouts = Layouts(Kind.SUBSCRIBERS, {}, None, NOW)

    def profiles(some: list[list[str]]) -> list[bytes]:
        batch = Batch(columns=columns, lines=range(len(some)), rows=some)
        return list(layouts.convert(batch)[2])

    together = profiles(rows)
    assert together == [profiles([row])[0] for row in rows]
    for row, profile in zip(rows, together, strict=True):
        assert not any(row[1:]) or msgspec.json.decode(profile), row
    assert all(profile.startswith(b"{") and profile.endswith(b"}") for profile in together)


@pytest.mark.parametrize(
    ("column", "value", "remedy"),
    [
        ("tz", "Berlin", "Europe/Berlin"),
        ("tz", "Europe/Berlim", "Europe/Berlin"),
        ("tz", "qqqqqq", "e.g. Europe/Berlin"),
        ("language", "German", "e.g. en"),
        ("country", "Germany", "two letters"),
        ("consent_tracking", "maybe", "yes, no or nothing"),
        ("consent_at", "yesterday", "2026-11-27"),
        ("consent_at", "0001-01-01T00:00:00+14:00", "2026-11-27"),
        ("lat", "north", "decimal degrees"),
        ("lon", "181", "at most 180"),
        ("lat", "48", "both or neither"),
        ("external_id", "", "own id"),
        ("external_id", "x" * 201, "at most 200"),
        ("external_id", "anonymous", "nobody's id"),
    ],
)
def test_bad_values(tmp_path: Path, column: str, value: str, remedy: str) -> None:
    """A bad value is reported with its column, the value and a remedy; the others are kept."""
    header = "external_id" if column == "external_id" else f"external_id,{column}"
    row = value if column == "external_id" else f"C2,{value}"
    sink = MemoryProfiles()
    content = f"{header},n\n{'C1' if column == 'external_id' else 'C1,'},1\n{row},1\n"

    report = run(Kind.SUBSCRIBERS, written(tmp_path, content), sink)

    assert list(sink.rows) == ["C1"]
    [bad] = report.first_bad
    assert bad.line == 3
    assert column in bad.reason
    assert remedy in bad.reason


def test_attribute_types(tmp_path: Path) -> None:
    """A free column's type follows from each value's own text."""
    values = ["12", "-3", "1.5", "007", "+49", "TRUE", "false", "1e5", "nan", "12345678901234567"]
    header = ",".join(f"c{n}" for n in range(len(values)))
    sink = MemoryProfiles()
    content = f"id,{header}\n1,{','.join(values)}\n"
    run(Kind.SUBSCRIBERS, written(tmp_path, content), sink)

    expected = [12, -3, 1.5, "007", "+49", True, False, "1e5", "nan", "12345678901234567"]
    assert expected == list(msgspec.json.decode(sink.rows["1"])["attributes"].values())


def test_typed_attributes(tmp_path: Path) -> None:
    """In JSON lines, text that looks like a number stays text."""
    lines = [
        '{"id": 7, "a": "12", "b": 12, "c": 1.0, "d": null, "e": true, "g": 1000000000000000}',
        '{"id": "8", "a": [1]}',
        '{"other": 1}',
    ]
    sink = MemoryProfiles()
    report = run(Kind.SUBSCRIBERS, written(tmp_path, "\n".join(lines), "r.jsonl"), sink)

    expected = {"a": "12", "b": 12, "c": 1, "e": True, "g": "1000000000000000"}
    assert expected == msgspec.json.decode(sink.rows["7"])["attributes"]
    assert [bad.line for bad in report.first_bad] == [2, 3]


def test_places_by_name(tmp_path: Path) -> None:
    """A home without coordinates gets those of its postcode, else of its city."""
    sink = MemoryProfiles()
    content = (
        "id,postcode,city,country,lat,lon\n1,80331,,DE,,\n2,1,München,DE,,\n3,,Ulm,DE,,\n"
        "4,80331,,DE,1,2\n"
    )
    run(Kind.SUBSCRIBERS, written(tmp_path, content), sink, gazetteer=SmallGazetteer())

    homes = {name: msgspec.json.decode(body)["home"] for name, body in sink.rows.items()}
    assert (homes["1"]["lat"], homes["2"]["lon"]) == (48.137, 11.575)
    assert "lat" not in homes["3"]
    assert homes["4"]["lat"] == 1


def test_duplicates(tmp_path: Path) -> None:
    """The first row of an id stays; each later one is reported with the first one's line."""
    rows = "".join(f"C{n % 7_000},{n}\n" for n in range(7_003)) + "X,1\nX,2\n"
    sink = MemoryProfiles()
    report = run(Kind.SUBSCRIBERS, written(tmp_path, "id,n\n" + rows), sink)

    assert [bad.line for bad in report.first_bad] == [7_002, 7_003, 7_004, 7_006]
    assert "line 2 already" in report.first_bad[0].reason
    assert "line 7005 already" in report.first_bad[3].reason
    assert sink.rows["C0"] == b'{"attributes":{"n":0}}'


def test_refused_profiles(tmp_path: Path) -> None:
    """A profile that the store refuses is reported with its line; all others are stored."""
    names = [f"C{n}" for n in range(20)]
    names[7], names[16] = "bad-1", "bad-2"
    sink = MemoryProfiles()
    content = "id\n" + "\n".join(names)
    report = run(Kind.SUBSCRIBERS, written(tmp_path, content), sink)

    assert 18 == len(sink.rows) == report.created
    assert [bad.line for bad in report.first_bad] == [9, 18]
    assert "Leave it out" in report.first_bad[0].reason


def test_bad_row_file(tmp_path: Path) -> None:
    """All bad rows are in the file, a bounded number in memory; formulas are disarmed."""
    content = "id,country\n" + "".join(f"{n},=x()\n" for n in range(KEPT + 5))
    report = run(Kind.SUBSCRIBERS, written(tmp_path, content), MemoryProfiles())

    assert len(report.first_bad) == KEPT
    assert report.report is not None
    assert len(report.report.read_text().splitlines()) == KEPT + 6


def test_check_only(tmp_path: Path) -> None:
    """Without a sink the file is only checked."""
    report = run(Kind.SUBSCRIBERS, written(tmp_path, "id,country\n1,DE\n2,x\n"), None)

    assert (report.rows, report.created, report.bad) == (2, 0, 1)


@pytest.mark.parametrize(
    ("header", "mapping", "remedy"),
    [
        ("name,Email ID", {}, '--map "Email ID=external_id"'),
        ("name,customer_idd", {}, '--map "customer_idd=external_id"'),
        ("a,b", {}, '--map "'),
        ("id,n", {"idd": "external_id"}, '--map "id=external_id"'),
        ("id,n", {"zzzz": "n"}, "Check --map"),
        ("id,n", {"id": "external_id", "n": "external_id"}, "one column"),
    ],
)
def test_columns_refused(tmp_path: Path, header: str, mapping: dict[str, str], remedy: str) -> None:
    """Columns that do not do are refused before any row, with a command that would."""
    sink = MemoryProfiles()
    with pytest.raises(Unacceptable) as caught:
        run(Kind.SUBSCRIBERS, written(tmp_path, header + "\n1,2\n"), sink, mapping=mapping)

    assert remedy in caught.value.remedy
    assert sink.rows == {}


def test_mapping(tmp_path: Path) -> None:
    """Columns may be mapped to fields and attributes, and left out."""
    sink = MemoryProfiles()
    mapping = {"mail": "external_id", "n": "points", "secret": "", "x": "attributes.y"}
    content = "mail,n,secret,x\na@b.c,1,2,3\n"
    run(Kind.SUBSCRIBERS, written(tmp_path, content), sink, mapping=mapping)

    assert sink.rows == {"a@b.c": b'{"attributes":{"points":1,"y":3}}'}


def test_second_run_changes_nothing(tmp_path: Path) -> None:
    """Importing a file again leaves every row as it is, in the real database."""
    database = Database(tmp_path / "home")
    sink = SqliteSubscribers(database)
    content = "id,first_name,country\n" + "".join(f"C{n},Ünal,DE\n" for n in range(7_000))
    path = written(tmp_path, content)

    first, second = (run(Kind.SUBSCRIBERS, path, sink) for _ in range(2))
    database.close()

    assert (first.created, first.updated, first.unchanged) == (7_000, 0, 0)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 7_000)


_CELL = st.text(max_size=12) | st.sampled_from(["DE", "48.1", "yes", "Europe/Berlin", "007", "-0"])
_HEADER = "external_id,tz,home_country,home_lat,home_lon,language,consent_location,free"


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(_CELL, min_size=8, max_size=8), max_size=6))
def test_no_values_raise(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    """Whatever cells hold, each row is stored as JSON or reported."""
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path = tmp_path_factory.mktemp("any") / "rows.csv"
    text = "\n".join([_HEADER, *lines]) + "\n"
    path.write_bytes(text.encode(errors="replace"))
    sink = MemoryProfiles()

    try:
        report = run(Kind.SUBSCRIBERS, path, sink)
    except Refused as refusal:
        assert refusal.remedy  # noqa: PT017  # either outcome is right
    else:
        assert report.rows == report.created + report.bad
        assert all(isinstance(msgspec.json.decode(body), dict) for body in sink.rows.values())
