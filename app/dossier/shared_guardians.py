"""One guardian, several children: finding a guardian who is there already, and parting them again.

Nothing is ever merged by itself: two people may have the same name, and a wrong guess would show
one family's data in the other's dossier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action, Refused
from app.access.session import Session
from app.dossier import names, rows, tables
from app.dossier.acts import act
from app.dossier.kinds import KINDS, Value
from app.dossier.values import PupilData, SavedEntry
from app.errors import UserError
from app.vault.schema import Row

_PERSON, _LINK = KINDS["guardian"], KINDS["guardianship"]
_MOST = 20
_ALONE = "Deze verzorger hoort alleen bij deze leerling: er valt niets te splitsen."


@dataclass(frozen=True)
class KnownGuardian(PupilData):
    """A guardian of the school: name, city unless the address is secret, and whose parent it is."""

    id: str
    name: str
    city: str
    children: tuple[str, ...]


class SharedGuardians:
    """Guardians of brothers and sisters. Searching is for who may write every address."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, typed: str) -> tuple[KnownGuardian, ...]:
        """Guardians whose name or children's names hold every word that was typed."""
        if not names.fold(typed):
            return ()
        with self._session.alone(
            Action.WRITE, Event.SEARCH, category=Category.CONTACT, object_kind="guardians"
        ) as connection:
            found = [
                one
                for one in _everyone(connection)
                if names.matches(names.fold(" ".join((one.name, *one.children))), typed)
            ]
            return tuple(found[:_MOST])

    def alike(self, values: Mapping[str, Value]) -> tuple[KnownGuardian, ...]:
        """Guardians with the surname and postcode of these values: perhaps the same person."""
        wanted = _name_and_postcode(values)
        if not all(wanted):
            return ()
        with self._session.alone(
            Action.WRITE, Event.SEARCH, category=Category.CONTACT, object_kind="guardians"
        ) as connection:
            person = tables.guardian
            same = {
                row["id"]
                for row in connection.execute(select(person)).mappings()
                if _name_and_postcode(row) == wanted
            }
            return tuple(one for one in _everyone(connection) if one.id in same)

    def shared(self, pupil_id: str) -> dict[str, tuple[str, ...]]:
        """For each guardian of this pupil the names of the other children; only those who have."""
        with act(
            self._session,
            pupil_id,
            [(Action.READ, Category.CONTACT)],
            Event.VIEW,
            object_kind="guardian",
            purpose="broers en zussen",
        ) as doing:
            mine = tables.guardianship
            query = select(mine.c.guardian_id).where(mine.c.pupil_id == pupil_id)
            ids = doing.connection.execute(query).scalars().all()
            children = _children(doing.connection, ids)
            return {
                guardian_id: others
                for guardian_id in ids
                if (
                    others := tuple(
                        name for child_id, name in children[guardian_id] if child_id != pupil_id
                    )
                )
            }

    def split(self, pupil_id: str, link_id: str) -> SavedEntry:
        """Give this pupil a guardian of its own with the same data; the others keep theirs."""
        with act(
            self._session,
            pupil_id,
            [(Action.WRITE, Category.CONTACT)],
            Event.CHANGE,
            object_kind=_LINK.code,
            object_id=link_id,
        ) as doing:
            connection, session = doing.connection, doing.session
            link = rows.load_row(connection, session, _LINK, link_id)
            if link["pupil_id"] != pupil_id:
                raise Refused(rows.GONE)
            if len(_children(connection, [link["guardian_id"]])[link["guardian_id"]]) < 2:
                raise UserError(_ALONE)
            person = rows.load_row(connection, session, _PERSON, link["guardian_id"])
            values = {field.name: person[field.name] for field in _PERSON.fields}
            own_id = rows.insert_row(connection, session, _PERSON, values)
            rows.update_row(connection, session, _LINK, link, {"guardian_id": own_id})
            return SavedEntry(pupil_id, _LINK.code, link_id, Category.CONTACT)


def _name_and_postcode(values: Mapping[str, Value] | Row) -> tuple[str, str]:
    return (
        names.fold(str(values.get("surname") or "")),
        "".join(str(values.get("postcode") or "").split()).upper(),
    )


def _everyone(connection: Connection) -> list[KnownGuardian]:
    """Every guardian of a pupil, by surname."""
    person = tables.guardian
    children = _children(connection)
    query = select(person).order_by(person.c.surname, person.c.initials, person.c.id)
    return [
        KnownGuardian(
            row["id"],
            names.formal_name(row),
            "" if row["address_secret"] else row["city"] or "",
            tuple(name for _, name in children[row["id"]]),
        )
        for row in connection.execute(query).mappings()
        if row["id"] in children
    ]


def _children(
    connection: Connection, guardian_ids: Sequence[str] | None = None
) -> dict[str, list[tuple[str, str]]]:
    """The id and name of every child of each guardian, or of these."""
    pupil, link = tables.pupil, tables.guardianship
    query = (
        select(link.c.guardian_id, pupil)
        .join(pupil, pupil.c.id == link.c.pupil_id)
        .order_by(pupil.c.birth_date, pupil.c.id)
    )
    if guardian_ids is not None:
        query = query.where(link.c.guardian_id.in_(guardian_ids))
    found: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["guardian_id"], []).append((row["id"], names.display_name(row)))
    return found
