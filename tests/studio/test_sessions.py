"""What a browser holds is held by nobody else, and no cache keeps what it sees."""

import re
from unittest.mock import patch

import pytest

from app.adapters.passwords import Passwords
from app.composition.studio import people
from app.errors import Unauthorized
from app.model.account import Role
from tests.studio.browsing import EMAILS, PASSWORDS, QUICK, Browser
from tests.studio.test_door import path_of

SUFFIXES = (
    "/x.css", "/x.png", "/index.html", ";.js", ";x.css", ".css", ".ico", "%2ejs", "/..%2fx.png",
    "%2e%2e/x.css", "%00.png", "%0a.js",
)  # fmt: skip


async def test_no_page_is_kept_under_a_name_that_caches_keep(browser, pages):
    """Every page with every suffix: what answers at all says that it is not to be kept."""
    await browser.sign_in(Role.ADMIN)
    for page in pages:
        if page.method != "GET" or page.path.endswith("stream"):
            continue
        plain = path_of(page)
        for suffix in SUFFIXES:
            answer = await browser.get(plain + suffix)
            assert answer.headers["cache-control"] == "no-store", plain + suffix
            is_another_page = answer.headers.get("content-type", "").startswith("image/")
            assert answer.status_code >= 400 or is_another_page, plain + suffix


async def test_no_secret_is_on_the_disk_or_in_the_log(browser, studio, caplog):
    """Neither a session's, nor a password, nor an API key, however they came."""
    caplog.set_level("DEBUG")
    await browser.sign_in(Role.ADMIN)
    session = browser.client.cookies["opentime"]
    made = await browser.post("/studio/keys", name="a key", may="read", days="30")
    (key,) = set(re.findall(r"ot_[a-z2-7]{8}_[\w-]{43}", made.text))
    assert studio.services.storage.api_keys.check(key) is not None
    failed = "a password that was mistyped"
    form = {"email": EMAILS[Role.ADMIN], "password": failed}
    await browser.client.post(
        "/studio/sign-in", data=form, headers={"origin": "http://studio.test"}
    )
    files = [
        path for path in studio.home.rglob("*") if path.is_file() and "cache" not in path.parts
    ]
    held = b"".join(path.read_bytes() for path in files) + caplog.text.encode()
    assert EMAILS[Role.ADMIN].encode() in held
    for secret in (session, key, PASSWORDS[Role.ADMIN], failed):
        assert len(secret) >= 20
        assert secret.encode() not in held


async def test_a_session_that_somebody_else_made_up_is_nobodys(browser, studio):
    """A secret is found by its digest alone: neither the digest nor a part of it opens."""
    await browser.sign_in(Role.ADMIN)
    secret = browser.client.cookies["opentime"]
    account = await studio.services.storage.accounts.by_email(EMAILS[Role.ADMIN])
    for made_up in (secret[:-1], secret + "x", account.key, "x" * 43, ""):
        assert (await Browser(studio.app, opentime=made_up).get("/studio/")).status_code == 303


async def test_a_session_given_before_signing_in_is_not_taken_over(studio):
    """Whoever planted it in a browser is not signed in with it afterwards."""
    planted = "p" * 43
    victim = Browser(studio.app, opentime=planted)
    await victim.sign_in(Role.DESIGNER)
    assert (await Browser(studio.app, opentime=planted).get("/studio/")).status_code == 303


async def test_a_password_that_is_changed_meanwhile_opens_nothing(studio):
    """Nor does an account that is closed meanwhile: what was just begun ends at once."""
    services = studio.services
    known = people(services.settings, services.storage, services.now, Passwords(QUICK))
    account = await services.storage.accounts.by_email(EMAILS[Role.DESIGNER])
    changes = (
        known.accounts.set_password(account.email, "another sentence, as long", by="tests"),
        known.accounts.change(account.key, is_closed=True, by="tests"),
    )
    sessions = services.storage.sessions
    for change in changes:

        async def matches(_said, _hashed, change=change):
            await change
            return True

        with (
            patch.object(Passwords, "matches", lambda _self, *said: matches(*said)),
            patch.object(
                services.storage.sessions, "put", wraps=services.storage.sessions.put
            ) as put,
            pytest.raises(Unauthorized),
        ):
            await known.signing_in.sign_in(account.email, "whatever", "192.0.2.1")
        session = put.await_args.args[0]
        assert await sessions.find(session.digest) is None
