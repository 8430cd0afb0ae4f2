"""From rows to entries: cut to what the reader may see, with references as names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import CompoundSelect, Connection, func, select, union

from app.access.categories import Category
from app.access.policy import Action
from app.dossier import names, rows, tables, wording
from app.dossier.acts import Act
from app.dossier.beside import with_beside
from app.dossier.kinds import KINDS, Field, FieldType, Kind, entry_kinds
from app.dossier.sealed import open_row
from app.dossier.sharing import Audience, shared_kind, shared_rows
from app.dossier.tables import TABLES
from app.dossier.values import Entry, FiledDocument
from app.vault.schema import Row


def readable_kinds(act: Act, category: Category) -> tuple[Kind, ...]:
    """The kinds of this category, each with the fields that the reader may see.

    Someone who may read only what is shared of health gets those fields of the kinds that share.
    """
    kinds = entry_kinds(category)
    if act.category is Category.SHARED_HEALTH:
        return tuple(cut for kind in kinds if (cut := shared_kind(kind, Audience.GROUP)).fields)
    if category is Category.CONTACT:
        kinds = (KINDS["guardian"], *kinds)
    return tuple(visible(act, kind) for kind in kinds)


def visible(act: Act, kind: Kind) -> Kind:
    """The kind without the fields that need a right this reader lacks."""
    return replace(kind, fields=tuple(f for f in kind.fields if _may_read(act, f)))


def _may_read(act: Act, field: Field) -> bool:
    return field.category is None or act.may(Action.READ, field.category)


def entries(act: Act, kind: Kind) -> tuple[Entry, ...]:
    """All entries of this (cut) kind for the act's pupil, newest first."""
    return entries_of(act, (kind,))[kind.code]


def entries_of(act: Act, kinds: Sequence[Kind]) -> dict[str, tuple[Entry, ...]]:
    """As `entries`, by kind: what the entries refer to is read once for all of them."""
    references = reference_names(act)
    people = staff_names(act.connection)
    entries: dict[str, tuple[Entry, ...]] = {}
    for kind in kinds:
        found = [entry_of(kind, row, references, people) for row in rows_of(act, kind)]
        if act.category is Category.SHARED_HEALTH:
            # What stands beside an entry is not among what is shared of it.
            entries[kind.code] = tuple(found)
        else:
            entries[kind.code] = with_beside(act, kind, found, people)
    return entries


def rows_of(act: Act, kind: Kind) -> Iterable[Row]:
    """The rows behind `entries`, opened, in the same order; they hold more than the kind shows."""
    table = TABLES[kind.code]
    if kind.code == "guardian":
        linked = tables.guardianship
        query = (
            select(table, linked.c.pupil_id)
            .join(linked, linked.c.guardian_id == table.c.id)
            .where(linked.c.pupil_id == act.pupil.id)
            .order_by(linked.c.emergency_order.nulls_last(), table.c.surname)
        )
        return act.connection.execute(query).mappings().all()
    if act.category is Category.SHARED_HEALTH:
        shared = shared_rows(act.connection, act.session, act.pupil.id, Audience.GROUP)
        return [row for cut, row in shared if cut.code == kind.code]
    found = rows.select_rows(act.connection, act.session, kind, table.c.pupil_id == act.pupil.id)
    return sorted(found, key=lambda row: _newest(kind, row), reverse=True)


def _newest(kind: Kind, row: Row) -> tuple[date, str]:
    """By the date of the entry, then by when it was written; no index holds a sealed date."""
    return (row[kind.date_field] if kind.date_field else None) or date.min, row["created_at"]


def entry_of(
    kind: Kind,
    row: Row,
    references: Mapping[str, str],
    people: Mapping[str, str],
) -> Entry:
    """One row as a value. Only the fields of `kind`, which may be cut, go along."""
    values = {field.name: row[field.name] for field in kind.fields}
    display = wording.show_all(kind, values, references)
    return Entry(
        id=row["id"],
        kind=kind,
        pupil_id=row["id"] if kind.code == "pupil" else row["pupil_id"],
        values=values,
        display=display,
        title=wording.title(kind, display),
        reason=row["reason"] or "",
        version=row["version"],
        created_at=row["created_at"],
        created_by=people.get(row["created_by"], "onbekend"),
        changed_at=row["changed_at"],
        changed_by=people.get(row["changed_by"], "onbekend"),
    )


def reference_names(act: Act) -> dict[str, str]:
    """Names by id of all that the act's pupil's entries may refer to: groups, guardians, talks."""
    guardian, group, talk = tables.guardian, tables.school_group, tables.TABLES["talk"]
    connection, pupil_id = act.connection, act.pupil.id
    columns = (guardian.c.id, guardian.c.initials, guardian.c.prefix, guardian.c.surname)
    people = select(*columns).where(guardian.c.id.in_(_guardian_ids(pupil_id)))
    found = {row["id"]: names.formal_name(row) for row in connection.execute(people).mappings()}
    found |= {row.id: row.name for row in connection.execute(select(group.c.id, group.c.name))}
    talks = select(talk.c.id, talk.c.held_on, talk.c.subject).where(talk.c.pupil_id == pupil_id)
    return found | {
        row.id: f"{wording.dutch_date(row.held_on)} {row.subject}"
        for row in connection.execute(talks)
    }


def _guardian_ids(pupil_id: str) -> CompoundSelect[tuple[str]]:
    """Every guardian that an entry of this pupil refers to."""
    return union(
        *(
            select(table.c[field.name]).where(table.c.pupil_id == pupil_id)
            for kind in KINDS.values()
            if not kind.compartment and (table := TABLES[kind.code]) is not tables.guardian
            for field in kind.fields
            if field.type is FieldType.GUARDIAN
        )
    )


def staff_names(connection: Connection) -> dict[str, str]:
    """Names of staff by id."""
    rows = connection.execute(select(tables.staff.c.id, tables.staff.c.name))
    return {row.id: row.name for row in rows}


_FILED_COLUMNS = [column for column in tables.filed.c if "content" not in column.name]


def filed_documents(act: Act, category: Category) -> tuple[FiledDocument, ...]:
    """What is filed under this category for the act's pupil, newest first, without content.

    Custody papers stand with the addresses, for whoever may see them.
    """
    shown = [category]
    if category is Category.CONTACT and act.may(Action.READ, Category.CUSTODY_PAPERS):
        shown.append(Category.CUSTODY_PAPERS)
    filed = tables.filed
    people = staff_names(act.connection)
    # The length of a column alone is known without reading it.
    size = func.coalesce(func.length(filed.c.content), func.length(filed.c.sealed_content))
    found = act.connection.execute(
        select(*_FILED_COLUMNS, size.label("size"))
        .where(filed.c.pupil_id == act.pupil.id, filed.c.category.in_(shown))
        .order_by(filed.c.made_at.desc(), filed.c.id)
    ).mappings()
    opened = (open_row(act.session.compartments, filed, row) for row in found)
    return tuple(
        FiledDocument(
            id=row["id"],
            pupil_id=row["pupil_id"],
            category=Category(row["category"]),
            sort=row["sort"],
            title=row["sealed_title"] or row["title"],
            media_type=row["media_type"],
            made_at=row["made_at"],
            made_by=people.get(row["made_by"], "onbekend"),
            size=row["size"],
            entry_kind=row["entry_kind"] or "",
            entry_id=row["entry_id"] or "",
        )
        for row in opened
    )
