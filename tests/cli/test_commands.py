"""Every command's happy path and what goes wrong, as one would type them."""

import csv
import io
import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console
from typer.testing import CliRunner

from app.cli import demo as demonstrating
from app.cli.address import as_served, note_address
from app.cli.commands import app
from app.errors import AppError, ConfigurationError, NotFound, Unacceptable
from app.settings import read_settings

ROOT = Path(__file__).parents[2]
BLOCK = ROOT / "templates" / "demo" / "blocks" / "greeting.yaml"


def run(*words: object, home: Path | None = None, **env: str) -> str:
    """Run a command that succeeds; return what it printed on both streams."""
    code, said = ran(*words, home=home, **env)
    assert code == 0, said
    return said


def ran(*words: object, home: Path | None = None, **env: str) -> tuple[int, str]:
    """Run a command; return its exit code and what it printed. Errors of ours are raised."""
    line = [str(word) for word in words] + (["--home", str(home)] if home else [])
    result = CliRunner(env={"COLUMNS": "200", **env}).invoke(app, line)
    if isinstance(result.exception, AppError):
        raise result.exception
    return result.exit_code, " ".join(result.output.split())


def test_preview_says_why(demo_home):
    """A preview names the variant, the facts, what is missing and until when it holds."""
    said = run("preview", "nearest-store", "--as", "nb-anna", "--explain", home=demo_home)
    for words in ("of nearest-store version 1", "Considered", "Facts read", "link https://"):
        assert words in said
    short = run("preview", "greeting", "--at", "2026-11-27T08:00:00-05:00", home=demo_home)
    assert short.startswith("morning, valid until 2026-11-27 ")


@pytest.mark.parametrize(("ending", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("gif", "GIF")])
def test_preview_writes_a_picture(demo_home, tmp_path, ending, kind):
    """`--out` writes the picture in the format of its ending."""
    out = tmp_path / f"out.{ending}"
    run("preview", "hero", "--from", "40.74,-73.99", "--param", "sku=NB-1201", "--out", out,
        "--reader", "mail_proxy", "--message", "autumn-trail", home=demo_home)  # fmt: skip
    with Image.open(out) as picture:
        assert kind == picture.format


def test_preview_of_a_file(demo_home):
    """A block that is not published is previewed from its file, for an address too."""
    assert "valid until" in run("preview", BLOCK, "--from", "8.8.8.8", home=demo_home)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("no-such-block",), NotFound),
        (("greeting", "--as", "nobody"), NotFound),
        (("greeting", "--message", "none"), NotFound),
        (("greeting", "--at", "noon"), Unacceptable),
        (("greeting", "--at", "2026-11-27T08:00:00"), Unacceptable),
        (("greeting", "--from", "40,x"), Unacceptable),
        (("greeting", "--from", "95,0"), Unacceptable),
    ],
)
def test_preview_refuses(demo_home, words, error):
    """What cannot be previewed is named, with a remedy."""
    with pytest.raises(error) as raised:
        ran("preview", *words, home=demo_home)
    assert raised.value.remedy


@pytest.mark.parametrize("words", [("--reader", "robot"), ("--out", "x.webp"), ("--nonsense",)])
def test_preview_refuses_options(demo_home, words):
    """A choice that does not exist is a usage error."""
    assert ran("preview", "greeting", *words, home=demo_home)[0] == 2


def test_check_names_file_line_and_remedy(demo_home, tmp_path):
    """Every problem of every file is printed with file and line; errors make it exit 1."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("block: bad\nsize: 600x240\nvariants:\n  - name: a\n    when: nonsense.x\n")
    code, said = ran("check", bad, BLOCK, home=demo_home)
    assert code == 1
    assert "bad.yaml:5: error" in said
    assert "2 checked:" in said
    email = tmp_path / "mail.html"
    email.write_text('<img src="https://a.example/o/{{id}}/x.png">')
    assert "mail.html:1" in ran("check", email, home=demo_home)[1]


def test_check_without_files_checks_the_home(demo_home):
    """Without a file the home's blocks are checked, and those of the demo are sound."""
    assert "7 checked: 0 error(s)" in run("check", home=demo_home)
    with pytest.raises(NotFound):
        ran("check", "no-such-file.yaml", home=demo_home)


