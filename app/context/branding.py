"""`brand.*`: what the sender is called, and its colours."""

from app.model.brand import Brand
from app.model.facts import Fact, Known, Missing, Why

_FIELDS = frozenset({"name", "title", "link"})


def brand_fact(brand: Brand, field: str) -> Known:
    """Return `brand.FIELD`: a field of the brand, or one of its colours."""
    value = getattr(brand, field) if field in _FIELDS else brand.colors.get(field)
    return Fact(value, "brand") if value else Missing(Why.ABSENT, "brand")
