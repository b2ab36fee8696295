"""What stands in a request: tokens that end nothing, secrets by name, a signature."""

from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.outbound.exchange import Request
from app.adapters.sources.requesting import Requests
from app.errors import SourceRefused
from app.model.source import FeedKind, FeedShape, Signing, SourceSpec
from tests.adapters.sources.worlds import Clocks

SHAPE = FeedShape(kind=FeedKind.JSON, fields=())
HOSTILE = 'a/../b?x=1&y=2#z%0d\r\nX-Evil: 1 {secret:key} "\\<&é[params.sku]'


def a_spec(**said: object) -> SourceSpec:
    """Return a source that is asked on demand."""
    usual = {"name": "x", "brand": "demo", "url": "https://api.example/x", "shape": SHAPE}
    return SourceSpec(**usual | said)  # type: ignore[arg-type]  # each test says its own


async def made(spec: SourceSpec, **tokens: str) -> Request:
    """Return the request of a source; `params_sku` stands for `params.sku`."""
    secrets = {"key": "s3cret"}

    async def value(name: str) -> str | None:
        return secrets.get(name)

    named = {name.replace("_", ".", 1): text for name, text in tokens.items()}
    return await Requests(secret=value, now=Clocks().now).of(spec, named)


@given(st.text())
async def test_a_token_in_an_address_is_one_piece_of_it(text: str) -> None:
    """Whatever a value holds, the address has the parts that were written."""
    request = await made(a_spec(url="https://api.example/p/[params.sku]?q=1"), params_sku=text)
    parts = urlsplit(request.url)
    assert (parts.netloc, parts.query, parts.fragment) == ("api.example", "q=1", "")
    assert parts.path.count("/") == 2
    assert unquote(parts.path.rpartition("/")[2], errors="surrogatepass") == text


@pytest.mark.parametrize(
    "url", ["https://[params.sku].example/", "https://[params.sku]/x", "[params.sku]//a.example/"]
)
async def test_a_token_chooses_no_server(url: str) -> None:
    """A token in the host is refused, whoever wrote it."""
    with pytest.raises(SourceRefused, match="host"):
        await made(a_spec(url=url), params_sku="evil.example")


async def test_a_token_in_a_header_stays_on_its_line() -> None:
    """Neither a line nor a secret comes with a value."""
    spec = a_spec(headers=(("X-Sku", "[params.sku] {secret:key}"),))
    request = await made(spec, params_sku=HOSTILE)
    value = request.headers["X-Sku"]
    assert "\r" not in value
    assert "\n" not in value
    assert value.count("s3cret") == 1
    assert value.endswith(" s3cret")


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ('{"q": "[params.sku]"}', "", '{"q": "a\\"b\\\\c<&"}'),
        ("<q>[params.sku]</q>", "", "<q>a&quot;b\\c&lt;&amp;</q>"),
        ("q=[params.sku]", "application/x-www-form-urlencoded", "q=a%22b%5Cc%3C%26"),
    ],
)
async def test_a_token_in_a_body_is_escaped_as_its_kind(
    body: str, content_type: str, expected: str
) -> None:
    """JSON, XML and forms each have their own way."""
    headers = (("Content-Type", content_type),) if content_type else ()
    spec = a_spec(method="POST", body=body, headers=headers)
    assert (await made(spec, params_sku='a"b\\c<&')).body.decode() == expected


async def test_a_secret_that_is_not_set_is_named() -> None:
    """Nothing is asked without the credential, and the message says which."""
    with pytest.raises(SourceRefused, match='secret "other", which is not set'):
        await made(a_spec(headers=(("Authorization", "Bearer {secret:other}"),)))


async def test_a_request_shows_no_secret() -> None:
    """What is printed of a request holds neither its address nor its credentials."""
    spec = a_spec(headers=(("Authorization", "Bearer {secret:key}"),))
    request = await made(spec)
    assert request.headers["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in repr(request)


async def test_a_signed_source_carries_its_signature_in_its_header() -> None:
    """The header is the one that the spec names."""
    spec = a_spec(signing=Signing(secret="key", header="X-Hub-Signature-256"))
    request = await made(spec)
    assert request.signer is not None
    signed = request.signer.headers(method="GET", path="/x", body=b"")
    assert signed["X-Hub-Signature-256"].startswith("v1=")


async def test_a_token_without_a_value_is_empty() -> None:
    """It leaves nothing in its place."""
    spec = a_spec(url="https://api.example/p?sku=[params.sku]", deadline=timedelta(seconds=1))
    assert (await made(spec)).url == "https://api.example/p?sku="
