"""Reading in a process of its own ends as reading here does."""

import asyncio
import gc
import gzip
import io
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.errors import AppError, Refused, Unacceptable
from app.imports.apart import is_worth_it, packed, read_apart
from app.imports.frames import Failed, Finished, Progress, Rows, received
from app.imports.layouts import Kind
from app.imports.reader import Request, serve
from app.imports.report import ImportReport
from app.imports.rows import ignore_progress
from app.imports.run import import_file
from bench import imports
from tests.imports.building import NOW, MemoryProfiles, SmallGazetteer, written

CLEAN = "id,first_name,city,tz\n" + "".join(f"C{n},Zoë {n},München,\n" for n in range(3_000))
MESSY = (
    "id,first_name,tz\nC1,Anna,Europe/Berlin\nC2,Ben,Nowhere/Land\nC1,again,\nC3,too,many,cells\n"
    'C4,"open\nC5,"two\nlines",\nbad6,refused,UTC\n,no id,\nC7,"fi""ne",UTC\n'
)
LINES = '{"id": "C1", "home": {"city": "München"}}\n{"id": 2, "points": 1.5}\nnot json\n[1]\n'
FILES = {
    "clean.csv": CLEAN.encode(),
    "messy.csv": MESSY.encode(),
    "windows.csv": "id,name\r\nC1,Zoë\r\nC2,Ann\r\n".encode("windows-1252"),
    "utf16.csv": "id,name\nC1,Zoë\n".encode("utf-16"),
    "cut.csv.gz": gzip.compress(CLEAN.encode())[:9_000],
    "lines.jsonl": LINES.encode(),
    "header.csv": b"id,name\n",
    "twice.csv": b"id,id\nC1,C1\n",
    "unnamed.csv": b"mail,name\na@b.c,Ann\n",
    "nothing.csv": b"",
}


def request(path: Path, **changes: object) -> Request:
    """Return a request to read a file."""
    asked = {"encoding": "utf-8", "mapping": {}, "gazetteer": None, "now": NOW, **changes}
    return Request(path=path, **asked)


def unpickled(content):
    """Return what was pickled here."""
    return pickle.loads(content)  # noqa: S301  # our own


def imported(path: Path, read_apart_from: int) -> object:
    """Import a file; return all that shows: profiles, report, its file, progress, or the error."""
    sink, told = MemoryProfiles(), []
    report = path.with_name("bad.csv")
    report.unlink(missing_ok=True)
    try:
        done: ImportReport = asyncio.run(
            import_file(
                Kind.SUBSCRIBERS,
                path,
                sink=sink,
                now=lambda: NOW,
                gazetteer=SmallGazetteer(),
                report=report,
                on_progress=lambda done, total: told.append((done, total)),
                read_apart_from=read_apart_from,
            )
        )
    except Refused as error:
        return type(error), vars(error), str(error)
    bad = report.read_bytes() if report.exists() else b""
    counts = (done.rows, done.created, done.updated, done.unchanged, done.bad, done.first_bad)
    return sink.rows, counts, bad, told


@pytest.mark.parametrize("name", FILES)
def test_two_processes_do_what_one_does(tmp_path, name):
    """Profiles, counts, bad rows, progress and refusals are the same, wherever a file is read."""
    path = written(tmp_path, FILES[name], name)

    assert imported(path, sys.maxsize) == imported(path, 0)


@pytest.mark.parametrize("name", FILES)
def test_what_the_reading_process_says(tmp_path, name):
    """The last frame says how reading ended; those before hold every row and the progress."""
    out = io.BytesIO()
    serve(pickle.dumps(request(written(tmp_path, FILES[name], name))), out)
    out.seek(0)
    *frames, last = received(out)

    assert all(isinstance(frame, Rows | Progress) for frame in frames)
    if isinstance(last, Failed):
        assert isinstance(unpickled(last.error), Unacceptable)
    else:
        assert isinstance(last, Finished)


def test_an_error_that_cannot_travel_is_told(tmp_path):
    """An exception that cannot be pickled arrives as its text."""
    gazetteer = _Broken()
    path = written(tmp_path, "id,city\nC1,München\n")
    out = io.BytesIO()
    serve(pickle.dumps(request(path, gazetteer=gazetteer)), out)
    out.seek(0)
    *_, last = received(out)

    with pytest.raises(RuntimeError, match="_StuckError: no tables"):
        raise unpickled(last.error)


