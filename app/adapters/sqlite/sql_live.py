"""Every statement about the figures that the studio shows, as the text that is run.

`?1` is a JSON list of keys of messages, `?2` says whether rows of those are meant (1), or all but
those (0).
"""

MINUTE_ADD = (
    "INSERT INTO event_minutes (minute, kind, message, block, variant, reader, n)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (minute, kind, message, block, variant, reader) DO UPDATE SET n = n + excluded.n"
)
MINUTES_FORGET = "DELETE FROM event_minutes WHERE minute < ?"
MINUTES = (
    "SELECT minute, kind, message, block, variant, reader, n FROM event_minutes"
    " WHERE minute >= ?3 AND minute <= ?4"
    " AND (message IN (SELECT value FROM json_each(?1))) = ?2"
)

DAY_ADD = (
    "INSERT INTO event_days (day, kind, message, block, variant, reader, n)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (day, kind, message, block, variant, reader) DO UPDATE SET n = n + excluded.n"
)
DAYS = (
    "SELECT day, kind, message, block, variant, reader, n FROM event_days"
    " WHERE day >= ?3 AND (message IN (SELECT value FROM json_each(?1))) = ?2"
)

TOTAL_ADD = (
    "INSERT INTO hourly_totals (subject, name, hour, kind, n) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (subject, name, hour, kind) DO UPDATE SET n = n + excluded.n"
)
TOTALS_BY_NAME = (
    "SELECT name, hour, kind, n FROM hourly_totals"
    " WHERE subject = ?1 AND name IN (SELECT value FROM json_each(?2)) AND hour >= ?3"
)

TOTALS_SUMMED = (
    "SELECT name, kind, sum(n), max(hour) FROM hourly_totals"
    " WHERE subject = ?1 AND name IN (SELECT value FROM json_each(?2)) AND hour >= ?3"
    " GROUP BY name, kind"
)

LATEST_ADD = (
    "INSERT INTO latest_events (id, kind, at, message, block, variant, reader)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
LATEST_FORGET = (
    "DELETE FROM latest_events WHERE number <= (SELECT max(number) FROM latest_events) - ?"
)
LATEST = (
    "SELECT l.number, l.kind, l.at, l.message, l.block, l.variant, l.reader,"
    " coalesce(s.external_id, '') FROM latest_events AS l"
    " LEFT JOIN events AS e ON e.id = l.id LEFT JOIN subscribers AS s ON s.key = e.subscriber"
    " WHERE l.number > ?3 AND (l.message IN (SELECT value FROM json_each(?1))) = ?2"
    " ORDER BY l.number DESC LIMIT ?4"
)

MESSAGE_BRANDS = "SELECT key, coalesce(json_extract(document, '$.brand'), '') FROM messages"
PEOPLE = (
    "SELECT count(DISTINCT subscriber) FROM events WHERE kind = 'open' AND at >= ?3"
    " AND (message IN (SELECT value FROM json_each(?1))) = ?2"
)
PEOPLE_BY_MESSAGE = (
    "SELECT message, count(DISTINCT subscriber) FROM events WHERE kind = 'open' AND at >= ?3"
    " AND (message IN (SELECT value FROM json_each(?1))) = ?2 GROUP BY message"
)
PEOPLE_BY_BLOCK = (
    "SELECT block, count(DISTINCT subscriber) FROM events WHERE kind = 'open' AND at >= ?3"
    " AND (message IN (SELECT value FROM json_each(?1))) = ?2 GROUP BY block"
)
POSITIONS = "SELECT segment, position FROM ingest_positions"
