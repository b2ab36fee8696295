"""docs/delivery.md is what is delivered: addresses, headers, causes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from app.composition.routes import site_routes
from app.composition.services import build
from app.delivery import policy
from app.delivery.policy import CacheClass, Headers
from app.model.brand import Tracking
from app.model.decision import Reason
from app.model.facts import Why
from app.model.reader import ReaderKind
from app.model.subscriber import Consent
from app.server import application
from app.settings import read_settings
from app.web.hot import HotRoutes
from tests.docs.reading import fences, page

PAGE = page("docs/delivery.md")
DELIVERY = Path(policy.__file__).parent
FILLED = {f"{cause} ": f"{cause} NAME" for cause in ("defect", "render", "source")}
OF_ONE_ANSWER = {b"content-type", b"content-length", b"etag", b"location"}


def _shown() -> list[str]:
    a, b, c, click, refusal = fences(PAGE, "")
    return [a, a, b, c, click, refusal]


def _written() -> list[Headers]:
    png = b"image/png"
    tags = ("shared", "block-hero", "message-KEY", "brand-northbeam", "products")
    return [
        policy.picture_headers(CacheClass.PERSONAL, media_type=png, length=1, etag=b"e"),
        policy.picture_headers(CacheClass.FALLBACK, media_type=png, length=1),
        policy.picture_headers(
            CacheClass.SHARED,
            media_type=png,
            length=1,
            lifetime_s=policy.LIFETIME_S + policy.BEHIND_S,
            tags=tags,
        ),
        policy.picture_headers(CacheClass.CONTENT, media_type=png, length=1, tags=("rendering",)),
        policy.redirect_headers("https://northbeam.example/"),
        policy.refusal_headers(1),
    ]


@pytest.mark.parametrize(
    ("shown", "written"),
    list(zip(_shown(), _written(), strict=True)),
    ids=["A", "D", "B", "C", "click", "refusal"],
)
def test_headers_are_shown_byte_for_byte(shown: str, written: Headers) -> None:
    """The headers of each class stand in the page, in order, without those of one answer."""
    lines = [b"%b: %b\n" % pair for pair in written if pair[0] not in OF_ONE_ANSWER]

    assert b"".join(lines) == shown.encode()


def test_every_cause_of_a_fallback_is_documented() -> None:
    """Whatever the code can write into X-Opentime-Fallback has a row in the table."""
    causes = {FILLED.get(c, c) for path in DELIVERY.glob("*.py") for c in _causes(path)} - {""}

    assert {"unknown-block", "unknown-content", "overload", "defect NAME"} <= causes
    assert set() == {cause for cause in causes if f"\n| `{cause}` |" not in PAGE}


def _causes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == "cause_of":
            yield from (_text(r.value) for r in ast.walk(node) if isinstance(r, ast.Return))
        elif isinstance(node, ast.Call):
            yield from (_text(k.value) for k in node.keywords if k.arg in ("fallback", "fault"))
            if isinstance(node.func, ast.Attribute) and node.func.attr == "_fallback":
                yield _text(node.args[1])


def _text(node: ast.expr | None) -> str:
    """Return a literal, or what an f-string begins with."""
    start = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return start.value if isinstance(start, ast.Constant) and isinstance(start.value, str) else ""


def test_every_address_is_documented(demo_home: Path) -> None:
    """Whatever the server answers stands among the addresses."""
    (demo_home / "demo.json").write_text("{}")
    services = build(read_settings({}, {"home": demo_home, "seen_mb": 1}))
    try:
        app = application(services, site_routes(services))
        assert isinstance(app, HotRoutes)
        assert isinstance(app._rest, Starlette)
        served = {prefix.decode() for prefix in app._answers}
        served |= {str(getattr(route, "path", "")) for route in app._rest.routes}
    finally:
        services.close()

    assert {"/o/", "/metrics", "/api/v1", "/demo"} <= served
    assert set() == {path for path in served if f"`{path}" not in PAGE and f" {path}" not in PAGE}
    named = set(re.findall(r"`(/studio/[^`]*)`", PAGE))
    assert {path for path in named if not path.endswith("…")} <= served


def test_every_reason_is_explained() -> None:
    """A reason of a decision has a row in docs/architecture.md."""
    text = page("docs/architecture.md")

    assert [reason for reason in Reason if f"\n| `{reason.value}` |" not in text] == []


def test_sources_that_fail_are_told_apart() -> None:
    """What a failed source is called in the header stands in the table."""
    failed = (Why.TIMEOUT, Why.REFUSED, Why.MALFORMED)

    assert [why for why in failed if f"`{why.value}`" not in PAGE] == []


@pytest.mark.parametrize("name", ["docs/privacy.md", "docs/events.md"])
def test_every_tracking_mode_is_documented(name: str) -> None:
    """A mode has a row in the pages about what is recorded."""
    text = page(name)

    assert [mode for mode in Tracking if f"\n| `{mode.value}`" not in text] == []


def test_every_consent_is_documented() -> None:
    """A consent has a row in docs/privacy.md."""
    text = page("docs/privacy.md")

    assert [c for c in Consent.__dataclass_fields__ if f"`{c}`" not in text and c != "at"] == []


def test_every_kind_of_reader_is_documented() -> None:
    """A kind of reader that a block may ask for stands among the facts."""
    asked = [kind for kind in ReaderKind if kind is not ReaderKind.PREVIEW]
    text = page("docs/expressions.md")

    assert [kind for kind in asked if kind.value not in text] == []
