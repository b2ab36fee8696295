"""Statements of the studio's lists: what is looked for, and what happened to stock.

Whatever cannot be found by an index is looked through some rows at a time: parameters are where
to begin, how many rows, the text (in small ASCII letters, as JSON spells it) or units at most.
"""

_LOOKED = (
    "SELECT {id}, document FROM (SELECT {id}, document FROM {table} WHERE {id} > ?1"
    " ORDER BY {id} LIMIT ?2) WHERE instr(lower(document), ?3)"
)
_END = (
    "SELECT max({id}), count(*) FROM (SELECT {id} FROM {table} WHERE {id} > ?1"
    " ORDER BY {id} LIMIT ?2)"
)
STORES_LOOKED = _LOOKED.format(id="external_id", table="stores")
STORES_END = _END.format(id="external_id", table="stores")
PRODUCTS_LOOKED = _LOOKED.format(id="sku", table="products")
PRODUCTS_END = _END.format(id="sku", table="products")
SUBSCRIBERS_LOOKED = (
    "SELECT id, key, external_id, profile FROM (SELECT id, key, external_id, profile"
    " FROM subscribers WHERE id > ?1 ORDER BY id LIMIT ?2) WHERE instr(lower(profile), ?3)"
)
SUBSCRIBERS_END = _END.format(id="id", table="subscribers")
SUBSCRIBERS_NAMED = (
    "SELECT id, key, external_id, profile FROM subscribers"
    " WHERE external_id >= ?1 AND external_id < ?2 ORDER BY external_id LIMIT ?3"
)
EVENTS_OF = (
    "SELECT kind, at, message, block, version, variant, reader, opened_now, link FROM events"
    " WHERE subscriber = ? ORDER BY id DESC LIMIT ?"
)
PRODUCTS_GROUPED = (
    "SELECT document FROM products WHERE group_name = ? AND group_name <> '' ORDER BY id LIMIT ?"
)
STORE_POINTS = "SELECT document FROM stores ORDER BY external_id LIMIT ?"

HISTORY_ADD = (
    "INSERT INTO stock_history (at, who, sku, store, former, present, levels)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
HISTORY_FORGET = (
    "DELETE FROM stock_history WHERE number <= (SELECT max(number) FROM stock_history) - ?"
)
_HISTORY = (
    "SELECT number, at, who, sku, store, former, present, levels FROM stock_history"
    " WHERE number < ?1{only} ORDER BY number DESC LIMIT ?2"
)
HISTORY = _HISTORY.format(only="")
HISTORY_OF_SKU = _HISTORY.format(only=" AND sku IN (?3, '')")
HISTORY_OF_STORE = _HISTORY.format(only=" AND store IN (?3, '')")
HISTORY_OF_BOTH = _HISTORY.format(only=" AND sku IN (?3, '') AND store IN (?4, '')")
