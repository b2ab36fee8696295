"""The API asked at random, as its description allows: nothing fails, nothing undescribed."""

import asyncio
from types import SimpleNamespace

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from app.web.api.openapi import openapi_document
from app.web.api.table import OPERATIONS
from tests.web.api.conftest import serving

SCHEMA = schemathesis.openapi.from_dict(openapi_document(OPERATIONS))
CASES = [result.ok() for result in SCHEMA.get_all_operations()]
CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)
EXAMPLES = 6
BASE = "http://opentime.test"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server and its loop for all examples: what the former ones left is part of the test."""
    with asyncio.Runner() as runner:
        context = serving(tmp_path_factory.mktemp("fuzz"))
        served = runner.run(context.__aenter__())
        authorization = served.client.headers["authorization"]
        yield SimpleNamespace(run=runner.run, client=served.client, authorization=authorization)
        runner.run(context.__aexit__(None, None, None))


@pytest.mark.slow
@pytest.mark.parametrize("operation", CASES, ids=[each.label for each in CASES])
def test_nothing_fails_however_it_is_asked(server, operation):
    """Every answer to a generated request has a described status and shape, and none is 500."""

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case):
        kept = case.as_transport_kwargs(base_url=BASE)
        names = ("method", "url", "params", "json", "content", "files", "headers")
        if isinstance(kept.get("data"), bytes | str):
            kept["content"] = kept.pop("data")
        asked = {name: kept[name] for name in names if kept.get(name) is not None}
        asked["headers"] = {**asked.get("headers", {}), "Authorization": server.authorization}
        answer = server.run(server.client.request(**asked))
        assert answer.status_code != 401
        case.validate_response(
            Response.from_httpx(answer, verify=False), checks=list(CHECKS), headers=None
        )

    ask()
