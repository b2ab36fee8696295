"""Checks that the live images and links of one email agree with each other."""

from collections.abc import Sequence

from app.authoring.email_urls import LiveUrl
from app.authoring.findings import Findings


def check_pairs(
    images: Sequence[tuple[LiveUrl, LiveUrl | None, int]],
    links: Sequence[tuple[LiveUrl, int]],
    findings: Findings,
) -> None:
    """Note images (URL, link around, line) and links (URL, line) that contradict each other."""
    _check_around(images, findings)
    _check_repeated(images, findings)
    placed = [(url, line) for url, _, line in images] + list(links)
    _check_same("message", [(url.message, line) for url, line in placed], findings)
    subscribers = [(url.subscriber, line) for url, line in placed if url.kind != "s"]
    _check_same("subscriber", subscribers, findings)


def _check_around(
    images: Sequence[tuple[LiveUrl, LiveUrl | None, int]], findings: Findings
) -> None:
    for image, link, line in images:
        if link is None or link.kind != "c":
            continue
        if link.block != image.block:
            message = f"The image of `{image.block}` leads to the link of `{link.block}`."
            remedy = "Use the same block in both, so that the click leads to what was shown."
            findings.error("other-block", (), message, remedy, line=line)


def _check_repeated(
    images: Sequence[tuple[LiveUrl, LiveUrl | None, int]], findings: Findings
) -> None:
    seen: dict[str, int] = {}
    for image, _, line in images:
        if image.block in seen:
            message = f"The block `{image.block}` stands in the email twice."
            remedy = f"It is also on line {seen[image.block]}; clicks cannot tell them apart."
            findings.warn("repeated-block", (), message, remedy, line=line)
        seen.setdefault(image.block, line)


def _check_same(what: str, placed: Sequence[tuple[str, int]], findings: Findings) -> None:
    if not placed:
        return
    first, first_line = min(placed, key=lambda pair: pair[1])
    for name, line in placed:
        if name != first:
            message = f"This URL names the {what} `{name}`, line {first_line} names `{first}`."
            remedy = "Use the same in every image and link of an email, encoded the same way."
            findings.error(f"other-{what}", (), message, remedy, line=line)
