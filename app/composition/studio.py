"""The studio as this process serves it."""

import time
from dataclasses import dataclass

from starlette.routing import BaseRoute

from app import __version__
from app.adapters.attempts import SharedAttempts
from app.adapters.passwords import Passwords
from app.adapters.sqlite.finding_levels import SqliteLevelFinder
from app.authoring import block_schema
from app.composition.core import ROOT
from app.composition.reading import trusted_proxies
from app.composition.services import Services
from app.composition.storage import Storage, home_secret
from app.composition.studio_blocks import block_pages
from app.composition.studio_brand import brand_pages
from app.composition.studio_data import data_pages
from app.composition.studio_drafts import draft_pages
from app.composition.studio_live import live_pages
from app.composition.studio_messages import message_pages
from app.composition.studio_preview import preview_pages
from app.composition.studio_sources import source_pages
from app.context.client_ip import client_ip
from app.model.ports import Now
from app.settings import Settings
from app.studio.accounts import AccountService
from app.studio.casting import Casting
from app.studio.signing_in import ATTEMPTS, WINDOW_S, SignInService
from app.web.studio.door import Door
from app.web.studio.law import LawPages
from app.web.studio.pages import Pages
from app.web.studio.people import PeoplePages
from app.web.studio.signing import SigningPages
from app.web.studio.visits import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who may come in."""

    accounts: AccountService
    signing_in: SignInService


def people(settings: Settings, storage: Storage, now: Now, passwords: Passwords) -> People:
    """Return what knows the people of a home."""
    accounts = AccountService(
        accounts=storage.accounts,
        sessions=storage.sessions,
        audit=storage.audit,
        passwords=passwords,
        now=now,
    )
    secret = home_secret(settings.home)
    signing_in = SignInService(
        accounts=storage.accounts,
        adding=accounts,
        sessions=storage.sessions,
        audit=storage.audit,
        passwords=passwords,
        attempts=SharedAttempts(
            settings.home / "run" / "attempts",
            secret=secret,
            most=ATTEMPTS,
            window_s=WINDOW_S,
            monotonic=time.monotonic,
        ),
        setup_secret=secret,
        now=now,
    )
    return People(accounts=accounts, signing_in=signing_in)


def studio_routes(services: Services) -> list[BaseRoute]:
    """Return the studio's routes, every one behind its door."""
    door, pages = studio_pages(services)
    return door.routes(pages)


def studio_pages(services: Services) -> tuple[Door, list[Page]]:
    """Return the door and what is behind it."""
    settings, storage = services.settings, services.storage
    known = people(settings, storage, services.now, Passwords())
    look = Pages(ROOT / "templates", version=__version__, brands=storage.brands.known)
    casting = Casting(
        brands=storage.brands,
        finder=SqliteLevelFinder(storage.database, storage.stock),
        subscribers=storage.subscribers,
        now=services.now,
    )
    proxies = trusted_proxies(settings)
    door = Door(
        signing_in=known.signing_in,
        pages=look,
        client_of=lambda peer, said: client_ip(peer=peer, forwarded_for=said, trusted=proxies),
        is_https=settings.public_url.startswith("https:"),
    )
    return door, [
        *SigningPages(signing_in=known.signing_in, pages=look, door=door).pages(),
        *block_pages(services, look),
        *draft_pages(services, look, casting),
        *LawPages(block_schema).pages(),
        *preview_pages(services, look, casting),
        *data_pages(services, look),
        *live_pages(services, look, known.signing_in.who),
        *source_pages(services, look),
        *message_pages(services, look, casting),
        *brand_pages(services, look),
        *PeoplePages(accounts=known.accounts, audit=storage.audit, pages=look).pages(),
    ]
