"""What became of an entry, version by version, cut to what the reader may see.

Every change is accounted for (AVG art. 5 lid 2): who, when, what stood there before and, for a
rectification or a deletion, why and at whose request.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Select, select

from app.access.categories import Category
from app.access.policy import Action, Refused
from app.dossier import names, reading, rows, statements, states, tables, wording
from app.dossier.acts import Act
from app.dossier.beside import statements_of
from app.dossier.kinds import KINDS, FieldType, Kind, entry_kinds
from app.dossier.owned import refuse_foreign
from app.dossier.rows import TAKEN_AWAY, Ended
from app.dossier.states import Life, Past
from app.dossier.tables import TABLES, history
from app.dossier.values import DeletedEntry, EntryHistory, FieldChange, Version, VersionEvent
from app.vault.schema import Row

_REASON_LABEL = "Waarom dit nodig is"
_MADE = {
    Ended.CHANGE.value: VersionEvent.CHANGED,
    Ended.RECTIFY.value: VersionEvent.RECTIFIED,
    Ended.UNDO.value: VersionEvent.UNDONE,
    Ended.DELETE.value: VersionEvent.DELETED,
    Ended.TAKE_BACK.value: VersionEvent.TAKEN_BACK,
}


def history_of(doing: Act, kind: Kind, entry_id: str) -> EntryHistory:
    """Every version of one entry of the act's pupil; of a deleted one for who may write only."""
    life = states.life_of(doing.connection, doing.session, kind, entry_id)
    known = life.now if life.now is not None else (life.past[-1].row if life.past else None)
    if known is None:
        raise Refused(rows.GONE)
    refuse_foreign(doing, kind, known)
    if life.now is None:
        doing.require(Action.WRITE, kind.category)
    cut = reading.visible(doing, kind)
    people = reading.staff_names(doing.connection)
    held = [known, *(one.row for one in life.past)]
    references = _references(doing, kind, held)
    found = list(versions(kind, cut, life, references, people))
    found += _of_statements(doing, kind, entry_id, people)
    shown = wording.show_all(cut, {f.name: known[f.name] for f in cut.fields}, references)
    return EntryHistory(
        kind=cut,
        entry_id=entry_id,
        title=wording.title(cut, shown),
        versions=tuple(sorted(found, key=_order, reverse=True)),
        gone=life.now is None,
    )


def _order(version: Version) -> tuple[str, bool, int]:
    """By when; a statement of the same second came after the entry that it is about."""
    return version.at, not version.number, version.number


def versions(
    kind: Kind,
    cut: Kind,
    life: Life,
    references: Mapping[str, str],
    people: Mapping[str, str],
) -> Iterator[Version]:
    """The versions of a life, the oldest first; `cut` is the kind as the reader may see it."""

    def made(number: int, event: VersionEvent, at: str, by: str, old: Row, new: Row) -> Version:
        return Version(
            number=number,
            event=event,
            at=at,
            by=people.get(by, "onbekend"),
            changes=tuple(_changes(cut, old, new, references)),
            hidden=any(
                old.get(field.name) != new.get(field.name)
                for field in kind.fields
                if field not in cut.fields
            ),
        )

    first = life.past[0].row if life.past else life.now
    if first is None:
        return
    number, created = first["version"], VersionEvent.CREATED
    yield made(number, created, first["created_at"], first["created_by"], {}, first)
    for place, one in enumerate(life.past):
        later = life.past[place + 1].row if place + 1 < len(life.past) else life.now
        if one.took_away:
            gone = made(one.version + 1, _MADE[one.event], one.at, one.by, {}, {})
            yield _told(gone, one)
            if later is not None:
                yield made(
                    later["version"],
                    VersionEvent.RESTORED,
                    later["changed_at"],
                    later["changed_by"],
                    one.row,
                    later,
                )
        elif later is not None:
            version = made(later["version"], _MADE[one.event], one.at, one.by, one.row, later)
            yield version if version.hidden else _told(version, one)


def _told(version: Version, past: Past) -> Version:
    return replace(
        version,
        reason=past.reason,
        requested_by=past.requested_by,
        requested_on=past.requested_on,
    )


