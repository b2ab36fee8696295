"""How connections to the embedded database are opened."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

MIB = 1 << 20


def open_reader(
    path: Path, *, mmap_bytes: int = 0, cache_bytes: int = 8 * MIB
) -> sqlite3.Connection:
    """Open a read-only connection that never waits: readers of a WAL database need not."""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA query_only = on")
    connection.execute(f"PRAGMA mmap_size = {mmap_bytes}")
    connection.execute(f"PRAGMA cache_size = -{cache_bytes // 1024}")
    return connection


def open_writer(path: Path, *, cache_bytes: int = 16 * MIB) -> sqlite3.Connection:
    """Open the connection of the writer thread; waiting for the lock is the writer's business.

    `synchronous = normal`: a power cut can lose the last commits, never consistency.
    """
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = normal")
    connection.execute("PRAGMA temp_store = memory")
    connection.execute(f"PRAGMA cache_size = -{cache_bytes // 1024}")
    return connection
