"""The C library does what it is asked about memory."""

import subprocess
import sys

FREED = """
import sys
from app.adapters import memory

def resident():
    text = open("/proc/self/status").read()
    return int(text.split("VmRSS:")[1].split()[0]) // 1024

memory.share_arenas()
pieces = [bytearray(100_000) for _ in range(1000)]  # below the size that is mapped by itself
kept = pieces[::2] and [bytearray(1000) for _ in range(10)]  # at the end of the heap
held = resident()
pieces.clear()
memory.give_back()
print(held - resident())
"""


def test_pages_that_hold_nothing_go_back():
    """Most of a hundred megabytes, though something stands behind them."""
    done = subprocess.run(
        [sys.executable, "-c", FREED], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout) > 50