def _changes(cut: Kind, old: Row, new: Row, references: Mapping[str, str]) -> Iterator[FieldChange]:
    """Field by field what differs, and last why the entry is kept."""
    for field in cut.fields:
        one, other = old.get(field.name), new.get(field.name)
        if one == other:
            continue
        shown = (wording.show(field, one, references), wording.show(field, other, references))
        # A tick that was never set says nothing, in a first version.
        if any(shown) and not (not old and field.type is FieldType.YES_NO and not other):
            yield FieldChange(field.label, *shown)
    if (old.get("reason") or "") != (new.get("reason") or ""):
        yield FieldChange(_REASON_LABEL, old.get("reason") or "", new.get("reason") or "")


def _of_statements(
    doing: Act, kind: Kind, entry_id: str, people: Mapping[str, str]
) -> Iterator[Version]:
    """The coming and going of statements beside the entry."""
    there = statements_of(doing, kind, [entry_id], people).get(entry_id, ())
    for one in there:
        yield _statement(
            VersionEvent.STATEMENT, one.created_at, one.created_by, one.given_by, one.given_on,
            new=one.text,
        )  # fmt: skip
    added = {one.id for one in there}
    for row, went in statements.taken_away(doing, kind, entry_id):
        given = (row["given_by"], row["given_on"])
        by = people.get(row["created_by"], "onbekend")
        if row["id"] not in added:
            added.add(row["id"])
            yield _statement(VersionEvent.STATEMENT, row["created_at"], by, *given, new=row["text"])
        yield _statement(
            VersionEvent.STATEMENT_GONE,
            went["at"],
            people.get(went["by"], "onbekend"),
            *given,
            old=row["text"],
            reason=went["reason"] or "",
        )


def _statement(
    event: VersionEvent,
    at: str,
    by: str,
    given_by: str,
    given_on: date,
    *,
    old: str = "",
    new: str = "",
    reason: str = "",
) -> Version:
    label = f"Verklaring van {given_by}, {wording.dutch_date(given_on)}"
    return Version(0, event, at, by, (FieldChange(label, old, new),), reason=reason)


# ------------------------------------------------------------------------------- what was deleted


def deleted_count(doing: Act, category: Category) -> int:
    """How many entries of this category were deleted and can be brought back."""
    return sum(len(_deleted_ids(doing, kind)) for kind in entry_kinds(category))


def deleted_in(doing: Act, category: Category) -> tuple[DeletedEntry, ...]:
    """The deleted entries of this category, the newest deletion first."""
    people = reading.staff_names(doing.connection)
    found = [
        _deleted(doing, kind, entry_id, people)
        for kind in entry_kinds(category)
        for entry_id in _deleted_ids(doing, kind)
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _deleted(doing: Act, kind: Kind, entry_id: str, people: Mapping[str, str]) -> DeletedEntry:
    last = states.past_of(doing.connection, doing.session, kind, entry_id)[-1]
    cut = reading.visible(doing, kind)
    values = {field.name: last.row[field.name] for field in cut.fields}
    shown = wording.show_all(cut, values, _references(doing, kind, [last.row]))
    return DeletedEntry(
        id=entry_id,
        kind=cut,
        title=wording.title(cut, shown),
        at=last.at,
        by=people.get(last.by, "onbekend"),
        reason=last.reason,
        taken_back=last.event == Ended.TAKE_BACK,
    )


def _deleted_ids(doing: Act, kind: Kind) -> list[str]:
    table = TABLES[kind.code]
    there: Select[tuple[str]] = select(table.c.id).where(table.c.pupil_id == doing.pupil.id)
    gone = (
        select(history.c.entry_id)
        .where(
            history.c.pupil_id == doing.pupil.id,
            history.c.kind == kind.code,
            history.c.event.in_(sorted(TAKEN_AWAY)),
            history.c.entry_id.not_in(there),
        )
        .distinct()
    )
    return list(doing.connection.execute(gone).scalars())


# ------------------------------------------------------------------------------------------ names


def _references(doing: Act, kind: Kind, held: Iterable[Row]) -> dict[str, str]:
    """Names for the ids in these rows, also of a guardian who is no longer there."""
    known = reading.reference_names(doing)
    fields = [one.name for one in kind.fields if one.type is FieldType.GUARDIAN]
    ids = {row[name] for row in held for name in fields if row[name]} - set(known)
    guardian = tables.guardian
    there = select(guardian).where(guardian.c.id.in_(ids))
    found = {row["id"]: row for row in doing.connection.execute(there).mappings()}
    for one in ids - set(found):
        past = states.past_of(doing.connection, doing.session, KINDS["guardian"], one)
        found |= {one: past[-1].row} if past else {}
    return known | {one: names.formal_name(row) for one, row in found.items()}
