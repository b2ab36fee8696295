"""Nothing that somebody wrote is ever more than a text on a page of the studio."""

import re
from types import SimpleNamespace
from urllib.parse import quote, urlencode, urlsplit

import pytest
import pytest_asyncio

from app.composition.studio import studio_pages
from app.model.account import Role
from tests.serving import PERSON
from tests.studio.browsing import HOST, Browser, with_accounts
from tests.studio.hostile import CORPUS, MARK, Reading
from tests.studio.hostile_records import BLOCK, TIMES, seeded

SHOWN = {
    "account", "asset", "attribute", "brand", "deed", "key", "message", "product", "stock", "store",
    "subscriber", "version",
}  # fmt: skip
"""Kinds of texts that pages show: each is seen somewhere, so that its escaping is."""
LEFT_ALONE = ("/studio/sign-out", "/studio/accounts/")
"""Forms that would end the crawl."""
MOST_OF_A_KIND = 3


in_one_loop = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hostile(tmp_path_factory, installed_home):
    """A small studio whose every record is full of hostile texts, and an admin's browser."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    (home / "cache").mkdir(parents=True)
    (home / "cache" / "geo").symlink_to(installed_home / "cache" / "geo")
    async with with_accounts(home) as studio:
        known = await seeded(studio)
        browser = Browser(studio.app)
        await browser.sign_in(Role.ADMIN)
        yield SimpleNamespace(studio=studio, browser=browser, known=known)


class Crawl:
    """Opens pages and keeps what was wrong with them, and which texts they showed."""

    def __init__(self, browser):
        self.browser = browser
        self.seen = {}
        self.links = []
        self.forms = {}
        self.wrong = []
        self.shown = set()

    async def open(self, path):
        """Open a page once."""
        if path not in self.seen:
            self.seen[path] = True
            self.read(path, await self.browser.get(path))

    def read(self, path, answer):
        """Look at one answer."""
        kind = answer.headers.get("content-type", "").partition(";")[0]
        split = [v for _, v in answer.headers.multi_items() if "\n" in v or "\r" in v]
        if split or "stolen" in str(answer.headers.get("set-cookie")) or answer.status_code == 500:
            self.wrong.append((path, answer.status_code, split))
        if kind in {"image/svg+xml", "application/xhtml+xml", "text/xml"}:
            self.wrong.append((path, kind))
        if kind != "text/html":
            return
        reading = Reading(answer.text)
        self.wrong += [(path, harm) for harm in reading.harm]
        whole = "\n".join(reading.texts)
        if "9999999" in whole or "loop" + MARK in whole:
            self.wrong.append((path, "a template in a text was filled in"))
        self.shown |= set(re.findall(MARK + "([a-z]+)", whole))
        self.links += reading.links
        for form, given in reading.forms:
            action = form.get("action") or path
            if form.get("method", "").lower() == "post":
                self.forms.setdefault(urlsplit(action).path, (action, given))

    async def follow(self):
        """Open what pages lead to, a few of each kind of address."""
        kinds = {}
        for link in self.links:
            parts = urlsplit(link)
            kind = (parts.path.count("/"), parts.path.split("/")[2:3], parts.query.split("=")[0])
            kinds.setdefault(str(kind), set()).add(link)
        for links in kinds.values():
            for link in sorted(links)[:MOST_OF_A_KIND]:
                await self.open(link)


def addresses(page, known):
    """Return addresses of a page: for each parameter what is known, and what nobody has."""
    if "{" not in page.path:
        return [f"/studio{page.path}"]
    values = [*known, CORPUS[5], CORPUS[20]]  # without a slash, which would be another route
    return [f"/studio{re.sub(r'{.*?}', quote(value, safe=''), page.path)}" for value in values]


def asking(path, names, number):
    """Return a page asked with a hostile value for everything it may be asked."""
    said = {name: CORPUS[(number + at) % TIMES] + MARK + "query" for at, name in enumerate(names)}
    return f"{path}?{urlencode(said)}"


ASKED = ("q", "search", "after", "cursor", "to", "as", "at", "place", "from", "name", "id", "said")


@in_one_loop
async def test_hostile_texts_stay_texts_on_every_page(hostile):
    """From the table of routes: with what is stored, links followed, and strange questions."""
    crawl = Crawl(hostile.browser)
    pages = [page for page in studio_pages(hostile.studio.services)[1] if page.method == "GET"]
    for number, page in enumerate(pages):
        if "stream" in page.path:  # it ends when nobody looks any more
            continue
        for path in addresses(page, hostile.known):
            await crawl.open(path)
        if not page.for_scripts:
            await crawl.open(asking(addresses(page, hostile.known[2:])[0], ASKED, number))
    await crawl.follow()
    assert not crawl.wrong
    assert crawl.shown >= SHOWN


@in_one_loop
async def test_hostile_texts_in_forms_come_back_as_texts(hostile):
    """Every form of every page, filled in with them, and what the pages show afterwards."""
    crawl = Crawl(hostile.browser)
    plain = [
        f"/studio{page.path}"
        for page in studio_pages(hostile.studio.services)[1]
        if page.method == "GET" and "{" not in page.path and not page.for_scripts
    ]
    for path in [*plain, f"/studio/blocks/{BLOCK}"]:
        await crawl.open(path)
    token = await hostile.browser.token()
    for number, (action, given) in enumerate(list(crawl.forms.values())):
        if not action.startswith(LEFT_ALONE):
            form = filled(given, number) | {"csrf": token}
            sent = await hostile.browser.client.post(action, data=form, headers={"origin": HOST})
            crawl.read(action, sent)
    crawl.seen.clear()
    for path in plain:
        await crawl.open(path)
    assert not crawl.wrong


def filled(given, number):
    """Fill in a form: what is written is hostile, what is chosen is what is offered."""
    form = {}
    for at, (name, what) in enumerate(given.items()):
        kind, _, value = what.partition("=")
        is_written = kind in {"text", "textarea", "email", "search", "url", "password", "tel"}
        form[name] = CORPUS[(number + at) % TIMES] + MARK + "form" if is_written else value
    return form


@in_one_loop
async def test_what_a_stranger_says_is_no_markup(hostile):
    """At the door: an address to sign in with, and where to go on to."""
    crawl = Crawl(Browser(hostile.studio.app))
    path = "/studio/sign-in"
    for number, text in enumerate(CORPUS):
        await crawl.open(f"{path}?{urlencode({'to': text})}")
        if number % 9 == 0:  # more attempts would be refused
            form = {"email": text, "password": "x", "to": text}
            sent = await crawl.browser.client.post(path, data=form, headers={"origin": HOST})
            crawl.read(path, sent)
    assert not crawl.wrong


@in_one_loop
async def test_hostile_readers_are_no_markup_either(hostile):
    """Agents, referrers and keys of opens, as *Live* and the blocks' pages show them."""
    for number, text in enumerate(CORPUS):
        said = text.encode("ascii", "ignore").decode().replace("\r\n", " ").replace("\0", "")
        path = f"/o/{hostile.known[4]}/{hostile.known[3]}/{BLOCK}.png"
        await hostile.studio.ask(
            path,
            agent=said.replace("\n", " ") if number % 2 else PERSON,
            headers={"referer": said.replace("\n", " ")},
            query=urlencode({"utm": text}).encode(),
        )
    hostile.studio.ingest()
    crawl = Crawl(hostile.browser)
    for page in studio_pages(hostile.studio.services)[1]:
        if page.method == "GET" and "{" not in page.path and "stream" not in page.path:
            await crawl.open(f"/studio{page.path}")
    await crawl.open(f"/studio/blocks/{BLOCK}")
    assert not crawl.wrong


def test_the_reading_sees_what_would_run():
    """Each text of the corpus that is markup is found when a page writes it plainly."""
    harmless = {at for at, text in enumerate(CORPUS) if not Reading(f"<p>{text}</p>").harm}
    plain = {at for at, text in enumerate(CORPUS) if not re.search(r"<(?!b>|/)[a-zA-Z/]", text)}
    assert harmless <= plain
    assert Reading(f'<a href="{CORPUS[31]}">x</a>').harm
    assert Reading(f'<p title="{CORPUS[20]}">').harm
    assert not Reading("<p title='&lt;script&gt;'>&lt;script&gt;</p>").harm
