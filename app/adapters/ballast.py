"""Ballast: disk space held back so that clicks can be written when the disk is full."""

import os
from pathlib import Path

_AMPLE = 4  # times the ballast must be free before it is taken aboard again


class Ballast:
    """One file of a given size; zero bytes mean that there is none."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size
        self.aboard = True

    def drop(self) -> bool:
        """Free the space; True if there was some to free."""
        self.aboard = not self._size
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def load(self) -> None:
        """Take the space if it is not taken and the disk has ample room; raises OSError."""
        if not self._size or self._path.exists():
            self.aboard = True
            return
        disk = os.statvfs(self._path.parent)
        self.aboard = disk.f_bavail * disk.f_frsize >= _AMPLE * self._size
        if self.aboard:
            self._allocate()

    def _allocate(self) -> None:
        fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(fd, 0, self._size)
        except OSError:
            self.drop()
            raise
        finally:
            os.close(fd)
