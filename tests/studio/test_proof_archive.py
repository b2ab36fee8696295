"""The proofs of several people in one file: within bounds of memory and of time."""

import asyncio
import io
import zipfile
from dataclasses import replace

import pytest

from app.composition.studio_proofs import proofs_of
from app.delivery.proofs import Letter, Pictures
from app.errors import Overloaded, TooLarge
from app.studio.proof_archive import ProofArchives

FROM = "Northbeam <hello@northbeam.example>"


async def mails(*sizes):
    """Yield emails of so many bytes."""
    for at, size in enumerate(sizes):
        yield f"{at}.eml", bytes(size)


async def test_emails_are_packed_up_to_a_bound():
    """One byte more is refused, and the next archive is made."""
    archives = ProofArchives(most_bytes=100)
    with pytest.raises(TooLarge, match="come to more than"):
        await archives.packed(mails(60, 41))
    with zipfile.ZipFile(io.BytesIO(await archives.packed(mails(60, 40)))) as archive:
        assert archive.namelist() == ["0.eml", "1.eml"]


async def test_one_archive_is_made_at_a_time():
    """Whoever asks meanwhile may come again."""
    archives, waits = ProofArchives(), asyncio.Event()

    async def slow():
        await waits.wait()
        yield "0.eml", b"x"

    first = asyncio.create_task(archives.packed(slow()))
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await archives.packed(mails(1))
    waits.set()
    assert await first
    assert await archives.packed(mails(1))


async def test_the_pictures_of_one_email_have_a_bound(studio):
    """Live ones are not carried, and so not counted."""
    proofs = replace(proofs_of(studio.services), most_bytes=1_000)
    still = Letter(profile=None, pictures=Pictures.STILL, sender=FROM)
    with pytest.raises(TooLarge, match="pictures come to more"):
        await proofs.email(studio.message, still)
    assert await proofs.email(studio.message, replace(still, pictures=Pictures.LIVE))
