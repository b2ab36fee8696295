"""Every fetch gets a class, by the ordered table and the rule of decision."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.context.agents import AGENT_TABLE, reader_of_agent
from app.context.networks import UNLISTED, Networks
from app.context.readers import classify
from app.model.reader import OpenedNow, Reader, ReaderKind

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
FOLDER = Path(__file__).parents[1] / "cases"
CASES = json.loads((FOLDER / "readers.json").read_text())
LISTED = json.loads(
    (FOLDER / "readers_listed.json").read_text()
)  # source, name, agent, class, kind
AGENTS = {name: agent for name, agent, _, _ in CASES}
SAFARI, MPP, WEBKIT = (
    AGENTS["Safari"],
    AGENTS["Apple privacy fetch, unlisted address"],
    AGENTS["bare WebKit on a Mac"],
)
RELAY = frozenset({"172.224.224.1"})
SCANNERS = frozenset({"40.92.0.1"})
NETWORKS = Networks(relay=RELAY, scanners=SCANNERS)
SERVICES = Networks(
    google=frozenset({"192.0.2.1"}),
    microsoft=frozenset({"192.0.2.2"}),
    yahoo=frozenset({"192.0.2.3"}),
)


def a_fetch(agent: str = SAFARI, **known) -> Reader:
    """Classify a fetch of an email sent an hour ago, from an unlisted address."""
    facts = {
        "ip": "203.0.113.7",
        "headers": {},
        "sent_at": NOW - timedelta(hours=1),
        "now": NOW,
        "networks": NETWORKS,
        **known,
    }
    return classify(agent=agent, **facts)


@pytest.mark.parametrize(("agent", "name", "kind"), [case[1:] for case in CASES], ids=AGENTS)
def test_each_known_agent_has_its_class(agent, name, kind):
    """The fixture of real user agents is classified as written."""
    reader = a_fetch(agent)
    assert (reader.name, reader.kind.value) == (name, kind)
    assert reader.evidence


@pytest.mark.parametrize(("agent", "name", "kind"), [row[2:] for row in LISTED])
def test_agents_of_public_lists_have_their_class(agent, name, kind):
    """Mail clients are people and crawlers are machines, as the lists they come from say."""
    reader = a_fetch(agent)
    assert (reader.name, reader.kind.value) == (name, kind)


@pytest.mark.parametrize(
    "agent", [row[2] for row in LISTED if "Outlook" in row[1]] + list(AGENTS.values())
)
def test_a_person_s_outlook_is_never_a_machine(agent):
    """Libraries take it for a crawler."""
    if re.search("ms-office|Outlook-(iOS|Android)|MacOutlook|Outlook/|Outlook-Express", agent):
        assert a_fetch(agent).kind is ReaderKind.PERSON


def test_cubot_makes_telephones():
    """Not every name that ends like a robot's is one's."""
    agent = "Mozilla/5.0 (Linux; Android 10; CUBOT) AppleWebKit/537.36 Chrome/120.0 Mobile"
    assert a_fetch(agent).kind is ReaderKind.PERSON


def test_every_pattern_has_a_case():
    """No line of the table is without an agent that proves it."""
    found = {reader_of_agent(agent) for agent in AGENTS.values()}
    assert found >= {reader for _, reader in AGENT_TABLE}


@pytest.mark.parametrize("agent", AGENTS.values(), ids=AGENTS)
def test_only_people_are_who_they_seem(agent):
    """Address and agent are the reader's for people and for nobody else."""
    reader = a_fetch(agent)
    is_person = reader.kind is ReaderKind.PERSON
    assert is_person == reader.ip_is_user == reader.ua_is_user


@pytest.mark.parametrize(
    ("kind", "opened_now"),
    [
        (ReaderKind.PERSON, OpenedNow.YES),
        (ReaderKind.MAIL_PROXY, OpenedNow.YES),
        (ReaderKind.SCANNER, OpenedNow.NO),
        (ReaderKind.MACHINE, OpenedNow.NO),
    ],
)
def test_a_kind_says_whether_the_email_was_opened(kind, opened_now):
    """People and proxies at the open count as opens; scanners and machines never do."""
    readers = [a_fetch(agent) for agent in AGENTS.values()]
    assert {reader.opened_now for reader in readers if reader.kind is kind} == {opened_now}


