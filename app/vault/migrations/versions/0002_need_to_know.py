"""Need to know: signed sessions, compartments, backups and school years."""

import json
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from app.vault.compartments import CARE, TEACHING, Compartments

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _access_log()
    _people()
    _backups()
    _keys()
    _care()


def _access_log() -> None:
    """Signed sessions, checkpoints, digests."""
    for column in (
        sa.Column("began", sa.String()),
        sa.Column("first_entry", sa.Integer()),
        sa.Column("previous", sa.LargeBinary()),
        sa.Column("head", sa.LargeBinary()),
        sa.Column("content_sum", sa.LargeBinary()),
        sa.Column("next_public_key", sa.LargeBinary()),
        sa.Column("closed_how", sa.String()),
    ):
        op.add_column("log_session", column)
    op.create_index(
        "ix_log_entry_digest",
        "log_entry",
        ["pupil_id", "number"],
        sqlite_where=sa.text("digest IS NOT NULL"),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("next_public_key", sa.LargeBinary(), nullable=False),
        sa.Column("root_public_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_log_checkpoint"),
    )
    op.add_column(
        "school", sa.Column("log_years", sa.Integer(), nullable=False, server_default="5")
    )


def _people() -> None:
    """Staff, groups of a school year."""


def _backups() -> None:
    """Settings of backups."""
    op.create_table(
        "backup_place",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("copied_at", sa.String()),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_backup_place")),
    )


def _keys() -> None:
    """What the log says of keys, found at once."""
    where = sa.text("event = 'keys'")
    op.create_index("ix_log_entry_keys", "log_entry", ["number"], sqlite_where=where)


# --- the care compartment and its copies ----------------------------------------------------------

_DATES = {"noted_on", "valid_until", "from_date", "until_date", "done_on", "consent_date"}
_SEALED = {
    "health": ("noted_on", "condition", "measure", "emergency", "medication", "valid_until",
               "shared_with_group", "reason"),
    "support": ("from_date", "until_date", "sort", "domain", "subject", "goal", "approach",
                "evaluation", "reason"),
    "research": ("done_on", "done_by", "question", "conclusion", "diagnosis", "consent",
                 "consent_date", "valid_until", "reason"),
    "report_item": ("element", "source_kind", "source_id", "label", "text", "cells", "reason"),
}  # fmt: skip
# The legal category of each element of a report (Besluit uitwisseling leer- en
# begeleidingsgegevens), as it was when this migration was written.
_FILLS = {
    "administrative": ("pupil_identity_contact", "personal_number", "guardian_identity_contact",
                       "school_admin"),
    "history_results": ("school_career", "education_results", "advice", "advice_in_context",
                        "cognition"),
    "social_emotional": ("social_emotional_development", "social_behaviour",
                         "play_learning_behaviour", "homework_behaviour",
                         "concentration_perseverance", "independence", "other_aspects",
                         "social_emotional_problem"),
    "support": ("obstacles", "diagnosed_limitations", "support_allocated_given", "drastic_event",
                "home_situation"),
    "absence_history": ("unauthorised_absence",),
}  # fmt: skip
_CARE_CATEGORIES = ("okr", "health", "research")


def _care() -> None:
    _new_tables()
    _note_categories(op.get_bind())
    for table, names in _SEALED.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.alter_column(name, type_=sa.LargeBinary())
            if table == "health":
                batch.add_column(sa.Column("on_emergency_card", sa.LargeBinary()))
            if table == "report_item":
                batch.add_column(sa.Column("pupil_id", sa.String()))
    op.execute(
        "UPDATE report_item SET pupil_id ="
        " (SELECT pupil_id FROM report WHERE report.id = report_item.report_id)"
    )
    with op.batch_alter_table("report_item") as batch:
        batch.alter_column("pupil_id", nullable=False, existing_type=sa.String())
        batch.create_foreign_key(
            op.f("fk_report_item_pupil_id_pupil"), "pupil", ["pupil_id"], ["id"]
        )
        batch.create_index("ix_report_item_pupil_id", ["pupil_id"])
    with op.batch_alter_table("history") as batch:
        batch.alter_column("row", nullable=True, existing_type=sa.Text())
        batch.add_column(sa.Column("sealed_row", sa.LargeBinary()))
    with op.batch_alter_table("filed") as batch:
        batch.alter_column("title", nullable=True, existing_type=sa.Text())
        batch.alter_column("content", nullable=True, existing_type=sa.LargeBinary())
        batch.add_column(sa.Column("sealed_title", sa.LargeBinary()))
        batch.add_column(sa.Column("sealed_content", sa.LargeBinary()))
    with op.batch_alter_table("letter") as batch:
        batch.add_column(
            sa.Column("category", sa.String(), nullable=False, server_default="contact")
        )
        batch.alter_column("recipient_name", nullable=True, existing_type=sa.Text())
        batch.alter_column("subject", nullable=True, existing_type=sa.Text())
        batch.add_column(sa.Column("sealed_recipient_name", sa.LargeBinary()))
        batch.add_column(sa.Column("sealed_subject", sa.LargeBinary()))
    op.execute("UPDATE letter SET category = 'okr' WHERE template = 'okr'")
    with op.batch_alter_table("letter") as batch:
        batch.alter_column("category", server_default=None, existing_type=sa.String())
    _seal_what_is_there(op.get_bind(), context.config.attributes.get("compartments"))


