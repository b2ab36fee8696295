"""The composition root's door: the application that the web server runs."""

import asyncio
import gc
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from app.adapters import memory
from app.adapters.weather.live import LiveWeather
from app.adapters.worker_reports import WorkerReports
from app.composition.cdn import purger
from app.composition.core import STATIC
from app.composition.maintenance import Maintenance, tidying
from app.composition.publishing import publisher
from app.composition.reporting import Reporting
from app.composition.routes import site_routes
from app.composition.services import Services, build
from app.composition.storage import ensure_brand
from app.composition.tiles import tile_prefetch
from app.delivery.amp import AmpOpening
from app.delivery.observing import ObservedOpening, Opening
from app.delivery.stopwatch import Stopwatch
from app.errors import AppError
from app.settings import read_settings
from app.web.hot import HotRoutes
from app.web.packing import PackedFiles

_log = logging.getLogger("opentime.server")
_GC_AFTER = (10_000, 20, 20)  # new objects, and rounds of the younger generation


def application(services: Services, routes: list[BaseRoute] | None = None) -> ASGIApp:
    """Return the ASGI application: hot routes in front, everything else behind."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            await ensure_brand(services.storage)
        except AppError:
            # A damaged database: pictures are placeholders until it is restored.
            _log.exception("No brand can be read")
        await services.shelves.current()
        await services.server.prepare()
        beside = _beside(services, hot)
        # What lives as long as the process need not be looked through again and again.
        gc.collect()
        gc.freeze()
        # An open leaves no cycles: looking for some after every 700 objects costs a tenth of it.
        gc.set_threshold(*_GC_AFTER)
        gc.enable()
        memory.give_back()
        yield
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await services.server.close()
        services.close()

    rest = Starlette(
        routes=[*(routes or []), Mount("/static", PackedFiles(directory=STATIC))],
        exception_handlers={HTTPException: _refused},
        lifespan=lifespan,
    )
    # A redirect would name the host that was asked for, whoever made it up.
    rest.router.redirect_slashes = False
    hot = _front(services, rest)
    return hot


def _front(services: Services, rest: ASGIApp) -> HotRoutes:
    """Return the hot routes, with everything else behind them."""
    senders = services.settings.amp_senders
    amp = AmpOpening(services.opening, senders=senders) if senders else None
    return HotRoutes(
        opening=_observed(services, amp or services.opening),
        clicking=services.clicking,
        calendar=services.calendar,
        viewing=services.viewing,
        content=services.content,
        standing=services.standing,
        rest=rest,
        asks_by_form=amp.asks if amp is not None else None,
    )


def _observed(services: Services, opening: Opening) -> Opening:
    """Return what answers opens, observed if the settings ask for it."""
    if not services.settings.cdn_debug:
        return opening
    return ObservedOpening(opening, monotonic=time.monotonic)


def _beside(services: Services, hot: HotRoutes) -> list[asyncio.Task[None]]:
    """Start what is done beside serving; one that fails costs no other."""
    tidy = tidying(services.settings.home, services.now)
    done = [
        asyncio.create_task(Maintenance(services.storage, tidy=tidy).run()),
        asyncio.create_task(services.sources.run()),
        asyncio.create_task(publisher(services).run()),
        asyncio.create_task(_reporting(services, hot).run()),
    ]
    if services.tiles is not None:
        prefetch = tile_prefetch(
            services.settings, services.storage, services.plans, services.tiles
        )
        done.append(asyncio.create_task(services.tiles.run(prefetch)))
    purging = purger(services.settings, services.storage, services.server, services.now)
    if purging is not None:
        done.append(asyncio.create_task(purging.run()))
    if isinstance(services.weather, LiveWeather):
        done.append(asyncio.create_task(services.weather.run()))
    for task in done:
        task.add_done_callback(_noted)
    return done


def _reporting(services: Services, hot: HotRoutes) -> Reporting:
    def watch(stopwatch: Stopwatch | None) -> None:
        hot.watch = stopwatch

    reports = WorkerReports(services.settings.home / "run", now=services.now)
    return Reporting(services, reports, watch=watch)


def _noted(task: asyncio.Task[None]) -> None:
    """Log why a task beside serving ended, unless it was asked to."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("Something beside serving ended: restart the server", exc_info=error)


async def _refused(_request: Request, error: Exception) -> Response:
    """Answer what no route answers: plainly, and kept by no cache."""
    assert isinstance(error, HTTPException)
    headers = {"cache-control": "no-store", **(error.headers or {})}
    return PlainTextResponse(f"{error.detail}\n", status_code=error.status_code, headers=headers)


def create() -> ASGIApp:
    """Build the application from the environment; the factory that the web server calls."""
    memory.share_arenas()
    services = build(read_settings())
    services.pictures.start()
    return application(services, site_routes(services))
