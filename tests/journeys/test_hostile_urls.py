"""Whatever stands between /o/ and an image extension, the answer is a picture."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Running, assert_picture

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "hostile_urls.json").read_text(encoding="utf-8")
)
BLOCKS = {"png": "greeting", "jpg": "hero", "gif": "stock-alert"}

pytestmark = pytest.mark.asyncio(loop_scope="session")


def path_of(case: dict[str, Any], demo: Running) -> bytes:
    """Return a case's path as bytes, with names that exist in their places."""
    text = "".join(p if isinstance(p, str) else p[0] * p[1] for p in case["path"])
    block = BLOCKS.get(case["extension"], "greeting")
    for mark, name in (("(M)", demo.message.key), ("(S)", demo.someone().key), ("(B)", block)):
        text = text.replace(mark, name)
    return text.encode("latin-1")


async def test_every_hostile_url_gets_a_picture(demo):
    """Each of the 300 and more gives 200 and a whole picture in the extension's format."""
    assert len(CASES) >= 300
    wrong = []
    for case in CASES:
        query = case.get("query", "").encode("latin-1")
        answer = await demo.ask(path_of(case, demo), query=query)
        try:
            assert_picture(answer, case["extension"])
        except (AssertionError, OSError) as error:
            wrong.append((case["why"], answer.status, answer.headers, str(error)[:200]))
    assert wrong == []
