"""Tests of what runs beside the web processes."""

import logging
import threading
from datetime import timedelta

from app.cli.serving import _expire


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
