"""To whom test sends go: one plain address, of those that are allowed."""

import pytest

from app.adapters.mailing import SmtpMailer
from app.errors import Unacceptable
from app.model.mailing import Undelivered
from app.studio.proof_sending import ProofSending
from app.studio.throttle import Throttle
from tests.studio.mail_sink import listening

FROM = "Northbeam <hello@northbeam.example>"
AROUND = (
    "victim@evil.example,a@agency.example",
    "<victim@evil.example>x@agency.example",
    "victim@evil.example(@agency.example",
    "victim@evil.example;a@agency.example",
    '"victim@evil.example"@agency.example',
    "victim%evil.example@agency.example",
    "evil.example!victim@agency.example",
    "@evil.example:a@agency.example",
    "a@agency.example@agency.example",
    "ännä@agency.example",
    "a..b@agency.example",
    "@agency.example",
)


class NoAccounts:
    """A studio that has no people."""

    async def all(self):
        """Return nobody."""
        return []


def sending():
    """Return test sends to one domain, by a server that is never asked."""
    return ProofSending(
        mailer=SmtpMailer("smtp://127.0.0.1:1", sender=FROM),
        accounts=NoAccounts(),
        allowed=("@agency.example",),
        throttle=Throttle(most=30, window_s=3600, monotonic=lambda: 0.0),
        audit=None,
    )


@pytest.mark.parametrize("to", AROUND)
async def test_what_only_ends_in_an_allowed_domain_is_no_address(to):
    """Mail servers would read another address in it, or an error."""
    with pytest.raises(Unacceptable, match="is no address"):
        await sending().check(to, by="a@b.example")


async def test_one_plain_address_of_an_allowed_domain_is_written_to():
    """As it will be handed to the mail server."""
    to = await sending().check(" O'Neil+qa@Agency.example ", by="a@b.example")
    assert to == "o'neil+qa@agency.example"


async def test_a_mail_server_is_named_no_address_but_the_one_given():
    """What a reader of addresses would take for another is not sent at all."""
    async with listening() as sink:
        mailer = SmtpMailer(f"smtp://127.0.0.1:{sink.port}", sender=FROM)
        for to in (*AROUND[:3], "ännä@agency.example"):
            with pytest.raises(Undelivered, match="not one plain address"):
                await mailer.send(b"Subject: x\r\n\r\nx\r\n", to=to)
    assert sink.said == []
