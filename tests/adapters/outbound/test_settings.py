"""What the settings of the way out take, and what they open."""

import pytest

from app.adapters.outbound.exchange import Request
from app.composition.outbound import open_outbound
from app.errors import ConfigurationError, SourceRefused
from app.settings import read_settings
from tests.adapters.outbound.stub import stubbed, whole


def test_nothing_private_is_open_by_default():
    """An operator who sets nothing allows nothing, at the usual ports."""
    settings = read_settings({})

    assert settings.private_hosts == ()
    assert settings.outbound_ports == (80, 443, 8080, 8443)


def test_names_and_networks_are_listed_with_commas():
    """Names, addresses and networks may stand side by side."""
    text = "Stock.internal, 10.0.0.0/8,::1,localhost"

    settings = read_settings({"OPENTIME_PRIVATE_HOSTS": text})

    assert settings.private_hosts == ("stock.internal", "10.0.0.0/8", "::1", "localhost")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRIVATE_HOSTS", "0.0.0.0/0"),
        ("PRIVATE_HOSTS", "::/0"),
        ("PRIVATE_HOSTS", "*"),
        ("PRIVATE_HOSTS", "10.0.0.0/33"),
        ("PRIVATE_HOSTS", "10.0.0"),
        ("PRIVATE_HOSTS", "http://stock.internal/"),
        ("PRIVATE_HOSTS", "stock.internal:9200"),
        ("OUTBOUND_PORTS", "0"),
        ("OUTBOUND_PORTS", "65536"),
        ("OUTBOUND_PORTS", "http"),
    ],
)
def test_what_opens_everything_or_nothing_is_refused(name, value):
    """A list that cannot be meant keeps the server from starting, and is named."""
    with pytest.raises(ConfigurationError, match=f"OPENTIME_{name}"):
        read_settings({f"OPENTIME_{name}": value})


@pytest.mark.net
async def test_the_settings_reach_the_client():
    """What is allowed is asked, what is not is refused."""
    async with stubbed() as stub:
        stub.answers["/a"] = whole(b"x")
        allowed = {"OPENTIME_OUTBOUND_PORTS": str(stub.port), "OPENTIME_PRIVATE_HOSTS": "127.0.0.1"}
        client, closed = open_outbound(read_settings(allowed)), open_outbound(read_settings({}))
        try:
            answer = await client.ask(Request(url=stub.url("/a", host="127.0.0.1")))
            with pytest.raises(SourceRefused):
                await closed.ask(Request(url=stub.url("/a", host="127.0.0.1")))
        finally:
            await client.close()
            await closed.close()

    assert answer.body == b"x"
