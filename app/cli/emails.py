"""`opentime check` of emails: HTML files and `.eml`, with one ESP's tags, and a mended copy."""

from collections.abc import Collection, Iterable
from pathlib import Path

from app.adapters.sqlite.sources import SqliteSources
from app.authoring.email_files import Mail, check_parts, read_mail, with_html
from app.authoring.email_fixing import BlockLook, Fixed, fixed_email
from app.authoring.email_html import check_email
from app.authoring.email_sending import Sending
from app.authoring.email_urls import live_blocks
from app.composition.authoring import Authoring
from app.composition.storage import Storage, open_storage, system_now
from app.decide.binding import fixed_text
from app.errors import NotFound
from app.model.problem import Problem
from app.model.rendering import Format
from app.settings import Settings

ENDINGS = (".html", ".htm", ".eml")


def checked_email(
    path: Path, sending: Sending, *, extra: Collection[Format] = ()
) -> tuple[Problem, ...]:
    """Return what is wrong with an email file; raises NotFound, Unacceptable."""
    mail = _mail(path)
    if mail is None:
        return check_email(_text(path), file=str(path), extra=extra, sending=sending)
    sent = Sending(tag=sending.tag, esp=sending.esp, is_sent=mail.is_sent)
    found = check_email(mail.html, file=f"{path} (its HTML)", extra=extra, sending=sent)
    return (*check_parts(mail, file=str(path)), *found)


def fix_email(settings: Settings, path: Path, out: Path, sending: Sending) -> Fixed:
    """Write a mended copy; raises NotFound, Unacceptable."""
    mail = _mail(path)
    html = _text(path) if mail is None else mail.html
    storage = open_storage(settings, system_now)
    try:
        looks = _looks(settings, storage, live_blocks(html))
    finally:
        storage.database.close()
    fixed = fixed_email(html, sending=sending, looks=looks)
    if mail is None:
        out.write_text(fixed.html, encoding="utf-8", newline="")
    else:
        out.write_bytes(with_html(mail, fixed.html))
    return fixed


def _looks(settings: Settings, storage: Storage, names: Iterable[str]) -> dict[str, BlockLook]:
    authoring = Authoring(
        storage.brands, storage.assets, SqliteSources(storage.database), settings.extra_formats
    )
    looks = {}
    for name in names:
        version = storage.blocks.published(name)
        if version is not None:
            plan = authoring.compile_version(version)
            alt = fixed_text(plan.alt) or name
            looks[name] = BlockLook(width=plan.width, height=plan.height, alt=alt)
    return looks


def _mail(path: Path) -> Mail | None:
    return read_mail(_bytes(path), file=str(path)) if path.suffix.lower() == ".eml" else None


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path, error) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> NotFound:
    return NotFound(
        f"{path} cannot be read: {error}", remedy="Name an email in UTF-8.", field="file"
    )
