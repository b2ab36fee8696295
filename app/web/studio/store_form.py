"""The form of a store: what it holds at first, and the store that it describes."""

from collections.abc import Mapping

from app.model.store import Store
from app.studio.openings import hours_line
from app.web.api.checks import Faults
from app.web.api.services import Zone
from app.web.api.stores import StoreDocument, store_from
from app.web.studio.fields import attributes, number, texts

TEXTS = (
    "external_id",
    "name",
    "street",
    "postcode",
    "city",
    "region",
    "country",
    "phone",
    "url",
    "slug",
    "tz",
    "hours",
)


def store_of_form(form: Mapping[str, str], former: Store | None, zone: Zone) -> Store:
    """Return the store that a form describes; raises Faulty. A changed store keeps its id."""
    faults = Faults()
    said = texts(form, TEXTS)
    if former is not None:
        said["external_id"] = former.external_id
    document = StoreDocument(
        **said,
        lat=number(form, "lat", faults),
        lon=number(form, "lon", faults),
        attributes=attributes(form, former.attributes if former else {}),
    )
    store = store_from(document, faults, zone)
    faults.settle()
    return store


def form_of_store(store: Store) -> dict[str, str]:
    """Return the fields of a store's form."""
    form = {name: getattr(store, name) for name in TEXTS if name != "hours"}
    form["hours"] = hours_line(store.hours) if store.hours else ""
    form["lat"], form["lon"] = str(round(store.lat, 6)), str(round(store.lon, 6))
    return form
