"""Households as they stand in the database: what `households` reads, and confirming it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select, text

from app.access.categories import Category
from app.access.log import Event, LogEvent, Outcome
from app.access.session import Session
from app.access.tables import log_entry
from app.dossier import rows, tables
from app.dossier.acts import Act
from app.dossier.digest import refuse_altered
from app.dossier.guardians import address_lines, guardians_by_pupil
from app.dossier.households import Child, EmergencyNumber, Household, KnownAddress, Tie
from app.dossier.kinds import KINDS
from app.dossier.values import PupilData, PupilSummary
from app.errors import UserError
from app.vault.schema import Row

SHEET = "check_sheet"
"""What the log calls a check sheet; the id beside it is the household's."""

CHANGED = (
    "De gegevens van dit gezin zijn intussen gewijzigd. Er is niets vastgelegd. Ververs de lijst "
    "en kijk opnieuw."
)


@dataclass(frozen=True)
class ConfirmedRow(PupilData):
    """One row that got a date of confirmation, with the date that stood there before."""

    kind: str
    id: str
    version: int
    before: date | None


@dataclass(frozen=True)
class Confirmed(PupilData):
    """That a household confirmed its data, so that views refresh and that it can be undone."""

    household_id: str
    pupil_ids: tuple[str, ...]
    rows: tuple[ConfirmedRow, ...]


def read_children(
    connection: Connection, pupils: Sequence[PupilSummary], today: date
) -> list[Child]:
    """These pupils with all that a household is made of."""
    ids = [one.id for one in pupils]
    person, link = tables.pupil, tables.guardianship
    people = {
        row["id"]: row
        for row in connection.execute(select(person).where(person.c.id.in_(ids))).mappings()
    }
    confirmed = {
        (row.pupil_id, row.guardian_id): row
        for row in connection.execute(
            select(
                link.c.id,
                link.c.pupil_id,
                link.c.guardian_id,
                link.c.custody_confirmed_on,
                tables.guardian.c.confirmed_on,
            )
            .join(tables.guardian, tables.guardian.c.id == link.c.guardian_id)
            .where(link.c.pupil_id.in_(ids))
        )
    }
    guardians = guardians_by_pupil(connection, ids)
    addresses, numbers = _addresses(connection, ids, today), _numbers(connection, ids)
    found = []
    for one in pupils:
        row = people[one.id]
        ties = []
        for guardian in guardians[one.id]:
            known = confirmed[one.id, guardian.id]
            ties.append(Tie(known.id, guardian, known.custody_confirmed_on, known.confirmed_on))
        found.append(
            Child(
                pupil=one,
                first_names=row["first_names"] or "",
                birth_date=row["birth_date"],
                together=row["family_situation"] == "together",
                apart=row["family_situation"] == "apart",
                ties=tuple(ties),
                addresses=tuple(addresses.get(one.id, ())),
                numbers=tuple(numbers.get(one.id, ())),
            )
        )
    return found


def present_links(connection: Connection, today: date) -> dict[str, frozenset[str]]:
    """The ids of the present pupils of every guardian."""
    link, enrolment = tables.guardianship, tables.enrolment
    query = (
        select(link.c.guardian_id, link.c.pupil_id)
        .join(enrolment, enrolment.c.pupil_id == link.c.pupil_id)
        .where(enrolment.c.until_date.is_(None) | (enrolment.c.until_date >= today))
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.guardian_id, set()).add(row.pupil_id)
    return {guardian_id: frozenset(ids) for guardian_id, ids in found.items()}


def printed_days(connection: Connection) -> dict[str, date]:
    """When a sheet was last made for each household, as the log says."""
    entry = log_entry
    query = (
        select(entry.c.object_id, func.max(entry.c.time).label("time"))
        # Written out: a bound value would keep SQLite from its partial index.
        .where(text("object_kind = 'check_sheet'"))
        .where(entry.c.event == Event.PRINT.value, entry.c.outcome != Outcome.REFUSED.value)
        .group_by(entry.c.object_id)
    )
    return {
        row.object_id: datetime.fromisoformat(row.time).astimezone().date()
        for row in connection.execute(query)
        if row.object_id
    }


def confirm_rows(acts: Sequence[Act], household: Household, day: date) -> tuple[ConfirmedRow, ...]:
    """Set the date of confirmation on all that stood on the sheet; logged per dossier."""
    connection = acts[0].connection
    _tell_others(acts, [one.id for one in household.members])
    done: dict[tuple[str, str], ConfirmedRow] = {}
    for kind, row_id in _on_the_sheet(household):
        if (kind, row_id) not in done:
            row = rows.load_row(connection, acts[0].session, KINDS[kind], row_id)
            if _set_date(acts[0], kind, row, day):
                before = row[_date_of(kind)]
                done[kind, row_id] = ConfirmedRow(kind, row_id, row["version"] + 1, before)
    return tuple(done.values())