@pytest.mark.parametrize("agent", [MPP, WEBKIT])
def test_apple_privacy_fetches_are_known_by_agent_and_address(agent):
    """The bare agents are Apple's only from an address on the relay list."""
    reader = a_fetch(agent, ip="172.224.224.1")
    assert (reader.name, reader.kind) == ("mpp", ReaderKind.PREFETCH)
    assert reader.opened_now is OpenedNow.NO
    assert a_fetch(agent).name == "ambiguous_proxy"
    assert a_fetch(agent, ip="172.224.224.1", networks=UNLISTED).name == "ambiguous_proxy"


def test_a_bare_agent_without_a_listed_address_gets_what_stays_true():
    """Where no relay list is loaded Apple's copies still get the stable variant, as no open."""
    reader = a_fetch(MPP)
    assert (reader.kind, reader.opened_now) == (ReaderKind.PREFETCH, OpenedNow.UNKNOWN)


@pytest.mark.parametrize(
    ("sent_at", "kind", "opened_now"),
    [
        (NOW - timedelta(seconds=59), ReaderKind.PREFETCH, OpenedNow.NO),
        (NOW - timedelta(seconds=60), ReaderKind.MAIL_PROXY, OpenedNow.YES),
        (None, ReaderKind.MAIL_PROXY, OpenedNow.UNKNOWN),
    ],
)
def test_bare_webkit_is_judged_by_its_moment(sent_at, kind, opened_now):
    """Within the instant window it is a prefetch, later a proxy at the open, else unknown."""
    reader = a_fetch(WEBKIT, sent_at=sent_at)
    assert reader.name == "ambiguous_proxy"
    assert (reader.kind, reader.opened_now) == (kind, opened_now)


def test_a_person_behind_a_relay_has_no_address():
    """Safari through the relay is human, but the address is not theirs."""
    reader = a_fetch(ip="172.224.224.1")
    assert (reader.name, reader.kind) == ("direct_relay", ReaderKind.PERSON)
    assert (reader.ip_is_user, reader.ua_is_user) == (False, True)
    assert reader.opened_now is OpenedNow.YES


@pytest.mark.parametrize("header", ["sec-purpose", "purpose", "x-purpose", "x-moz"])
@pytest.mark.parametrize("value", ["prefetch", "prefetch;prerender", "Preview", "prerender"])
def test_a_purpose_header_is_believed(header, value):
    """A browser that says it fetches ahead is believed before anything else."""
    reader = a_fetch(headers={header: value}, ip="40.92.0.1")
    assert (reader.name, reader.opened_now) == ("prefetch", OpenedNow.NO)


def test_other_purposes_mean_nothing():
    """A purpose header with another value changes nothing."""
    assert a_fetch(headers={"purpose": "view", "x-moz": ""}).name == "direct"


@pytest.mark.parametrize("agent", [SAFARI, WEBKIT, "curl/8", "", MPP])
def test_an_address_on_the_scanner_list_is_a_scanner(agent):
    """Scanners wear ordinary agents; their networks give them away."""
    assert a_fetch(agent, ip="40.92.0.1").kind is ReaderKind.SCANNER


@pytest.mark.parametrize("name", ["Gmail proxy", "Yahoo proxy, new address", "Gmail prefetch"])
def test_a_named_proxy_is_never_a_scanner(name):
    """A mail proxy stays one from a listed address and a second after sending."""
    expected = a_fetch(AGENTS[name])
    assert a_fetch(AGENTS[name], ip="40.92.0.1", sent_at=NOW) == expected


