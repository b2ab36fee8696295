"""`opentime sources`, as one would type it, against a server on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from app.cli.commands import app
from app.errors import NotFound, Unacceptable
from tests.cli.test_commands import ran, run

pytestmark = pytest.mark.net

DOCUMENT = """
source: reviews
url: http://127.0.0.1:{port}/reviews
headers: {{Authorization: "Bearer {{secret:api}}"}}
read: {{as: json, fields: {{rating: {{path: $.rating, type: number}}}}}}
every: 5 min
"""


class Feed(ThreadingHTTPServer):
    """A server of one rating, for those who know the secret."""

    daemon_threads = True
    rating = 4.5


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer the rating, or 401."""
        assert isinstance(self.server, Feed)
        known = self.headers["Authorization"] == "Bearer hush hush"
        body = json.dumps({"rating": self.server.rating}).encode()
        self.send_response(200 if known else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def feed() -> Iterator[Feed]:
    """A server in a thread of its own."""
    with Feed(("127.0.0.1", 0), _Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def env(feed: Feed) -> dict[str, str]:
    """Settings that allow asking it."""
    return {
        "OPENTIME_PRIVATE_HOSTS": "127.0.0.0/8",
        "OPENTIME_OUTBOUND_PORTS": str(feed.server_port),
    }


def test_a_source_is_added_fetched_and_shown(feed, env, demo_home, tmp_path):
    """From the document to its rows, with the secret on standard input."""
    document = tmp_path / "reviews.yaml"
    document.write_text(DOCUMENT.format(port=feed.server_port), "utf-8")

    said = run("sources", "add", document, home=demo_home, **env)
    assert "`api` is not set" in said
    assert "reviews of northbeam: added" in said
    code, said = ran("sources", "fetch", "reviews", home=demo_home, **env)
    assert (code, "not set" in said) == (1, True)

    told = CliRunner().invoke(
        app, ["sources", "secret", "api", "--home", str(demo_home)], input="hush hush\n"
    )
    assert told.output == "api: set\n"
    assert "reviews: 1 rows in" in run("sources", "fetch", "reviews", home=demo_home, **env)

    listed = run("sources", "list", home=demo_home, **env)
    assert "reviews" in listed
    assert "5 min" in listed
    status = run("sources", "status", home=demo_home, **env)
    assert "reviews of northbeam: good rows 1 last good 2" in status
    assert "hush" not in said + listed + status

    assert "unchanged" in run("sources", "add", document, home=demo_home, **env)
    assert "removed" in run("sources", "remove", "reviews", home=demo_home, **env)
    with pytest.raises(NotFound, match="reviews"):
        ran("sources", "fetch", "reviews", home=demo_home, **env)


def test_every_problem_of_a_document_is_told_with_its_line(demo_home, tmp_path):
    """And nothing is configured."""
    document = tmp_path / "bad.yaml"
    document.write_text("source: Bad\nurl: nowhere\n", "utf-8")

    code, said = ran("sources", "add", document, home=demo_home)

    assert code == 1
    assert f"{document}:1" in said
    assert "bad.yaml:2" in said
    assert "`read` is missing" in said
    assert "Bad" not in run("sources", "list", home=demo_home)


def test_what_cannot_be_is_refused(demo_home, tmp_path):
    """A file that is not there, a brand that nobody has, a secret that no header carries."""
    assert ran("sources", "add", tmp_path / "none.yaml", home=demo_home)[0] == 2
    plain = tmp_path / "plain.yaml"
    plain.write_text(DOCUMENT.format(port=80), "utf-8")
    with pytest.raises(NotFound, match="nobody"):
        ran("sources", "add", plain, "--brand", "nobody", home=demo_home)
    empty = CliRunner().invoke(app, ["sources", "secret", "a", "--home", str(demo_home)], input="")
    assert empty.exit_code == 2
    odd = CliRunner().invoke(
        app, ["sources", "secret", "a", "--home", str(demo_home)], input="a\tb\n"
    )
    assert isinstance(odd.exception, Unacceptable)
    assert "a\tb" not in str(odd.exception)
