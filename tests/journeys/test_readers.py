"""An answer depends on where the reader is only if the address is the reader's own."""

import json
from dataclasses import replace
from random import Random

import pytest

from tests.journeys.building import change_brand, publish
from tests.serving import GMAIL, PERSON, SCANNER, Answer, Running, serving

BLOCKS = ("greeting", "hero", "nearest-store", "stock-alert", "points-progress", "last-order")
LONDON, NEW_YORK = "81.2.69.160", "66.249.93.1"
EDGE = "198.51.100.9"
MPP = "Mozilla/5.0"
PREFETCH = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0"
)
AGENTS = {
    "gmail": GMAIL,
    "gmail's prefetch": PREFETCH,
    "yahoo": "YahooMailProxy; https://senders.yahooinc.com/mail-proxy-servers",
    "hey": "hey.com/imageproxy Mozilla/5.0 (X11; Linux x86_64)",
    "fastmail": "Mozilla/5.0 (X11; Linux x86_64) Chrome/118.0 Safari/537.36 FastmailUA/1.0",
    "seznam": "Mozilla/5.0 SeznamEmailProxy/2.0.174",
    "apple": MPP,
    "scanner": SCANNER,
    "bot": "curl/8.5.0",
    "nobody": "",
}
RELAYED = ("172.224.224.1", "172.224.225.1")
RELAY = "172.224.224.0/24,GB,GB-EN,London,\n172.224.225.0/24,US,US-NY,New York,\n"
WHERE = "{{ place.city | default('nowhere') }} {{ place.source | default('') }}"
FORGED = (
    "x-forwarded-for", "forwarded", "x-real-ip", "true-client-ip", "x-client-ip", "client-ip",
    "cf-connecting-ip", "cf-connecting-ipv6", "fastly-client-ip", "x-cluster-client-ip",
    "cloudfront-viewer-address", "x-original-forwarded-for", "x-forwarded", "via",
    "x-envoy-external-address", "x-appengine-user-ip", "x-azure-clientip", "x-opentime-edge",
)  # fmt: skip
FORGED_PLACES = {
    "cf-ipcountry": "GB", "cf-ipcity": "London", "cf-iplatitude": "51.5", "cf-iplongitude": "-0.1",
    "cf-region": "England", "cf-timezone": "Europe/London", "cf-postal-code": "SW1A",
    "fastly-geo-country": "GB", "fastly-geo-city": "London", "fastly-geo-latitude": "51.5",
    "cloudfront-viewer-country": "GB", "cloudfront-viewer-city": "London",
    "cloudfront-viewer-latitude": "51.5", "cloudfront-viewer-longitude": "-0.1",
    "x-appengine-city": "london", "x-vercel-ip-city": "London",
}  # fmt: skip


@pytest.fixture
async def demo(demo_home):
    """The demo with a relay list, a CDN it trusts, and a block that says where its reader is."""
    (demo_home / "networks").mkdir()
    (demo_home / "networks" / "relay-2026-11-01.csv").write_text(RELAY)
    given = {
        "edge_headers": "cloudflare",
        "edge_networks": "198.51.100.0/24",
        "edge_secret": "s3cret",
    }
    async with serving(demo_home, **given) as running:
        await publish(running, "where", headline=WHERE)
        await change_brand(running, place=None)
        yield running


async def where(demo: Running, **said: object) -> str:
    """Return where an anonymous reader is taken to be."""
    answer = await demo.ask(demo.open_path("where", "anonymous", "json"), **said)
    return str(json.loads(answer.body)["say"]["headline"]).strip()


def addresses(count: int) -> list[str]:
    """Return addresses from all over the world, of both families."""
    dice = Random(4)
    plain = [
        f"{dice.randrange(1, 223)}.{dice.randrange(256)}.{dice.randrange(256)}.7"
        for _ in range(count)
    ]
    return [LONDON, "8.8.8.8", "2001:4860:4860::8888", "2a00:1450:4009::1", *plain]


