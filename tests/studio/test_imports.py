"""Imports by the studio: one at a time, beside everything else, whatever becomes of the server."""

import asyncio
import threading
from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import AsyncMock

import pytest

from app.adapters.import_files import ImportFiles
from app.composition.maintenance import Maintenance, tidying
from app.errors import Conflict, StorageFull, Unacceptable
from app.model.account import Role
from app.studio.import_service import KEPT, MIB, MOST_BYTES, ImportService
from app.studio.importing import Counts, State, Told
from app.web.studio.imports import ImportPages
from tests.adapters.builders import SetClock
from tests.studio.browsing import HOST

DONE = Told(counts=Counts(rows=3, bad=1, created=2), is_last=True)


class Log:
    """An audit log that remembers."""

    def __init__(self):
        self.deeds = []

    async def write(self, deed):
        """Remember a deed."""
        self.deeds.append(deed)


async def nothing():
    """Refresh nothing."""


class Home:
    """A service over a folder, with a process that says what a test wants."""

    def __init__(self, folder):
        self.clock, self.log, self.says = SetClock(), Log(), [DONE]
        self.shelf = ImportFiles(folder)
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.service = self.another()

    def another(self):
        """Return the service of one more process."""
        return ImportService(
            home="home", shelf=self.shelf, work=self.work, audit=self.log, refresh=nothing,
            now=self.clock,
        )  # fmt: skip

    async def work(self, _order):
        """Say what is to be said, once it may go on."""
        yield Told(counts=Counts(rows=1))
        await self.go_on.wait()
        for told in self.says:
            yield told

    def uploaded(self, kind="stock"):
        """Return a job with its file."""
        job = self.service.begin(kind, "../../x/ stock.csv", 10, by="anna")
        self.shelf.file(job).write_text("store,sku,quantity\n")
        return self.service.uploaded(job, 10)

    async def ended(self, job):
        """Return the job once it does not run, and the next one may."""
        while (now := self.service.get(job.key)).state is State.RUNNING:  # noqa: ASYNC110  # as a page asks
            await asyncio.sleep(0.005)
        await self.service._running
        return now


@pytest.fixture
async def home(tmp_path):
    """A home without imports."""
    return Home(tmp_path)


def test_a_file_that_did_not_come_whole_is_none(tmp_path):
    """Whoever took it died meanwhile: nobody can look at the half of it, or import it."""
    home = Home(tmp_path)
    job = home.service.begin("stock", "stock.csv", 10, by="anna")
    home.shelf.file(job).write_text("store,sk")
    kept = home.service.get(job.key)
    assert not home.service.has_file(kept)
    with pytest.raises(Conflict):
        asyncio.run(home.service.start(kept, is_check=False, by="anna"))


async def test_a_file_lies_within_its_folder(home, tmp_path):
    """Whatever it is called."""
    path = home.shelf.file(home.uploaded()).resolve()
    assert path.is_relative_to(tmp_path / "imports")
    assert path.name == "stock.csv"


async def test_a_run_ends_with_its_counts_and_without_its_file(home):
    """The audit log says who ran it; a check is no change and leaves the file."""
    job = home.uploaded()
    await home.service.start(job, is_check=True, by="anna")
    job = await home.ended(job)
    assert (job.state, home.service.has_file(job), home.log.deeds) == (State.CHECKED, True, [])
    await home.service.start(job, is_check=False, by="ben")
    job = await home.ended(job)
    assert (job.state, job.counts.created) == (State.DONE, 2)
    assert not home.service.has_file(job)
    assert [deed.actor for deed in home.log.deeds] == ["ben"]


async def test_one_import_runs_at_a_time(home):
    """In a home, whichever process was asked."""
    home.go_on.clear()
    first, second = home.uploaded(), home.uploaded()
    await home.service.start(first, is_check=False, by="anna")
    for service in (home.service, home.another()):
        with pytest.raises(Conflict):
            await service.start(second, is_check=False, by="anna")
    assert home.another().get(first.key).state is State.RUNNING
    home.go_on.set()
    await home.ended(first)
    await home.service.start(second, is_check=False, by="anna")
    assert (await home.ended(second)).state is State.DONE


