"""Are all dossiers as the log says they were left? The check that runs behind the work.

It reads hashes, shows nothing and needs no right to any dossier. What it finds altered is closed to
everyone (`acts`) until a backup is restored or a headteacher accepts it with a reason.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.session import Session
from app.dossier import checks, tables
from app.dossier.acts import load_pupil
from app.dossier.digest import dossier_digests, newest_digests
from app.dossier.kinds import Field, FieldType
from app.dossier.values import PupilSummary
from app.errors import UserError

Progress = Callable[[int, int], bool]
"""Told how many of how many are done; answers whether to go on."""

_CHUNK = 50
"""Dossiers in one transaction: others wait for no more than these."""

_REASON = Field("reason", "De reden", FieldType.LONG_TEXT, required=True, max_length=500)
_NOT_ALTERED = "Dit dossier is zoals het log zegt; er valt niets te aanvaarden."


@dataclass(frozen=True)
class CheckedDossiers:
    """How many were compared, and the random ids of those that were altered."""

    count: int
    altered: tuple[str, ...]
    finished: bool = True


class Watch:
    """Comparing every dossier with the log."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.found: tuple[str, ...] = ()
        """The altered dossiers that the newest check found."""

    def check(self, progress: Progress = lambda _done, _all: True) -> CheckedDossiers:
        """Compare them all, a few at a time; a dossier that never had a digest gets its first."""
        with self._session.transaction() as connection:
            ids = list(connection.execute(select(tables.pupil.c.id)).scalars())
        altered: list[str] = []
        done = 0
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            altered += self._check(some)
            done += len(some)
            if not progress(done, len(ids)):
                return CheckedDossiers(done, tuple(altered), finished=False)
        self._report(done, altered)
        self.found = tuple(altered)
        return CheckedDossiers(done, tuple(altered))

    def altered(self, pupil_ids: tuple[str, ...]) -> tuple[PupilSummary, ...]:
        """Whose dossiers `check` found altered, for who may have the school checked."""
        with self._session.alone(Action.RESTORE, Event.VIEW, object_kind="pupils") as connection:
            return tuple(load_pupil(self._session, connection, one) for one in pupil_ids)

    def accept(self, pupil_id: str, reason: str) -> None:
        """Go on with an altered dossier as it now stands; only the headteacher, with a reason."""
        try:
            why = str(checks.check_field(_REASON, reason, self._session.today))
        except ValueError as problem:
            raise checks.InvalidEntry({"reason": str(problem)}) from None
        session = self._session
        ground = session.require(Action.RESTORE, Event.DIGEST, object_kind="pupil")
        with session.transaction() as connection:
            if not self._compare(connection, [pupil_id])[0]:
                raise UserError(_NOT_ALTERED)
            accepted = LogEvent(
                Event.DIGEST,
                pupil_id=pupil_id,
                object_kind="pupil",
                ground=ground.text,
                digest=dossier_digests(connection, [pupil_id])[pupil_id],
                text={"purpose": why},
            )
            session.record(connection, accepted)
        self.found = tuple(one for one in self.found if one != pupil_id)

    def _check(self, pupil_ids: list[str]) -> list[str]:
        with self._session.transaction() as connection:
            altered, new = self._compare(connection, pupil_ids)
            if new:
                events = [
                    LogEvent(Event.DIGEST, pupil_id=one, object_kind="pupil", digest=digest)
                    for one, digest in new.items()
                ]
                self._session.record(connection, *events)
            return altered

    def _compare(
        self, connection: Connection, pupil_ids: list[str]
    ) -> tuple[list[str], dict[str, bytes]]:
        """The altered ones, and the digests of those that never had one."""
        said = newest_digests(connection, pupil_ids)
        now = dossier_digests(connection, pupil_ids)
        altered = [one for one in pupil_ids if one in said and said[one] != now[one]]
        return altered, {one: now[one] for one in pupil_ids if one not in said}

    def _report(self, count: int, altered: list[str]) -> None:
        events = [
            LogEvent(
                Event.ALARM,
                pupil_id=one,
                object_kind="pupil",
                text={"alarm": "het dossier is niet zoals het log zegt"},
            )
            for one in altered
        ]
        text = {"found": f"{count} dossiers vergeleken"}
        events.append(LogEvent(Event.VERIFY, object_kind="pupils", text=text))
        with self._session.transaction() as connection:
            self._session.record(connection, *events)
