"""Every statement about accounts, sessions and the audit log, as the text that is run."""

_COLUMNS = "key, email, name, role, password, created_at, is_closed"

ACCOUNT = f"SELECT {_COLUMNS} FROM accounts WHERE key = ?"  # noqa: S608  # columns of ours
ACCOUNT_BY_EMAIL = f"SELECT {_COLUMNS} FROM accounts WHERE email = ?"  # noqa: S608  # as above
ACCOUNTS = f"SELECT {_COLUMNS} FROM accounts ORDER BY email"  # noqa: S608  # as above
ACCOUNT_ADD = "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)"
ACCOUNT_CHANGE = (
    "UPDATE accounts SET name = ?, role = ?, password = ?, is_closed = ?"
    " WHERE key = ? AND name = ? AND role = ? AND password = ? AND is_closed = ?"
    # An admin goes only while another one stays, whoever else is changed at the same time.
    " AND (? OR role <> 'admin' OR is_closed OR EXISTS (SELECT 1 FROM accounts AS other"
    " WHERE other.key <> accounts.key AND other.role = 'admin' AND NOT other.is_closed))"
)

SESSION = "SELECT account, csrf, created_at, seen_at FROM sessions WHERE digest = ?"
SESSION_PUT = "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)"
SESSION_SEEN = "UPDATE sessions SET seen_at = ? WHERE digest = ?"
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
