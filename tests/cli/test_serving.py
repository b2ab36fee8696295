"""Tests of what runs beside the web processes."""

import logging
import subprocess
import sys
import threading
from datetime import timedelta

from app.adapters.sqlite.database import FILE
from app.cli.ingesting import _expire
from app.cli.serving import _prepare
from app.composition.core import ROOT
from app.settings import read_settings


class Rounds(threading.Event):
    """Ends what waits for it after some rounds."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.left = rounds

    def wait(self, timeout: float | None = None) -> bool:
        """Count a round instead of sleeping."""
        assert timeout
        self.left -= 1
        if not self.left:
            self.set()
        return self.is_set()


def test_retention_goes_on_after_a_store_that_cannot_be_written(tmp_path, caplog):
    """A round that fails is logged, and the next one comes: old events do not stay for ever."""
    with caplog.at_level(logging.WARNING):
        _expire(tmp_path, timedelta(days=30), Rounds(2))
    assert caplog.text.count("Old events wait for the next hour") == 2


def test_a_damaged_database_does_not_keep_the_server_down(tmp_path, caplog):
    """What is done before serving passes over a database of noise, and says so."""
    (tmp_path / FILE).write_bytes(b"noise" * 4096)
    _prepare(read_settings({}, {"home": tmp_path}))
    assert "The database is damaged" in caplog.text


def test_an_ingester_whose_server_is_gone_already_ends(tmp_path):
    """A server that dies while its ingester starts leaves no process behind."""
    _prepare(read_settings({}, {"home": tmp_path}))
    command = [sys.executable, "-m", "app", "ingest", "--home", str(tmp_path), "--parent", "1"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=30)
