"""Pictures are decoded in a process of its own, which nothing in them outlives."""

import os
import signal
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.adapters.picture_process import PictureProcess
from app.adapters.picture_worker import (
    LENGTH,
    Accept,
    AsPng,
    Encoded,
    FitIn,
    Kept,
    Pixels,
    Unfit,
    answer,
    serve,
)
from app.errors import Overloaded, Unacceptable
from app.model.rendering import Upload
from app.model.scene import Fit
from app.pictures.decoding import fitted
from tests.pictures.uploads import BOMBS, bomb, mutations, noise, tagged
from tests.render.scenes import ASSETS, encoded

BOX = (40, 30)
MIB = 2**20
MUTATIONS = 2_000


@pytest.fixture(scope="module")
def process() -> Iterator[PictureProcess]:
    """One process for many pictures."""
    process = PictureProcess(seconds=20)  # others may keep the machine busy
    yield process
    process.close()


def resident() -> int:
    """Return this process's memory in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def taken(process: PictureProcess, body: bytes) -> Upload | None:
    """Upload a picture; the refusal must hold a remedy."""
    try:
        return process.accept(body)
    except Unacceptable as refusal:
        assert refusal.remedy  # noqa: PT017  # either outcome is right
        return None


@pytest.mark.no_cover
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_memory_here(process: PictureProcess, name: str) -> None:
    """It is refused or small, this process does not grow, and the next picture is decoded."""
    before = resident()

    upload = taken(process, bomb(name))
    image = process.fit(bomb(name), BOX, Fit.COVER, (50, 50))

    assert resident() - before < 64 * MIB
    assert upload is None or upload.width * upload.height < 100
    assert image is None or image.size == BOX
    assert process.fit(ASSETS["photo"], BOX, Fit.COVER, (50, 50)) is not None


@pytest.mark.no_cover
def test_mutated_pictures(process: PictureProcess) -> None:
    """Each is refused with a remedy or kept and drawn; this process lives on and stays small."""
    before = resident()
    kept = 0

    for body in mutations(MUTATIONS):
        upload = taken(process, body)
        image = process.fit(body, BOX, Fit.COVER, (50, 50))
        assert image is None or image.size == BOX
        if upload is not None:
            kept += 1
            again = process.fit(upload.body, BOX, Fit.COVER, (50, 50))
            assert again is not None
            assert again.size == BOX

    assert 0 < kept < MUTATIONS
    assert resident() - before < 64 * MIB


def test_pixels_are_those_of_this_process(process: PictureProcess) -> None:
    """Where a picture is decoded makes no difference."""
    for body in (ASSETS["photo"], ASSETS["logo"], tagged("JPEG"), tagged("WEBP")):
        for fit in Fit:
            here = fitted(body, BOX, fit, (20, 80))
            there = process.fit(body, BOX, fit, (20, 80))
            assert here is not None
            assert there is not None
            assert (here.mode, here.size, here.tobytes()) == (
                there.mode,
                there.size,
                there.tobytes(),
            )


def test_webp_becomes_png(process: PictureProcess) -> None:
    """For mail clients that do not show WebP."""
    body = process.as_png(encoded(noise(BOX, "RGBA"), "WEBP"))

    assert body is not None
    with Image.open(BytesIO(body)) as opened:
        assert (opened.format, opened.size) == ("PNG", BOX)
    assert process.as_png(b"rubbish") is None


def test_a_killed_process_is_made_anew() -> None:
    """Whoever kills it, the next picture is decoded."""
    process = PictureProcess(seconds=20)
    process.start()
    before = process.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)

    assert process.fit(ASSETS["photo"], BOX, Fit.COVER, (50, 50)) is not None
    assert process.pid != before
    process.close()
    assert process.pid is None


def test_a_process_that_hangs_is_ended() -> None:
    """A picture that takes too long is refused, and the process does not stay."""
    process = PictureProcess(seconds=20)
    process.start()
    hung = process.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    process._seconds = 0.2

    with pytest.raises(Unacceptable, match="within limits"):
        process.accept(ASSETS["photo"])

    assert process.lost == 1
    assert not Path(f"/proc/{hung}").exists()


def test_too_little_memory_refuses_the_picture() -> None:
    """What does not fit into the process's memory is refused, or costs the process."""
    process = PictureProcess(seconds=20, memory=160 * MIB)

    with pytest.raises(Unacceptable):
        process.accept(encoded(Image.new("RGBA", (4_000, 4_000)), "PNG"))

    assert process.accept(ASSETS["logo"]).width
    process.close()


def test_others_wait_for_the_process_in_bounds() -> None:
    """Who does not get to it in time is told so, and drawing goes on without the picture."""
    process = PictureProcess(seconds=0.05)
    with process._lock:
        with pytest.raises(Overloaded):
            process.accept(ASSETS["photo"])
        assert process.fit(ASSETS["photo"], BOX, Fit.COVER, (50, 50)) is None
        assert process.as_png(ASSETS["photo"]) is None


def test_answers() -> None:
    """Each request has its answer, and no answer is an exception."""
    assert isinstance(answer(Accept(ASSETS["logo"])), Kept)
    assert isinstance(answer(FitIn(ASSETS["logo"], BOX, Fit.FILL, (50, 50))), Pixels)
    assert isinstance(answer(AsPng(ASSETS["logo"])), Encoded)
    for request in (Accept(b"x"), FitIn(b"x", BOX, Fit.FILL, (0, 0)), AsPng(b"x")):
        assert isinstance(answer(request), Unfit)
    assert isinstance(answer(FitIn(ASSETS["logo"], (-1, 0), Fit.FILL, (0, 0))), Unfit)


def test_serving_ends_with_its_input_or_when_it_is_over() -> None:
    """A frame cut off is none; after the last one that fits, the process may retire."""
    import msgspec

    content = msgspec.msgpack.encode(AsPng(b"x"))
    frame = LENGTH.pack(len(content)) + content
    for frames, is_over, answers in (
        (frame * 3, False, 3),
        (frame * 3, True, 1),
        (frame[:2], False, 0),
    ):
        replies = BytesIO()
        serve(BytesIO(frames), replies, lambda over=is_over: over)
        assert replies.getvalue().count(b"Unfit") == answers
