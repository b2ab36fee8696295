"""Health, readiness and metrics."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

Figures = Callable[[], Mapping[str, tuple[str, float]]]
"""Counters by metric name: what they count, and the number now."""

Troubles = Callable[[], Mapping[str, str]]
"""What keeps this process from being ready, by part; empty when nothing does."""

Conditions = Callable[[], Mapping[str, str]]
"""How what the process leans on is doing, in a word each; it is ready whatever they say."""


class Sample(NamedTuple):
    """One of several numbers of a metric, told apart by labels."""

    name: str
    says: str
    labels: Mapping[str, str]
    value: float


Samples = Callable[[], Iterable[Sample]]

_NO_STORE = {"cache-control": "no-store"}


def health_routes(
    *, figures: Figures, samples: Samples, troubles: Troubles, sources: Conditions
) -> list[BaseRoute]:
    """Return `/healthz` (alive), `/readyz` (ready to serve) and `/metrics`."""
    registry = CollectorRegistry()
    registry.register(_Figures(figures, samples))

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_NO_STORE)

    async def readyz(_request: Request) -> Response:
        found = dict(troubles())
        return JSONResponse(
            {"ready": not found, "troubles": found, "sources": dict(sources())},
            status_code=503 if found else 200,
            headers=_NO_STORE,
        )

    async def metrics(_request: Request) -> Response:
        return Response(
            generate_latest(registry),
            headers={**_NO_STORE, "content-type": CONTENT_TYPE_LATEST},
        )

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


class _Figures(Collector):
    def __init__(self, figures: Figures, samples: Samples) -> None:
        self._figures = figures
        self._samples = samples

    def collect(self) -> list[Metric]:
        """Return the present figures as gauges and counters."""
        plain = (Sample(name, says, {}, value) for name, (says, value) in self._figures().items())
        metrics: dict[str, Metric] = {}
        for name, says, labels, value in (*plain, *self._samples()):
            kind = "counter" if name.endswith("_total") else "gauge"
            metric = metrics.setdefault(name, Metric(name.removesuffix("_total"), says, kind))
            metric.add_sample(name, dict(labels), value)
        return [*metrics.values()]
