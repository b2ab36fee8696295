"""`brand.*`: what the sender is called, and its colours."""

from app.model.brand import Brand
from app.model.facts import Fact, Known, Missing, Why
from app.model.palette import palette

_FIELDS = frozenset({"name", "title", "link", "logo"})


def brand_fact(brand: Brand, field: str) -> Known:
    """Return `brand.FIELD`: a field of the brand, or a colour of its palette."""
    value = getattr(brand, field) if field in _FIELDS else palette(brand.colors).get(field)
    return Fact(value, "brand") if value else Missing(Why.ABSENT, "brand")
