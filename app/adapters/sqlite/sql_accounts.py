"""Every statement about accounts, sessions and the audit log, as the text that is run."""

_COLUMNS = "key, email, name, role, password, created_at, is_closed"

ACCOUNT = f"SELECT {_COLUMNS} FROM accounts WHERE key = ?"  # noqa: S608  # columns of ours
ACCOUNT_BY_EMAIL = f"SELECT {_COLUMNS} FROM accounts WHERE email = ?"  # noqa: S608  # as above
ACCOUNTS = f"SELECT {_COLUMNS} FROM accounts ORDER BY email"  # noqa: S608  # as above
ACCOUNT_PUT = (
    "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
    " email = excluded.email, name = excluded.name, role = excluded.role,"
    " password = excluded.password, is_closed = excluded.is_closed"
)

SESSION = "SELECT account, csrf, created_at, seen_at FROM sessions WHERE digest = ?"
SESSION_PUT = (
    "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (digest) DO UPDATE SET seen_at = excluded.seen_at"
)
SESSION_END = "DELETE FROM sessions WHERE digest = ?"
SESSIONS_END = "DELETE FROM sessions WHERE account = ?"
SESSIONS_FORGET = "DELETE FROM sessions WHERE created_at < ? OR seen_at < ?"

AUDIT_LAST = "SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1"
AUDIT_ADD = "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)"
AUDIT_PAGE = (
    "SELECT number, at, actor, action, subject, detail, digest FROM audit"
    " WHERE number < ? ORDER BY number DESC LIMIT ?"
)
AUDIT_ALL = "SELECT number, at, actor, action, subject, detail, digest FROM audit ORDER BY number"
