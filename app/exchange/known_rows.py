"""The rows of the pupils that an import changes, read all at once and kept true meanwhile.

One query per table instead of a few per pupil: at the turn of a school year every pupil changes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.access.session import Session
from app.dossier import rows, tables
from app.dossier.kinds import KINDS, Value
from app.dossier.tables import TABLES
from app.vault.schema import Row

_DATED = ("enrolment", "placement", "address")


class KnownRows:
    """What these pupils have in the database now."""

    def __init__(
        self, session: Session, connection: Connection, pupil_ids: Collection[str]
    ) -> None:
        self._session = session
        self._connection = connection
        wanted = set(pupil_ids)
        self._pupils = {row["id"]: row for row in self._read("pupil") if row["id"] in wanted}
        self._dated: dict[str, dict[str, list[Row]]] = {}
        for code in _DATED if wanted else ():
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self._read(code):
                if row["pupil_id"] in wanted:
                    found[row["pupil_id"]].append(row)
            self._dated[code] = found

    def _read(self, code: str) -> Iterable[Row]:
        table = TABLES[code]
        query = select(table)
        if code in _DATED:
            query = query.order_by(table.c.from_date.asc().nulls_first())
        return self._connection.execute(query).mappings().all()

    def pupil(self, pupil_id: str) -> Row:
        """The pupil's own row."""
        return self._pupils[pupil_id]

    def of(self, code: str, pupil_id: str) -> tuple[Row, ...]:
        """The rows of a kind with dates, the earliest first."""
        return tuple(self._dated[code].get(pupil_id, ()))

    def change_pupil(self, pupil_id: str, values: Mapping[str, Value]) -> None:
        """Store a new version of the pupil's own row, when anything differs."""
        rows.update_row(
            self._connection, self._session, KINDS["pupil"], self._pupils[pupil_id], values
        )

    def change(self, code: str, row: Row, values: Mapping[str, Value]) -> None:
        """Store a new version of one of the rows that `of` gave, when anything differs."""
        if rows.update_row(self._connection, self._session, KINDS[code], row, values):
            changed: dict[str, Any] = {**row, **values, "version": row["version"] + 1}
            own = self._dated[code][row["pupil_id"]]
            own[:] = [changed if one["id"] == row["id"] else one for one in own]


def groups_taught(connection: Connection) -> dict[str, set[str]]:
    """The ids of the groups that each member of staff teaches."""
    taught: dict[str, set[str]] = {}
    for row in connection.execute(select(tables.group_staff)):
        taught.setdefault(row.staff_id, set()).add(row.group_id)
    return taught
