"""A real browser before a real server. Without Chromium these tests are skipped, and say so."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bench.site import Site, served
from tests.browser.watching import Complaints
from tests.conftest import copied

VIEW = {"width": 1360, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, installed_home: Path) -> Iterator[Site]:
    """The demo, served by a process."""
    with served(copied(installed_home, tmp_path_factory.mktemp("site") / "home")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(site: Site) -> Iterator[Browser]:  # noqa: ARG001  # made before a loop runs for good
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is absent: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Complaints:
    """What the browser had to say against the pages; a test asserts that it is nothing."""
    return Complaints()


@pytest.fixture
def page(chromium: Browser, site: Site, complaints: Complaints) -> Iterator[Page]:
    """A page of somebody who is signed in as an admin."""
    context = chromium.new_context(viewport=VIEW, base_url=site.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    page = context.new_page()
    complaints.hear(page)
    sign_in(page, site)
    yield page
    context.close()


def sign_in(page: Page, site: Site) -> None:
    """Sign in through the form."""
    page.goto("/studio/sign-in")
    page.get_by_label("Email").fill(site.email)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/studio/")