def test_import_keeps_good_rows_and_exits_3(demo_home, tmp_path):
    """Bad rows are printed with line and reason, good ones kept; a second run changes nothing."""
    file = tmp_path / "people.csv"
    file.write_text("id,first_name,country\nx-1,Ada,GB\n,Bob,US\nx-2,Cy,DE\n")
    line = (
        "import",
        "subscribers",
        file,
        "--map",
        "id=external_id",
        "--report",
        tmp_path / "bad.csv",
    )
    code, said = ran(*line, home=demo_home)
    assert (code, "2 created, 0 updated, 0 unchanged, 1 bad" in said) == (3, True), said
    assert "line 3:" in said
    assert "All bad rows are in" in said
    assert "0 created, 0 updated, 2 unchanged, 1 bad" in ran(*line, home=demo_home)[1]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("stores", "external_id,name,lat,lon,tz\nT1,Test,50,8,Europe/Berlin\n"),
        ("products", "sku,title,price,currency\nT-1,Thing,9.99,EUR\n"),
        ("stock", "store,sku,quantity\nS001,NB-1042,4\n"),
        ("subscribers", "external_id\nt-1\n"),
    ],
)
def test_import_of_each_kind(demo_home, tmp_path, kind, text):
    """Each kind of record is imported; a dry run writes nothing."""
    file = tmp_path / "rows.csv"
    file.write_text(text)
    assert "1 rows checked" in run("import", kind, file, "--dry-run", home=demo_home)
    assert "1 rows read" in run("import", kind, file, home=demo_home)


def test_import_refuses(demo_home, tmp_path):
    """An unknown kind is a usage error, a file that is not there an error of ours."""
    assert ran("import", "elephants", tmp_path / "x.csv", home=demo_home)[0] == 2
    with pytest.raises(AppError):
        ran("import", "stock", tmp_path / "none.csv", home=demo_home)


def test_keys_are_written_for_the_esp(demo_home, tmp_path):
    """The CSV pairs each external id with its key, to a file or to the screen."""
    out = tmp_path / "keys.csv"
    assert "5,000 keys written" in run("keys", "autumn-trail", "--out", out, home=demo_home)
    found = list(csv.reader(io.StringIO(out.read_text())))
    assert len(found) == 5001
    assert all(len(key) == 26 for _, key in found[1:])
    assert "nb-anna" in run("keys", "autumn-trail", home=demo_home)
    with pytest.raises(NotFound) as raised:
        ran("keys", "no-such", home=demo_home)
    assert "autumn-trail" in raised.value.remedy


def test_embed_prints_the_snippet(demo_home):
    """The snippet has the ESP's merge tag in picture and link."""
    said = run("embed", "autumn-trail", "hero", "--esp", "mailchimp", home=demo_home)
    for route in ("c", "o"):
        assert f"/{route}/" in said
        assert "*|OPENTIME" in said.split(f"/{route}/", 1)[1][:60]
    assert 'width="600"' in said
    with pytest.raises(NotFound):
        ran("embed", "autumn-trail", "no-such", home=demo_home)


@pytest.mark.parametrize(("block", "ending"), [("hero", ".jpg"), ("greeting", ".png")])
def test_embed_prints_the_format_of_the_block(demo_home, block, ending):
    """A photograph's address ends in .jpg, a flat picture's in .png; an option says otherwise."""
    assert f'{block}{ending}"' in run("embed", "autumn-trail", block, home=demo_home)
    said = run("embed", "autumn-trail", block, "--extension", "gif", home=demo_home)
    assert f'{block}.gif"' in said


def test_embed_knows_where_the_home_is_served(demo_home, monkeypatch):
    """Without a setting the addresses are those of the last server, on whatever port it was."""
    monkeypatch.delenv("OPENTIME_PORT", raising=False)
    monkeypatch.delenv("OPENTIME_BASE_URL", raising=False)
    note_address(read_settings({}, {"home": demo_home, "port": 8123}))
    said = run("embed", "autumn-trail", "hero", home=demo_home)
    assert said.count("http://localhost:8123/") == 2


@pytest.mark.parametrize(
    ("given", "noted", "expected"),
    [
        ({}, None, "http://localhost:8080"),
        ({}, "http://localhost:9", "http://localhost:9"),
        ({}, "rubbish", "http://localhost:8080"),
        ({"OPENTIME_PORT": "7"}, "http://localhost:9", "http://localhost:7"),
        ({"OPENTIME_BASE_URL": "https://a.example"}, "http://localhost:9", "https://a.example"),
    ],
)
def test_what_is_set_comes_before_what_was_noted(tmp_path, given, noted, expected):
    """An address or a port that is set says where the home is served."""
    settings = read_settings(given, {"home": tmp_path})
    if noted:
        note_address(replace(settings, base_url=noted))
    assert as_served(settings).public_url == expected


