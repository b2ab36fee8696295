"""Every statement of the embedded database, as the text that is run.

Literal, so that a serving process need not import SQLAlchemy (24 MB, 0.3 s); a test prepares
each one against the tables of `schema.py`. Parameters are positional.
"""

CHANGES = "SELECT kind, number FROM changes"
CHANGE = "UPDATE changes SET number = number + 1 WHERE kind = ?"
CHANGE_BASE = (
    "UPDATE changes SET number = (SELECT number FROM changes WHERE kind = 'stock')"
    " WHERE kind = 'stock_base'"
)
ERASED = (
    "INSERT INTO changes VALUES ('erased', 1) ON CONFLICT (kind) DO UPDATE SET number = number + 1"
)
COMPACTED = (
    "INSERT INTO changes VALUES ('compacted', ?)"
    " ON CONFLICT (kind) DO UPDATE SET number = max(number, excluded.number)"
)
ERASED_AND_COMPACTED = (
    "SELECT coalesce(max(number) FILTER (WHERE kind = 'erased'), 0),"
    " coalesce(max(number) FILTER (WHERE kind = 'compacted'), 0) FROM changes"
)
NUMBER = "SELECT number FROM changes WHERE kind = ?"

# Subscribers
PROFILE = "SELECT external_id, profile FROM subscribers WHERE key = ?"
SUBSCRIBER_BY_KEY = "SELECT key, external_id, profile FROM subscribers WHERE key = ?"
SUBSCRIBER_BY_EXTERNAL_ID = (
    "SELECT key, external_id, profile FROM subscribers WHERE external_id = ?"
)
SUBSCRIBER_PAGE = (
    "SELECT id, key, external_id, profile FROM subscribers WHERE id > ? ORDER BY id LIMIT ?"
)
SUBSCRIBER_KEYS = "SELECT external_id, key FROM subscribers ORDER BY id"
SUBSCRIBER_COUNT = "SELECT count(*) FROM subscribers"
SUBSCRIBER_ADD = "INSERT OR IGNORE INTO subscribers (external_id, profile, key) VALUES (?, ?, ?)"
SUBSCRIBER_PUT = (
    "INSERT INTO subscribers (external_id, profile, key) VALUES (?, ?, ?)"
    " ON CONFLICT (external_id) DO UPDATE SET profile = excluded.profile"
    " WHERE profile IS NOT excluded.profile"
)
SUBSCRIBER_ERASE = "DELETE FROM subscribers WHERE key = ?"
EVENTS_ERASE = "DELETE FROM events WHERE subscriber = ?"
IDEMPOTENCY_ERASE = "DELETE FROM idempotency WHERE instr(body, ?) OR instr(body, ?)"

# Stores
STORE = "SELECT document FROM stores WHERE external_id = ?"
STORE_ID = "SELECT id FROM stores WHERE external_id = ?"
STORE_LAST = "SELECT coalesce(max(id), 0) FROM stores"
STORE_PAGE = (
    "SELECT external_id, document FROM stores WHERE external_id > ? ORDER BY external_id LIMIT ?"
)
STORE_PUT = (
    "INSERT INTO stores (external_id, lat, lon, tz, hours, document, changed)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (external_id) DO UPDATE SET lat = excluded.lat, lon = excluded.lon,"
    " tz = excluded.tz, hours = excluded.hours, document = excluded.document,"
    " changed = excluded.changed WHERE document IS NOT excluded.document"
)
STORE_DELETE = "DELETE FROM stores WHERE id = ?"
STORE_STOCK_DELETE = "DELETE FROM stock WHERE store_id = ?"
STORE_NAMES = "SELECT id, external_id FROM stores"
STORE_ROWS = "SELECT id, external_id, lat, lon, tz, hours, document FROM stores ORDER BY id"

# Products
PRODUCT = "SELECT document FROM products WHERE sku = ?"
PRODUCT_ID = "SELECT id FROM products WHERE sku = ?"
PRODUCT_LAST = "SELECT coalesce(max(id), 0) FROM products"
PRODUCT_PAGE = "SELECT sku, document FROM products WHERE sku > ? ORDER BY sku LIMIT ?"
PRODUCT_PUT = (
    "INSERT INTO products (sku, group_name, document, changed) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (sku) DO UPDATE SET document = excluded.document, changed = excluded.changed,"
    " group_name = excluded.group_name WHERE document IS NOT excluded.document"
)
PRODUCT_DELETE = "DELETE FROM products WHERE id = ?"
PRODUCT_STOCK_DELETE = "DELETE FROM stock WHERE sku_id = ?"
PRODUCT_ROWS = "SELECT id, sku, document FROM products ORDER BY id"
PRODUCTS_OF_GROUP = (
    "SELECT document FROM products WHERE group_name = ? AND group_name <> '' ORDER BY id LIMIT ?"
)
PRODUCTS_UNFILLED = (
    "SELECT DISTINCT json_extract(document, '$.image') AS image,"
    " json_extract(document, '$.picture') AS picture FROM products"
    " WHERE picture <> '' AND image <> ''"
    " AND NOT EXISTS (SELECT 1 FROM assets WHERE name = image) LIMIT ?"
)
PRODUCT_NAMES = "SELECT id, sku FROM products"

