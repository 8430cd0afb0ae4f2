"""The access log as people see it, with the names of pupils and staff beside it.

Reading the log is itself logged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection, select

from app.access import evidence, journal, retention
from app.access.exports import as_csv, as_json_lines
from app.access.journal import LogFilter, LogLine
from app.access.log import Event, LogEvent
from app.access.parents import Day, days
from app.access.policy import Action
from app.access.retention import Removal
from app.access.session import Session
from app.access.unusual import Unusual, unusual
from app.access.verify import LogCheck, Progress, Verification, Witnesses, on, verify
from app.dossier import log_pages, names, reading, tables
from app.dossier.acts import act
from app.dossier.school import read_school
from app.errors import UserError

EXPORT_LIMIT = log_pages.EXPORT_LIMIT
UNUSUAL_DAYS = 30
"""How far back what stands out is looked for when no period is asked, in days."""


class LogViews:
    """Who looked at what. The headteacher sees all; one pupil's also the supervisor."""

    def __init__(self, session: Session, outside: Witnesses) -> None:
        """`outside`: what stood outside the database at sign-in about this log."""
        self._session = session
        self._outside = outside

    def read(self, wanted: LogFilter, before: int | None = None) -> tuple[LogLine, ...]:
        """The newest lines that fit, newest first; at most `journal.PAGE`.

        `before` is the number of the last line of an earlier reading, to go on from there.
        """
        with self._reading(wanted, Event.VIEW) as connection:
            return self._lines(connection, wanted, journal.PAGE, before)

    def read_all(self, wanted: LogFilter) -> tuple[LogLine, ...]:
        """Every line that fits, newest first."""
        with self._reading(wanted, Event.VIEW) as connection:
            return self._lines(connection, wanted, None)

    def days(self, wanted: LogFilter, *, with_names: bool = False) -> tuple[Day, ...]:
        """One pupil's log grouped by day, in the language of parents, newest day first.

        Names of staff only when the headteacher chooses so; raises Refused for anybody else.
        """
        with self._reading_days(wanted, Event.VIEW, with_names=with_names) as connection:
            return days(self._lines(connection, wanted, None), with_names=with_names)

    def unusual(self, wanted: LogFilter) -> tuple[Unusual, ...]:
        """What stands out, newest first; of the last month when `wanted` has no first day."""
        wanted = self._recent(wanted)
        with self._session.alone(Action.LOG, Event.VIEW, object_kind="log") as connection:
            return unusual(self._lines(connection, wanted, None))

    def as_csv(self, wanted: LogFilter) -> bytes:
        """Every line that fits as a file for a spreadsheet."""
        with self._reading(wanted, Event.EXPORT) as connection:
            return as_csv(self._lines(connection, wanted, None))

    def as_json_lines(self, wanted: LogFilter) -> bytes:
        """The same with the field names of *Logboek dataverwerkingen*, a line an entry."""
        with self._reading(wanted, Event.EXPORT) as connection:
            lines = self._lines(connection, wanted, None)
            return as_json_lines(lines, self._outside.school_id)

    def as_evidence(self) -> bytes:
        """The whole log as it is chained and signed, for a verifier that is not ours."""
        with self._session.alone(Action.LOG, Event.EXPORT, object_kind="log") as connection:
            return evidence.export(connection, self._outside.school_id)

    def as_pdf(self, wanted: LogFilter) -> bytes:
        """The list on paper, with the outcome of a check of the whole log on top."""
        with self._reading(wanted, Event.PRINT) as connection:
            checked = verify(connection, self._outside)
            lines = self._lines(connection, wanted, EXPORT_LIMIT + 1)
            title = "Toegangslog"
            if wanted.pupil_id is not None:
                title = f"Toegangslog van {self._name(connection, wanted.pupil_id)}"
            elif wanted.staff_id is not None:
                people = reading.staff_names(connection)
                title = f"Toegangslog: {people.get(wanted.staff_id, 'medewerker')}"
            return self._paper(connection).lines(title, wanted, lines, checked)

    def days_as_pdf(self, wanted: LogFilter, *, with_names: bool = False) -> bytes:
        """What `days` gives, on paper for a parent."""
        with self._reading_days(wanted, Event.PRINT, with_names=with_names) as connection:
            found = days(self._lines(connection, wanted, None), with_names=with_names)
            pupil = self._name(connection, wanted.pupil_id or "")
            return self._paper(connection).days(pupil, wanted, found)

    def unusual_as_pdf(self, wanted: LogFilter) -> bytes:
        """What `unusual` gives, on paper."""
        wanted = self._recent(wanted)
        with self._session.alone(Action.LOG, Event.PRINT, object_kind="log") as connection:
            found = unusual(self._lines(connection, wanted, None))
            return self._paper(connection).unusual(wanted, found)

    def verify(self, progress: Progress = on) -> Verification:
        """Check the whole log; between its parts others can work."""
        with self._session.alone(Action.LOG, Event.VERIFY, object_kind="log"):
            pass  # Only asks whether this person may, and logs it.
        return self._check(progress)

    def check_in_background(self, progress: Progress = on) -> Verification:
        """The same for whoever is signed in: shows nothing of a pupil. A break is logged."""
        checked = self._check(progress)
        if checked.finding is not None:
            with self._session.transaction() as connection:
                said = {"alarm": checked.sentence}
                self._session.record(
                    connection, LogEvent(Event.ALARM, object_kind="log", text=said)
                )
        return checked

    def due_for_removal(self) -> Removal | None:
        """What the school's retention says may go; None when nothing is due."""
        with self._session.alone(Action.LOG, Event.VIEW, object_kind="log") as connection:
            return retention.due(connection, *self._term(connection))

    def trim(self) -> Removal | None:
        """Remove what is due, after a check of the whole log; what was removed.

        Raises UserError when the log is not intact or the clock is not to be believed: then nothing
        is removed.
        """
        with self._session.alone(Action.LOG, Event.VERIFY, object_kind="log") as connection:
            checked = verify(connection, self._outside)
            if checked.intact:
                return retention.trim(self._session, connection, *self._term(connection))
        raise UserError(
            f"{checked.sentence} Er is niets verwijderd: zo blijft na te gaan wat er gebeurd is. "
            "Bewaar een kopie van de schoolmap."
        )

    def _check(self, progress: Progress) -> Verification:
        check = LogCheck(self._outside)
        done, go_on = False, True
        while go_on and not done:
            with self._session.transaction() as connection:
                done = check.advance(connection)
            go_on = progress(check.done, check.total)
        return check.result()

    def _term(self, connection: Connection) -> tuple[datetime, datetime]:
        """From which moment the log is kept, and now."""
        years = read_school(connection).log_years
        first = retention.kept_from(self._session.today, years)
        return datetime.combine(first, time()).astimezone(UTC), self._session.clock()

    def _recent(self, wanted: LogFilter) -> LogFilter:
        if wanted.first is not None:
            return wanted
        return LogFilter(
            wanted.pupil_id,
            wanted.staff_id,
            self._session.today - timedelta(days=UNUSUAL_DAYS),
            wanted.last,
            wanted.refused_only,
        )

    @contextmanager
    def _reading(self, wanted: LogFilter, event: Event) -> Iterator[Connection]:
        if wanted.pupil_id is None:
            with self._session.alone(Action.LOG, event, object_kind="log") as connection:
                yield connection
            return
        with act(
            self._session,
            wanted.pupil_id,
            [(Action.PUPIL_LOG, None)],
            event,
            object_kind="log",
        ) as doing:
            yield doing.connection

    @contextmanager
    def _reading_days(
        self, wanted: LogFilter, event: Event, *, with_names: bool
    ) -> Iterator[Connection]:
        if wanted.pupil_id is None:
            raise ValueError("the log for parents is about one pupil")
        action = Action.LOG if with_names else Action.PUPIL_LOG
        with act(
            self._session, wanted.pupil_id, [(action, None)], event, object_kind="log"
        ) as doing:
            if with_names:
                doing.text["names"] = "met namen van medewerkers"
            yield doing.connection

    def _lines(
        self,
        connection: Connection,
        wanted: LogFilter,
        limit: int | None,
        before: int | None = None,
    ) -> tuple[LogLine, ...]:
        staff, pupils = reading.staff_names(connection), self._pupils(connection)
        return journal.read(connection, wanted, staff, pupils, limit=limit, before=before)

    def _pupils(self, connection: Connection) -> dict[str, str]:
        rows = connection.execute(select(tables.pupil)).mappings()
        return {row["id"]: names.display_name(row) for row in rows}

    def _name(self, connection: Connection, pupil_id: str) -> str:
        return self._pupils(connection).get(pupil_id, "leerling")

    def _paper(self, connection: Connection) -> log_pages.Paper:
        school = read_school(connection)
        return log_pages.Paper(school.name, self._session.today, self._session.clock())
