"""Who comes into the studio, and how far."""

import asyncio

import pytest

from app.model.account import RIGHTS, Right, Role
from app.studio.signing_in import IDLE, LIFE
from app.web.studio.people import _MAY
from tests.studio.browsing import EMAILS, HOST, PASSWORDS, Browser, with_accounts

OPEN = {
    ("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/set-up"), ("POST", "/set-up"),
    ("GET", "/shared/{token}"), ("GET", "/shared/{token}/picture"),  # whoever has a token
}  # fmt: skip
FILLED = {"{key}": "nobody", "{name}": "nearest-store"}


def path_of(page):
    """Return an address of a page."""
    path = page.path
    for name, value in FILLED.items():
        path = path.replace(name, value)
    return f"/studio{path}"


async def test_only_signing_in_and_what_is_shared_is_open_to_everybody(pages):
    """Every other page asks for a right."""
    assert {(page.method, page.path) for page in pages if page.right is None} == OPEN
    sent = [page for page in pages if page.right is None and page.method == "POST"]
    assert max(page.most_bytes for page in sent) <= 16 * 1024


async def test_nobody_is_led_to_sign_in(browser, pages):
    """Whatever is asked for behind the door, and back to it afterwards."""
    for page in pages:
        if page.right is None or page.method == "POST":
            continue
        answer = await browser.get(path_of(page))
        if page.for_scripts:
            assert answer.status_code == 401, page.path
            assert answer.json()["type"] == "urn:opentime:problem:unauthorized"
            continue
        assert answer.status_code == 303, page.path
        assert answer.headers["location"].startswith("/studio/sign-in?to=/studio/"), page.path


@pytest.mark.parametrize("role", Role)
async def test_every_role_sees_what_it_may_and_nothing_else(browser, pages, role):
    """The matrix of roles and routes, made from the routes themselves."""
    await browser.sign_in(role)
    token = await browser.token()
    for page in pages:
        if page.right is None or page.path == "/sign-out":
            continue
        path = path_of(page)
        answer = (
            await browser.get(path)
            if page.method == "GET"
            else await browser.post(path, token=token)
        )
        is_forbidden = answer.status_code == 403
        assert is_forbidden == (page.right not in RIGHTS[role]), (page.method, path)


async def test_forms_of_other_pages_are_refused(browser, pages):
    """A POST needs our origin, and of somebody signed in the session's token."""
    await browser.sign_in(Role.ADMIN)
    token = await browser.token()
    for page in pages:
        if page.method != "POST":
            continue
        path = path_of(page)
        for origin in (None, "https://evil.example", "http://[", f"{HOST}.evil.example"):
            assert (await browser.post(path, origin=origin, token=token)).status_code == 403, path
        if page.right is not None:
            assert (await browser.post(path, token="")).status_code == 403, path
            assert (await browser.post(path, token=token[:-1])).status_code == 403, path


async def test_nothing_behind_the_door_is_kept_or_framed(browser, pages):
    """Every answer says so, refusals too."""
    await browser.sign_in(Role.ANALYST)
    for page in pages:
        if page.method != "GET":
            continue
        headers = (await browser.get(path_of(page))).headers
        assert headers["cache-control"] == "no-store", page.path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], page.path
        assert "'unsafe" not in headers["content-security-policy"], page.path
        assert headers["x-content-type-options"] == "nosniff", page.path


@pytest.mark.parametrize(
    "suffix",
    ["/x.css", ";.js", "/..%2fx.png", "%2e%2e/x.css", ".css", "/x.png", "%00.png", "%0a.js"],
)
async def test_a_page_under_a_name_that_caches_keep_is_not_there(browser, suffix):
    """A cache in front that goes by names gets nothing of a page to keep."""
    await browser.sign_in(Role.ADMIN)
    for path in ("/studio/accounts", "/studio/audit"):
        answer = await browser.get(path + suffix)
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"


async def test_what_is_no_page_is_said_within_the_studio(browser):
    """Whoever is signed in keeps the menu; a stranger is led to sign in."""
    assert (await browser.get("/studio/nothing-here")).status_code == 303
    await browser.sign_in(Role.ANALYST)
    answer = await browser.get("/studio/nothing-here")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert 'href="/studio/stores"' in answer.text
    assert 'href="/studio/subscribers"' not in answer.text


