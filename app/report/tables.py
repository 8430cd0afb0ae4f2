"""The tables of the reports: the report and its weighed items."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from app.dossier.sealed import sealed_column
from app.vault.schema import metadata

report = Table(
    "report",
    metadata,
    Column("id", String, primary_key=True),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("to_school", Text, nullable=False),
    Column("to_brin", String, nullable=False),
    Column("to_branch", String, nullable=False),
    Column("drawn_up_on", Date, nullable=False),
    Column("made_by", String, nullable=False),
    Column("state", String, nullable=False),
    Column("finalised_on", Date),
    Column("finalised_by", String),
    Column("sent_on", Date),
    Column("sent_by", String),
    Column("sent_how", Text),
    # The codes of the legal categories it fills, for the letter to parents: whoever makes that
    # letter need not be able to open the report.
    Column("categories", Text),
    # The copy for inspection, filed when the report was signed off, and the one that was sent.
    Column("concept_filed_id", String, ForeignKey("filed.id")),
    Column("sent_filed_id", String, ForeignKey("filed.id")),
    Index("ix_report_pupil_id", "pupil_id"),
)

report_item = Table(
    "report_item",
    metadata,
    Column("id", String, primary_key=True),
    Column("report_id", String, ForeignKey("report.id"), nullable=False),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    Column("position", Integer, nullable=False),
    # Sealed, whatever it is and was taken from: "diagnosed limitation" says enough by itself.
    sealed_column("element", nullable=False),
    sealed_column("source_kind", nullable=False),
    sealed_column("source_id", nullable=False),
    Column("source_version", Integer, nullable=False),
    sealed_column("label", nullable=False),
    sealed_column("text", nullable=False),
    sealed_column("cells", nullable=False),
    Column("included", Boolean, nullable=False),
    sealed_column("reason"),
    Index("ix_report_item_report_id", "report_id", "position"),
    Index("ix_report_item_pupil_id", "pupil_id"),
)
