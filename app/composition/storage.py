"""The embedded adapters of one home directory, the home's secret, and the clock."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.adapters.sqlite.accounts import SqliteAccounts, SqliteSessions
from app.adapters.sqlite.api_keys import SqliteApiKeys
from app.adapters.sqlite.assets import SqliteAssets
from app.adapters.sqlite.audit import SqliteAudit
from app.adapters.sqlite.blocks import SqliteBlocks
from app.adapters.sqlite.brands import SqliteBrands
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.drafting import SqliteDrafting, SqlitePublications
from app.adapters.sqlite.figures import SqliteFigures
from app.adapters.sqlite.holds import SqliteHolds
from app.adapters.sqlite.idempotency import SqliteIdempotency
from app.adapters.sqlite.messages import SqliteMessages
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.profiles import SqliteProfiles
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stock_history import SqliteStockHistory
from app.adapters.sqlite.stores import SqliteStores
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.errors import ConfigurationError
from app.model.brand import Brand
from app.model.ports import Now
from app.settings import Settings

SECRET_BYTES = 32


def system_now() -> datetime:
    """Return the present instant: the only clock of the process."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """The embedded adapters of one home directory."""

    database: Database
    profiles: SqliteProfiles
    subscribers: SqliteSubscribers
    stores: SqliteStores
    products: SqliteProducts
    stock: SqliteStock
    stock_history: SqliteStockHistory
    holds: SqliteHolds
    blocks: SqliteBlocks
    messages: SqliteMessages
    brands: SqliteBrands
    assets: SqliteAssets
    api_keys: SqliteApiKeys
    idempotency: SqliteIdempotency
    accounts: SqliteAccounts
    sessions: SqliteSessions
    audit: SqliteAudit
    drafting: SqliteDrafting
    publications: SqlitePublications
    figures: SqliteFigures


def open_storage(settings: Settings, now: Now) -> Storage:
    """Open the database under the home directory, creating and migrating it."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigurationError(
            f"The home {settings.home} cannot be made: {error}",
            remedy="Set OPENTIME_HOME to a folder that can be written.",
        ) from error
    database = Database(settings.home)
    history = SqliteStockHistory(database, now)
    return Storage(
        database=database,
        profiles=SqliteProfiles(database),
        subscribers=SqliteSubscribers(database),
        stores=SqliteStores(database),
        products=SqliteProducts(database),
        stock=SqliteStock(database, history),
        stock_history=history,
        holds=SqliteHolds(database, now),
        blocks=SqliteBlocks(database, now),
        messages=SqliteMessages(database),
        brands=SqliteBrands(database),
        assets=SqliteAssets(database),
        api_keys=SqliteApiKeys(database, now),
        idempotency=SqliteIdempotency(database, now),
        accounts=SqliteAccounts(database),
        sessions=SqliteSessions(database),
        audit=SqliteAudit(database, now),
        drafting=SqliteDrafting(database, now),
        publications=SqlitePublications(database),
        figures=SqliteFigures(database),
    )


def home_secret(home: Path) -> bytes:
    """Return the home's secret, made on first use, readable by its owner alone."""
    path = home / "secret"
    if not path.exists():
        _make_secret(path)
    held = path.read_bytes()
    if len(held) != SECRET_BYTES:
        raise ConfigurationError(
            f"{path} holds {len(held)} bytes, not {SECRET_BYTES}.",
            remedy="Restore it from a backup; a new one changes every rendering's name.",
        )
    return held


async def ensure_brand(storage: Storage) -> None:
    """Create a plain brand in an empty home, so that there is always a sender."""
    if not await storage.brands.all():
        await storage.brands.put(Brand(name="default", title="Opentime"))


def _make_secret(path: Path) -> None:
    """Write a secret aside and link it: of two processes that start at once, one wins whole."""
    aside = path.with_name(f"secret.{os.getpid()}.tmp")
    fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
    with suppress(FileExistsError):
        path.hardlink_to(aside)
    aside.unlink()
