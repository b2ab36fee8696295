"""The demo's home, installed once per test process and copied for each test that serves it."""

import asyncio
import importlib
import os
import pkgutil
import re
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_asyncio

import app

# No test is timed: a busy machine is no reason for a red one.
hypothesis.settings.register_profile(
    "opentime",
    deadline=None,
    # The whole run has to end in a quarter of an hour; OPENTIME_TEST_EXAMPLES=1000 looks harder.
    max_examples=int(os.environ.get("OPENTIME_TEST_EXAMPLES", "30")),
    # Whether a change lands is not drawn by lot; whoever runs the tests by hand looks elsewhere.
    derandomize=bool(os.environ.get("OPENTIME_TEST_SAME_EXAMPLES")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)
hypothesis.settings.load_profile("opentime")


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Trace how the modules of the application begin, but not how pytest rewrites the tests."""
    traced = getattr(session.config.pluginmanager.get_plugin("_cov"), "cov_controller", None)
    if traced is None:
        return (yield)
    import_the_application()
    traced.pause()
    try:
        return (yield)
    finally:
        traced.resume()


def import_the_application() -> None:
    """Import every module of it but those that Alembic runs, and what draws `static/`."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not re.search(r"\.(migrations\.versions|migrations\.env|render\.build)\b", module.name):
            importlib.import_module(module.name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Property tests walk the same lines many times: tracing each walk would double the run."""
    for item in items:
        if hypothesis.is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything must run, a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("OPENTIME_TEST_REQUIRE_ALL"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def installed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo and the compiled geo tables in it; copy it, never serve it."""
    # Here, because tests of pure packages would pay seconds for it.
    from app.adapters.geo.embedded import EmbeddedGeoDatabase
    from app.adapters.geo.gazetteer import EmbeddedGazetteer
    from app.cli.demo import install_demo
    from app.composition.storage import home_secret, open_storage
    from app.settings import read_settings
    from tests.adapters.builders import SetClock
    from tests.serving import NOON

    home = tmp_path_factory.mktemp("installed") / "home"
    storage = open_storage(read_settings({}, {"home": home}), SetClock(NOON))
    try:
        asyncio.run(install_demo(storage, home_secret(home).hex()))
    finally:
        storage.database.close()
    cache = home / "cache" / "geo"
    assert EmbeddedGeoDatabase(cache=cache).locate("8.8.8.8")
    gazetteer = EmbeddedGazetteer(cache=cache)
    assert gazetteer.postcode("10001", "US")
    assert gazetteer.city("Berlin")
    return home


def copied(installed: Path, home: Path) -> Path:
    """Copy a home; the compiled geo tables, which nobody writes, are shared."""
    shutil.copytree(installed, home, ignore=shutil.ignore_patterns("cache"))
    (home / "cache").mkdir()
    (home / "cache" / "geo").symlink_to(installed / "cache" / "geo")
    return home


@pytest.fixture
def demo_home(tmp_path: Path, installed_home: Path) -> Path:
    """A copy of the demo's home."""
    return copied(installed_home, tmp_path / "home")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(installed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demo, served to tests that write nothing but opens and clicks; their loop: session."""
    from tests.serving import serving  # here, as above

    home = copied(installed_home, tmp_path_factory.mktemp("served") / "home")
    async with serving(home) as running:
        yield running
