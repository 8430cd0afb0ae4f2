"""The access log as people see it, with the names of pupils and staff beside it.

Reading the log is itself logged.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, select

from app.access import journal
from app.access.journal import LogFilter, LogLine
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.access.verify import Verification, verify
from app.documents import Document, Note, Paragraph, Table, Tone, render
from app.dossier import names, reading, tables
from app.dossier.acts import act
from app.dossier.school import read_school
from app.dossier.wording import dutch_date
from app.vault import Position

EXPORT_LIMIT = 5_000


class LogViews:
    """Who looked at what. The headteacher sees all; one pupil's also the supervisor."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, wanted: LogFilter, before: int | None = None) -> tuple[LogLine, ...]:
        """The newest lines that fit, newest first; at most `journal.PAGE`.

        `before` is the number of the last line of an earlier reading, to go on from there.
        """
        with self._reading(wanted, Event.VIEW) as connection:
            return self._lines(connection, wanted, journal.PAGE, before)

    def as_csv(self, wanted: LogFilter) -> bytes:
        """The same as a file for a spreadsheet."""
        with self._reading(wanted, Event.EXPORT) as connection:
            return journal.as_csv(self._lines(connection, wanted, None))

    def as_pdf(self, wanted: LogFilter) -> bytes:
        """The same on paper, with the outcome of a check of the whole log on top."""
        with self._reading(wanted, Event.PRINT) as connection:
            checked = verify(connection)
            lines = self._lines(connection, wanted, EXPORT_LIMIT + 1)
            school = read_school(connection)
            title = "Toegangslog"
            if wanted.pupil_id is not None:
                title = (
                    f"Toegangslog van {self._pupils(connection).get(wanted.pupil_id, 'leerling')}"
                )
            return render(
                Document(
                    title=title,
                    subtitle=f"{school.name}, {dutch_date(self._session.today)}",
                    header_left=school.name,
                    blocks=(
                        Note(checked.sentence, Tone.DONE if checked.intact else Tone.MUST),
                        Paragraph(_explanation(wanted, len(lines)), "muted"),
                        _table(lines[:EXPORT_LIMIT], with_pupil=wanted.pupil_id is None),
                    ),
                    created=self._session.clock(),
                    author=school.name,
                ),
                replace_missing=True,
            )

    def verify(self, sealed: Position | None) -> Verification:
        """Recompute the whole chain and compare its end with the seal."""
        with self._session.alone(Action.LOG, Event.VERIFY, object_kind="log") as connection:
            return verify(connection, sealed)

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


_COLUMNS = (
    ("Tijd", 1.5),
    ("Wie", 1.7),
    ("Wat", 1.6),
    ("Leerling", 1.7),
    ("Onderdeel", 2.2),
    ("Grond", 1.8),
    ("Uitkomst", 1.4),
)
_PUPIL_COLUMN = 3


def _table(lines: Sequence[LogLine], *, with_pupil: bool) -> Table:
    """One row a line; the log of one pupil needs no column for the pupil."""
    keep = [i for i in range(len(_COLUMNS)) if with_pupil or i != _PUPIL_COLUMN]
    rows = (_row(line) for line in lines)
    return Table(
        tuple(_COLUMNS[i][0] for i in keep),
        tuple(tuple(row[i] for i in keep) for row in rows),
        tuple(_COLUMNS[i][1] for i in keep),
    )


def _row(line: LogLine) -> tuple[str, ...]:
    parts = [line.category]
    if line.object_kind.casefold() != line.category.casefold():
        parts.append(line.object_kind)
    what = "\n".join(part for part in parts if part)
    said = f"{line.outcome}: {line.text}" if line.outcome == "geweigerd" else line.outcome
    who = f"{line.staff}\n{line.role}"
    return (journal.local(line.at), who, line.event, line.pupil, what, line.ground, said)


def _explanation(wanted: LogFilter, count: int) -> str:
    period = ""
    if wanted.first and wanted.last:
        period = f" van {dutch_date(wanted.first)} tot en met {dutch_date(wanted.last)}"
    shown = "1 regel" if count == 1 else f"{min(count, EXPORT_LIMIT)} regels"
    more = f" (de nieuwste {EXPORT_LIMIT})" if count > EXPORT_LIMIT else ""
    return f"{shown}{more}{period}, nieuwste eerst. Tijden zijn die van de school."
