"""From signing in to the first open of a block of one's own, in Chromium."""

import pytest

from tests.browser.journey import go

pytestmark = [pytest.mark.net, pytest.mark.slow, pytest.mark.no_cover]


def test_a_new_user_gets_from_the_gallery_to_an_open(chromium, site, complaints, tmp_path):
    """Every step does what it says; no script fails and no policy is broken on the way."""
    context = chromium.new_context(viewport={"width": 1360, "height": 900}, base_url=site.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    page = context.new_page()
    complaints.hear(page)
    way = go(page, site, tmp_path)
    context.close()
    assert len(way.steps) == 8
    assert not complaints.said