async def test_a_session_ends(browser, studio):
    """After twelve hours of rest, and after seven days of use."""
    await browser.sign_in()
    studio.clock.at += IDLE
    assert (await browser.get("/studio/")).status_code == 303
    await browser.sign_in()
    for _ in range(LIFE // (IDLE / 2)):
        studio.clock.at += IDLE / 2
        last = await browser.get("/studio/")
    assert last.status_code == 303


async def test_signing_in_makes_a_new_session(browser, studio):
    """Who knew the old secret is out; signing out ends the new one."""
    await browser.sign_in()
    old = browser.client.cookies["opentime"]
    await browser.sign_in()
    new = browser.client.cookies["opentime"]
    assert old != new
    assert (await Browser(studio.app, opentime=old).get("/studio/")).status_code == 303
    await browser.post("/studio/sign-out")
    assert (await Browser(studio.app, opentime=new).get("/studio/")).status_code == 303


async def test_the_cookie_is_the_browsers_alone(browser):
    """No script reads it, no other site sends it with a form."""
    said = (await browser.sign_in()).headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=lax" in said


async def test_behind_https_the_cookie_is_bound_to_the_host(demo_home):
    """With the prefix that browsers guard."""
    async with with_accounts(demo_home, base_url="https://studio.test") as studio:
        said = (await Browser(studio.app).sign_in()).headers["set-cookie"]
    assert said.startswith("__Host-opentime=")
    assert "; Secure" in said


@pytest.mark.parametrize("wrong", ["", "not the sentence", "a sentence of the admin "])
async def test_a_wrong_password_is_refused(browser, wrong):
    """And says no more than that."""
    form = {"email": EMAILS[Role.ADMIN], "password": wrong}
    answer = await browser.client.post("/studio/sign-in", data=form, headers={"origin": HOST})
    assert answer.status_code == 401
    assert "opentime" not in browser.client.cookies
    stranger = {"email": "nobody@brand.example", "password": wrong}
    other = await browser.client.post("/studio/sign-in", data=stranger, headers={"origin": HOST})
    assert other.status_code == 401
    assert other.text.replace("nobody@", "admin@") == answer.text


async def test_guessing_is_slowed(browser):
    """Ten attempts a minute for an account, then none, the right one neither."""
    form = {"email": EMAILS[Role.ADMIN], "password": "wrong"}
    for _ in range(10):
        await browser.client.post("/studio/sign-in", data=form, headers={"origin": HOST})
    answer = await browser.sign_in(Role.ADMIN)
    assert answer.status_code == 429


@pytest.mark.parametrize(("trusted", "status"), [("127.0.0.1", 303), ("", 429)])
async def test_a_stranger_behind_our_proxy_slows_nobody_else(demo_home, trusted, status):
    """Attempts are counted by the address that a trusted proxy names, and by no other's word."""
    async with with_accounts(demo_home, trusted_proxies=trusted) as studio:
        stranger, admin = Browser(studio.app), Browser(studio.app)
        stranger.client.headers["x-forwarded-for"] = "192.0.2.1"
        admin.client.headers["x-forwarded-for"] = "192.0.2.2"
        for number in range(10):
            form = {"email": f"{number}@brand.example", "password": "wrong"}
            await stranger.client.post("/studio/sign-in", data=form, headers={"origin": HOST})
        assert (await admin.sign_in(Role.ADMIN)).status_code == status


async def test_a_closed_account_is_out(browser, studio):
    """From its next request on."""
    admin, other = Browser(studio.app), browser
    await admin.sign_in(Role.ADMIN)
    await other.sign_in(Role.DESIGNER)
    closed = await studio.services.storage.accounts.by_email(EMAILS[Role.DESIGNER])
    await admin.post(f"/studio/accounts/{closed.key}/change", do="close")
    assert (await other.get("/studio/")).status_code == 303
    assert (await other.sign_in(Role.DESIGNER)).status_code == 401


async def test_the_last_admin_stays(browser, studio):
    """Nobody can lock everybody out."""
    await browser.sign_in(Role.ADMIN)
    admin = await studio.services.storage.accounts.by_email(EMAILS[Role.ADMIN])
    for form in ({"do": "close"}, {"role": "analyst"}):
        assert (
            await browser.post(f"/studio/accounts/{admin.key}/change", **form)
        ).status_code == 409


async def test_admins_who_demote_each_other_at_once_leave_one(browser, studio):
    """Neither would have been the last when they looked."""
    await browser.sign_in(Role.ADMIN)
    form = {"email": "other@brand.example", "role": "admin", "password": "another long sentence"}
    await browser.post("/studio/accounts", **form)
    everybody = await studio.services.storage.accounts.all()
    admins = [each for each in everybody if each.role is Role.ADMIN]
    async with asyncio.TaskGroup() as group:
        for each in admins:
            path = f"/studio/accounts/{each.key}/change"
            group.create_task(browser.post(path, role="analyst"))
    left = await studio.services.storage.accounts.all()
    assert [each.role for each in left].count(Role.ADMIN) == 1


async def test_forms_are_bounded(browser):
    """A form of a megabyte is refused before it is read."""
    await browser.sign_in()
    answer = await browser.post("/studio/accounts", name="x" * 1_000_000)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "https://evil.example/studio/",
        "/studio/../x",
        "/\\evil.example",
        "x",
        "//[",
    ],
)
async def test_signing_in_leads_nowhere_else(browser, to):
    """Back to a page of the studio, whoever made the link."""
    form = {"email": EMAILS[Role.ADMIN], "password": PASSWORDS[Role.ADMIN], "to": to}
    answer = await browser.client.post("/studio/sign-in", data=form, headers={"origin": HOST})
    assert answer.headers["location"] in {"/studio/", "/studio/../x"}
    assert answer.headers["location"].startswith("/studio/")


def test_every_right_is_somebodys():
    """And an admin has them all."""
    assert RIGHTS[Role.ADMIN] == set(Right)


def test_what_each_role_may_is_told_whole():
    """A right that has no words would be missing from the page of roles."""
    assert _MAY.keys() == set(Right)
