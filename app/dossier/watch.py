"""Are all dossiers as the log says they were left? The check that runs behind the work.

It reads hashes, shows nothing and needs no right to any dossier. What it finds altered is closed to
everyone (`acts`) until a backup is restored or a headteacher accepts it with a reason.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.pupil_data import PupilData
from app.access.session import Session
from app.dossier import checks, names, tables
from app.dossier.digest import (
    altered_alarm,
    altered_dossiers,
    dossier_digests,
    is_school_altered,
    logged_pupils,
    school_digest,
)
from app.dossier.kinds import Field, FieldType
from app.errors import UserError

Progress = Callable[[int, int], bool]
"""Told how many of how many are done; answers whether to go on."""

_CHUNK = 50
"""Dossiers in one transaction: others wait for no more than these."""

_REASON = Field("reason", "De reden", FieldType.LONG_TEXT, required=True, max_length=500)
_NOT_ALTERED = "Dit is zoals het log zegt; er valt niets te aanvaarden."


@dataclass(frozen=True)
class CheckedDossiers:
    """How many were compared, and the random ids of those that were altered.

    `school_altered`: school, groups or staff are not as the log says.
    """

    count: int
    altered: tuple[str, ...]
    finished: bool = True
    school_altered: bool = False


@dataclass(frozen=True)
class AlteredDossier(PupilData):
    """A dossier that is not as the log says; `gone`: nothing of it is left."""

    id: str
    name: str
    gone: bool


class Watch:
    """Comparing every dossier, and what decides who may do what, with the log."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.found = CheckedDossiers(0, ())
        """What the newest check found."""

    def check(self, progress: Progress = lambda _done, _all: True) -> CheckedDossiers:
        """Compare them all, a few at a time, also those that should be there and are not."""
        with self._session.transaction() as connection:
            there = set(connection.execute(select(tables.pupil.c.id)).scalars())
            ids = sorted(there | logged_pupils(connection))
            school = is_school_altered(connection)
        altered: list[str] = []
        done = 0
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            with self._session.transaction() as connection:
                altered += altered_dossiers(connection, some)
            done += len(some)
            if not progress(done, len(ids)):
                return CheckedDossiers(done, tuple(altered), finished=False, school_altered=school)
        self._report(len(there), altered)
        self.found = CheckedDossiers(len(there), tuple(altered), school_altered=school)
        return self.found

    def altered(self, pupil_ids: tuple[str, ...]) -> tuple[AlteredDossier, ...]:
        """Whose dossiers `check` found altered, for who may accept them."""
        with self._session.alone(
            Action.ACCEPT_ALTERED, Event.VIEW, object_kind="pupils"
        ) as connection:
            person = tables.pupil
            rows = connection.execute(select(person).where(person.c.id.in_(pupil_ids))).mappings()
            there = {row["id"]: names.display_name(row) for row in rows}
            return tuple(
                AlteredDossier(one, there.get(one, "Een verdwenen dossier"), one not in there)
                for one in pupil_ids
            )

    def accept(self, pupil_id: str, reason: str) -> None:
        """Go on with an altered dossier as it now stands; only the headteacher, with a reason."""
        with self._accepting(reason) as (connection, ground, why):
            if not altered_dossiers(connection, [pupil_id]):
                raise UserError(_NOT_ALTERED)
            accepted = LogEvent(
                Event.DIGEST,
                pupil_id=pupil_id,
                object_kind="pupil",
                ground=ground,
                digest=dossier_digests(connection, [pupil_id])[pupil_id],
                text={"purpose": why},
            )
            self._session.record(connection, accepted)
        left = tuple(one for one in self.found.altered if one != pupil_id)
        self.found = replace(self.found, altered=left)

    def accept_school(self, reason: str) -> None:
        """Go on with school, groups and staff as they now stand."""
        with self._accepting(reason) as (connection, ground, why):
            if not is_school_altered(connection):
                raise UserError(_NOT_ALTERED)
            accepted = LogEvent(
                Event.DIGEST,
                object_kind="school",
                ground=ground,
                digest=school_digest(connection),
                text={"purpose": why},
            )
            self._session.record(connection, accepted)
        self.found = replace(self.found, school_altered=False)

    @contextmanager
    def _accepting(self, reason: str) -> Iterator[tuple[Connection, str, str]]:
        try:
            why = str(checks.check_field(_REASON, reason, self._session.today))
        except ValueError as problem:
            raise checks.InvalidEntry({"reason": str(problem)}) from None
        session = self._session
        ground = session.require(Action.ACCEPT_ALTERED, Event.DIGEST)
        with session.transaction() as connection:
            yield connection, ground.text, why

    def _report(self, count: int, altered: list[str]) -> None:
        events = [altered_alarm(one) for one in altered]
        text = {"found": f"{count} dossiers vergeleken"}
        events.append(LogEvent(Event.VERIFY, object_kind="dossiers", text=text))
        with self._session.transaction() as connection:
            self._session.record(connection, *events)
