"""Every contract test runs against every set of adapters."""

from dataclasses import dataclass

import pytest

from app.adapters.sealing import Seal
from app.adapters.sqlite.accounts import SqliteAccounts, SqliteSessions
from app.adapters.sqlite.api_keys import SqliteApiKeys
from app.adapters.sqlite.assets import SqliteAssets
from app.adapters.sqlite.blocks import SqliteBlocks
from app.adapters.sqlite.brands import SqliteBrands
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.holds import SqliteHolds
from app.adapters.sqlite.idempotency import SqliteIdempotency
from app.adapters.sqlite.messages import SqliteMessages
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.profiles import SqliteProfiles
from app.adapters.sqlite.secrets import SqliteSecrets
from app.adapters.sqlite.sources import SqliteSources
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stores import SqliteStores
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.model import account, ports, source_ports
from tests.adapters.builders import SetClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapters:
    """One implementation of each port over the same storage."""

    clock: SetClock
    profiles: ports.Profiles
    subscribers: ports.Subscribers
    stores: ports.Stores
    products: ports.Products
    stock: ports.StockTable
    holds: ports.Holds
    blocks: ports.Blocks
    messages: ports.Messages
    brands: ports.Brands
    assets: ports.Assets
    api_keys: ports.ApiKeys
    idempotency: SqliteIdempotency
    sources: source_ports.SourceTable
    secrets: source_ports.Secrets
    accounts: account.Accounts
    sessions: account.Sessions


def embedded(database: Database, clock: SetClock) -> Adapters:
    """Return the adapters over an embedded database."""
    return Adapters(
        clock=clock,
        profiles=SqliteProfiles(database),
        subscribers=SqliteSubscribers(database),
        stores=SqliteStores(database),
        products=SqliteProducts(database),
        stock=SqliteStock(database),
        holds=SqliteHolds(database, clock),
        blocks=SqliteBlocks(database, clock),
        messages=SqliteMessages(database),
        brands=SqliteBrands(database),
        assets=SqliteAssets(database),
        api_keys=SqliteApiKeys(database, clock),
        idempotency=SqliteIdempotency(database, clock),
        sources=SqliteSources(database),
        secrets=SqliteSecrets(database, Seal(b"k" * 32), clock),
        accounts=SqliteAccounts(database),
        sessions=SqliteSessions(database),
    )


@pytest.fixture(params=["sqlite"])
def open_adapters(request, home):
    """Open the storage as one more process would."""
    opened: list[Database] = []

    def open_once_more() -> Adapters:
        assert request.param == "sqlite"
        opened.append(Database(home))
        return embedded(opened[-1], SetClock())

    yield open_once_more
    for database in opened:
        database.close()


@pytest.fixture
def adapters(open_adapters) -> Adapters:
    """Open the storage once."""
    return open_adapters()
