"""The dossier of every day: school calendar, leave, agreements, statements, files, search."""

import unicodedata
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW_COLUMNS: dict[str, Sequence[sa.Column[Any]]] = {
    "school": (sa.Column("holiday_region", sa.String()),),
    "guardian": (sa.Column("confirmed_on", sa.Date()),),
    "address": (sa.Column("confirmed_on", sa.Date()),),
    "guardianship": (sa.Column("custody_confirmed_on", sa.Date()),),
    "health": (
        sa.Column("medication_agreed", sa.LargeBinary()),
        sa.Column("medication_agreed_on", sa.LargeBinary()),
    ),
    "research": (sa.Column("consent_by", sa.LargeBinary()),),
    "result": (
        sa.Column("mark", sa.Text()),
        sa.Column("scale", sa.Text()),
        sa.Column("dle", sa.Integer()),
    ),
    "advice": (sa.Column("motivation", sa.Text()),),
    "talk": (sa.Column("agenda", sa.Text()),),
    "history": (
        sa.Column("sealed_reason", sa.LargeBinary()),
        sa.Column("requested_by", sa.Text()),
        sa.Column("sealed_requested_by", sa.LargeBinary()),
        sa.Column("requested_on", sa.Date()),
    ),
}


def upgrade() -> None:
    for table, columns in _NEW_COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    _attachments()
    _of_the_school()
    _new_kinds()
    _beside_entries()
    _text_index()
    where = sa.text("object_kind = 'check_sheet'")
    op.create_index("ix_log_entry_sheets", "log_entry", ["object_id"], sqlite_where=where)


def _attachments() -> None:
    """What a file is attached to. Contents go last: SQLite reads past them to what stands behind.

    With four attachments of 25 MB a page of the dossier took 600 ms, and 25 ms so.
    """
    small = ("id", "pupil_id", "category", "sort", "title", "sealed_title", "media_type", "sha256")
    order = (*small, "made_at", "made_by", "entry_kind", "entry_id", "content", "sealed_content")
    with op.batch_alter_table("filed", recreate="always", partial_reordering=[order]) as batch:
        batch.add_column(sa.Column("entry_kind", sa.String()))
        batch.add_column(sa.Column("entry_id", sa.String()))


