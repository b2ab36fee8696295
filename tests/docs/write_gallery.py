"""Writes docs/elements.md and its pictures: `make docs`."""

from pathlib import Path

from tests.docs.gallery import PAGE, PICTURES, SHEET, first_frame, page, pictures, sheet


def main() -> None:
    """Write the page, a picture of each example and one of all; old pictures go."""
    PAGE.write_text(page(), "utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    drawn = dict(pictures())
    for path in PICTURES.iterdir():
        if path.name not in drawn:
            path.unlink()
    for name, body in drawn.items():
        _write(PICTURES / name, body)
    _write(SHEET, sheet(drawn))


def _write(path: Path, body: bytes) -> None:
    """Write a picture; one that shows what it showed stays, so that its history is of changes."""
    still = path.suffix != ".gif" and path.exists()
    if not (still and first_frame(path.read_bytes()) == first_frame(body)):
        path.write_bytes(body)


if __name__ == "__main__":
    main()