def take_back_rows(acts: Sequence[Act], confirmed: Confirmed) -> None:
    """Put the dates back as they were; refused when one of the rows was changed since."""
    _tell_others(acts, [one.id for one in confirmed.rows if one.kind == "guardian"])
    for one in confirmed.rows:
        row = rows.load_row(acts[0].connection, acts[0].session, KINDS[one.kind], one.id)
        if row["version"] != one.version:
            raise UserError(CHANGED)
        _set_date(acts[0], one.kind, row, one.before)


def _set_date(doing: Act, kind: str, row: Row, day: date | None) -> bool:
    return rows.update_row(doing.connection, doing.session, KINDS[kind], row, {_date_of(kind): day})


def _date_of(kind: str) -> str:
    return "custody_confirmed_on" if kind == "guardianship" else "confirmed_on"


def _on_the_sheet(household: Household) -> Iterable[tuple[str, str]]:
    for one in household.members:
        yield "guardian", one.id
    for child in household.children:
        for tie in child.ties:
            if tie.guardian.custody != "unknown":
                yield "guardianship", tie.id
        for address in child.addresses:
            yield "address", address.id
        for number in child.numbers:
            yield "emergency_contact", number.id


def _tell_others(acts: Sequence[Act], guardian_ids: Sequence[str]) -> None:
    """A guardian's row stands in every dossier linked to it, also of a child who left."""
    link = tables.guardianship
    known = {one.pupil.id for one in acts}
    others = [
        pupil_id
        for pupil_id in acts[0]
        .connection.execute(
            select(link.c.pupil_id).where(link.c.guardian_id.in_(guardian_ids)).distinct()
        )
        .scalars()
        if pupil_id not in known
    ]
    refuse_altered(acts[0].connection, others)
    acts[0].more.extend(
        LogEvent(
            acts[0].event,
            pupil_id=pupil_id,
            category=Category.CONTACT.value,
            object_kind="guardian",
            object_id=acts[0].object_id,
            ground=f"{acts[0].ground.text}, via broer of zus",
        )
        for pupil_id in others
    )


def _addresses(
    connection: Connection, pupil_ids: Sequence[str], today: date
) -> dict[str, list[KnownAddress]]:
    table, sorts = tables.TABLES["address"], KINDS["address"].field("sort").choices
    query = (
        select(table)
        .where(
            table.c.pupil_id.in_(pupil_ids),
            table.c.from_date.is_(None) | (table.c.from_date <= today),
            table.c.until_date.is_(None) | (table.c.until_date >= today),
        )
        .order_by(table.c.sort, table.c.from_date.desc().nulls_last(), table.c.id)
    )
    found: dict[str, list[KnownAddress]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["pupil_id"], []).append(
            KnownAddress(
                row["id"],
                row["sort"],
                sorts[row["sort"]],
                address_lines(row),
                row["phone"] or "",
                bool(row["secret"]),
                row["confirmed_on"],
            )
        )
    return found


def _numbers(connection: Connection, pupil_ids: Sequence[str]) -> dict[str, list[EmergencyNumber]]:
    table = tables.TABLES["emergency_contact"]
    query = (
        select(table)
        .where(table.c.pupil_id.in_(pupil_ids))
        .order_by(table.c.emergency_order.nulls_last(), table.c.name, table.c.id)
    )
    found: dict[str, list[EmergencyNumber]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["pupil_id"], []).append(
            EmergencyNumber(
                row["id"], row["name"], row["relationship"], row["phone"], row["confirmed_on"]
            )
        )
    return found


def sheet_event(doing: Act, household_id: str, event: Event) -> LogEvent:
    """One sheet about one pupil, for the log."""
    return LogEvent(
        event,
        pupil_id=doing.pupil.id,
        category=Category.CONTACT.value,
        object_kind=SHEET,
        object_id=household_id,
        ground=doing.ground.text,
    )


def family_ids(
    connection: Connection, session: Session, guardian_ids: Sequence[str]
) -> tuple[str, ...]:
    """The ids of the present pupils of these guardians: who stands on their sheets."""
    linked = present_links(connection, session.today)
    found = {one for guardian_id in guardian_ids for one in linked.get(guardian_id, ())}
    return tuple(sorted(found))
