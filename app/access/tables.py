"""The tables of the access log. Rows are only ever added."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from app.vault.schema import metadata

log_session = Table(
    "log_session",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("opened_at", String, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("workstation", String, nullable=False),
    # Filled when sessions are signed: this session's Ed25519 public key, and at its close the
    # signature over the chain's head and the next session's public key.
    Column("public_key", LargeBinary),
    Column("closed_at", String),
    Column("last_entry", Integer),
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
    Index("ix_log_entry_keys", "number", sqlite_where=text("event = 'keys'")),
)

log_text = Table(
    "log_text",
    metadata,
    Column("number", Integer, ForeignKey("log_entry.number"), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
)