async def test_what_a_restart_ended_is_said_to_have_stopped(home):
    """And can be run again."""
    job = home.uploaded()
    home.shelf.save(replace(job, state=State.RUNNING))
    job = home.another().get(job.key)
    assert job.state is State.STOPPED
    await home.service.start(job, is_check=False, by="anna")
    assert (await home.ended(job)).state is State.DONE


async def test_a_run_is_stopped_by_whoever_asks(home):
    """Also through another process."""
    home.says = [Told(counts=Counts(rows=n)) for n in range(50)] + [DONE]
    home.go_on.clear()
    job = home.uploaded()
    await home.service.start(job, is_check=False, by="anna")
    await asyncio.sleep(0)
    other = home.another()
    other.stop(other.get(job.key))
    home.go_on.set()
    assert (await home.ended(job)).state is State.STOPPED
    assert home.service.has_file(job)


async def test_a_process_that_fails_says_why(home):
    """The reason stands with the import."""
    home.says = [Told(is_last=True, problem="No such column.", remedy="Choose one.")]
    job = home.uploaded()
    await home.service.start(job, is_check=False, by="anna")
    job = await home.ended(job)
    assert (job.state, job.problem) == (State.FAILED, "No such column.")


async def test_what_does_not_fit_is_refused_first(home):
    """An unknown kind, too many bytes, a full disk, nothing at all."""
    job = home.uploaded()
    with pytest.raises(Unacceptable):
        home.service.begin("secrets", "a.csv", 1, by="anna")
    with pytest.raises(Unacceptable):
        home.service.begin("stock", "a.csv", MOST_BYTES + 1, by="anna")
    home.shelf.room = lambda: 1_000
    with pytest.raises(StorageFull):
        home.service.begin("stock", "a.csv", 1, by="anna")
    with pytest.raises(Unacceptable):
        home.service.uploaded(job, 0)


async def test_files_of_people_do_not_stay(home, tmp_path):
    """After seven days, though nobody looks, file and bad rows are gone; the line stays."""
    job = home.uploaded("subscribers")
    home.shelf.report(job).write_text("line,reason\n")
    home.clock.pass_by(KEPT * 2)
    storage = SimpleNamespace(
        idempotency=SimpleNamespace(forget=AsyncMock()),
        database=SimpleNamespace(owes_compaction=AsyncMock(return_value=False)),
    )
    await Maintenance(storage, tidy=tidying(tmp_path, home.clock)).once()
    assert [each.key for each in home.service.all()] == [job.key]
    assert not home.service.has_file(job)
    assert not home.shelf.report(job).exists()


async def test_what_runs_is_not_tidied_away(home):
    """However long ago its file came; a process that is gone protects nothing."""
    home.go_on.clear()
    job = home.uploaded()
    await home.service.start(job, is_check=False, by="anna")
    home.shelf.tidy(home.clock() + KEPT)
    assert home.service.has_file(job)
    home.says = []
    home.go_on.set()
    home.shelf.save(replace(await home.ended(job), state=State.RUNNING))
    for _ in range(500):  # until the task that ran has let go of the home
        home.shelf.tidy(home.clock() + KEPT)
        if not home.service.has_file(job):
            break
        await asyncio.sleep(0.01)
    assert not home.service.has_file(job)


async def test_a_disk_that_fills_while_a_file_comes_ends_it(home):
    """Whatever size was said before, or none: room is asked for at every MiB."""
    rooms = [10**9, 10**9, 1_000]
    home.shelf.room = lambda: rooms.pop(0)
    given = []

    async def stream():
        for _ in range(9):
            given.append(1)
            yield bytes(MIB)

    pages = ImportPages(imports=home.service, shelf=home.shelf, report=iter, rows=iter, pages=None)
    account = SimpleNamespace(may=lambda _right: True, email="anna")
    request = SimpleNamespace(
        query_params={"kind": "stock", "name": "a.csv"}, headers={}, stream=stream
    )
    with pytest.raises(StorageFull):
        await pages.upload(SimpleNamespace(account=account, request=request))
    assert len(given) == 2
    assert home.shelf.all() == []


