"""Header lines become headers by name."""

from app.delivery.exchange import headers_of


def test_lines_of_one_name_are_one_list() -> None:
    """A proxy that adds a line of its own does not hide those of the proxies before it."""
    lines = [
        (b"x-forwarded-for", b"81.2.69.160"),
        (b"host", b"a"),
        (b"x-forwarded-for", b"10.0.0.1"),
    ]
    assert headers_of(lines) == {b"x-forwarded-for": b"81.2.69.160, 10.0.0.1", b"host": b"a"}


def test_lines_of_many_names_are_as_they_are() -> None:
    """Nearly every fetch says each thing once."""
    assert headers_of([(b"a", b"1"), (b"b", b"")]) == {b"a": b"1", b"b": b""}
