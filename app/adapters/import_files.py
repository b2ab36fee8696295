"""Files to be imported and what was done with them, in folders below HOME/imports.

HOME/imports/KEY/job.json        the job as it stands
HOME/imports/KEY/file/NAME       what was uploaded, until it is imported
HOME/imports/KEY/bad-rows.csv    line and reason of each row that was left out
HOME/imports/turn                locked by the one process that imports; freed by its death
"""

import fcntl
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from app.errors import storage_failure
from app.model.keys import is_key
from app.studio.importing import ImportJob, State

MOST_JOBS = 60
_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(ImportJob).decode
_STRANGE = re.compile(r"[^\w.() -]+")
_LONGEST = 60  # characters of a name


class ImportFiles:
    """Implements ImportShelf."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / "imports"

    def all(self) -> Sequence[ImportJob]:
        """Return the jobs there are, the newest first."""
        jobs = [job for path in self._folder.glob("*/job.json") if (job := _read(path)) is not None]
        return sorted(jobs, key=lambda job: (job.at, job.key), reverse=True)

    def get(self, key: str) -> ImportJob | None:
        """Return a job."""
        return _read(self._folder / key / "job.json") if is_key(key) else None

    def save(self, job: ImportJob) -> None:
        """Create or replace a job; raises StorageFull, StorageFailing."""
        folder = self._folder / job.key
        try:
            self.file(job).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside = folder / "job.json.part"
            aside.write_bytes(_encode(job))
            aside.replace(folder / "job.json")
        except OSError as error:
            raise storage_failure(error) from error

    def file(self, job: ImportJob) -> Path:
        """Return where its file is, or is to be."""
        name = _STRANGE.sub("_", job.name.replace("\\", "/").rpartition("/")[2]).strip(". ")
        return self._folder / job.key / "file" / (name[-_LONGEST:] or "file")

    def report(self, job: ImportJob) -> Path:
        """Return where its bad rows are, if there are any."""
        return self._folder / job.key / "bad-rows.csv"

    def forget_file(self, job: ImportJob) -> None:
        """Delete its file, now or when it is tidied."""
        with suppress(OSError):
            self.file(job).unlink(missing_ok=True)

    def remove(self, job: ImportJob) -> None:
        """Delete a job with everything of it."""
        shutil.rmtree(self._folder / job.key, ignore_errors=True)

    def tidy(self, before: datetime) -> None:
        """Delete files and reports of older jobs, and the oldest jobs beyond the most kept.

        One that runs is passed over; one whose process is gone is not.
        """
        with suppress(OSError):  # what cannot be deleted now is deleted later
            jobs = self.all()
            with self.turn() as is_free:
                pass  # free: whatever was running when it was read runs no more
            for number, job in enumerate(jobs):
                if job.state is State.RUNNING and not is_free:
                    continue
                if number >= MOST_JOBS:
                    self.remove(job)
                elif job.at < before:
                    self.forget_file(job)
                    self.report(job).unlink(missing_ok=True)

    def room(self) -> int:
        """Return the bytes that are free."""
        return shutil.disk_usage(self._home).free

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Take the one turn of the home; False when another process or job has it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / "turn").open("a") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True

    def ask_to_stop(self, job: ImportJob) -> None:
        """Leave word for whoever works on a job."""
        self._word(job).touch()

    def is_asked_to_stop(self, job: ImportJob) -> bool:
        """Tell whether such word was left, and take it."""
        try:
            self._word(job).unlink()
        except FileNotFoundError:
            return False
        return True

    def _word(self, job: ImportJob) -> Path:
        return self._folder / job.key / "stop"


def _read(path: Path) -> ImportJob | None:
    try:
        return _decode(path.read_bytes())
    except (OSError, msgspec.DecodeError):
        return None
