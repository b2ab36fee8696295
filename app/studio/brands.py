"""Brands as the studio changes them; each change is written to the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from app.errors import Conflict, NotFound
from app.model.account import AuditLog, Deed
from app.model.brand import Brand
from app.model.ports import Brands


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandService:
    """Knows the senders. `by` is the address of whoever does something."""

    brands: Brands
    audit: AuditLog

    async def all(self) -> tuple[Brand, ...]:
        """Return every brand, the default first."""
        return await self.brands.all()

    async def get(self, name: str) -> Brand:
        """Return a brand, without a name the default one; raises NotFound."""
        for brand in await self.brands.all():
            if name in ("", brand.name):
                return brand
        raise NotFound(
            f"There is no brand {name[:60]!r}.", remedy="Look in the list of brands.",
            field="brand", value=name,
        )  # fmt: skip

    async def create(self, brand: Brand, *, by: str) -> None:
        """Create a brand; raises Conflict when one has its name."""
        if not await self.brands.add(brand):
            raise Conflict(
                f"There is a brand {brand.name!r} already.",
                remedy="Choose another name, or change that one.",
                field="name",
                value=brand.name,
            )
        await self.audit.write(Deed(actor=by, action="brand.create", subject=brand.name))

    async def change(self, brand: Brand, *, by: str) -> None:
        """Change a brand, which open pictures follow at once; raises NotFound."""
        former = await self.get(brand.name)
        changed = tuple(_changed(former, brand))
        if not changed:
            return
        await self.brands.put(brand)
        detail = ", ".join(changed)
        await self.audit.write(
            Deed(actor=by, action="brand.change", subject=brand.name, detail=detail)
        )


def _changed(former: Brand, brand: Brand) -> Iterable[str]:
    """Return the names of the fields that differ."""
    for field in fields(Brand):
        if getattr(former, field.name) != getattr(brand, field.name):
            yield field.name
