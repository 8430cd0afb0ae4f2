"""What was agreed in talks: written with the talk, open until done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.access.log import Event
from app.dossier import agreed, rows, steps, tables
from app.dossier.acts import Act
from app.dossier.checks import InvalidEntry
from app.dossier.kinds import Value
from app.dossier.rows import Ended, Why
from app.dossier.storable import storable
from app.dossier.talk_rules import AgreementState, agreement_state
from app.dossier.values import Entry, PupilData
from app.errors import UserError
from app.vault.schema import Row

_KIND = agreed.AGREEMENT
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
    known = {row["id"]: row for row in agreed.of_talk(doing, talk_id)}
    for number, one in enumerate(typed, start=1):
        row = known.pop(str(one["id"]), None) if one.get("id") else None
        if one.get("id") and (row is None or row["version"] != one.get("version")):
            raise UserError(rows.CHANGED_MEANWHILE)
        _write_one(doing, talk_id, held_on, one, row, number)
    for row in known.values():
        steps.take_away(doing, _KIND, row, Why(Ended.DELETE))
        agreed.tell(doing, Event.DELETE, row["id"])


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
        made = steps.insert(doing, _KIND, stored, pupil_id=doing.pupil.id)
        agreed.tell(doing, Event.CREATE, made)
    elif steps.update(doing, _KIND, row, stored):
        agreed.tell(doing, Event.CHANGE, row["id"])
