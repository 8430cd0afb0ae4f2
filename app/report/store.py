"""Reading a report and its sources from the database, and writing its items."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert, select, update

from app.access.policy import Refused
from app.dossier import reading, rows, tables
from app.dossier.acts import Act
from app.dossier.guardians import guardians_of
from app.dossier.ids import new_id
from app.dossier.informing import informing
from app.dossier.kinds import KINDS
from app.dossier.letter_copies import proofs_for
from app.dossier.school_days import read_calendar
from app.dossier.sealed import open_row, seal_row
from app.dossier.tables import TABLES
from app.report.compose import Candidate, Source
from app.report.elements import ELEMENTS
from app.report.tables import report, report_item
from app.report.values import Report, ReportItem, ReportState
from app.vault.schema import Row

_SOURCES = ("enrolment", "placement", "result", "advice", "observation", "support", "health",
            "research", "absence")  # fmt: skip


def sources(doing: Act) -> Source:
    """The rows a report may draw on; oldest first where the report tells a history."""
    found: dict[str, Sequence[Row]] = {}
    for code in _SOURCES:
        kind = KINDS[code]
        own = TABLES[code].c.pupil_id == doing.pupil.id
        found[code] = sorted(
            rows.select_rows(doing.connection, doing.session, kind, own),
            key=lambda row, kind=kind: (row[kind.date_field] or date.min, row["id"]),  # type: ignore[misc]
        )
    return Source(found, reading.reference_names(doing), read_calendar(doing.connection))


def report_row(doing: Act, report_id: str) -> Row:
    """The row of this pupil's report."""
    row = (
        doing.connection.execute(select(report).where(report.c.id == report_id)).mappings().first()
    )
    if row is None or row["pupil_id"] != doing.pupil.id:
        raise Refused("Dit rapport bestaat niet (meer). Ververs de lijst.")
    return row


def load(doing: Act, report_id: str) -> Report:
    """The whole report with who has been informed."""
    row = report_row(doing, report_id)
    born = doing.connection.execute(
        select(tables.pupil.c.birth_date).where(tables.pupil.c.id == doing.pupil.id)
    ).scalar()
    state_of_informing = informing(
        guardians_of(doing),
        doing.pupil.display_name,
        born,
        doing.session.today,
        proofs_for(doing, report_id, row["drawn_up_on"]),
    )
    state = ReportState(row["state"])
    if state is ReportState.FINALISED and state_of_informing.complete:
        state = ReportState.INFORMED
    items = doing.connection.execute(
        select(report_item)
        .where(report_item.c.report_id == report_id)
        .order_by(report_item.c.position)
    ).mappings()
    return Report(
        id=row["id"],
        pupil=doing.pupil,
        kind=row["kind"],
        to_school=row["to_school"],
        to_brin=row["to_brin"],
        to_branch=row["to_branch"],
        drawn_up_on=row["drawn_up_on"],
        state=state,
        finalised_on=row["finalised_on"],
        sent_on=row["sent_on"],
        sent_how=row["sent_how"] or "",
        concept_filed_id=row["concept_filed_id"],
        sent_filed_id=row["sent_filed_id"],
        items=tuple(
            _item(open_row(doing.session.compartments, report_item, item)) for item in items
        ),
        informing=state_of_informing,
    )


def note_categories(doing: Act, report_id: str) -> None:
    """Keep beside the report which legal categories it fills, without what it says."""
    items = doing.connection.execute(
        select(report_item).where(
            report_item.c.report_id == report_id, report_item.c.included.is_(True)
        )
    ).mappings()
    opened = (open_row(doing.session.compartments, report_item, item) for item in items)
    filled = {ELEMENTS[item["element"]].category.code for item in opened}
    doing.connection.execute(
        update(report).where(report.c.id == report_id).values(categories=",".join(sorted(filled)))
    )


def _item(row: Row) -> ReportItem:
    element = ELEMENTS[row["element"]]
    return ReportItem(
        id=row["id"],
        element=element,
        label=row["label"],
        text=row["text"],
        cells=tuple(json.loads(row["cells"])),
        included=row["included"],
        reason=row["reason"] or "",
        locked=bool(element.source),
    )


def write_items(doing: Act, report_id: str, found: Sequence[Candidate]) -> None:
    """Put the candidates in the place of the old items; what was decided about one stays."""
    table, compartments = report_item, doing.session.compartments
    decided = {
        (row["element"], row["source_kind"], row["source_id"]): row
        for row in (
            open_row(compartments, table, stored)
            for stored in doing.connection.execute(
                select(table).where(table.c.report_id == report_id)
            ).mappings()
        )
    }
    doing.connection.execute(delete(table).where(table.c.report_id == report_id))
    new = []
    for position, one in enumerate(found):
        earlier = decided.get(one.key)
        row = {
            "id": earlier["id"] if earlier else new_id(),
            "report_id": report_id,
            "pupil_id": doing.pupil.id,
            "position": position,
            "element": one.element.code,
            "source_kind": one.source_kind,
            "source_id": one.source_id,
            "source_version": one.source_version,
            "label": one.label,
            "text": one.text,
            "cells": json.dumps(one.cells, ensure_ascii=False),
            "included": earlier["included"] if earlier else one.included,
            "reason": earlier["reason"] if earlier else None,
        }
        new.append(seal_row(compartments, table, row))
    if new:
        doing.connection.execute(insert(table), new)
    note_categories(doing, report_id)