# Stock: a quantity of NULL marks a level that was deleted
STOCK_INSERT = (
    "INSERT INTO stock (sku_id, store_id, quantity, as_of, changed) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET quantity = excluded.quantity, as_of = excluded.as_of,"
    " changed = excluded.changed WHERE quantity IS NULL"
)
STOCK_UPDATE = (
    "UPDATE stock SET quantity = ?3, as_of = ?4, changed = ?5 WHERE sku_id = ?1"
    " AND store_id = ?2 AND (quantity IS NOT ?3 OR as_of IS NOT ?4)"
)
STOCK_DELETE = (
    "UPDATE stock SET quantity = NULL, changed = ? WHERE quantity IS NOT NULL"
    " AND sku_id = (SELECT id FROM products WHERE sku = ?)"
    " AND store_id = (SELECT id FROM stores WHERE external_id = ?)"
)
STOCK_PURGE = "DELETE FROM stock WHERE quantity IS NULL"
_STOCK_PAGE = (
    "SELECT p.sku, s.external_id, k.quantity, k.as_of FROM products p"
    " CROSS JOIN stock k ON k.sku_id = p.id CROSS JOIN stores s ON s.id = k.store_id"
    " WHERE k.quantity IS NOT NULL AND (p.sku, s.external_id) > (?1, ?2) AND p.sku >= ?1"
)
_STOCK_ORDER = " ORDER BY p.sku, s.external_id LIMIT ?3"
STOCK_PAGE = _STOCK_PAGE + _STOCK_ORDER
STOCK_PAGE_OF_SKU = f"{_STOCK_PAGE} AND p.sku = ?4{_STOCK_ORDER}"
STOCK_PAGE_OF_STORE = (
    "SELECT p.sku, s.external_id, k.quantity, k.as_of FROM stores s CROSS JOIN products p"
    " CROSS JOIN stock k ON k.sku_id = p.id AND k.store_id = s.id"
    " WHERE s.external_id = ?4 AND k.quantity IS NOT NULL"
    " AND (p.sku, s.external_id) > (?1, ?2) AND p.sku >= ?1 ORDER BY p.sku LIMIT ?3"
)
STOCK_PAGE_OF_BOTH = f"{_STOCK_PAGE} AND p.sku = ?4 AND s.external_id = ?5{_STOCK_ORDER}"
STOCK_WHOLE = (
    "SELECT sku_id, store_id, quantity, as_of, changed FROM stock WHERE quantity IS NOT NULL"
)
STOCK_SINCE = (
    "SELECT p.sku, s.external_id, k.quantity, k.as_of, k.changed FROM stock k"
    " JOIN products p ON p.id = k.sku_id JOIN stores s ON s.id = k.store_id"
    " WHERE k.changed > ? ORDER BY k.changed"
)
STOCK_MANY_SINCE = "SELECT 1 FROM stock WHERE changed > ? LIMIT 1 OFFSET ?"

# Holds: those that ended stay for a while, so that processes learn of their end
HOLD = "INSERT INTO holds (id, sku, store, units, until, changed) VALUES (?, ?, ?, ?, ?, ?)"
HOLD_END = "UPDATE holds SET until = ?2, changed = ?3 WHERE id = ?1 AND until > ?2"
HOLDS = "SELECT id, sku, store, units, until FROM holds WHERE until > ? ORDER BY until, id"
HOLDS_FORGET = "DELETE FROM holds WHERE until <= ?"
HOLDS_CHANGED = "SELECT coalesce(max(changed), 0) FROM holds"
HELD = "SELECT coalesce(sum(units), 0) FROM holds WHERE sku = ? AND store = ? AND until > ?"
STOCK_OF = (
    "SELECT quantity FROM stock WHERE sku_id = (SELECT id FROM products WHERE sku = ?)"
    " AND store_id = (SELECT id FROM stores WHERE external_id = ?)"
)

# Blocks
BLOCK = "SELECT name, draft, published, latest, updated_at FROM blocks WHERE name = ?"
BLOCK_PAGE = (
    "SELECT name, draft, published, latest, updated_at FROM blocks WHERE name > ?"
    " ORDER BY name LIMIT ?"
)
BLOCK_DRAFT = (
    "INSERT INTO blocks (name, draft, published, latest, updated_at) VALUES (?, ?, 0, 0, ?)"
    " ON CONFLICT (name) DO UPDATE SET draft = excluded.draft, updated_at = excluded.updated_at"
)
BLOCK_PUBLISHED = (
    "SELECT v.name, v.version, v.document, v.published_at, v.note FROM blocks b"
    " JOIN block_versions v ON v.name = b.name AND v.version = b.published WHERE b.name = ?"
)
BLOCK_VERSION = (
    "SELECT name, version, document, published_at, note FROM block_versions"
    " WHERE name = ? AND version = ?"
)
BLOCK_VERSIONS = (
    "SELECT name, version, document, published_at, note FROM block_versions WHERE name = ?"
    " ORDER BY version DESC"
)
BLOCK_APPEND = (
    "INSERT INTO block_versions (name, version, document, published_at, note)"
    " VALUES (?, ?, ?, ?, ?)"
)
BLOCK_CREATE = (
    "INSERT INTO blocks (name, draft, published, latest, updated_at) VALUES (?, ?, 0, 0, ?)"
    " ON CONFLICT (name) DO NOTHING"
)
BLOCK_PUBLISH = (
    "UPDATE blocks SET published = ?2, latest = max(latest, ?2), updated_at = ?3 WHERE name = ?1"
)
BLOCK_DELETE = "DELETE FROM blocks WHERE name = ?"
BLOCK_VERSIONS_DELETE = "DELETE FROM block_versions WHERE name = ?"

