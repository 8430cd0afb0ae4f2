"""Deleting every row of a pupil: all tables that hold one, whatever room declared them.

What is deleted is found from the tables themselves, so that a table added later cannot be
forgotten. The access log keeps its entries (they hold a random id) and loses their free texts.
"""

from collections.abc import Collection

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, func, or_, select

from app.access.tables import log_entry, log_text
from app.dossier import tables, text_index
from app.dossier.kinds import KINDS, FieldType
from app.vault.schema import metadata

_LOG = {log_entry.name, log_text.name}


def destroy_rows(connection: Connection, pupil_ids: Collection[str]) -> int:
    """Delete all rows of these pupils, children first; the number of pupils that were there.

    A guardian goes, with all that is kept of one who was deleted before, when no pupil is left to
    whom he or she belongs or whose deleted entries could bring him or her back. An id that is not
    there (any more) is no error: a register is carried out again after each restore.
    """
    ids = sorted(set(pupil_ids))
    present = pupils_there(connection, ids)
    guardians = _guardians_of(connection, ids) | _named_in_history(connection, ids)
    for table, condition in reversed(_rows_of(ids).items()):
        connection.execute(delete(table).where(condition))
    _destroy_guardians(connection, set(guardians))
    text_index.destroyed(connection, ids, guardians)
    entries = select(log_entry.c.number).where(log_entry.c.pupil_id.in_(ids))
    connection.execute(delete(log_text).where(log_text.c.number.in_(entries)))
    return len(present)


def pupils_there(connection: Connection, pupil_ids: Collection[str]) -> frozenset[str]:
    """Which of these have a dossier."""
    there = select(tables.pupil.c.id).where(tables.pupil.c.id.in_(sorted(pupil_ids)))
    return frozenset(connection.execute(there).scalars())


def _rows_of(ids: Collection[str]) -> dict[Table, ColumnElement[bool]]:
    """Per table, parents first, which rows belong to these pupils, directly or by their parent."""
    found: dict[Table, ColumnElement[bool]] = {tables.pupil: tables.pupil.c.id.in_(ids)}
    for table in metadata.sorted_tables:
        if table.name in _LOG or table is tables.pupil:
            continue
        belongs = [table.c.pupil_id.in_(ids)] if "pupil_id" in table.c else []
        belongs += [
            column.in_(select(key.column).where(found[key.column.table]))
            for column in table.c
            for key in column.foreign_keys
            if column.name != "pupil_id" and key.column.table in found
        ]
        if belongs:
            found[table] = or_(*belongs)
    return found


def _guardian_columns() -> list[Column[str]]:
    return [
        column
        for table in metadata.sorted_tables
        for column in table.c
        for key in column.foreign_keys
        if key.column.table is tables.guardian
    ]


def _guardians_of(connection: Connection, ids: Collection[str]) -> set[str]:
    link = tables.guardianship
    linked = select(link.c.guardian_id).where(link.c.pupil_id.in_(ids))
    return set(connection.execute(linked).scalars())


def _named_in_history(connection: Connection, ids: Collection[str] | None = None) -> set[str]:
    """The guardians whom past versions of these pupils' entries name; of all pupils by default."""
    history = tables.history
    found: set[str] = set()
    for kind in KINDS.values():
        for field in kind.fields:
            if field.type is FieldType.GUARDIAN:
                named = func.json_extract(history.c.row, f"$.{field.name}")
                query = select(named).where(history.c.kind == kind.code, named.is_not(None))
                if ids is not None:
                    query = query.where(history.c.pupil_id.in_(ids))
                found |= set(connection.execute(query).scalars())
    return found


def _destroy_guardians(connection: Connection, candidates: set[str]) -> None:
    for column in _guardian_columns():
        used = select(column).where(column.in_(sorted(candidates)))
        candidates -= set(connection.execute(used).scalars())
    candidates -= _named_in_history(connection)
    gone = sorted(candidates)
    history = tables.history
    connection.execute(delete(history).where(history.c.entry_id.in_(gone)))
    connection.execute(delete(tables.guardian).where(tables.guardian.c.id.in_(gone)))
