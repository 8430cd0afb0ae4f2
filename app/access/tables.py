"""The tables of the access log. Rows are only ever added; `retention` removes old ones."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from app.vault.schema import metadata

log_session = Table(
    "log_session",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("opened_at", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("workstation", String, nullable=False),
    Column("began", String),
    Column("first_entry", Integer),
    Column("previous", LargeBinary),
    Column("public_key", LargeBinary),
    # While the session runs, the number of its newest entry; nobody vouches for it yet.
    Column("last_entry", Integer),
    # From here on filled at the close, when all but the last is signed.
    Column("head", LargeBinary),
    Column("content_sum", LargeBinary),
    Column("next_public_key", LargeBinary),
    Column("closed_at", String),
    Column("closed_how", String),
    Column("signature", LargeBinary),
)

log_entry = Table(
    "log_entry",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("time", String, nullable=False),
    Column("session", Integer, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("role", String, nullable=False),
    Column("workstation", String, nullable=False),
    Column("event", String, nullable=False),
    Column("pupil_id", String),
    Column("category", String),
    Column("object_kind", String),
    Column("object_id", String),
    Column("ground", String),
    Column("outcome", String, nullable=False),
    Column("digest", LargeBinary),
    Column("text_hash", LargeBinary),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_log_entry_pupil_id", "pupil_id", "number"),
    Index("ix_log_entry_staff_id", "staff_id", "number"),
    Index("ix_log_entry_time", "time"),
    # The newest digest of a dossier.
    Index("ix_log_entry_digest", "pupil_id", "number", sqlite_where=text("digest IS NOT NULL")),
    Index("ix_log_entry_keys", "number", sqlite_where=text("event = 'keys'")),
    # When a household last got its check sheet.
    Index("ix_log_entry_sheets", "object_id", sqlite_where=text("object_kind = 'check_sheet'")),
)

log_text = Table(
    "log_text",
    metadata,
    Column("number", Integer, ForeignKey("log_entry.number"), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
)

# One row once old entries were removed: where the log now begins.
log_checkpoint = Table(
    "log_checkpoint",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("session", Integer, nullable=False),
    Column("next_public_key", LargeBinary, nullable=False),
    Column("root_public_key", LargeBinary, nullable=False),
    Column("made_at", String, nullable=False),
)
