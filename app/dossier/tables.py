"""The database's tables: one per declared kind, and those that no form fills."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from app.dossier.kinds import KINDS, PERSON_KINDS, Field, FieldType, Kind
from app.dossier.sealed import sealed_column
from app.vault import TEACHING
from app.vault.schema import metadata

_STORED: dict[FieldType, type[TypeEngine[Any]]] = {
    FieldType.DATE: Date,
    FieldType.YES_NO: Boolean,
    FieldType.INTEGER: Integer,
    FieldType.NUMBER: Float,
}
_POINTS_TO = {
    FieldType.GROUP: "school_group.id",
    FieldType.GUARDIAN: "guardian.id",
    FieldType.TALK: "talk.id",
}


def _column(field: Field) -> Column[Any]:
    stored = _STORED.get(field.type, Text)()
    if field.type in _POINTS_TO:
        return Column(field.name, String, ForeignKey(_POINTS_TO[field.type]))
    return Column(field.name, stored)


def _table(kind: Kind) -> Table:
    columns: list[Column[Any]] = [Column("id", String, primary_key=True)]
    if kind.code not in PERSON_KINDS:
        columns.append(Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False))
    if kind.compartment:
        columns += [sealed_column(field.name, kind.compartment) for field in kind.fields]
        columns.append(sealed_column("reason", kind.compartment))
    else:
        columns += [*map(_column, kind.fields), Column("reason", Text)]
    columns += [
        Column("version", Integer, nullable=False),
        Column("created_at", String, nullable=False),
        Column("created_by", String, nullable=False),
        Column("changed_at", String, nullable=False),
        Column("changed_by", String, nullable=False),
    ]
    extras: list[Index] = []
    if kind.code not in PERSON_KINDS:
        extras.append(Index(f"ix_{kind.code}_pupil_id", "pupil_id"))
    extras += [
        Index(f"ix_{kind.code}_{field.name}", field.name)
        for field in kind.fields
        if field.type in _POINTS_TO
    ]
    return Table(kind.code, metadata, *columns, *extras)


school = Table(
    "school",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("brin", String, nullable=False),
    Column("branch", String, nullable=False),
    Column("public_authority", Boolean, nullable=False),
    Column("street", Text),
    Column("postcode", String),
    Column("city", Text),
    Column("phone", String),
    Column("email", String),
    Column("contact_person", Text),
    Column("lock_minutes", Integer, nullable=False),
    Column("address_right", Boolean, nullable=False),
    # For how many years the access log is kept.
    Column("log_years", Integer, nullable=False),
    # Of the school holidays: north, middle or south.
    Column("holiday_region", String),
)

# At most one row: the second place for backups, and when a copy last went there. Not in `school`,
# whose digest says who may do what and would change with every copy.
backup_place = Table(
    "backup_place",
    metadata,
    Column("path", Text, primary_key=True),
    Column("copied_at", String),
)

# Days without school: holidays, study days and other free days, first and last day included.
free_days = Table(
    "free_days",
    metadata,
    Column("id", String, primary_key=True),
    Column("from_date", Date, nullable=False),
    Column("until_date", Date, nullable=False),
    Column("sort", String, nullable=False),
    Column("name", Text, nullable=False),
    Index("ix_free_days_from_date", "from_date"),
)

# Hours of lessons on each weekday (1 is Monday); no row or no hours: no school.
school_hours = Table(
    "school_hours",
    metadata,
    Column("weekday", Integer, primary_key=True),
    Column("morning", Float, nullable=False),
    Column("afternoon", Float, nullable=False),
)

# The lowest ability score of each level of a test, as its publisher gives them to the school.
norm_band = Table(
    "norm_band",
    metadata,
    Column("id", String, primary_key=True),
    Column("test", Text, nullable=False),
    Column("domain", String, nullable=False),
    Column("moment", String, nullable=False),
    Column("lowest_1", Float, nullable=False),
    Column("lowest_2", Float, nullable=False),
    Column("lowest_3", Float, nullable=False),
    Column("lowest_4", Float, nullable=False),
    UniqueConstraint("test", "domain", "moment"),
)

# Which column of a list means what, as it was chosen for a list with these headings.
list_mapping = Table(
    "list_mapping",
    metadata,
    Column("sort", String, primary_key=True),
    Column("headings", String, primary_key=True),
    Column("mapping", Text, nullable=False),
)

school_group = Table(
    "school_group",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("school_year", String, nullable=False),
    Column("year_groups", String, nullable=False),
    UniqueConstraint("school_year", "name"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String, primary_key=True),
    Column("sign_in_name", String, unique=True),
    Column("slot_id", String, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", String, nullable=False),
    Column("until", Date),
    Column("source_school", String),
    Column("source_key", String),
)

group_staff = Table(
    "group_staff",
    metadata,
    Column("group_id", String, ForeignKey("school_group.id"), primary_key=True),
    Column("staff_id", String, ForeignKey("staff.id"), primary_key=True),
    Index("ix_group_staff_staff_id", "staff_id"),
)

TABLES: dict[str, Table] = {code: _table(kind) for code, kind in KINDS.items()}

pupil = TABLES["pupil"]
guardian = TABLES["guardian"]
enrolment = TABLES["enrolment"]
placement = TABLES["placement"]
guardianship = TABLES["guardianship"]

# The key that another program gave this pupil, for a later import of the same pupil.
pupil_source = Table(
    "pupil_source",
    metadata,
    Column("pupil_id", String, ForeignKey("pupil.id"), primary_key=True),
    Column("school", String, primary_key=True),
    Column("key", String, nullable=False),
    UniqueConstraint("school", "key"),
)

history = Table(
    "history",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("entry_id", String, nullable=False),
    Column("pupil_id", String, ForeignKey("pupil.id")),
    Column("version", Integer, nullable=False),
    Column("event", String, nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    # Why it was changed or deleted and at whose request, sealed where the kind is.
    Column("reason", Text),
    sealed_column("sealed_reason"),
    Column("requested_by", Text),
    sealed_column("sealed_requested_by"),
    Column("requested_on", Date),
    # One of the two: the row as JSON, or sealed where the kind is.
    Column("row", Text),
    sealed_column("sealed_row"),
    Index("ix_history_entry_id", "entry_id", "version"),
    Index("ix_history_pupil_id", "pupil_id"),
)

# A PDF or other file kept in the dossier: as it was given out, or attached. Contents stand last:
# SQLite must walk through them to what stands behind.
filed = Table(
    "filed",
    metadata,
    Column("id", String, primary_key=True),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    Column("category", String, nullable=False),
    Column("sort", String, nullable=False),
    # Title and content, or their sealed form where a file holds care details.
    Column("title", Text),
    sealed_column("sealed_title"),
    Column("media_type", String, nullable=False),
    # Of the content as it is stored, so that it is checked without any key.
    Column("sha256", LargeBinary, nullable=False),
    Column("made_at", String, nullable=False),
    Column("made_by", String, nullable=False),
    # The entry that it is attached to, if it is.
    Column("entry_kind", String),
    Column("entry_id", String),
    Column("content", LargeBinary),
    sealed_column("sealed_content"),
    Index("ix_filed_pupil_id", "pupil_id"),
)

# What a parent or pupil wants said beside an entry, which stays as it was. Open or sealed, as the
# entry's kind is.
statement = Table(
    "statement",
    metadata,
    Column("id", String, primary_key=True),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("entry_id", String, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("given_by", Text),
    sealed_column("sealed_given_by"),
    Column("text", Text),
    sealed_column("sealed_text"),
    Column("created_at", String, nullable=False),
    Column("created_by", String, nullable=False),
    Index("ix_statement_pupil_id", "pupil_id"),
)

# Why a text keeps what the program pointed out as probably not belonging there.
kept_remark = Table(
    "kept_remark",
    metadata,
    Column("id", String, primary_key=True),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("entry_id", String, nullable=False),
    Column("field", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("reason", Text),
    sealed_column("sealed_reason"),
    Column("created_at", String, nullable=False),
    Column("created_by", String, nullable=False),
    UniqueConstraint("entry_id", "field", "rule"),
    Index("ix_kept_remark_pupil_id", "pupil_id"),
)

# What the class must know of a sealed entry, and what its emergency card says: copies of their own
# under the key that teaching roles hold. Withdrawing deletes the copy.
shared_copy = Table(
    "shared_copy",
    metadata,
    Column("id", String, primary_key=True),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("entry_id", String, nullable=False),
    Column("audience", String, nullable=False),
    sealed_column("content", TEACHING, nullable=False),
    UniqueConstraint("entry_id", "audience"),
    Index("ix_shared_copy_pupil_id", "pupil_id"),
)

emergency_use = Table(
    "emergency_use",
    metadata,
    Column("id", String, primary_key=True),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    Column("staff_id", String, nullable=False),
    Column("at", String, nullable=False),
    Column("acknowledged_at", String),
    Column("acknowledged_by", String),
    Index("ix_emergency_use_pupil_id", "pupil_id"),
)


def stamp(now: datetime) -> str:
    """How a moment is stored in these tables: UTC, to the second."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
