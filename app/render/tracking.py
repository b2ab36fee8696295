"""Letters that may stand apart: space between those that hang together would tear words."""

_JOINED = (("\u0600", "\u08ff"), ("\u0900", "\u0a7f"), ("\u1800", "\u18af"), ("\ufb50", "\ufefc"))


def is_tracked(text: str) -> bool:
    """Tell whether the letters of a word may stand apart."""
    return not any(first <= char <= last for char in text for first, last in _JOINED)
