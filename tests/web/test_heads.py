"""A head that is read at a glance is read as the parser reads it."""

import httptools
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.web.heads import Heads, lines_of

GMAIL = (
    b"GET /o/m1/s1/hero.png HTTP/1.1\r\nHost: live.example\r\nConnection: keep-alive\r\n"
    b"User-Agent: Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com"
    b" GoogleImageProxy)\r\nAccept-Encoding: gzip,deflate,br\r\n\r\n"
)
HEAD = b"GET /s/m/b.gif HTTP/1.1\r\n%b\r\n\r\n"
NOT_PLAIN = {
    "no version": b"GET /o/a.png\r\n\r\n",
    "HTTP/1.0": b"GET /o/a.png HTTP/1.0\r\nhost: a\r\n\r\n",
    "another method": b"HEAD /o/a.png HTTP/1.1\r\nhost: a\r\n\r\n",
    "another route": b"GET /c/a.png HTTP/1.1\r\nhost: a\r\n\r\n",
    "a whole address": b"GET http://a/o/a.png HTTP/1.1\r\nhost: a\r\n\r\n",
    "a fragment": b"GET /o/a.png#b HTTP/1.1\r\nhost: a\r\n\r\n",
    "braces": b"GET /o/{{a}}.png HTTP/1.1\r\nhost: a\r\n\r\n",
    "letters beyond ASCII": "GET /o/ä.png HTTP/1.1\r\nhost: a\r\n\r\n".encode(),
    "half of it": GMAIL[:-2],
    "two of them": GMAIL * 2,
    "more behind it": GMAIL + b"x",
    "a line of nothing before it": b"\r\n" + GMAIL,
    "bare line feeds": GMAIL.replace(b"\r\n", b"\n"),
    "no lines": b"GET /o/a.png HTTP/1.1\r\n",
}
LINES_LEFT = (
    b"content-length: 3",
    b"Transfer-Encoding: chunked",
    b"connection: close",
    b"Connection: keep-alive, upgrade",
    b"upgrade: websocket",
    b"Expect: 100-continue",
    b"te: trailers",
    b"x-a:",
    b"x-a: \x01",
    b"x-a: \xe4",
    b"x a: b",
    b" x-a: b",
    b"x-a : b",
    b"x-a: b ",
    b"x-a",
    b": b",
    b"x-a: b\r\n folded",
)


class Parsed:
    """What the parser makes of a request; implements the callbacks of httptools."""

    def __init__(self, data):
        self.url, self.lines, self.ends = b"", [], 0
        self.parser = httptools.HttpRequestParser(self)
        self.parser.feed_data(data)

    def on_url(self, url):
        """Take a piece of the target."""
        self.url += url

    def on_header(self, name, value):
        """Take a line."""
        self.lines.append((name.lower(), value))

    def on_message_complete(self):
        """Note that a request ends."""
        self.ends += 1
        self.lasts = self.parser.should_keep_alive()


def test_what_proxies_send_is_plain():
    """Path, query and lines are what was sent, names in lower case."""
    head = Heads().read(GMAIL.replace(b".png", b".png?sku=1&b=c"))
    assert (head.path, head.query) == (b"/o/m1/s1/hero.png", b"sku=1&b=c")
    assert list(head.headers) == [b"host", b"connection", b"user-agent", b"accept-encoding"]
    assert dict(head.lines) == head.headers


@pytest.mark.parametrize("data", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_not_plain_is_left_to_the_parser(data):
    """Anything but one whole GET under the open's routes, spelled as usual."""
    assert Heads().read(data) is None


@pytest.mark.parametrize("line", LINES_LEFT)
def test_lines_that_mean_more_are_left_to_the_parser(line):
    """What frames the message, ends the connection or is oddly spelled."""
    assert Heads().read(HEAD % line) is None


def test_the_same_lines_are_read_once():
    """Two people behind one proxy differ in the target alone."""
    heads = Heads()
    first = heads.read(GMAIL)
    second = heads.read(GMAIL.replace(b"/s1/", b"/s2/"))
    assert first.lines is second.lines


@pytest.mark.parametrize("lines", [b"x-a: " + b"y" * 3000, b"\r\n".join([b"x: y"] * 80)])
def test_long_heads_are_read_but_not_remembered(lines):
    """A stranger cannot fill the memory with heads, be it by bytes or by lines."""
    heads, data = Heads(), HEAD % lines
    first, second = heads.read(data), heads.read(data)
    assert first.lines == second.lines
    assert first.lines is not second.lines


_BITS = st.sampled_from(
    [b"\r\n", b"\n", b"\r", b": ", b":", b" ", b"\t", b"\0", b"\x7f", b"\xff", b"#", b"?", b"%2f",
     b"host", b"X-A", b"connection: keep-alive", b"close", b"/o/", b"GET ", b" HTTP/1.1\r\n"]
)  # fmt: skip


@st.composite
def _heads(draw):
    names = st.text("abcXY-_.!~", min_size=1, max_size=9).map(str.encode)
    values = st.text(st.characters(codec="latin-1"), max_size=12).map(lambda s: s.encode("latin-1"))
    lines = draw(st.lists(st.tuples(names, values), max_size=4))
    data = b"GET /o/m/s/b.png HTTP/1.1\r\n"
    data += b"".join(b"%b: %b\r\n" % line for line in lines) + b"\r\n"
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(_BITS) + data[at + draw(st.integers(0, 2)) :]
    return data


@given(_heads())
@example(GMAIL)
def test_whatever_is_read_is_read_as_the_parser_reads_it(data):
    """One GET, the same target and lines, and the connection lasts."""
    head = Heads().read(data)
    if head is None:
        return
    parsed = Parsed(data)
    path, query, lines, _ = head
    assert parsed.parser.get_method() == b"GET"
    assert parsed.parser.get_http_version() == "1.1"
    assert (parsed.ends, parsed.lasts) == (1, True)
    assert parsed.url in {path + b"?" + query, path}
    assert parsed.url.partition(b"?")[2] == query
    assert parsed.lines == list(lines)


def test_lines_end_with_an_empty_one():
    """A head that is cut short is not a head."""
    assert lines_of(b"a: b\r\n\r\n") == [(b"a", b"b")]
    assert lines_of(b"a: b\r\n") is None
    assert lines_of(b"") is None
