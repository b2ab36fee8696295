"""Brands: senders, listed, shown, created or replaced."""

import msgspec

from app.errors import Unacceptable
from app.web.api.bodies import decoded
from app.web.api.brand_documents import (
    BrandDocument,
    brand_document,
    brand_from,
    check_assets,
)
from app.web.api.calls import (
    JSON,
    READ,
    WRITE,
    Answer,
    Body,
    Call,
    Operation,
    json_answer,
    unknown,
)
from app.web.api.checks import Faults, quoted


class BrandList(msgspec.Struct):
    """Every brand, the default first."""

    items: list[BrandDocument]
    cursor: str = ""


async def list_brands(call: Call) -> Answer:
    """Answer every brand."""
    brands = await call.services.brands.all()
    return json_answer(BrandList([brand_document(brand) for brand in brands]))


async def get_brand(call: Call) -> Answer:
    """Answer one brand."""
    name = call.path["name"]
    found = [brand for brand in await call.services.brands.all() if brand.name == name]
    if not found:
        raise unknown("brand", name, "Create it with PUT.")
    return json_answer(brand_document(found[0]))


async def put_brand(call: Call) -> Answer:
    """Create or replace a brand; open pictures follow at once."""
    said, name = decoded(call.body, BrandDocument), call.path["name"]
    if said.name not in ("", name):
        raise Unacceptable(
            f"The address says {quoted(name)}, the document {quoted(said.name)}.",
            remedy="A brand keeps its name: make both the same.",
            field="name",
            value=said.name,
        )
    faults = Faults()
    brand = brand_from(name, said, faults)
    await check_assets(call.services.assets, brand, faults)
    faults.settle()
    written = await call.services.brands.put(brand)
    return json_answer(brand_document(brand), 201 if written.created else 200)


OPERATIONS = (
    Operation(method="GET", path="/brands", name="list_brands", summary="List brands",
              scope=READ, handle=list_brands, answers=BrandList),
    Operation(method="GET", path="/brands/{name}", name="get_brand", summary="Show a brand",
              scope=READ, handle=get_brand, answers=BrandDocument),
    Operation(method="PUT", path="/brands/{name}", name="put_brand", scope=WRITE,
              summary="Create or replace a brand", handle=put_brand, also=(201,),
              body=Body(media={JSON: BrandDocument}), answers=BrandDocument, keeps_answer=True),
)  # fmt: skip
