"""Adding many entries at once: for an import and for the demo school.

Every value goes through `checks.check` as if it had been typed; the rows of a table then go to the
database in one statement. What the caller still does: ask the policy, look for doubles, and log, in
the same transaction (`Session.alone`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from app.access.session import Session
from app.dossier import checks, rows, text_index
from app.dossier.ids import new_id
from app.dossier.kinds import PERSON_KINDS, Kind, Value
from app.dossier.sealed import seal_row
from app.dossier.sharing import copies_of
from app.dossier.tables import TABLES, shared_copy, stamp

_ORDER = (*PERSON_KINDS, *(code for code in TABLES if code not in PERSON_KINDS))
_WHY_MISSING = "Bij dit gegeven hoort in één zin waarom het nodig is."


@dataclass(frozen=True)
class Written:
    """Who first wrote an entry and when, where the source of an import knows it.

    `by` is the id of a member of staff.
    """

    by: str
    at: datetime


class BulkWriter:
    """Collects checked rows; `flush` writes them, persons before what points to them.

    Groups that are referred to must stand in the database before `flush`. One writer belongs to one
    transaction; without a `flush` nothing is written.
    """

    def __init__(self, session: Session, connection: Connection) -> None:
        self._session = session
        self._connection = connection
        self._today = session.today
        self._now = Written(session.staff.id, session.clock())
        self._waiting: dict[str, list[dict[str, Any]]] = {code: [] for code in _ORDER}

    def add(
        self,
        kind_code: str,
        values: Mapping[str, Value],
        *,
        pupil_id: str | None = None,
        row_id: str | None = None,
        reason: str = "",
        written: Written | None = None,
    ) -> str:
        """Check one row and keep it for `flush`; returns its id.

        A field that is missing gets its default. Raises `InvalidEntry` with the problem per field;
        what was added before stays.
        """
        kind = rows.kind_of(kind_code)
        if (pupil_id is None) is not (kind.code in PERSON_KINDS):
            raise ValueError(f"{kind.code}: exactly an entry belongs to a pupil, a person does not")
        filled = {field.name: values.get(field.name, field.default) for field in kind.fields}
        stored, problems = checks.check(kind, filled, self._today)
        reason = checks.clean_text(reason)
        if kind.necessity and not reason:
            problems["reason"] = _WHY_MISSING
        if problems:
            raise checks.InvalidEntry(problems)
        return self.add_checked(
            kind_code, stored, pupil_id=pupil_id, row_id=row_id, reason=reason, written=written
        )

    def add_checked(
        self,
        kind_code: str,
        stored: Mapping[str, Value],
        *,
        pupil_id: str | None = None,
        row_id: str | None = None,
        reason: str = "",
        written: Written | None = None,
    ) -> str:
        """Keep a row whose values were checked elsewhere; every field must be there.

        For what a form would ask and another program may leave open, such as a year group.
        """
        first = written or self._now
        moment = stamp(first.at)
        row: dict[str, Any] = {
            **stored,
            "id": row_id or new_id(),
            "reason": reason or None,
            "version": 1,
            "created_at": moment,
            "created_by": first.by,
            "changed_at": moment,
            "changed_by": first.by,
        }
        if pupil_id is not None:
            row["pupil_id"] = pupil_id
        self._waiting[kind_code].append(row)
        return str(row["id"])

    def flush(self) -> int:
        """Write what was added since the last time; returns how many rows that were."""
        count = 0
        for code, waiting in self._waiting.items():
            if waiting:
                self._write(rows.kind_of(code), waiting)
                count += len(waiting)
                waiting.clear()
        return count

    def _write(self, kind: Kind, waiting: list[dict[str, Any]]) -> None:
        table, compartments = TABLES[kind.code], self._session.compartments
        if not kind.compartment:
            self._connection.execute(insert(table), waiting)
            text_index.added(self._connection, kind, waiting)
            return
        self._connection.execute(
            insert(table), [seal_row(compartments, table, row) for row in waiting]
        )
        copies = [
            copy for row in waiting for copy in copies_of(self._session.compartments, kind, row)
        ]
        if copies:
            self._connection.execute(insert(shared_copy), copies)
