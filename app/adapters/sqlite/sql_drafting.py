"""Every statement about drafts that people edit and publications that wait, as it is run."""

EDIT = "SELECT revision, account, name, at FROM draft_edits WHERE block = ?"
EDIT_PUT = (
    "INSERT INTO draft_edits (block, revision, account, name, at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (block) DO UPDATE SET revision = excluded.revision,"
    " account = excluded.account, name = excluded.name, at = excluded.at"
)
EDIT_FORGET = "DELETE FROM draft_edits WHERE block = ?"

PRESENCE_PUT = (
    "INSERT INTO presences (block, account, name, since, seen) VALUES (?1, ?2, ?3, ?4, ?4)"
    " ON CONFLICT (block, account) DO UPDATE SET name = excluded.name, seen = excluded.seen"
)
PRESENCES_FORGET = "DELETE FROM presences WHERE seen < ?"
PRESENCES = (
    "SELECT name, since FROM presences WHERE block = ? AND account <> ? ORDER BY since, name"
)

_COLUMNS = "number, block, document, at, zone, note, by, asked_at, state, said"

PUBLICATION_ADD = (
    "INSERT INTO publications (block, document, at, zone, note, by, asked_at, state, said)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', '')"
)
PUBLICATIONS_ENDED = (
    "UPDATE publications SET state = 'cancelled', said = ?2 WHERE block = ?1 AND state = 'waiting'"
)
PUBLICATION_WAITING = (
    "SELECT block, document, note FROM publications WHERE number = ? AND state = 'waiting'"
)
PUBLICATION_SETTLE = (
    "UPDATE publications SET state = ?2, said = ?3 WHERE number = ?1 AND state = 'waiting'"
)
PUBLICATIONS_OF = (
    f"SELECT {_COLUMNS} FROM publications WHERE block = ? ORDER BY number DESC LIMIT ?"  # noqa: S608  # columns of ours
)
PUBLICATIONS_DUE = (
    f"SELECT {_COLUMNS} FROM publications"  # noqa: S608  # as above
    " WHERE state = 'waiting' AND at <= ? ORDER BY at, number"
)

PUBLICATIONS_WAIT = "SELECT 1 FROM publications WHERE block = ? AND state = 'waiting' LIMIT 1"

# A draft that never was live, as it was when somebody chose its other name, if that is free.
DRAFT_RENAME = (
    "UPDATE OR IGNORE blocks SET name = ?2, draft = ?3, updated_at = ?4"
    " WHERE name = ?1 AND latest = 0 AND draft = ?5"
)

DEEDS_ABOUT = (
    "SELECT number, at, actor, action, subject, detail, digest FROM audit"
    " WHERE subject = ? AND action LIKE ? ORDER BY number DESC LIMIT ?"
)
