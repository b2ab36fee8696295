"""Tables are unpacked once, whole or not at all."""

import json
import logging
import shutil
from array import array
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.geo.columns import Table, pack, text_columns, unpack
from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.geo.shelf import open_tables
from app.errors import ConfigurationError

_u64 = st.integers(min_value=0, max_value=2**64 - 1)


@given(st.lists(_u64), st.lists(st.integers(-90, 90)), st.lists(st.text()))
def test_round_trip(rising: list[int], small: list[int], texts: list[str]) -> None:
    """Columns come back as they were packed, and sorted texts are found."""
    rising.sort()
    texts = sorted(set(texts), key=str.encode) if _encodable(texts) else []
    columns = {"up:rising": array("Q", rising), "deg": array("h", small)}
    out = BytesIO()
    unpack(BytesIO(pack({**columns, **text_columns("name", texts)})), out)
    table = Table(out.getbuffer())

    names = table.strings("name")
    assert rising == list(table.integers("up"))
    assert small == list(table.integers("deg"))
    assert texts == [names[at] for at in range(len(names))]
    assert list(range(len(texts))) == [names.find(text) for text in texts]
    assert names.find("\ud800") is None


def _encodable(texts: list[str]) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for text in texts for letter in text)


def test_unpacked_once(shipped: Path, tmp_path: Path) -> None:
    """A second start maps the files of the first and writes nothing."""
    open_tables(["places", "ipv4"], cache=tmp_path, shipped=shipped)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    open_tables(["places", "ipv4"], cache=tmp_path, shipped=shipped)

    assert before == {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert {"places", "ipv4"} == {name.partition("-")[0] for name in before}


@pytest.mark.parametrize("size", [0, 5, 40, -1])
def test_damaged_cache(shipped: Path, tmp_path: Path, size: int) -> None:
    """A cached table that is not whole is unpacked again."""
    open_tables(["ipv4"], cache=tmp_path, shipped=shipped)
    (cached,) = tmp_path.iterdir()
    whole = cached.read_bytes()
    cached.write_bytes(whole[:size])
    (table,) = open_tables(["ipv4"], cache=tmp_path, shipped=shipped)

    assert len(table.integers("starts")) > 1
    assert whole == cached.read_bytes()


def test_older_tables_go(shipped: Path, tmp_path: Path) -> None:
    """A newer table takes the place of the older one in the cache."""
    older = tmp_path / "ipv4-0123456789ab.table"
    older.write_bytes(b"")
    open_tables(["ipv4"], cache=tmp_path, shipped=shipped)

    assert not older.exists()


def test_cache_that_cannot_be_written(
    shipped: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a cache the tables are held in memory, with a warning that names the remedy."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    with caplog.at_level(logging.WARNING):
        database = EmbeddedGeoDatabase(cache=blocked / "geo", shipped=shipped)

    assert database.locate("8.8.8.8") is not None
    assert "Give the server a home it may write to." in caplog.text


@pytest.mark.parametrize("content", [b"", b"noise", b"\xfd7zXZ\x00cut"])
def test_damaged_installation(shipped: Path, tmp_path: Path, content: bytes) -> None:
    """A damaged shipped table stops the start and says what to do."""
    copy = tmp_path / "data"
    shutil.copytree(shipped, copy)
    (copy / "cities.xz").write_bytes(content)

    with pytest.raises(ConfigurationError, match=r"cities\.xz") as caught:
        EmbeddedGazetteer(cache=tmp_path / "cache", shipped=copy)
    assert "Install Opentime again" in caught.value.remedy


@pytest.mark.parametrize("manifest", [None, "{", "[]", json.dumps({"tables": {"ipv4": {}}})])
def test_damaged_manifest(tmp_path: Path, manifest: str | None) -> None:
    """An absent or damaged manifest stops the start and says what to do."""
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)

    with pytest.raises(ConfigurationError, match=r"manifest\.json"):
        open_tables(["ipv4"], cache=tmp_path, shipped=tmp_path)
