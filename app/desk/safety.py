"""Reservekopieën: made every day and before risky acts, here and at a second place; looked into.

What is kept is decided by `app.vault.backup_scheme`. Putting back is in `restoring`, checking in
`checking`. The daily backup is the program's own act and asks nobody's leave; the log says so.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from app.access.log import Event, LogEvent, head, log_state
from app.access.policy import Action
from app.access.session import Session
from app.desk import checking, restoring
from app.desk.backup_state import BackupContents, BackupState, PlaceState
from app.desk.checking import CheckReport
from app.desk.restoring import Keys, Restored
from app.dossier import backup_contents
from app.errors import UserError
from app.vault import (
    BackupFailed,
    Database,
    SchoolFolder,
    SealState,
    Unlocked,
    backup_places,
    backup_scheme,
    compare,
    make_backup,
    read_seal,
)
from app.vault.backup_clock import ClockDoubt, clock_doubt, clock_rules
from app.vault.backup_places import BackupInfo, Where
from app.vault.backup_scheme import Sort
from app.vault.check import Progress
from app.vault.copies import not_good, opens_with, read_copy
from app.vault.slots import DATABASE_KEY

DAILY, BY_HAND = "dagelijks", "handmatig"
BEFORE_IMPORT, BEFORE_ROLL_OVER = "voor-importeren", "voor-overgang"


class Safety:
    """Backups of the school that is open, for who may: headteacher and IT."""

    def __init__(
        self,
        session: Session,
        unlocked: Unlocked,
        left: Callable[[], None],
        closing: AbstractContextManager[object],
    ) -> None:
        """`left` is called when a restore has closed the session: the desk is then gone.

        `closing` is what closing the desk waits for: held during a restore, so that the folder
        stays ours until it has ended.
        """
        self._session = session
        self._unlocked = unlocked
        self._left = left
        self._closing = closing
        self._one_at_a_time = threading.Lock()

    def state(self) -> BackupState:
        """How things stand today. Everyone may know it."""
        path, copied_at = self._place()
        today = self._session.today
        here = self._newest_day(self._listed_here())
        folder = self._folder.backups
        first = PlaceState(folder, True, here, _too_old(here, today, second_place=False))
        clock = self._clock_doubt().text
        if not path:
            return BackupState(first, None, clock)
        second = self._second(path)
        reachable = backup_places.is_reachable(second)
        newest = self._newest_day(self._listed_there(second)) if reachable else None
        if newest is None and copied_at is not None and copied_at.astimezone().date() <= today:
            newest = copied_at.astimezone().date()
        too_old = _too_old(newest, today, second_place=True)
        return BackupState(first, PlaceState(Path(path), reachable, newest, too_old), clock)

    def list(self) -> tuple[BackupInfo, ...]:
        """All backups that can be reached, newest first; the same one in both places twice."""
        path, _ = self._place()
        found = self._listed_here()
        if path:
            found += self._listed_there(self._second(path))
        return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))

    def daily_if_due(self) -> BackupState:
        """Today's backup when there is none yet, and its copy at the second place.

        Called after each sign-in, in the background; work goes on meanwhile. Raises UserError.
        """
        with self._one_at_a_time:
            today = self._session.today
            regular = [one for one in self._listed_here() if one.why.sort is Sort.REGULAR]
            if self._newest_day(regular) != today:
                self._make(DAILY, "elke dag, bij de eerste aanmelding")
            self._to_second_place()
        return self.state()

    def backup_now(self, why: str = BY_HAND) -> BackupInfo:
        """A backup of this moment, and its copy at the second place when that is reachable.

        `why` is a code of `resources/backups.toml`. Raises Refused, BackupFailed.
        """
        ground = self._session.require(Action.BACKUP, Event.BACKUP, object_kind="backup")
        with self._one_at_a_time:
            made = self._make(why, ground.text)
            self._to_second_place()
        return made

    def before_risk(self, why: str) -> BackupInfo:
        """The backup before an act that was authorised itself: an import, a rotation."""
        with self._one_at_a_time:
            return self._make(why, backup_scheme.why_of(why).text)

    def copy_of(self, backup: BackupInfo, place: Path) -> Path:
        """A copy of this backup in a folder of choice; where it stands. Raises UserError.

        Logged first, as every export; not to which folder, for a path may name a person.
        """
        ground = self._session.require(Action.BACKUP, Event.EXPORT, object_kind="backup")
        event = LogEvent(
            Event.EXPORT,
            object_kind="backup",
            object_id=backup.name,
            ground=ground.text,
            text={"purpose": "kopie van een reservekopie in een map van eigen keuze"},
        )
        with self._session.transaction() as connection:
            self._session.record(connection, event)
        return backup_places.copy_to(backup, place)

    def set_second_place(self, place: Path | None) -> BackupState:
        """Choose the second place and copy the newest backup there; None: have none any more.

        Raises Refused, UserError when nothing can be written there.
        """
        ground = self._session.require(Action.SCHOOL, Event.SETTINGS, object_kind="backup")
        if place is not None:
            backup_places.set_up_second_place(place, self._folder, self._unlocked.school_id)
        with self._session.transaction() as connection:
            backup_contents.set_backup_place(connection, str(place or ""), None)
            event = LogEvent(Event.SETTINGS, object_kind="backup", ground=ground.text)
            self._session.record(connection, event)
        with self._one_at_a_time:
            self._to_second_place()
        return self.state()

    def look_into(self, backup: BackupInfo) -> BackupContents:
        """What a backup holds and what putting it back would lose; logged. Raises UserError."""
        ground = self._session.require(Action.RESTORE, Event.VIEW, object_kind="backup")
        keys = self._keys_that_open(backup)
        looked = LogEvent(
            Event.VIEW, object_kind="backup", object_id=backup.name, ground=ground.text
        )
        with (
            read_copy(backup.folder.database, keys[DATABASE_KEY]) as old,
            self._session.transaction() as connection,
        ):
            after = head(old).number
            same = backup_contents.follows_on(old, connection)
            contents = BackupContents(
                backup,
                backup_contents.holds(old),
                backup_contents.holds(connection),
                backup_contents.lost_days(connection, after if same else 0),
                same,
            )
            self._session.record(connection, looked)
        return contents

    def restore(self, backup: BackupInfo, progress: Progress = checking.quiet) -> Restored:
        """Put a backup back. The session is closed by it: sign in again. Raises UserError.

        Until the last moment nothing is changed, and then as one step; see `app.vault.restore`.
        """
        ground = self._session.require(Action.RESTORE, Event.RESTORE, object_kind="backup")
        with self._closing, self._one_at_a_time:
            return restoring.restore_open_school(
                self._session,
                self._unlocked,
                backup,
                opened=self._keys_that_open(backup),
                ground=ground.text,
                progress=progress,
                left=self._left,
            )

    def check(self, progress: Progress = checking.quiet) -> CheckReport:
        """Read everything and say in three lines whether it is in order; logged. Raises Refused."""
        ground = self._session.require(Action.CHECK, Event.CHECK, object_kind="backup")
        older = [one[DATABASE_KEY] for one in self._older_keys() if DATABASE_KEY in one]
        report = checking.check_open_school(
            self._session,
            self._unlocked,
            self.list(),
            tuple(older),
            progress,
        )
        if not report.database.in_order:
            return report  # writing in a damaged database could make it worse
        with self._session.transaction() as connection:
            self._session.record(
                connection,
                LogEvent(
                    Event.CHECK,
                    object_kind="school",
                    ground=ground.text,
                    text={"outcome": "in orde" if report.in_order else "niet in orde"},
                ),
            )
        return report

    @property
    def _folder(self) -> SchoolFolder:
        return self._unlocked.folder

    def _database(self) -> Database:
        assert self._unlocked.database is not None
        return self._unlocked.database

    def _place(self) -> tuple[str, datetime | None]:
        with self._session.transaction() as connection:
            return backup_contents.backup_place(connection)

    def _second(self, path: str) -> SchoolFolder:
        return backup_places.second_folder(Path(path), self._folder, self._unlocked.school_id)

    def _listed_here(self) -> tuple[BackupInfo, ...]:
        school_id = self._unlocked.school_id
        return backup_places.list_backups(self._folder.backups, Where.HERE, school_id)

    def _listed_there(self, second: SchoolFolder) -> tuple[BackupInfo, ...]:
        return backup_places.list_backups(second.path, Where.SECOND, self._unlocked.school_id)

    def _newest_day(self, listed: Sequence[BackupInfo]) -> date | None:
        """Not counting what was set aside, nor what has a date that is still to come."""
        days = [one.dated.made_on for one in listed if one.why.sort is not Sort.ASIDE]
        return max((day for day in days if day <= self._session.today), default=None)

    def _clock_doubt(self) -> ClockDoubt:
        return clock_doubt(
            [one.dated for one in self._listed_here()], self._session.today, clock_rules()
        )

    def _make(self, why: str, ground: str) -> BackupInfo:
        now = self._session.clock()
        backup_places.clear_unfinished(self._folder.backups, now, age=backup_places.NO_AGE)
        made = make_backup(self._folder, self._database(), why=why, now=now, inspect=self._inspect)
        self._record(ground, made.path.name)
        info = backup_places.backup_at(made.path, Where.HERE)
        self._prune(self._folder.backups, self._listed_here())
        return info

    def _record(self, ground: str, name: str) -> None:
        with self._session.transaction() as connection:
            event = LogEvent(Event.BACKUP, object_kind="backup", object_id=name, ground=ground)
            self._session.record(connection, event)

    def _inspect(self, connection: Connection, copy: SchoolFolder) -> None:
        """The seal that goes along must belong to the copied log."""
        key = self._database().key_for("seal")
        sealed = read_seal(copy.seal, key, self._unlocked.school_id)
        state = compare(log_state(connection), sealed)
        if state not in (SealState.EQUAL, SealState.DATABASE_AHEAD):
            raise BackupFailed(not_good(copy.path))

    def _to_second_place(self) -> None:
        """Copy the newest backup there when it is not there yet. An absent stick is no error."""
        path, _ = self._place()
        today = self._session.today
        here = [one for one in self._listed_here() if one.dated.made_on <= today]
        if not path or not here:
            return
        second = self._second(path)
        if not backup_places.is_reachable(second):
            return
        backup_places.clear_unfinished(second.path, self._session.clock())
        newest = here[0]
        if newest.name not in {one.name for one in self._listed_there(second)}:
            backup_places.copy_to(newest, second.path)
            with self._session.transaction() as connection:
                backup_contents.set_backup_place(connection, path, self._session.clock())
        self._prune(second.path, self._listed_there(second))

    def _prune(self, place: Path, listed: Sequence[BackupInfo]) -> None:
        """By the clock, unless that is in doubt: the backups here are the witnesses."""
        if not self._clock_doubt().holds:
            backup_places.prune(place, listed, self._session.today, backup_scheme.rules())

    def _older_keys(self) -> Sequence[Keys]:
        """Of the generations before, newest first. Raises FileProblem for a damaged ring."""
        return [keys for _number, keys in sorted(self._unlocked.older_keys().items(), reverse=True)]

    def _keys_that_open(self, backup: BackupInfo) -> Keys:
        """Today's school keys, or those of the generation of its day. Raises UserError."""
        today = self._unlocked.school_keys
        if opens_with(backup.folder.database, today[DATABASE_KEY]):
            return today
        for keys in self._older_keys():
            if opens_with(backup.folder.database, keys[DATABASE_KEY]):
                return keys
        raise UserError(
            f"De reservekopie ‘{backup.name}’ gaat niet open: zij is beschadigd, van een andere "
            "school, of van vóór het vervangen van de sleutels. Er is niets gewijzigd. Kies een "
            "andere, of meld u af en zet haar terug met het wachtwoord van die dag."
        )


def _too_old(newest: date | None, today: date, *, second_place: bool) -> bool:
    return newest is None or (today - newest).days > backup_scheme.warn_after(second_place)
