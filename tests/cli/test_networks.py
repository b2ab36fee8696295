"""`opentime networks` and what depends on the lists: classify, doctor."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.checks import checks
from app.cli.commands import app
from app.composition.storage import system_now
from app.settings import read_settings

RELAY = "172.224.224.0/27,GB,GB-EN,London,\n2a02:26f7::/64,US,US-CA,Los Angeles,\n"


def run(home: Path, *words: str) -> tuple[int, str]:
    """Run a command in a home; return its exit status and all it printed."""
    outcome = CliRunner().invoke(app, [*words, "--home", str(home)])
    return outcome.exit_code, outcome.output


def a_file(folder: Path, text: str = RELAY, name: str = "egress-ip-ranges.csv") -> str:
    """Write a list as its owner publishes it."""
    path = folder / name
    path.write_text(text)
    return str(path)


def reader_of(home: Path, ip: str, *words: str) -> str:
    """Return the class of a bare user agent from an address."""
    agent = ("classify", "--json", "--agent", "Mozilla/5.0", "--ip", ip)
    return str(json.loads(run(home, *agent, *words)[1])["name"])


def test_an_imported_list_is_in_force(tmp_path):
    """Under its date, for whoever asks next."""
    home = tmp_path / "home"
    assert reader_of(home, "172.224.224.9") == "ambiguous_proxy"
    status, said = run(
        home, "networks", "import", "relay", a_file(tmp_path), "--date", "2026-11-20"
    )
    assert (status, "2 networks" in said) == (0, True)
    assert (home / "networks" / "relay-2026-11-20.csv").read_text() == RELAY
    assert reader_of(home, "172.224.224.9") == "mpp"
    assert reader_of(home, "2A02:26F7:0::5") == "mpp"
    status, said = run(home, "networks", "list")
    assert (status, "relay" in said, "2026-11-20" in said) == (0, True, True)


def test_bad_lines_are_reported_and_left_out(tmp_path):
    """With their line and the reason; the exit status tells a script."""
    file = a_file(tmp_path, RELAY + "nonsense\n10.0.0.1/8\n")
    status, said = run(tmp_path, "networks", "import", "relay", file)
    assert status == 3
    assert "3: 'nonsense' is no network" in said
    assert "2 bad lines" in said.replace("\n", " ")
    assert reader_of(tmp_path, "172.224.224.9") == "mpp"


@pytest.mark.parametrize(
    "words",
    [
        ("relais", "FILE"),
        ("relay", "no-such-file"),
        ("relay", "EMPTY"),
        ("relay", "FILE", "--date", "yesterday"),
    ],
)
def test_what_cannot_be_taken_is_refused(tmp_path, words):
    """Nothing is taken then."""
    files = {"FILE": a_file(tmp_path), "EMPTY": a_file(tmp_path, "nonsense\n", "empty.csv")}
    home = tmp_path / "home"
    status, _ = run(home, "networks", "import", *(files.get(word, word) for word in words))
    assert status == 2
    assert not (home / "networks").exists()


def test_a_click_from_a_mail_service_is_a_scanner_s(tmp_path):
    """And an open from there the service's proxy."""
    run(tmp_path, "networks", "import", "microsoft", a_file(tmp_path, "40.92.0.0/15\n", "ms.txt"))
    assert reader_of(tmp_path, "40.92.0.9") == "outlook_proxy"
    assert reader_of(tmp_path, "40.92.0.9", "--click") == "scanner"


@pytest.mark.parametrize(("days", "is_stale"), [(30, False), (31, True)])
def test_the_doctor_warns_of_old_lists(tmp_path, days, is_stale):
    """From the thirty-first day on."""
    day = system_now().date() - timedelta(days=days)
    run(tmp_path, "networks", "import", "relay", a_file(tmp_path), "--date", day.isoformat())
    parts = {part: says for part, _, says in checks(read_settings({}, {"home": tmp_path}))}
    assert f"relay {days} days old" in parts["network lists"]
    assert ("Warning" in parts["network lists"]) is is_stale


def test_the_doctor_shows_no_secret(tmp_path, monkeypatch):
    """Only that there is one."""
    monkeypatch.setenv("OPENTIME_EDGE_SECRET", "s3cret-of-the-edge")
    said = run(tmp_path, "doctor")[1]
    assert "s3cret" not in said
    assert "s3cret" not in repr(read_settings(given={"home": tmp_path}))
