"""The tiles that maps may be drawn with: those that are there, the others wanted."""

from collections.abc import Sequence

from app.adapters.tiles.fetching import TileFetcher
from app.adapters.tiles.files import TileFiles


class TileShelf:
    """Implements TileDigests. `credit` is whom the map's licence wants named."""

    def __init__(self, files: TileFiles, fetcher: TileFetcher, *, credit: str) -> None:
        self._files = files
        self._fetcher = fetcher
        self.credit = credit

    def __call__(self, zoom: int, tiles: Sequence[tuple[int, int]]) -> tuple[str, ...] | None:
        """Return the digests of tiles (column, row); None when one is missing, which is wanted."""
        wanted = [(zoom, *tile) for tile in tiles]
        found = [self._files.digest(tile) for tile in wanted]
        missing = [t for t, digest in zip(wanted, found, strict=True) if digest is None]
        if missing:
            self._fetcher.want(missing)
            return None
        return tuple(digest for digest in found if digest is not None)
