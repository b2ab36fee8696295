"""What docs/outbound.md tells the receivers of signed requests."""

import re
from datetime import UTC, datetime

import pytest

from app.adapters.outbound.signing import DIGEST, KEY, SIGNATURE, TIMESTAMP, Signer
from tests.docs.generated import DOCS

PAGE = (DOCS / "outbound.md").read_text("utf-8")
AT = datetime(2026, 11, 27, 18, tzinfo=UTC)


@pytest.fixture
def is_genuine():
    """Return the function that the page shows."""
    shown = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names = {}
    exec(compile(shown[1], "outbound.md", "exec"), names)  # noqa: S102  # our own page
    return names["is_genuine"]


def headers(**changed):
    """Return the headers of a signed POST."""
    asked = {"method": "POST", "path": "/a?b=c", "body": b"{}", **changed}
    return Signer(key="k", secret=b"s", now=lambda: AT).headers(**asked)


def test_the_shown_function_accepts_what_we_sign(is_genuine):
    """A receiver that copies it hears us."""
    assert is_genuine(b"s", "POST", "/a?b=c", headers(), b"{}", AT.timestamp() + 200)


@pytest.mark.parametrize(
    "changed", [{"method": "PUT"}, {"path": "/a?b=d"}, {"body": b"[]"}, {"path": "/a"}]
)
def test_the_shown_function_refuses_what_was_changed(is_genuine, changed):
    """Method, path, query and body cannot be exchanged under a signature."""
    assert not is_genuine(b"s", "POST", "/a?b=c", headers(**changed), b"{}", AT.timestamp())


def test_the_shown_function_refuses_what_is_old_or_of_another(is_genuine):
    """A signature holds for minutes, and for one secret."""
    assert not is_genuine(b"s", "POST", "/a?b=c", headers(), b"{}", AT.timestamp() + 301)
    assert not is_genuine(b"t", "POST", "/a?b=c", headers(), b"{}", AT.timestamp())


def test_every_header_is_named():
    """Whoever reads the page knows what to look for."""
    assert [name for name in (KEY, TIMESTAMP, DIGEST, SIGNATURE) if f"`{name}`" not in PAGE] == []
