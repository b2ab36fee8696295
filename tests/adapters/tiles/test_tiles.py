"""Tiles: fetched behind the opens, kept within bounds, never waited for."""

import asyncio
from pathlib import Path

import pytest
from httpx import Headers

from app.adapters.outbound.exchange import Answer, Limits
from app.adapters.tiles.fetching import TileFetcher
from app.adapters.tiles.files import TileFiles
from app.adapters.tiles.shelf import TileShelf
from app.context.tiles import tile_fact
from app.errors import SourceUnavailable, Unacceptable
from app.model.facts import Fact, Missing, Value
from app.model.rendering import Upload
from tests.builders import AT

TILE = (14, 8410, 5480)


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.now


class Server:
    """Answers with the address itself; `broken` answers are refused."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken: set[str] = set()

    async def get(self, url: str, *, limits: Limits) -> Answer:
        """Return the address as bytes."""
        self.asked.append(url)
        await asyncio.sleep(0)
        if url in self.broken:
            raise SourceUnavailable(f"{url} answered 404.")
        assert limits.body == 1024 * 1024
        return Answer(status=200, headers=Headers(), body=url.encode())


def accepted(body: bytes, size: tuple[int, int] | None) -> Upload:
    """Return a picture of that size, or refuse it."""
    if size is None:
        raise Unacceptable("It is no picture.")
    return Upload(media_type="image/png", width=size[0], height=size[1], body=body)


class World:
    """A server, files and a fetcher on one clock."""

    def __init__(self, folder: Path, *, size: tuple[int, int] | None = (256, 256)) -> None:
        self.clock = Clock()
        self.server = Server()
        self.files = TileFiles(folder, max_bytes=10_000, clock=self.clock)
        self.fetcher = TileFetcher(
            "https://tiles.example/{z}/{x}/{y}.png", server=self.server, files=self.files,
            accept=lambda body: accepted(body, size), clock=self.clock, pause_s=0,
        )  # fmt: skip
        self.shelf = TileShelf(self.files, self.fetcher, credit="© Maps")

    async def settle(self) -> None:
        """Let the fetcher work until nothing is wanted."""
        task = asyncio.create_task(self.fetcher.run())
        for _ in range(200):
            await asyncio.sleep(0.002)
            if not (self.fetcher._wanted or self.fetcher._later):
                break
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_what_is_missed_is_there_for_the_next_open(tmp_path: Path) -> None:
    """The first asker gets nothing at once, the next one all tiles, whose bytes are there."""
    world = World(tmp_path)
    tiles = [(8410, 5480), (8411, 5480)]

    assert world.shelf(14, tiles) is None
    assert world.server.asked == []
    await world.settle()
    found = world.shelf(14, tiles)

    assert found is not None
    assert [world.files.body(digest) for digest in found] == [
        b"https://tiles.example/14/8410/5480.png",
        b"https://tiles.example/14/8411/5480.png",
    ]
    assert len(world.server.asked) == 2


async def test_a_tile_that_cannot_be_had_is_left_alone_for_a_while(tmp_path: Path) -> None:
    """A server that says no is not asked at every open."""
    world = World(tmp_path)
    world.server.broken.add("https://tiles.example/14/8410/5480.png")
    for _ in range(3):
        world.shelf(14, [TILE[1:]])
        await world.settle()

    assert len(world.server.asked) == 1
    world.clock.now += 601
    world.shelf(14, [TILE[1:]])
    await world.settle()
    assert len(world.server.asked) == 2
    assert world.fetcher.failed == 2


@pytest.mark.parametrize("size", [None, (1, 1), (256, 512), (4096, 4096)])
async def test_what_is_no_tile_is_not_kept(tmp_path: Path, size: tuple[int, int] | None) -> None:
    """An error page, a pixel or a bomb is no tile."""
    world = World(tmp_path, size=size)
    world.fetcher.want([TILE])
    await world.settle()

    assert world.files.digest(TILE) is None
    assert not world.files.has(TILE)
    assert world.fetcher.failed == 1


async def test_a_tile_that_is_coming_is_not_asked_for_again(tmp_path: Path) -> None:
    """Opens that miss it meanwhile, and stores that need it, wait for the same answer."""
    world = World(tmp_path)
    world.fetcher.want_later([TILE])
    world.fetcher.want([TILE])
    await world.settle()

    assert len(world.server.asked) == 1


async def test_wishes_are_bounded(tmp_path: Path) -> None:
    """A map of everything does not fill the memory."""
    world = World(tmp_path)
    world.fetcher.want_later((14, column, 1) for column in range(5000))

    assert world.fetcher.room() == 0
    assert world.fetcher.dropped == 5000 - 4096


async def test_opens_come_first(tmp_path: Path) -> None:
    """What somebody looks at is fetched before what somebody may look at one day."""
    world = World(tmp_path)
    world.fetcher.want_later((14, column, 1) for column in range(50))
    world.fetcher.want([TILE])
    await world.settle()

    assert "https://tiles.example/14/8410/5480.png" in world.server.asked[:2]


def test_files_of_another_process_are_found(tmp_path: Path) -> None:
    """Whoever fetched a tile, all processes have it, a little later at the latest."""
    clock = Clock()
    ours = TileFiles(tmp_path, max_bytes=10_000, clock=clock)
    theirs = TileFiles(tmp_path, max_bytes=10_000, clock=clock)

    assert ours.digest(TILE) is None
    theirs.put(TILE, b"tile")
    assert ours.digest(TILE) is None
    clock.now += 31
    assert ours.digest(TILE) == theirs.digest(TILE)
    assert ours.body(str(ours.digest(TILE))) == b"tile"


def test_the_disk_is_bounded(tmp_path: Path) -> None:
    """The oldest tiles go when the bound is reached; what went is not promised."""
    files = TileFiles(tmp_path, max_bytes=10_000, clock=Clock())
    for column in range(40):
        files.put((14, column, 1), bytes([column]) * 1000)
    kept = sum(path.stat().st_size for path in tmp_path.rglob("*.tile"))

    assert kept <= 10_000
    assert files.body("0" * 32) is None


def test_a_tile_that_changed_is_not_drawn_under_its_old_name(tmp_path: Path) -> None:
    """A digest means its bytes or nothing."""
    files = TileFiles(tmp_path, max_bytes=10_000, clock=Clock())
    files.put(TILE, b"old")
    old = files.digest(TILE)
    next(tmp_path.rglob("*.tile")).write_bytes(b"new")

    assert old is not None
    assert files.body(old) is None
    assert files.body(str(files.digest(TILE))) == b"new"


def test_a_disk_that_fails_costs_the_tile(tmp_path: Path) -> None:
    """No exception leaves the files."""
    blocked = tmp_path / "tiles"
    blocked.write_text("not a folder")
    files = TileFiles(blocked, max_bytes=10_000, clock=Clock())
    files.put(TILE, b"tile")

    assert files.digest(TILE) is None


async def test_tiles_as_facts(tmp_path: Path) -> None:
    """A fact when all are there; before, missing for a minute; nothing without a server."""
    world = World(tmp_path)
    args: tuple[Value, ...] = (14, 8410, 5480, 2, 1)
    missing = tile_fact("tiles", args, world.shelf, AT)
    await world.settle()
    known = tile_fact("tiles", args, world.shelf, AT)

    assert isinstance(missing, Missing)
    assert missing.retry_at is not None
    assert 0 < (missing.retry_at - AT).total_seconds() <= 60
    assert isinstance(known, Fact)
    assert str(known.value).count(",") == 1
    assert isinstance(tile_fact("tiles", args, None, AT), Missing)
    credit = tile_fact("tiles.credit", (), world.shelf, AT)
    assert isinstance(credit, Fact)
    assert credit.value == "© Maps"


@pytest.mark.parametrize(
    "args", [(), (14, 1, 1, 100, 100), (14, 1, 1, 0, 1), (99, 1, 1, 1, 1), ("x",)]
)
def test_questions_that_make_no_sense(tmp_path: Path, args: tuple[Value, ...]) -> None:
    """Too many tiles, or none, are never asked for."""
    world = World(tmp_path)

    assert isinstance(tile_fact("tiles", args, world.shelf, AT), Missing)
    assert not world.fetcher._wanted
