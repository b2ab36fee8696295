"""The HTML of an email is checked before it is sent."""

import pytest

from app.authoring import check_email
from app.authoring.email_urls import parse_live_url
from app.model.keys import new_key

MESSAGE = new_key()
TAG = "{{ subscriber.opentime_key }}"
HOST = "https://live.example"


def image(
    block: str = "hero", *, key: str = TAG, host: str = HOST, message: str = MESSAGE,
    more: str = 'alt="x" width="600" height="240"', ending: str = ".png",
) -> str:  # fmt: skip
    """Return an image of a block."""
    return f'<img src="{host}/o/{message}/{key}/{block}{ending}" {more}>'


def link(block: str = "hero", inside: str = "x", *, key: str = TAG, message: str = MESSAGE) -> str:
    """Return a link of a block around something."""
    return f'<a href="{HOST}/c/{message}/{key}/{block}">{inside}</a>'


def found(html: str) -> list[tuple[str, int]]:
    """Return rule and line of every problem."""
    return [(problem.rule, problem.line) for problem in check_email(html, file="mail.html")]


def test_a_good_email_has_no_problem() -> None:
    """Image and link of one block, with the same tag, are fine; other content does not matter."""
    html = f'<p>{link("hero", image("hero"))}<a href="https://a.example/o/x">y</a><img src="x.png">'

    assert found(html) == []
    assert found(link("hero", image("hero", more='alt="" width="1" height=1'))) == []
    assert found(f'<img src="{HOST}/s/{MESSAGE}/hero.gif" alt="" width="1" height="1">') == []
    assert found(image(key="anonymous")) == []


@pytest.mark.parametrize(
    "tag",
    [
        "{{ key }}", "{{key|urlencode}}", "*|OPENTIME|*", "%%opentime_key%%", "[[key]]", "${key}",
        "<%= key %>", "%recipient.key%", "{$key}", "{key}", "[key]", "{% key %}", "{{ a / b }}",
    ],
)  # fmt: skip
def test_merge_tags_of_any_kind(tag: str) -> None:
    """A merge tag stands where the key will be, whatever it looks like."""
    url = parse_live_url(f"{HOST}/o/{MESSAGE}/{tag}/hero.png?x=1")

    assert url is not None
    assert (tag, "hero", "png") == (url.subscriber, url.block, url.extension)
    if '"' not in tag and "<" not in tag:
        assert found(image(key=tag)) == []


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        (image(more='width="1" height="1"'), "missing-alt"),
        (image(more='alt="" height="1"'), "missing-width"),
        (image(more='alt="" width="1"'), "missing-height"),
        (image(host="http://live.example"), "not-https"),
        (image(host="http://localhost:8000"), "local-address"),
        (image(host="https://127.0.0.1"), "local-address"),
        (image(host="http://192.168.1.5:80"), "local-address"),
        (image(host="//live.example"), "relative-url"),
        (image(host=""), "relative-url"),
        (image(ending=".webp"), "image-format"),
        (image(ending=""), "image-format"),
        (image(block="my hero"), "unencoded"),
        (image(message="spring-sale"), "message-key"),
        (image(message=""), "message-key"),
        (image(key=""), "subscriber-key"),
        (image(key="ana@example.com"), "subscriber-key"),
        (image(key="SUBSCRIBER"), "subscriber-key"),
        (image(key="%7B%7B key %7D%7D"), "encoded-tag"),
        (image(key="*|EMAIL|*"), "personal-tag"),
        (image(key=new_key()), "fixed-subscriber"),
        (link("other", image("hero")), "other-block"),
        (image() + link("hero", key="{{ other.key }}"), "other-subscriber"),
        (image() + link("hero", message=new_key()), "other-message"),
        (image() + image(), "repeated-block"),
        (f'<td background="{HOST}/s/{MESSAGE}/a.png">' + image(), "wrong-attribute"),
        (f'<img srcset="{HOST}/s/{MESSAGE}/a.png 2x">' + image(), "wrong-attribute"),
        (f"<style>{'a' * 17000}</style><p>" + image(), "styles-large"),
        (image() + " " * 95 * 1024, "email-large"),
        (image() + " " * 103 * 1024, "email-clipped"),
        ("<p>Hello", "no-live-content"),
    ],
)
def test_problems_of_emails(html: str, rule: str) -> None:
    """Each of these shows a wrong picture or none, and says what to do."""
    problems = {problem.rule: problem for problem in check_email(html)}

    assert rule in problems
    assert problems[rule].remedy
    assert len(problems) <= 2


def test_lines_are_counted() -> None:
    """Problems stand at the line of their tag, each time they occur."""
    bare = image(more='alt="" width="1"')

    assert found(f"<p>\n\n{bare}\n\n{bare}") == [
        ("missing-height", 3),
        ("missing-height", 5),
        ("repeated-block", 5),
    ]


def test_links_inside_other_links_are_left() -> None:
    """An image after a link is not inside it, and any other link may surround it."""
    assert found(link("hero") + f'<a href="https://a.example/">{image("hero")}</a>') == []
    assert found(link("hero") + image("hero")) == []


def test_what_is_not_ours() -> None:
    """Other addresses are left alone."""
    for url in ("", "#x", "mailto:a@b.example", "https://a.example/s/x", "/o/a/b", "https://[x"):
        assert parse_live_url(url) is None
