"""Writes docs/elements.md and its pictures: `make docs`."""

from tests.docs.gallery import PAGE, PICTURES, SHEET, page, pictures, sheet


def main() -> None:
    """Write the page, a picture of each example and one of all; old pictures go."""
    PAGE.write_text(page(), "utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    drawn = dict(pictures())
    for path in PICTURES.iterdir():
        if path.name not in drawn:
            path.unlink()
    for name, body in drawn.items():
        (PICTURES / name).write_bytes(body)
    SHEET.write_bytes(sheet(drawn))


if __name__ == "__main__":
    main()