@pytest.mark.parametrize("agent", AGENTS.values(), ids=AGENTS)
async def test_behind_a_proxy_all_addresses_get_the_same_bytes(demo, agent):
    """Status, headers and body of every demo block, for a known person and for nobody."""
    for who in ("", "anonymous"):
        for block in (*BLOCKS, "where"):
            path = demo.open_path(block, who)
            answers = {repr(await demo.ask(path, agent=agent, peer=peer)) for peer in addresses(12)}
            assert len(answers) == 1, (block, who)


async def test_relayed_people_get_the_same_bytes_unless_regions_are_wanted(demo):
    """Two addresses of the relay are one; with the brand's switch each is its region's."""
    for agent in (PERSON, MPP):
        said = {await where(demo, agent=agent, peer=peer) for peer in RELAYED}
        assert said == {"nowhere"}
    brand = demo.services.storage.brands.read("northbeam")
    await change_brand(demo, privacy=replace(brand.privacy, relay_region=True))
    assert await where(demo, peer=RELAYED[0]) == "London relay"
    assert await where(demo, peer=RELAYED[1]) == "New York relay"
    assert await where(demo, agent=GMAIL, peer=LONDON) == "nowhere"


async def test_a_reader_s_own_address_says_where_they_are(demo):
    """So the tests above compare what could differ."""
    assert (await where(demo, peer=LONDON)).endswith(" ip")


@pytest.mark.parametrize("agent", [PERSON, GMAIL])
async def test_forged_headers_change_nothing(demo, agent):
    """Whatever a stranger claims about an address or a place, the answer is the same."""
    for block in ("nearest-store", "where"):
        path = demo.open_path(block, "anonymous", "html")
        honest = repr(await demo.ask(path, agent=agent))
        for name in FORGED:
            for claim in (LONDON, f"{LONDON}:443", f"for={LONDON}", f"{EDGE}, {LONDON}", "s3cre"):
                said = await demo.ask(path, agent=agent, headers={name: claim, **FORGED_PLACES})
                assert repr(said) == honest, (name, claim)


async def test_a_forged_chain_ends_at_the_stranger(demo):
    """A stranger that names the CDN as a hop before it is still a stranger."""
    claims = {"x-forwarded-for": f"{LONDON}, {EDGE}", "cf-connecting-ip": LONDON, **FORGED_PLACES}
    assert await where(demo, headers=claims) == await where(demo)


@pytest.mark.parametrize(
    ("peer", "proof"), [(EDGE, {}), ("203.0.113.9", {"x-opentime-edge": "s3cret"})]
)
async def test_the_cdn_is_believed(demo, peer, proof):
    """Known by its network or by the secret, it says where the reader is."""
    claims = {"cf-connecting-ip": LONDON, **FORGED_PLACES, "cf-ipcity": "Ely", **proof}
    assert await where(demo, peer=peer, headers=claims) == "Ely ip"
    assert await where(demo, peer=peer, headers=claims, agent=GMAIL) == "nowhere"
    alone = {"x-forwarded-for": f"1.2.3.4, {LONDON}", **proof}
    assert await where(demo, peer=peer, headers=alone) == await where(demo, peer=LONDON)


async def test_a_new_list_counts_without_a_restart(demo):
    """Also for those who were classified before it came."""
    ask = {"agent": MPP, "peer": "192.0.2.200"}
    readers = demo.services.opening._intake._readers
    before = await demo.ask(demo.open_path("where"), **ask)
    assert before.status == 200
    path = demo.home / "networks" / "relay-2026-11-02.csv"
    path.write_text("192.0.2.0/24,DE,DE-BE,Berlin,\n")
    readers._lists._start = lambda work: work()
    readers._lists._next_look = 0.0
    await demo.ask(demo.open_path("where"), **ask)
    assert {event["reader"] for event in demo.stored()} == {"ambiguous_proxy", "mpp"}


def test_answers_are_compared_whole():
    """The representation of an answer has its status, headers and body in it."""
    first = Answer(status=200, headers=[(b"etag", b"1")], body=b"body")
    for other in (replace(first, status=304), replace(first, headers=[]), replace(first, body=b"")):
        assert repr(first) != repr(other)
