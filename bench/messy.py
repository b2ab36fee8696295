"""Files of stores as they really come: most rows good, some bad in known ways on known lines."""

import random
from pathlib import Path

HEADER = "Store No,Name,Latitude,Longitude,Time Zone,City,Country,Opening hours\n"
HOURS = ("Mo-Fr 09:00-18:00; Sa 10:00-16:00", "Mo-Su 00:00-24:00", "")
CITIES = (("München", 48.137, 11.575), ("Köln", 50.938, 6.96), ("Łódź", 51.759, 19.456))
EVERY = 10  # one row in so many is bad
LONG_LINE = 10_000_000  # bytes of the one line that is too long


def write_stores(path: Path, rows: int, *, long_line: int = LONG_LINE) -> dict[int, str]:
    """Write rows (a multiple of 20); return line -> what its reason must say, of each bad row."""
    chance = random.Random(11)
    bad: dict[int, str] = {}
    with path.open("wb") as out:
        out.write(HEADER.encode())
        for number in range(rows):
            line = number + 2
            name, lat, lon = chance.choice(CITIES)
            good = _row(f"S{number:06d}", f"{name} {number}", lat, lon, chance.choice(HOURS))
            if number % EVERY != EVERY - 1:
                out.write(good.encode())
                continue
            text, bad[line] = _damaged(number, good, long_line if number == rows // 2 - 1 else 0)
            out.write(text)
    return bad


def _row(ident: str, name: str, lat: float, lon: float, hours: str) -> str:
    city, _, _ = name.partition(" ")
    return f'{ident},"{name}",{lat:.4f},{lon:.4f},Europe/Berlin,{city},DE,"{hours}"\n'


def _damaged(number: int, good: str, long_line: int) -> tuple[bytes, str]:
    if long_line:
        return b"X" * long_line + b"\n", "longer than"
    cells = good.split(",", 4)
    ident, name, lat, lon, rest = cells
    kinds = (
        (f'{ident},"Zürich",{lat},{lon},{rest}'.encode("latin-1", "replace"), "--encoding"),
        (f"{ident},{name},{lat}\n".encode(), "columns"),
        (f"{ident},{name},148.1,{lon},{rest}".encode(), "not a latitude"),
        (f"S{number - 1:06d},{name},{lat},{lon},{rest}".encode(), "already"),
        (f"{ident},{name},0,0,{rest}".encode(), "in the sea"),
        (f"{ident},,{lat},{lon},{rest}".encode(), "missing"),
        (f'{ident},"he said "hi"",{lat},{lon},{rest}'.encode(), "quote"),
        (good.replace("Europe/Berlin", "Berlin").encode(), "time zone"),
    )
    return kinds[number // EVERY % 8]
