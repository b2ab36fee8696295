"""The C library does what it is asked about memory, and cycles are left alone while it is said."""

import gc
import subprocess
import sys

from app.adapters.memory import UNCOLLECTED, let_go

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


def test_cycles_are_left_alone_until_the_last_has_done():
    """Whoever ends first has nothing looked for while another makes objects."""
    was_on = gc.isenabled()
    gc.enable()
    try:
        with UNCOLLECTED:
            with UNCOLLECTED:
                assert not gc.isenabled()
            assert not gc.isenabled()
        assert gc.isenabled()
        gc.disable()
        with UNCOLLECTED:
            pass
        assert not gc.isenabled()
    finally:
        (gc.enable if was_on else gc.disable)()


def test_what_is_let_go_of_is_empty():
    """Of mappings, sets and lists nothing is left."""
    held = ({1: 2}, {3}, [4, 5])
    let_go(*held)
    assert held == ({}, set(), [])
