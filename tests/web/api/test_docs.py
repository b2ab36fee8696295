"""docs/api.md: every example is run, every resource has one."""

import re
import shlex
from pathlib import Path

from app.web.api.table import OPERATIONS
from tests.web.api.documents import picture

GUIDE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [found for found in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) if "curl" in found]


async def test_every_example_of_the_guide_works(served):
    """The examples succeed when they are run in order."""
    for example in EXAMPLES:
        answer = await _curl(served, example)
        assert answer.status_code in (200, 201, 204), (example, answer.text)


def test_every_resource_has_an_example():
    """A resource without an example in the guide fails the build."""
    resources = {operation.path.split("/")[1] for operation in OPERATIONS}

    assert [name for name in resources if f"/api/v1/{name}" not in "".join(EXAMPLES)] == []


async def _curl(served, example):
    words = iter(shlex.split(example.replace("\\\n", " "))[1:])
    method, url, headers, more = "GET", "", {}, {}
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d":
                more["content"] = next(words).encode()
            case "--data-binary":
                assert next(words) == "@hero.png"
                more["content"] = picture()
            case "-F":
                assert next(words) == "file=@hero.png"
                more["files"] = {"file": ("hero.png", picture(), "image/png")}
            case _:
                url = word.removeprefix("$OPENTIME")
    assert headers.pop("Authorization") == "Bearer $KEY"
    return await served.client.request(method, url, headers=headers, **more)
