"""Tests of renderings on disk."""
# wide lines read better here

import os
from pathlib import Path

from app.adapters.rendering_files import RenderingFiles
from app.model.rendering import Format

PNG, JPG = Format.PNG, Format.JPG


def digest(number: int) -> str:
    """Return a digest."""
    return f"{number:032x}"


def size_of(folder: Path) -> int:
    """Return the bytes of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_what_was_put_is_there_for_every_process(tmp_path):
    """A rendering is found by digest and format, by this object and by another."""
    files = RenderingFiles(tmp_path, max_bytes=10_000)
    files.put(digest(1), PNG, b"one")
    assert (
        b"one"
        == files.get(digest(1), PNG)
        == RenderingFiles(tmp_path, max_bytes=1).get(digest(1), PNG)
    )
    assert None is files.get(digest(1), JPG)
    assert None is files.get(digest(2), PNG)


def test_a_file_in_the_wrong_place_is_not_believed(tmp_path):
    """A rendering under another's name, or another format's, is removed, not served."""
    files = RenderingFiles(tmp_path, max_bytes=10_000)
    files.put(digest(1), PNG, b"one")
    files.put(digest(2), PNG, b"two")
    first, second = sorted(tmp_path.glob("??/*.png"))
    second.write_bytes(first.read_bytes())
    first.with_suffix(".jpg").write_bytes(first.read_bytes())
    assert files.get(digest(1), PNG) == b"one"
    assert None is files.get(digest(2), PNG)
    assert None is files.get(digest(1), JPG)
    assert files.damaged == 2
    assert not second.exists()


def test_strange_digests_name_no_file(tmp_path):
    """A name that is no digest neither reads nor writes."""
    files = RenderingFiles(tmp_path, max_bytes=10_000)
    for name in ("", "../../../etc/passwd", "x" * 32, digest(1).upper() + "A", digest(1) + "\n"):
        files.put(name, PNG, b"body")
        assert None is files.get(name, PNG)
    assert size_of(tmp_path) == 0


def test_the_folder_is_bounded(tmp_path):
    """However many are put, the oldest give way and the bound holds; huge ones are not kept."""
    files = RenderingFiles(tmp_path, max_bytes=10_000)
    for number in range(100):
        files.put(digest(number), PNG, bytes(500))
        os.utime(next(tmp_path.glob(f"??/{digest(number)[2:]}.png")), (number, number))
        assert size_of(tmp_path) <= 10_000
    assert None is files.get(digest(0), PNG)
    assert bytes(500) == files.get(digest(99), PNG)
    files.put(digest(200), PNG, bytes(5000))
    assert None is files.get(digest(200), PNG)


def test_other_processes_count_too(tmp_path):
    """What others wrote is measured before the bound is judged."""
    RenderingFiles(tmp_path, max_bytes=100_000).put(digest(1), PNG, bytes(9_000))
    files = RenderingFiles(tmp_path, max_bytes=10_000)
    files.put(digest(2), PNG, bytes(2_000))
    assert size_of(tmp_path) <= 8_000


def test_a_folder_that_cannot_be_written_loses_nothing_else(tmp_path):
    """Where there is no folder, there is no rendering, and no error."""
    (tmp_path / "file").write_bytes(b"")
    files = RenderingFiles(tmp_path / "file", max_bytes=10_000)
    files.put(digest(1), PNG, b"one")
    assert None is files.get(digest(1), PNG)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "00").symlink_to("/dev")
    files = RenderingFiles(tmp_path / "full", max_bytes=10_000)
    files.put(digest(1), PNG, b"one")
    files.get(digest(1), PNG)
