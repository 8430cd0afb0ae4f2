"""What was agreed in talks: written with the talk, open until done, gone and back with the talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Refused
from app.dossier import encoded, rows, tables
from app.dossier.acts import Act
from app.dossier.checks import InvalidEntry
from app.dossier.kinds import KINDS, Value
from app.dossier.storable import storable
from app.dossier.talk_rules import AgreementState, agreement_state
from app.dossier.values import Entry, PupilData
from app.errors import UserError
from app.vault.schema import Row

_KIND = KINDS["agreement"]
_WITH_TALK = "Samen met het gesprek verwijderd."
"""The reason in the history by which these, and no others, come back with the talk."""

_TYPED = ("what", "who", "due_on")


@dataclass(frozen=True)
class OpenAgreement(PupilData):
    """What is still to be done, by whom and until when."""

    id: str
    pupil_id: str
    version: int
    what: str
    who: str
    due_on: date | None
    state: AgreementState


def open_agreements(
    connection: Connection, pupil_ids: Sequence[str], today: date
) -> tuple[OpenAgreement, ...]:
    """Of these pupils, the most urgent first; those without a day last."""
    table = tables.TABLES["agreement"]
    query = (
        select(table)
        .where(table.c.pupil_id.in_(pupil_ids), table.c.done_on.is_(None))
        .order_by(table.c.due_on.nulls_last(), table.c.created_at, table.c.id)
    )
    return tuple(_open(row, row, today) for row in connection.execute(query).mappings())


def still_open(agreements: Sequence[Entry], today: date) -> tuple[OpenAgreement, ...]:
    """As `open_agreements`, from entries that were read already."""
    waiting = [
        _open({"id": one.id, "pupil_id": one.pupil_id, "version": one.version}, one.values, today)
        for one in agreements
        if one.values["done_on"] is None
    ]
    return tuple(sorted(waiting, key=lambda one: (one.due_on is None, one.due_on or today)))


def _open(row: Row, values: Mapping[Any, Any], today: date) -> OpenAgreement:
    return OpenAgreement(
        id=row["id"],
        pupil_id=row["pupil_id"],
        version=row["version"],
        what=values["what"],
        who=values["who"] or "",
        due_on=values["due_on"],
        state=agreement_state(values["due_on"], None, today),
    )


def write_agreements(
    doing: Act, talk_id: str, held_on: date, typed: Sequence[Mapping[str, Value]]
) -> None:
    """Make the agreements of a talk what its form says, within the act that saves the talk.

    Each of `typed` holds `what`, `who` and `due_on`, and of an earlier one its `id` and `version`.
    What is no longer there is deleted.
    """
    known = {row["id"]: row for row in _of_talk(doing, talk_id)}
    for number, one in enumerate(typed, start=1):
        row = known.pop(str(one["id"]), None) if one.get("id") else None
        if one.get("id") and (row is None or row["version"] != one.get("version")):
            raise UserError(rows.CHANGED_MEANWHILE)
        _write_one(doing, talk_id, held_on, one, row, number)
    for row in known.values():
        rows.delete_row(doing.connection, doing.session, _KIND, row)
        _tell(doing, Event.DELETE, row["id"])


def _write_one(
    doing: Act,
    talk_id: str,
    held_on: date,
    one: Mapping[str, Value],
    row: Row | None,
    number: int,
) -> None:
    values = {name: one.get(name) for name in _TYPED}
    values["talk_id"] = talk_id
    if row is None:
        values["agreed_on"] = min(held_on, doing.session.today)
    try:
        stored, _why = storable(doing, _KIND, values, "", row)
    except InvalidEntry as invalid:
        raise InvalidEntry(
            {
                f"agreement {number} {name}": f"Afspraak {number}: {problem}"
                for name, problem in invalid.problems.items()
            }
        ) from None
    if row is None:
        made = rows.insert_row(
            doing.connection, doing.session, _KIND, stored, pupil_id=doing.pupil.id
        )
        _tell(doing, Event.CREATE, made)
    elif rows.update_row(doing.connection, doing.session, _KIND, row, stored):
        _tell(doing, Event.CHANGE, row["id"])


def delete_with_talk(doing: Act, talk_id: str) -> None:
    """Delete the agreements of a talk that is about to be deleted: on their own they say little."""
    kept = tables.history
    for row in _of_talk(doing, talk_id):
        rows.delete_row(doing.connection, doing.session, _KIND, row)
        doing.connection.execute(
            update(kept)
            .where(kept.c.entry_id == row["id"], kept.c.version == row["version"])
            .values(reason=_WITH_TALK)
        )
        _tell(doing, Event.DELETE, row["id"])


def restore_with_talk(doing: Act, talk_id: str) -> None:
    """Bring back what went with the talk; what was deleted before that stays away."""
    kept, table = tables.history, tables.TABLES["agreement"]
    deleted = doing.connection.execute(
        select(kept.c.entry_id, kept.c.row, kept.c.reason)
        .where(
            kept.c.pupil_id == doing.pupil.id,
            kept.c.kind == _KIND.code,
            kept.c.entry_id.not_in(select(table.c.id)),
        )
        .order_by(kept.c.version)
    )
    newest = {row.entry_id: row for row in deleted}
    for entry_id, row in newest.items():
        if row.reason == _WITH_TALK and encoded.loads(_KIND, row.row)["talk_id"] == talk_id:
            rows.restore_row(doing.connection, doing.session, _KIND, entry_id)
            _tell(doing, Event.UNDO, entry_id)


def _of_talk(doing: Act, talk_id: str) -> list[dict[str, Any]]:
    table = tables.TABLES["agreement"]
    found = rows.select_rows(doing.connection, doing.session, _KIND, table.c.talk_id == talk_id)
    if any(row["pupil_id"] != doing.pupil.id for row in found):
        raise Refused(rows.GONE)
    return found


def _tell(doing: Act, event: Event, entry_id: str) -> None:
    doing.more.append(
        LogEvent(
            event,
            pupil_id=doing.pupil.id,
            category=Category.TALK.value,
            object_kind=_KIND.code,
            object_id=entry_id,
            ground=doing.ground.text,
        )
    )