@pytest.mark.parametrize(
    ("ip", "name"),
    [("192.0.2.1", "google_proxy"), ("192.0.2.2", "outlook_proxy"), ("192.0.2.3", "yahoo_proxy")],
)
@pytest.mark.parametrize("agent", [SAFARI, WEBKIT, MPP])
def test_where_a_mail_service_fetches_nobody_reads(agent, ip, name):
    """An open from there is a proxy's, around delivery a prefetch, and never a scanner's."""
    at_open = a_fetch(agent, ip=ip, networks=SERVICES)
    assert (at_open.name, at_open.kind, at_open.ip_is_user) == (name, ReaderKind.MAIL_PROXY, False)
    assert at_open.opened_now is OpenedNow.YES
    undated = a_fetch(agent, ip=ip, networks=SERVICES, sent_at=None)
    assert (undated.name, undated.opened_now) == (name, OpenedNow.UNKNOWN)
    soon = a_fetch(agent, ip=ip, networks=SERVICES, sent_at=NOW)
    assert (soon.name, soon.kind, soon.opened_now) == (name, ReaderKind.PREFETCH, OpenedNow.NO)


@pytest.mark.parametrize("ip", ["192.0.2.1", "192.0.2.2"])
def test_a_click_from_a_mail_service_is_a_scanner_s(ip):
    """Gateways follow links from there, readers never do; elsewhere a click is a person's."""
    assert a_fetch(ip=ip, networks=SERVICES, is_click=True).kind is ReaderKind.SCANNER
    assert a_fetch(networks=SERVICES, is_click=True).kind is ReaderKind.PERSON


def test_gmail_s_proxy_is_an_open_from_any_network():
    """Whatever list its address is on."""
    gmail = AGENTS["Gmail proxy"]
    for ip in ("192.0.2.1", "192.0.2.2", "40.92.0.1"):
        assert a_fetch(gmail, ip=ip, networks=replace(SERVICES, scanners=SCANNERS)) == a_fetch(
            gmail
        )


@pytest.mark.parametrize(
    ("sent_at", "window", "name"),
    [
        (NOW - timedelta(seconds=59), timedelta(seconds=60), "scanner"),
        (NOW + timedelta(seconds=2), timedelta(seconds=60), "scanner"),
        (NOW - timedelta(seconds=60), timedelta(seconds=60), "direct"),
        (NOW - timedelta(seconds=5), timedelta(seconds=2), "direct"),
        (NOW, timedelta(0), "direct"),
        (None, timedelta(seconds=60), "direct"),
    ],
)
def test_nobody_opens_in_the_instant_window(sent_at, window, name):
    """A person's fetch too soon after sending is a scanner's; without a sent time none is."""
    assert a_fetch(sent_at=sent_at, instant_window=window).name == name


def test_an_endless_agent_is_read_for_a_kilobyte():
    """What stands behind the first kilobyte of a user agent is not read."""
    assert a_fetch("x" * 1023 + " curl").name == "direct"
    assert a_fetch("x" * 1000 + " curl " + "y" * 100_000).name == "generic_bot"


FETCHES = {
    "agent": st.sampled_from(sorted(AGENTS.values())) | st.text(),
    "headers": st.dictionaries(st.sampled_from(["purpose", "x-moz", "accept"]), st.text()),
    "sent_at": st.none() | st.datetimes(timezones=st.just(UTC)),
}


@given(ip=st.text(), other_ip=st.ip_addresses().map(str), **FETCHES)
def test_no_fetch_breaks_and_unlisted_addresses_do_not_matter(
    agent, headers, sent_at, ip, other_ip
):
    """Any request has a class, and two unlisted addresses never differ in it."""
    first, second = (
        a_fetch(agent, headers=headers, sent_at=sent_at, ip=address, networks=UNLISTED)
        for address in (ip, other_ip)
    )
    assert first == second


@given(**FETCHES)
def test_relayed_readers_are_one(agent, headers, sent_at):
    """Where the address is not the reader's, two addresses of the relay give one class."""
    relay = frozenset({"172.224.224.1", "172.224.224.2"})
    networks = Networks(relay=relay)
    first, second = (
        a_fetch(agent, headers=headers, sent_at=sent_at, ip=address, networks=networks)
        for address in sorted(relay)
    )
    assert first == second
    assert not first.ip_is_user
