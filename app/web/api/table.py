"""The route table of the REST API: every operation, in the order of the documentation."""

from starlette.routing import BaseRoute, Mount, Route

from app.web.api import (
    assets,
    blocks,
    brands,
    gallery,
    holds,
    keys,
    preview,
    secrets,
    sources,
    stock,
)
from app.web.api.calls import Operation
from app.web.api.endpoint import ApiEndpoint
from app.web.api.matching import PREFIX
from app.web.api.messages import MessageCollection
from app.web.api.openapi import openapi_route
from app.web.api.products import ProductCollection
from app.web.api.services import ApiServices
from app.web.api.stores import StoreCollection
from app.web.api.subscribers import SubscriberCollection

OPERATIONS: tuple[Operation, ...] = (
    *SubscriberCollection().operations(),
    *StoreCollection().operations(),
    *ProductCollection().operations(),
    *stock.OPERATIONS,
    *holds.OPERATIONS,
    *blocks.OPERATIONS,
    *gallery.OPERATIONS,
    *MessageCollection().operations(),
    *assets.OPERATIONS,
    *brands.OPERATIONS,
    *keys.OPERATIONS,
    *sources.OPERATIONS,
    *secrets.OPERATIONS,
    *preview.OPERATIONS,
)


def api_routes(services: ApiServices) -> list[BaseRoute]:
    """Return `/api/v1` and its description at `/openapi.json`."""
    endpoint = ApiEndpoint(services, OPERATIONS)
    return [Route(PREFIX, endpoint), Mount(PREFIX, endpoint), openapi_route(OPERATIONS)]