def _of_the_school() -> None:
    """What is of no pupil: the calendar, the norms of tests, what headings of lists mean."""
    op.create_table(
        "free_days",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_free_days"),
    )
    op.create_index("ix_free_days_from_date", "free_days", ["from_date"])
    op.create_table(
        "school_hours",
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("morning", sa.Float(), nullable=False),
        sa.Column("afternoon", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("weekday", name="pk_school_hours"),
    )
    op.create_table(
        "norm_band",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("test", sa.Text(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        *(sa.Column(f"lowest_{level}", sa.Float(), nullable=False) for level in (1, 2, 3, 4)),
        sa.PrimaryKeyConstraint("id", name="pk_norm_band"),
        sa.UniqueConstraint("test", "domain", "moment", name="uq_norm_band_test"),
    )
    op.create_table(
        "list_mapping",
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("headings", sa.String(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sort", "headings", name="pk_list_mapping"),
    )


def _new_kinds() -> None:
    _kind(
        "emergency_contact",
        sa.Column("name", sa.Text()),
        sa.Column("relationship", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("emergency_order", sa.Integer()),
        sa.Column("confirmed_on", sa.Date()),
    )
    _kind(
        "leave_request",
        sa.Column("requested_on", sa.Date()),
        sa.Column("requested_by", sa.String()),
        sa.Column("from_date", sa.Date()),
        sa.Column("until_date", sa.Date()),
        sa.Column("ground", sa.Text()),
        sa.Column("motivation", sa.Text()),
        sa.Column("decision", sa.Text()),
        sa.Column("decided_on", sa.Date()),
        sa.Column("decision_reason", sa.Text()),
        points_to={"requested_by": "guardian"},
    )
    _kind(
        "absence_report",
        sa.Column("reported_on", sa.Date()),
        sa.Column("sort", sa.Text()),
        sa.Column("from_date", sa.Date()),
        sa.Column("until_date", sa.Date()),
        sa.Column("hours", sa.Float()),
        sa.Column("parents_told_on", sa.Date()),
        sa.Column("note", sa.Text()),
    )
    sealed = ("received_on", "sort", "from_school", "from_brin", "from_branch", "how", "note")
    _kind(
        "received_report",
        *(sa.Column(name, sa.LargeBinary()) for name in sealed),
        reason=sa.LargeBinary(),
    )
    _kind(
        "agreement",
        sa.Column("agreed_on", sa.Date()),
        sa.Column("what", sa.Text()),
        sa.Column("who", sa.Text()),
        sa.Column("due_on", sa.Date()),
        sa.Column("done_on", sa.Date()),
        sa.Column("talk_id", sa.String()),
        points_to={"talk_id": "talk"},
    )


def _kind(
    name: str,
    *fields: sa.Column[Any],
    reason: Any = None,
    points_to: dict[str, str] | None = None,
) -> None:
    """The table of a kind of entry: its fields and what every entry has."""
    references = points_to or {}
    op.create_table(
        name,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        *fields,
        sa.Column("reason", reason or sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=f"fk_{name}_pupil_id_pupil"),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{name}_{column}_{other}")
            for column, other in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    for column in ("pupil_id", *references):
        op.create_index(f"ix_{name}_{column}", name, [column])


def _beside_entries() -> None:
    """Statements of parents and pupils, and why a text keeps what was pointed out in it."""
    op.create_table(
        "statement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Text()),
        sa.Column("sealed_given_by", sa.LargeBinary()),
        sa.Column("text", sa.Text()),
        sa.Column("sealed_text", sa.LargeBinary()),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name="fk_statement_pupil_id_pupil"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
    )
    op.create_index("ix_statement_pupil_id", "statement", ["pupil_id"])
    op.create_table(
        "kept_remark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("sealed_reason", sa.LargeBinary()),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name="fk_kept_remark_pupil_id_pupil"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_remark"),
        sa.UniqueConstraint("entry_id", "field", "rule", name="uq_kept_remark_entry_id"),
    )
    op.create_index("ix_kept_remark_pupil_id", "kept_remark", ["pupil_id"])


# What is searched of the kinds that there were: (table, category, columns). Nothing that is sealed.
_SEARCHED = (
    ("enrolment", "enrolment", ("previous_school", "next_school")),
    ("absence", "absence", ("note",)),
    ("address", "contact", ("street", "city", "country")),
    ("guardianship", "custody_papers", ("custody_document",)),
    ("funding", "funding", ("source",)),
    ("result", "results", ("test", "note")),
    ("advice", "results", ("in_context", "wish_parents", "wish_pupil")),
    ("observation", "results", ("text",)),
    ("talk", "talk", ("subject", "participants", "report", "agreements", "parents_view")),
)
_SEARCHED_GUARDIAN = ("prefix", "surname", "street", "city", "country")
_FOLDED = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ı": "i", "ĳ": "ij", "’": "'", "‘": "'", "`": "'",
    }
)  # fmt: skip


def _text_index() -> None:
    """The index for searching, and in it what the entries say that there are."""
    op.execute(
        "CREATE VIRTUAL TABLE text_index USING fts5("
        "entry, pupils, category, kind UNINDEXED, text,"
        " tokenize = 'unicode61 remove_diacritics 2')"
    )
    # Words that were deleted are taken out at once, and not at some later merge.
    op.execute("INSERT INTO text_index (text_index, rank) VALUES ('secure-delete', 1)")
    for table, category, columns in _SEARCHED:
        _index(table, category, f"SELECT id, pupil_id, {', '.join(columns)} FROM {table}")  # noqa: S608
    said = ", ".join(_SEARCHED_GUARDIAN)
    _index(
        "guardian",
        "contact",
        f"SELECT guardian.id, group_concat(pupil_id, ' '), {said} FROM guardian"  # noqa: S608
        " JOIN guardianship ON guardian_id = guardian.id GROUP BY guardian.id",
    )


def _index(kind: str, category: str, query: str) -> None:
    connection = op.get_bind()
    for entry, pupils, *texts in connection.exec_driver_sql(query).fetchall():
        said = _folded(" ".join(text for text in texts if text))
        if said:
            connection.exec_driver_sql(
                "INSERT INTO text_index (entry, pupils, category, kind, text)"
                " VALUES (?, ?, ?, ?, ?)",
                (entry, pupils, category, kind, said),
            )


def _folded(text: str) -> str:
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    return " ".join("".join(one for one in text if not unicodedata.combining(one)).split())