# Messages
MESSAGE_BY_KEY = "SELECT document FROM messages WHERE key = ?"
MESSAGE_BY_NAME = "SELECT document FROM messages WHERE name = ?"
MESSAGE_KEY = "SELECT key FROM messages WHERE name = ?"
MESSAGE_PAGE = "SELECT name, document FROM messages WHERE name > ? ORDER BY name LIMIT ?"
MESSAGE_INSERT = "INSERT INTO messages (key, name, document) VALUES (?, ?, ?)"
MESSAGE_UPDATE = "UPDATE messages SET document = ?2 WHERE name = ?1 AND document IS NOT ?2"
MESSAGE_DELETE = "DELETE FROM messages WHERE name = ?1 OR key = ?1"

# Brands
BRANDS = "SELECT document FROM brands ORDER BY position"
BRAND = "SELECT document FROM brands WHERE name = ?"
BRAND_INSERT = (
    "INSERT INTO brands (name, position, document)"
    " SELECT ?, coalesce(max(position), 0) + 1, ? FROM brands"
)
BRAND_UPDATE = "UPDATE brands SET document = ?2 WHERE name = ?1 AND document IS NOT ?2"

# Assets
ASSET_DIGEST = "SELECT digest FROM assets WHERE name = ?"
ASSET_PAGE = (
    "SELECT name, digest, media_type, size, width, height FROM assets WHERE name > ?"
    " ORDER BY name LIMIT ?"
)
ASSET = "SELECT name, digest, media_type, size, width, height FROM assets WHERE name = ?"
ASSET_PUT = (
    "INSERT INTO assets (name, digest, media_type, size, width, height) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET digest = excluded.digest,"
    " media_type = excluded.media_type, size = excluded.size, width = excluded.width,"
    " height = excluded.height"
)
ASSET_DELETE = "DELETE FROM assets WHERE name = ? RETURNING digest"
ASSET_USED = "SELECT 1 FROM assets WHERE digest = ? LIMIT 1"

# Sources and their secrets
SOURCES = "SELECT document FROM sources ORDER BY brand, name"
SOURCES_OF = "SELECT document FROM sources WHERE brand = ? ORDER BY name"
SOURCE = "SELECT document FROM sources WHERE brand = ? AND name = ?"
SOURCE_PUT = "INSERT OR REPLACE INTO sources (brand, name, document) VALUES (?, ?, ?)"
SOURCE_DELETE = "DELETE FROM sources WHERE brand = ? AND name = ?"
SEALED = "SELECT sealed FROM secrets WHERE name = ?"
SEALED_NAMES = "SELECT name, set_at FROM secrets ORDER BY name"
SEALED_PUT = "INSERT OR REPLACE INTO secrets (name, sealed, set_at) VALUES (?, ?, ?)"
SEALED_DELETE = "DELETE FROM secrets WHERE name = ?"

# API keys
API_KEY = (
    "SELECT name, prefix, scopes, created_at, expires_at, sha256 FROM api_keys"
    " WHERE prefix = ? AND revoked_at IS NULL"
)
API_KEYS = (
    "SELECT name, prefix, scopes, created_at, expires_at FROM api_keys"
    " WHERE revoked_at IS NULL ORDER BY created_at, prefix"
)
API_KEY_CREATE = (
    "INSERT INTO api_keys (prefix, sha256, name, scopes, created_at, expires_at)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
API_KEY_REVOKE = "UPDATE api_keys SET revoked_at = ? WHERE prefix = ? AND revoked_at IS NULL"

# Idempotency: a status of 0 marks a request that is still being answered
IDEMPOTENT = (
    "SELECT request_sha256, status, body, created_at FROM idempotency WHERE key = ? AND scope = ?"
)
IDEMPOTENT_CLAIM = (
    "INSERT OR REPLACE INTO idempotency (key, scope, request_sha256, status, body, created_at)"
    " VALUES (?, ?, ?, 0, '', ?)"
)
IDEMPOTENT_SETTLE = "UPDATE idempotency SET status = ?, body = ? WHERE key = ? AND scope = ?"
IDEMPOTENT_RELEASE = "DELETE FROM idempotency WHERE key = ? AND scope = ? AND status = 0"
IDEMPOTENT_FORGET = "DELETE FROM idempotency WHERE created_at <= ?"