async def test_a_full_disk_ends_no_import_and_no_page(home):
    """What is stored is seen; how it stands is told as far as it is known."""
    refreshed = []

    async def refresh():
        refreshed.append(1)

    home.service._refresh = refresh
    home.go_on.clear()
    job = home.uploaded()
    await home.service.start(job, is_check=False, by="anna")

    def full(_job):
        raise StorageFull("There is no room.")

    save, home.shelf.save = home.shelf.save, full
    home.go_on.set()
    assert (await home.ended(job)).state is State.STOPPED
    await home.service._running
    assert refreshed == [1]
    assert [each.state for each in home.service.all()] == [State.STOPPED]
    assert home.service.has_file(job)
    home.shelf.save = save
    await home.service.start(home.service.get(job.key), is_check=False, by="anna")
    assert (await home.ended(job)).state is State.DONE


async def test_the_loop_never_waits_for_the_disk(home, tmp_path):
    """Files are made, locked, looked for and written beside it, from the upload to the end."""
    loop, threads, shelf = threading.get_ident(), {}, home.shelf
    files = ImportFiles(tmp_path)
    home.says = [Told(counts=Counts(rows=2)), DONE]
    for name in ("save", "turn", "file", "report", "room", "is_asked_to_stop", "ask_to_stop"):

        def noted(*given, name=name):
            threads.setdefault(name, set()).add(threading.get_ident())
            return getattr(files, name)(*given)

        setattr(shelf, name, noted)

    async def stream():
        yield b"store,sku,quantity\n"

    account = SimpleNamespace(may=lambda _right: True, email="anna")
    shown = SimpleNamespace(page=lambda *_, **asked: asked)
    pages = ImportPages(imports=home.service, shelf=shelf, report=iter, rows=iter, pages=shown)
    request = SimpleNamespace(
        query_params={"kind": "stock", "name": "a.csv"}, headers={}, stream=stream
    )
    visit = SimpleNamespace(account=account, request=request, csrf="")
    await pages.upload(visit)
    request.path_params = {"key": shelf.all()[0].key}
    visit.form = {"columns": "1", "column-0": "a", "do": "run"}
    home.go_on.clear()
    await pages.start(visit)
    await pages.stop(visit)
    home.go_on.set()
    await home.service._running
    assert (await pages.job(visit))["job"].state is State.STOPPED
    paths = {"file", "report"}  # where something is, which asks no disk
    assert [name for name, seen in threads.items() if loop in seen and name not in paths] == []


async def test_a_file_goes_all_the_way(browser, studio):
    """Uploaded, looked at, imported by a process of its own, seen by the next open."""
    await browser.sign_in(Role.DESIGNER)
    body = b"Filiale;sku;Menge\nS001;NB-1042;41\nS001;NB-9999;1\n".replace(b";", b",")
    headers = {"x-csrf-token": await browser.token(), "origin": HOST}
    sent = await browser.client.post(
        "/studio/imports?kind=stock&name=a.csv", content=body, headers=headers
    )
    page = sent.json()["to"]
    assert "NB-1042" in (await browser.get(page)).text
    mapped = {"columns": "3", "column-0": "Filiale", "target-0": "store", "do": "run"}
    assert (await browser.post(page, **mapped)).status_code == 303
    while (await browser.get(f"{page}/state")).json()["state"] == "running":  # noqa: ASYNC110  # as a page does
        await asyncio.sleep(0.1)
    outcome = (await browser.get(page)).text
    assert "1 was left out" in outcome
    assert "NB-9999" in outcome
    assert "NB-9999" in (await browser.get(f"{page}/errors")).text
    shelf = studio.services.shelves.shelf
    assert shelf.stock.of("NB-1042").units(shelf.book.index("S001"), studio.clock.at) == 41
    levels = await studio.services.storage.stock.page(
        cursor="", limit=1, store="S001", sku="NB-1042"
    )
    assert levels.items[0].quantity == 41
    refused = await browser.client.post(
        "/studio/imports?kind=subscribers&name=a.csv", content=body, headers=headers
    )
    assert refused.status_code == 403
