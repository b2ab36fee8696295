"""The studio's pages of stores, products, stock, subscribers and imports."""

from app.composition.services import Services
from app.render.atlas import Atlas
from app.studio.maps import MapPictures
from app.web.studio.maps import MapPages
from app.web.studio.pages import Pages
from app.web.studio.visits import Page


def data_pages(_services: Services, _look: Pages) -> list[Page]:
    """Return the pages of what blocks are filled with."""
    return [*MapPages(MapPictures(Atlas())).pages()]
