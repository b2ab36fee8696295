"""Proofs: whole emails for chosen people, to keep or to send."""

import io
import socket
import zipfile
from email import message_from_bytes, policy

import pytest

from app.adapters.mailing import SmtpMailer
from app.composition.studio_proofs import proofs_of
from app.delivery.proofs import Letter, Pictures
from app.errors import ConfigurationError
from app.model.account import Role
from app.model.mailing import Undelivered
from app.settings import read_settings
from tests.serving import decoded
from tests.studio.browsing import EMAILS, Browser, with_accounts
from tests.studio.mail_sink import listening

FROM = "Northbeam <hello@northbeam.example>"


def read(body):
    """Return an email that was written."""
    return message_from_bytes(body, policy=policy.default)


async def test_a_still_proof_carries_what_an_open_would_show(studio):
    """Each picture is a part of the email, and no open of anybody is needed to see it."""
    person = studio.someone()
    letter = Letter(profile=person, pictures=Pictures.STILL, sender=FROM, to="a@b.example")
    mail = read(await proofs_of(studio.services).email(studio.message, letter))
    html = mail.get_body(("html",)).get_content()
    pictures = [part for part in mail.walk() if part.get_content_maintype() == "image"]
    assert len(pictures) == len(studio.message.blocks)
    for part in pictures:
        assert f"cid:{part['content-id'].strip('<>')}" in html
    opened = await studio.ask(studio.open_path("greeting"))
    assert opened.body in [part.get_content() for part in pictures]
    assert f"/o/{studio.message.key}" not in html
    assert studio.message.title in mail.get_body(("plain",)).get_content()
    assert (mail["from"], mail["to"]) == (FROM, "a@b.example")


async def test_a_live_proof_holds_the_addresses_of_that_person(studio):
    """And of nobody else."""
    person = studio.someone()
    letter = Letter(profile=person, pictures=Pictures.LIVE, sender=FROM)
    mail = read(await proofs_of(studio.services).email(studio.message, letter))
    html = mail.get_body(("html",)).get_content()
    assert html.count(f"/o/{studio.message.key}/{person.key}/") == len(studio.message.blocks)


async def test_proofs_are_seen_side_by_side_and_taken(browser, studio):
    """Personas by whoever looks, subscribers by whoever may see them; twenty at most."""
    await browser.sign_in(Role.DESIGNER)
    at, person = f"/studio/messages/{studio.message.key}", studio.someone()
    page = (await browser.get(f"{at}/proofs")).text
    assert page.count('class="proof"') == 3
    picture = await browser.get(f"{at}/proof.png?who=persona:unknown&block=greeting")
    assert decoded(picture.content, "png").size[0] > 2
    for path in ("proof.eml", "proofs.zip", "proofs"):
        assert (await browser.get(f"{at}/{path}?who={person.key}")).status_code == 403
    await browser.sign_in(Role.ADMIN)
    taken = await browser.get(f"{at}/proofs.zip?who={person.key}&who=persona:unknown")
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        assert len(archive.namelist()) == 2
        assert read(archive.read(archive.namelist()[0]))["subject"].startswith("[Proof]")
    many = "&".join(f"who={number}" for number in range(21))
    assert (await browser.get(f"{at}/proofs?{many}")).status_code == 422
    assert (await browser.get(f"{at}/proof.png?block=nothing")).status_code == 404


async def test_a_test_send_goes_to_accounts_and_whom_the_operator_allows(demo_home):
    """To nobody else; each is written down, and the thirty-first in an hour waits."""
    async with listening() as sink:
        given = {
            "smtp_url": f"smtp://me:secret@127.0.0.1:{sink.port}",
            "smtp_from": FROM,
            "smtp_allow": "@agency.example",
        }
        async with with_accounts(demo_home, **given) as studio:
            browser = Browser(studio.app)
            await browser.sign_in(Role.DESIGNER)
            at = f"/studio/messages/{studio.message.key}/proofs"
            form = {"who": "persona:unknown", "pictures": "live"}
            for to in (EMAILS[Role.ANALYST], "Eve@Agency.example"):
                assert "Sent to" in (await browser.post(at, to=to, **form)).text
            for to in ("eve@evil.example", "x@agency.example\r\nBcc: y", "", "@agency.example x"):
                assert (await browser.post(at, to=to, **form)).status_code == 422
            deed = (await studio.services.storage.audit.page(cursor="", limit=1)).items[0].deed
            assert (deed.action, deed.detail) == ("proof.send", "eve@agency.example")
    assert [to for _, to, _ in sink.came] == [
        [f"rcpt TO:<{EMAILS[Role.ANALYST]}>"],
        ["rcpt TO:<eve@agency.example>"],
    ]
    assert b"Subject: [Proof]" in sink.came[0][2]


async def test_without_a_mail_server_nothing_is_sent(browser, studio):
    """And the page says what the operator sets."""
    await browser.sign_in(Role.DESIGNER)
    at = f"/studio/messages/{studio.message.key}/proofs"
    assert "OPENTIME_SMTP_URL" in (await browser.get(at)).text
    assert (await browser.post(at, to=EMAILS[Role.ADMIN])).status_code == 409


async def test_what_a_server_refuses_is_said():
    """In its own words, without what proves who we are."""
    async with listening("550 5.1.1 no such\x1b[31m mailbox") as sink:
        mailer = SmtpMailer(f"smtp://me:secret@127.0.0.1:{sink.port}", sender=FROM)
        with pytest.raises(Undelivered, match="no such") as refused:
            await mailer.send(b"Subject: x\r\n\r\nx\r\n", to="a@b.example")
    assert "secret" not in str(refused.value)
    assert refused.value.message.isprintable()


async def test_a_server_that_is_silent_is_left():
    """Within its time limit; one that is not there too."""
    with socket.create_server(("127.0.0.1", 0)) as silent:  # that nobody answers at
        port = silent.getsockname()[1]
        mailer = SmtpMailer(f"smtp://127.0.0.1:{port}", sender=FROM, seconds=0.2)
        with pytest.raises(Undelivered):
            await mailer.send(b"x", to="a@b.example")
    with pytest.raises(Undelivered):
        await mailer.send(b"x", to="a@b.example")


def test_settings_of_mail_are_checked():
    """A server needs a sender; what it proves itself with is never shown."""
    given = {"OPENTIME_SMTP_URL": "smtps://u:hidden@mail.example", "OPENTIME_SMTP_FROM": FROM}
    assert "hidden" not in repr(read_settings(given))
    for wrong in (
        {"OPENTIME_SMTP_FROM": ""},
        {"OPENTIME_SMTP_FROM": "nobody"},
        {"OPENTIME_SMTP_FROM": "a@b.example\r\nBcc: c@d.example"},
        {"OPENTIME_SMTP_URL": "https://u:hidden@mail.example"},
        {"OPENTIME_SMTP_URL": "smtp://"},
        {"OPENTIME_SMTP_URL": "smtp://mail.example:0"},
    ):
        with pytest.raises(ConfigurationError, match="SMTP") as refused:
            read_settings({**given, **wrong})
        assert "hidden" not in str(refused.value)
