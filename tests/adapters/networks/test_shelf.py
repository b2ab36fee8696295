"""The lists of a home: newest first, replaced while serving, absent without harm."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.adapters.networks.formats import ListKind
from app.adapters.networks.shelf import NetworkShelf

RELAYED, LISTED = "172.224.224.1", "198.51.100.1"


class Elapsed:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.seconds


def _now(work: Callable[[], None]) -> None:
    work()


def a_shelf(folder: Path, elapsed: Elapsed | None = None) -> NetworkShelf:
    """Open a folder whose lists are read where it is asked."""
    return NetworkShelf(folder, elapsed=elapsed or Elapsed(), start=_now)


def write(folder: Path, name: str, *lines: str) -> Path:
    """Put a list there, as an import does."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    aside = folder / f".{name}"
    aside.write_text("\n".join(lines) + "\n")
    aside.replace(path)
    return path


def test_without_lists_nothing_is_listed(tmp_path):
    """No folder, no list, no harm."""
    shelf = a_shelf(tmp_path / "networks")
    networks = shelf.current()
    assert all(
        RELAYED not in each
        for each in (networks.relay, networks.google, networks.microsoft, networks.yahoo)
    )
    assert networks.relay.region(RELAYED) is None
    assert shelf.lists() == []


def test_the_newest_list_of_a_kind_counts(tmp_path):
    """By the date in its name."""
    write(tmp_path, "relay-2026-10-01.csv", f"{RELAYED},GB,GB-EN,London,")
    write(tmp_path, "relay-2026-09-01.csv", f"{LISTED},US,US-CA,Los Angeles,")
    relay = a_shelf(tmp_path).current().relay
    assert RELAYED in relay
    assert LISTED not in relay


@pytest.mark.parametrize("content", ["", "nonsense", "{"])
def test_a_list_that_holds_nothing_is_passed_over(tmp_path, content):
    """The one before it serves."""
    write(tmp_path, "relay-2026-09-01.csv", RELAYED)
    write(tmp_path, "relay-2026-10-01.csv", content)
    assert RELAYED in a_shelf(tmp_path).current().relay


def test_a_new_list_is_used_without_a_restart(tmp_path):
    """At the next look, by every process that has the folder open; the edition grows."""
    elapsed = Elapsed()
    folder = tmp_path / "networks"
    workers = [a_shelf(folder, elapsed) for _ in range(2)]
    before = [(worker.current(), worker.edition()) for worker in workers]
    write(folder, "relay-2026-10-01.csv", RELAYED)
    assert [worker.current() for worker in workers] == [networks for networks, _ in before]
    elapsed.seconds += 5
    assert all(RELAYED in worker.current().relay for worker in workers)
    assert all(
        worker.edition() > edition for worker, (_, edition) in zip(workers, before, strict=True)
    )


def test_a_list_may_be_replaced_and_removed(tmp_path):
    """What was written over is read anew, what was removed counts no longer."""
    elapsed = Elapsed()
    path = write(tmp_path, "scanners-2026-10-01.txt", LISTED)
    shelf = a_shelf(tmp_path, elapsed)
    write(tmp_path, "scanners-2026-10-01.txt", "192.0.2.0/24")
    os.utime(path, ns=(1, 1))
    elapsed.seconds += 5
    assert LISTED not in shelf.current().scanners
    assert "192.0.2.9" in shelf.current().scanners
    path.unlink()
    elapsed.seconds += 5
    assert "192.0.2.9" not in shelf.current().scanners


def test_nothing_changed_is_nothing_read(tmp_path):
    """The lists in force stay the same object, so that what was judged by them still holds."""
    elapsed = Elapsed()
    write(tmp_path, "relay-2026-10-01.csv", RELAYED)
    shelf = a_shelf(tmp_path, elapsed)
    before = shelf.current()
    elapsed.seconds += 5
    assert shelf.current() is before


def test_no_start_waits_for_large_lists(tmp_path):
    """Until they are read the server does without them."""
    write(tmp_path, "relay-2026-10-01.csv", RELAYED, *["192.0.2.1"] * 100)
    later: list[Callable[[], None]] = []
    shelf = NetworkShelf(tmp_path, start=later.append, at_once=1000)
    assert RELAYED not in shelf.current().relay
    later[0]()
    assert RELAYED in shelf.current().relay
    assert RELAYED in NetworkShelf(tmp_path, start=later.append, at_once=10_000).current().relay


def test_google_s_cloud_is_not_google_s_mail(tmp_path):
    """Anybody rents machines there, whichever of both lists names the smaller network."""
    write(tmp_path, "google-2026-10-01.txt", "192.0.2.0/24", "198.51.100.128/25")
    write(tmp_path, "google-cloud-2026-10-01.txt", "192.0.2.64/26", "198.51.100.0/24")
    google = a_shelf(tmp_path).current().google
    assert "192.0.2.1" in google
    assert "192.0.2.64" not in google
    assert "198.51.100.200" not in google


def test_bad_lines_are_counted(tmp_path):
    """So that whoever looks sees that a list is damaged."""
    write(tmp_path, "relay-2026-10-01.csv", RELAYED, "nonsense", "10.0.0.1/8")
    (relay,) = a_shelf(tmp_path).lists()
    assert (relay.file.kind, relay.size, relay.bad) == (ListKind.RELAY, 1, 2)


def test_other_files_are_left_alone(tmp_path):
    """Names of no kind and days of no calendar are no lists."""
    for name in ("notes.txt", "unknown-2026-10-01.csv", "relay-2026-13-01.csv", "relay.csv"):
        write(tmp_path, name, RELAYED)
    assert a_shelf(tmp_path).lists() == []