def test_an_address_that_cannot_be_noted_ends_nothing(tmp_path):
    """A home that cannot be written is served all the same."""
    (tmp_path / "run").write_bytes(b"")
    settings = read_settings({}, {"home": tmp_path})
    note_address(settings)
    assert as_served(settings) == settings


def test_classify_says_which_reader_and_why():
    """The class of an agent is said in words and as JSON."""
    agent = ("--agent", "Mozilla/5.0 Firefox/11.0 (via ggpht.com GoogleImageProxy)")
    said = run("classify", *agent, "--ip", "66.249.93.1")
    assert said.startswith("google_proxy (mail_proxy): ")
    sent = ("--sent-at", "2026-11-27T08:00:00Z")
    document = json.loads(run("classify", *agent, "--ip", "66.249.93.1", *sent, "--json"))
    assert (document["name"], document["ip_is_user"]) == ("google_proxy", False)
    with pytest.raises(Unacceptable):
        ran("classify", *agent, "--ip", "x", "--sent-at", "yesterday")


def test_classify_knows_the_instant_window_that_is_set():
    """The class is that of an open here: within the window that was set, a machine."""
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18"
    lately = datetime.now(UTC) - timedelta(minutes=59)
    line = ["classify", "--agent", phone, "--ip", "9.9.9.9", "--sent-at", lately.isoformat()]
    said = [
        CliRunner(env={"OPENTIME_INSTANT_WINDOW_S": window}).invoke(app, line).output.split()[0]
        for window in ("60", "3600")
    ]
    assert said[1] == "scanner"
    assert said[0] != "scanner"


def test_doctor_names_typefaces_of_the_machine(demo_home, tmp_path):
    """Families in HOME/fonts and the folder of the setting are listed beside the bundled ones."""
    (demo_home / "fonts").mkdir()
    bundled = ROOT / "static" / "fonts" / "Fraunces-Regular.ttf"
    shutil.copy(bundled, demo_home / "fonts" / "House-Regular.ttf")
    shutil.copy(bundled, tmp_path / "Shop-Bold.ttf")
    said = run("doctor", home=demo_home, OPENTIME_FONTS=str(tmp_path))

    assert "house, shop" in said


def test_doctor_says_what_works_and_every_setting(demo_home):
    """The doctor lists the machine's parts and each setting with its origin."""
    said = run("doctor", home=demo_home)
    for words in ("places by IP", "fonts", "OPENTIME_HOME", "command line", "default"):
        assert words in said
    assert "broken" not in said


def test_demo_writes_its_document_once(tmp_path):
    """demo.json is private, has every field, and keeps key and data over a second start."""
    settings = read_settings({}, {"home": tmp_path / "home", "port": 8123})
    first = demo_document(settings)
    path = settings.home / "demo.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {"base_url", "api_key", "studio", "email_url", "messages", "subscribers"} == set(first)
    assert first["base_url"] == "http://localhost:8123"
    assert {"url", "email", "password"} == set(first["studio"])
    assert len(first["subscribers"]) >= 20
    assert all({"key", "external_id", "name"} == set(entry) for entry in first["subscribers"])
    assert all({"key", "name", "blocks"} == set(entry) for entry in first["messages"])
    assert first == demo_document(settings)
    path.write_text("{damaged")
    assert first["api_key"] != demo_document(settings)["api_key"]


def demo_document(settings) -> dict:
    """Set the demo up, or again; return what its document says."""
    import asyncio

    console = Console(file=io.StringIO(), width=200)
    asyncio.run(demonstrating.set_up(settings, console))
    said = console.file.getvalue()
    assert all(word in said for word in ("Studio", "Sample email"))
    assert said.count("Live image") == 3
    return json.loads((settings.home / "demo.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_bad_settings_are_listed_all_at_once(tmp_path):
    """Wrong settings are all named; the exit code says configuration."""
    bad = {"OPENTIME_PORT": "eighty", "OPENTIME_WORKERS": "0", "OPENTIME_TRUSTED_PROXIES": "*"}
    command = [sys.executable, "-m", "app", "doctor", "--home", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **bad}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 78
    assert all(name in done.stderr for name in bad)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_facts_may_not_use_up_the_deadline():
    """A limit for facts that leaves no time to draw is refused by name."""
    with pytest.raises(ConfigurationError, match="OPENTIME_FACTS_DEADLINE_MS=300"):
        read_settings({"OPENTIME_DEADLINE_MS": "300"})


def test_a_failure_is_one_line_with_its_remedy(tmp_path):
    """What goes wrong is told without a traceback; the exit code is 1."""
    command = [sys.executable, "-m", "app", "preview", "none", "--home", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("opentime: There is no published block 'none'. Publish it")