def test_a_reader_nobody_listens_to_ends(tmp_path):
    """A pipe that is closed at the other end is no failure to tell of."""
    path = written(tmp_path, CLEAN)
    out, into = os.pipe()
    os.close(out)

    with pytest.raises(BrokenPipeError), open(into, "wb", buffering=0) as pipe:  # noqa: PTH123  # a descriptor
        serve(pickle.dumps(request(path)), pipe)


def test_a_reader_that_dies_is_named(tmp_path):
    """The rows that came before its end are kept, and the error names file and remedy."""
    path = written(tmp_path, CLEAN)
    sink = MemoryProfiles()
    gazetteer = _Deadly()

    with pytest.raises(AppError, match=r'"rows.csv" ended early, with exit status 7') as caught:
        asyncio.run(
            import_file(
                Kind.SUBSCRIBERS,
                written(tmp_path, CLEAN + "CX,last,Atlantis,\n"),
                sink=_Eager(sink),
                now=lambda: NOW,
                gazetteer=gazetteer,
                read_apart_from=0,
            )
        )
    assert "import the file again" in caught.value.remedy
    assert str(path) == caught.value.value
    assert sink.rows.keys() >= {"C0", "C1", "C99"}


def test_a_request_that_cannot_be_read_is_a_death_too(tmp_path):
    """A process that cannot even start its work is reported like one that dies in it."""
    pieces = read_apart(b"x" * 1_000_000, tmp_path / "a.csv", ignore_progress)

    with pytest.raises((AppError, pickle.UnpicklingError)):
        next(pieces)


def test_closing_ends_the_reader(tmp_path):
    """Nobody reads on for a consumer that has gone."""
    path = tmp_path / "many.csv"
    imports.write(path, rows=20_000)
    sent = packed(request(path))
    assert sent is not None
    pieces = read_apart(sent, path, ignore_progress)

    first = next(piece for piece in pieces if piece.ids)
    pieces.close()
    gc.collect()  # a process left behind would warn here

    assert first.ids[0] == "C00000000"


def test_only_large_files_of_text_are_read_apart(tmp_path):
    """Small files, spreadsheets and files that are not there are read here."""
    path = written(tmp_path, b"0123456789", "a.csv")

    assert is_worth_it(path, least=10)
    assert not is_worth_it(path, least=11)
    assert not is_worth_it(path.rename(tmp_path / "a.xlsx"), least=10)
    assert not is_worth_it(tmp_path / "none.csv", least=0)


def test_a_gazetteer_that_cannot_travel_keeps_reading_here(tmp_path):
    """What holds open files is not sent; the shipped gazetteer is, and finds the same."""
    shipped = EmbeddedGazetteer(cache=tmp_path)
    stuck = SmallGazetteer()
    stuck.lock = open(os.devnull)  # noqa: PTH123, SIM115  # closed below
    again = unpickled(packed(request(tmp_path, gazetteer=shipped))).gazetteer

    assert packed(request(tmp_path, gazetteer=stuck)) is None
    assert shipped.postcode("80331", "DE") == again.postcode("80331", "DE")
    stuck.lock.close()


def test_the_reader_imports_little():
    """A reading process starts without database, pictures, spreadsheets and web."""
    shown = subprocess.run(
        [sys.executable, "-c", "import app.imports.reader, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert not {"sqlalchemy", "PIL", "openpyxl", "starlette", "sqlite3", "rich"} & set(shown)


class _StuckError(Exception):
    def __reduce__(self):
        raise TypeError("stays here")


class _Broken(SmallGazetteer):
    def city(self, name, country=""):  # noqa: ARG002  # the port's
        raise _StuckError("no tables")


class _Deadly(SmallGazetteer):
    def city(self, name, country=""):
        if name == "Atlantis":
            os._exit(7)
        return super().city(name, country)


class _Eager:
    """Stores each row as it comes."""

    def __init__(self, sink):
        self._sink = sink

    def load(self, rows, *, batch=0, first=0, progress=None):  # noqa: ARG002  # the port's
        """Store one by one."""
        for row in rows:
            self._sink.load([row], batch=1)
