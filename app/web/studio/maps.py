"""The map that pages put markers on: its picture, and the cities to be named on it."""

from collections.abc import Sequence

from starlette.responses import Response

from app.errors import Unacceptable
from app.model.account import Right
from app.studio.maps import Looked, MapPictures
from app.web.studio.answers import json_response
from app.web.studio.visits import Page, Visit


class MapPages:
    """Answers the parts of `static/studio/js/map.js`."""

    def __init__(self, maps: MapPictures) -> None:
        self._maps = maps

    def pages(self) -> Sequence[Page]:
        """Return the pages; whoever may look sees them."""
        look = Right.LOOK
        return (
            Page(method="GET", path="/map.png", right=look, handle=self.picture, for_scripts=True),
            Page(method="GET", path="/map.json", right=look, handle=self.cities, for_scripts=True),
        )

    async def picture(self, visit: Visit) -> Response:
        """Draw a view."""
        return Response(await self._maps.picture(_looked(visit)), media_type="image/png")

    async def cities(self, visit: Visit) -> Response:
        """Name the largest cities of a view."""
        cities = [
            {"name": city.name, "lat": city.lat, "lon": city.lon}
            for city in self._maps.cities(_looked(visit))
        ]
        return json_response({"cities": cities})


def _looked(visit: Visit) -> Looked:
    asked = visit.request.query_params
    number = {}
    for field, default in (("lat", 20.0), ("lon", 0.0), ("km", 9000.0)):
        number[field] = _number(field, asked.get(field, ""), default)
    return Looked(
        **number,
        width=int(_number("width", asked.get("width", ""), 640)),
        height=int(_number("height", asked.get("height", ""), 360)),
        density=int(_number("density", asked.get("density", ""), 1)),
        is_dark=asked.get("dark") == "1",
    )


def _number(field: str, text: str, default: float) -> float:
    try:
        found = float(text) if text else default
    except ValueError:
        found = float("nan")
    if not -1e6 < found < 1e6:  # noqa: PLR2004  # neither infinite nor no number
        raise Unacceptable(
            f"The map's {field} is no number: {text[:40]!r}.",
            remedy="Load the page again.",
            field=field,
            value=text[:40],
        )
    return found
