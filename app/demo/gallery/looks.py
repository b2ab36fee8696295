"""Starters as they come out: in Northbeam's world, in the colours and fonts of a brand."""

import json

from app.decide.clock import Clock
from app.decide.deciding import decide
from app.decide.filters import Formatter
from app.delivery.params import chosen_params
from app.delivery.previewing import place_of
from app.demo.gallery.examples import Opening
from app.demo.gallery.world import World
from app.model.brand import Brand
from app.model.decision import Decision
from app.model.facts import Fact
from app.model.place import Place
from app.model.zones import zone_of
from app.studio.starters import NOBODY, Look, Starter


class Looks:
    """Decides what a look shows; the pictures that it names are the world's."""

    def __init__(self, world: World) -> None:
        self._world = world

    def decision(self, starter: Starter, look: Look, brand: Brand) -> Decision:
        """Return what is decided when a starter of a brand is opened so."""
        world = self._world.of(brand)
        plan = world.bound(starter.plan)
        facts = world.facts(
            plan,
            Opening(by="" if look.by == NOBODY else look.by, at=look.at),
            starter.format,
            place=_place(look.given.get("from", "")),
            params=chosen_params(plan, {n: _meant(v) for n, v in look.given.items()}),
            supposed={n: Fact(_meant(v), "look") for n, v in look.given.items() if "." in n},
        )
        clock = Clock(facts.ask.at, zone_of(facts.wall_zone()))
        return decide(plan, facts, clock, Formatter(facts.locale()))


def _meant(text: str) -> str | int | float | bool:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, int | float | bool) else text


def _place(text: str) -> Place | None:
    lat, _, lon = text.partition(",")
    return place_of(float(lat), float(lon)) if lon else None