def _new_tables() -> None:
    op.create_table(
        "shared_copy",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_shared_copy_pupil_id_pupil")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_copy")),
        sa.UniqueConstraint("entry_id", "audience", name=op.f("uq_shared_copy_entry_id")),
    )
    op.create_index("ix_shared_copy_pupil_id", "shared_copy", ["pupil_id"], unique=False)
    op.create_table(
        "emergency_use",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("acknowledged_at", sa.String(), nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_emergency_use_pupil_id_pupil")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_use")),
    )
    op.create_index("ix_emergency_use_pupil_id", "emergency_use", ["pupil_id"], unique=False)


def _note_categories(connection: Any) -> None:
    """Which legal categories each report fills, before that is sealed."""
    op.add_column("report", sa.Column("categories", sa.Text()))
    filled: dict[str, set[str]] = {}
    for row in _rows(connection, "report_item", ("report_id", "element"), "included = 1"):
        found = filled.setdefault(row["report_id"], set())
        found |= {code for code, elements in _FILLS.items() if row["element"] in elements}
    for report_id, codes in filled.items():
        _update(connection, "report", report_id, {"categories": ",".join(sorted(codes))})


def _seal_what_is_there(connection: Any, keys: Compartments | None) -> None:
    """Values that stand open in a database of the version before; a new database has none."""

    def sealed(table: str, row_id: str, column: str, data: bytes) -> bytes:
        if keys is None:
            raise RuntimeError("sealing existing care data needs the care key")
        return keys[CARE].seal((table, row_id, column), data)

    _make_shared_copies(connection, keys)
    for table, names in _SEALED.items():
        for row in _rows(connection, table, names):
            values: dict[str, Any] = {
                name: sealed(table, row["id"], name, _json(name, row[name]))
                for name in names
                if row[name] is not None
            }
            _update(connection, table, row["id"], values)
    where = f"kind IN ({', '.join(repr(one) for one in _SEALED if one != 'report_item')})"
    for row in _rows(connection, "history", ("row", "kind"), where):
        data = _plain(row["row"])
        values = {"sealed_row": sealed("history", row["id"], "sealed_row", data), "row": None}
        _update(connection, "history", row["id"], values)
    where = f"sort != 'letter' AND category IN {_CARE_CATEGORIES!r}"
    for row in _rows(connection, "filed", ("title", "content"), where):
        title = _plain(row["title"])
        content = sealed("filed", row["id"], "sealed_content", b"b" + row["content"])
        values = {
            "sealed_title": sealed("filed", row["id"], "sealed_title", title),
            "sealed_content": content,
            "sha256": sha256(content).digest(),
            "title": None,
            "content": None,
        }
        _update(connection, "filed", row["id"], values)


def _make_shared_copies(connection: Any, keys: Compartments | None) -> None:
    """What was shared with the group, as a copy under the key that teachers hold."""
    meta = ("pupil_id", "version", "created_at", "created_by", "changed_at", "changed_by")
    said = ("measure", "emergency", "valid_until")
    where = "CAST(shared_with_group AS TEXT) = '1'"
    for row in _rows(connection, "health", (*meta, *said), where):
        if keys is None:
            raise RuntimeError("sharing existing care data needs the teaching key")
        texts = {name: row[name].decode() for name in said if row[name] is not None}
        content = {"id": row["id"], **dict.fromkeys(said), **texts, **{n: row[n] for n in meta}}
        copy_id = secrets.token_hex(16)
        data = _plain(json.dumps(content, ensure_ascii=False))
        sealed = keys[TEACHING].seal(("shared_copy", copy_id, "content"), data)
        connection.execute(
            sa.text(
                "INSERT INTO shared_copy (id, pupil_id, kind, entry_id, audience, content)"
                " VALUES (:id, :pupil, 'health', :entry, 'group', :content)"
            ),
            {"id": copy_id, "pupil": row["pupil_id"], "entry": row["id"], "content": sealed},
        )


def _rows(connection: Any, table: str, names: Sequence[str], where: str = "1 = 1") -> list[Any]:
    columns = ", ".join(f'"{name}"' for name in ("id", *names))
    query = f"SELECT {columns} FROM {table} WHERE {where}"  # noqa: S608 - our own names
    return list(connection.execute(sa.text(query)).mappings())


def _update(connection: Any, table: str, row_id: str, values: dict[str, Any]) -> None:
    if values:
        changes = ", ".join(f'"{name}" = :{name}' for name in values)
        query = sa.text(f"UPDATE {table} SET {changes} WHERE id = :row_id")  # noqa: S608
        connection.execute(query, {**values, "row_id": row_id})


def _json(name: str, stored: bytes) -> bytes:
    """A stored value in the form that is sealed: `j` and JSON, a date as an object."""
    text = stored.decode("utf-8")
    if name in _DATES:
        return b"j" + json.dumps({"date": text}).encode()
    if name == "shared_with_group":
        return b"j" + json.dumps(text == "1").encode()
    return _plain(text)


def _plain(text: str) -> bytes:
    return b"j" + json.dumps(text, ensure_ascii=False).encode("utf-8")
