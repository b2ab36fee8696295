"""Workers report while somebody looks, and are forgotten an hour after their last word."""

from dataclasses import replace
from datetime import timedelta

from app.adapters.worker_reports import WorkerReports
from app.model.worker import Lapse, WorkerReport
from tests.adapters.journaling import NOON, SetClock

REPORT = WorkerReport(
    pid=7,
    at=NOON,
    since=NOON,
    times={"drawing": {3: 4}},
    lapses=(Lapse(minute=9, block="hero", cause="weather timeout", n=2),),
)


def test_a_look_lasts_some_seconds(tmp_path):
    """Nobody works for whoever has gone."""
    clock = SetClock()
    reports = WorkerReports(tmp_path, now=clock)
    assert not reports.is_watched()
    reports.look()
    assert reports.is_watched()
    clock.pass_(9)
    assert not reports.is_watched()


def test_what_workers_say_is_what_is_read(tmp_path):
    """One report of each process, its last."""
    reports = WorkerReports(tmp_path, now=SetClock())
    reports.write(replace(REPORT, lag_ms=9.0))
    reports.write(REPORT)
    reports.write(replace(REPORT, pid=3, since=NOON - timedelta(hours=1)))
    assert [report.pid for report in reports.read()] == [3, 7]
    assert reports.read()[1] == REPORT


def test_the_dead_and_the_illegible_are_forgotten(tmp_path):
    """An hour after their last word, or at once."""
    clock = SetClock()
    reports = WorkerReports(tmp_path, now=clock)
    reports.write(REPORT)
    (tmp_path / "workers" / "9.json").write_bytes(b"{")
    clock.pass_(3601)
    assert list(reports.read()) == []
    assert list((tmp_path / "workers").iterdir()) == []
