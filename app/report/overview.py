"""How far the report of each pupil has come, for the list of all of them at once.

The state of a report follows from the proof in the dossier, as on the page of one report
(`store.load`); here it is worked out for everyone in a fixed number of statements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.access.session import Session
from app.dossier import tables
from app.dossier.acts import load_pupils
from app.dossier.guardians import guardians_by_pupil
from app.dossier.informing import Informing, informing
from app.dossier.letter_copies import ProofWanted, proofs_by_report
from app.dossier.school_year import first_day, school_year_of
from app.dossier.values import PupilData, PupilSummary
from app.report.tables import report
from app.report.values import ReportState, receiver_name
from app.vault.schema import Row

LAST_YEAR_GROUP = "8"


@dataclass(frozen=True)
class OverviewLine(PupilData):
    """One pupil and the report that counts: the one under way, else the newest that was sent.

    Without a report `state` is None. `missing` names who must still be informed; `obstacles` are
    Dutch sentences about the record itself.
    """

    pupil: PupilSummary
    report_id: str | None = None
    state: ReportState | None = None
    receiver: str = ""
    drawn_up_on: date | None = None
    sent_on: date | None = None
    missing: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The pupil's id: there is one line for each."""
        return self.pupil.id


@dataclass(frozen=True)
class Overview(PupilData):
    """All lines in the order of a class list, and on which ground they may be seen."""

    ground: str
    lines: tuple[OverviewLine, ...]


def lines_of(session: Session, connection: Connection) -> tuple[OverviewLine, ...]:
    """Everyone in group 8, and everyone else with a report that still matters."""
    this_year = first_day(school_year_of(session.today))
    reports = _counting_reports(connection)
    states = _states_of_informing(session, connection, list(reports.values()))
    lines = []
    for pupil in sorted(load_pupils(session, connection), key=lambda one: one.sort_key):
        row = reports.get(pupil.id)
        if row is None:
            if pupil.year_group == LAST_YEAR_GROUP and not pupil.former:
                lines.append(OverviewLine(pupil))
        # Who left in an earlier year with the report sent needs nothing any more.
        elif not (pupil.former and row["sent_on"] is not None and row["sent_on"] < this_year):
            lines.append(_line(pupil, row, states.get(row["id"])))
    return tuple(lines)


def _counting_reports(connection: Connection) -> dict[str, Row]:
    """The report that counts of each pupil that has one."""
    found: dict[str, Row] = {}
    for row in connection.execute(select(report).order_by(report.c.sent_on)).mappings():
        earlier = found.get(row["pupil_id"])
        if earlier is None or earlier["state"] == ReportState.SENT.value:
            found[row["pupil_id"]] = dict(row)
    return found


def _states_of_informing(
    session: Session, connection: Connection, reports: Sequence[Row]
) -> dict[str, Informing]:
    """Per report under way: who must be informed and who has been."""
    going = [row for row in reports if row["state"] != ReportState.SENT.value]
    pupil_ids = [row["pupil_id"] for row in going]
    guardians = guardians_by_pupil(connection, pupil_ids)
    wanted = [ProofWanted(row["id"], row["pupil_id"], row["drawn_up_on"]) for row in going]
    proofs = proofs_by_report(connection, wanted, session.today)
    person = tables.pupil
    born = {
        row.id: row.birth_date
        for row in connection.execute(
            select(person.c.id, person.c.birth_date).where(person.c.id.in_(pupil_ids))
        )
    }
    return {
        row["id"]: informing(
            guardians[row["pupil_id"]],
            "de leerling zelf",
            born[row["pupil_id"]],
            session.today,
            proofs[row["id"]],
        )
        for row in going
    }


def _line(pupil: PupilSummary, row: Row, informed: Informing | None) -> OverviewLine:
    state = ReportState(row["state"])
    if state is ReportState.FINALISED and informed is not None and informed.complete:
        state = ReportState.INFORMED
    return OverviewLine(
        pupil=pupil,
        report_id=row["id"],
        state=state,
        receiver=receiver_name(row["to_school"], row["to_brin"], row["to_branch"]),
        drawn_up_on=row["drawn_up_on"],
        sent_on=row["sent_on"],
        missing=tuple(name for _, name in informed.missing) if informed else (),
        obstacles=informed.obstacles if informed else (),
    )
