"""Pictures of products are there before they are opened, checked, small, and asked for politely."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.guarding import PORTS, Guard
from app.adapters.outbound.privates import PrivateHosts
from app.adapters.outbound.resolving import Resolver
from app.adapters.picture_process import PictureProcess
from app.adapters.picture_worker import Accept, Unfit, answer
from app.adapters.sources.product_pictures import MOST, ProductPictures
from app.adapters.sqlite.assets import SqliteAssets
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.products import SqliteProducts
from app.errors import Unacceptable
from app.model.product import Product
from app.pictures.shrinking import shrunk
from tests.adapters.sources.stubs import NAME, Mode, Sources, serving_sources
from tests.pictures.uploads import a_png

FONT = b"\0\1\0\0" + b"\0" * 60


def a_picture(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """Return a picture."""
    held = BytesIO()
    Image.new(mode, size, "#336699").save(held, kind)
    return held.getvalue()


@dataclass
class Monotonic:
    """Seconds that pass when they are told to."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.seconds


@dataclass
class World:
    """A home whose products have pictures on a server."""

    products: SqliteProducts
    assets: SqliteAssets
    server: Sources
    pictures: ProductPictures
    clock: Monotonic = field(default_factory=Monotonic)

    async def want(self, path: str, sku: str = "P") -> None:
        """Store a product with a picture at a path."""
        said = {"image": f"feed-{sku}", "picture": self.server.url(path)}
        await self.products.put([Product(sku=sku, name=sku, **said)])


@pytest.fixture
async def world(home: Path) -> AsyncIterator[World]:
    """A home and a server on loopback."""
    database, clock = Database(home), Monotonic()
    products, assets = SqliteProducts(database), SqliteAssets(database)
    async with serving_sources({}) as server:
        guard = Guard(private=PrivateHosts.parse([NAME]), ports=(*PORTS, server.port))
        outbound = Outbound(guard=guard, resolver=Resolver(lambda _host, _port: ["127.0.0.1"]))
        pictures = ProductPictures(
            products=products, assets=assets, server=outbound, shrink=shrunk,
            number=lambda: database.notices.number(Kind.PRODUCTS), monotonic=clock,
            lock=home / "run" / "pictures.lock",
        )  # fmt: skip
        yield World(products, assets, server, pictures, clock)
        await outbound.close()
    database.close()


@pytest.mark.net
async def test_a_picture_is_kept_no_larger_than_it_is_drawn(world: World) -> None:
    """It becomes the asset that the product names, once."""
    world.server.bodies["/1.jpg"] = a_picture((3000, 1500))
    await world.want("/1.jpg")
    for _ in range(3):
        await world.pictures.tick()
    asset = await world.assets.get("feed-P")
    assert asset is not None
    assert (asset.width, asset.height, asset.media_type) == (MOST, MOST // 2, "image/jpeg")
    assert len(world.server.asked_of("/1.jpg")) == 1
    assert await world.products.unfilled(9) == ()


@pytest.mark.net
@pytest.mark.parametrize("mode", [Mode.ERROR, Mode.HTML, Mode.GARBAGE, Mode.REDIRECT])
async def test_a_server_that_fails_is_asked_again_later(world: World, mode: Mode) -> None:
    """Not before a minute, then two, and what it has at last is taken."""
    world.server.bodies["/1.jpg"] = a_picture((20, 20))
    world.server.modes["/1.jpg"] = mode
    await world.want("/1.jpg")
    for seconds in (0, 59, 60, 179, 180):
        world.clock.seconds = seconds
        await world.pictures.tick()
    assert len(world.server.asked_of("/1.jpg")) == 3
    assert await world.assets.get("feed-P") is None
    world.server.modes.clear()
    world.clock.seconds = 180 + 240
    await world.pictures.tick()
    assert await world.assets.get("feed-P") is not None


@pytest.mark.net
async def test_one_bad_picture_keeps_no_other_back(world: World) -> None:
    """Each is kept or not on its own, and a new product is looked at at once."""
    world.server.bodies |= {"/1.jpg": b"nothing", "/2.jpg": a_picture((20, 20))}
    await world.want("/1.jpg", "P1")
    await world.pictures.tick()
    await world.want("/2.jpg", "P2")
    await world.pictures.tick()
    assert await world.assets.get("feed-P1") is None
    assert await world.assets.get("feed-P2") is not None
    assert len(world.server.asked_of("/1.jpg")) == 1


@pytest.mark.parametrize(
    ("body", "kind", "size"),
    [
        (a_picture((40, 30)), "image/jpeg", (40, 30)),
        (a_picture((400, 100), "PNG"), "image/jpeg", (100, 25)),
        (a_picture((100, 400), "PNG", "RGBA"), "image/png", (25, 100)),
        (a_picture((400, 400), "WEBP"), "image/jpeg", (100, 100)),
    ],
)
def test_shrinking_keeps_the_shape(body: bytes, kind: str, size: tuple[int, int]) -> None:
    """A larger picture is scaled to the bound; what can be seen through stays so."""
    upload = shrunk(body, 100)
    assert (kind, size) == (upload.media_type, (upload.width, upload.height))
    with Image.open(BytesIO(upload.body)) as opened:
        assert size == opened.size


@pytest.mark.parametrize(
    "body", [a_png(50_000, 50_000), a_png(6_000, 6_000, bits=8), b"<svg/>", FONT]
)
def test_what_no_picture_may_be_is_refused(body: bytes) -> None:
    """Bombs, documents and typefaces are refused, by the process that decodes as well."""
    with pytest.raises(Unacceptable):
        shrunk(body, 100)
    assert isinstance(answer(Accept(body, 100)), Unfit)


def test_pictures_are_made_smaller_apart_from_this_process() -> None:
    """What decodes them is the process that decodes uploads."""
    process = PictureProcess(seconds=20)
    try:
        upload = process.shrink(a_picture((400, 100)), 100)
    finally:
        process.close()
    assert (upload.width, upload.height) == (100, 25)
