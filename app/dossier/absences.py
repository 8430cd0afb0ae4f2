"""What the absence of pupils asks of the school: totals, and the signal of sixteen hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.people import Relation
from app.access.policy import Action, Ground
from app.access.session import Session
from app.dossier import tables
from app.dossier.absence_count import SORTS, AbsenceTotal, total, year_before
from app.dossier.acts import Act, act, acts, load_pupils, relation_to
from app.dossier.calendar import SchoolCalendar
from app.dossier.digest import altered_dossiers
from app.dossier.school_days import read_calendar
from app.dossier.school_year import first_day, school_year_of
from app.dossier.sixteen_hours import Level, Signal, signal
from app.dossier.values import PupilData, PupilSummary
from app.vault.schema import Row

_LIST = "absence_signals"
_ABSENCE, _REPORT = tables.TABLES["absence"], tables.TABLES["absence_report"]


@dataclass(frozen=True)
class Period:
    """A period with a name for people."""

    label: str
    first: date
    last: date


def periods(today: date) -> tuple[Period, ...]:
    """The periods that totals are shown of: this school year, and the twelve months up to today."""
    year = school_year_of(today)
    return (
        Period(f"schooljaar {year}", first_day(year), today),
        Period("laatste 12 maanden", year_before(today), today),
    )


@dataclass(frozen=True)
class AbsenceState(PupilData):
    """What the absence of one pupil comes to. `totals`: by period and sort."""

    pupil: PupilSummary
    calendar: SchoolCalendar
    totals: tuple[tuple[Period, Mapping[str, AbsenceTotal]], ...]
    signal: Signal


@dataclass(frozen=True)
class PupilSignal(PupilData):
    """A pupil whose unauthorised absence asks something of the school."""

    pupil: PupilSummary
    signal: Signal

    @property
    def id(self) -> str:
        """The pupil's id."""
        return self.pupil.id


class Absences:
    """The use cases: the state of one pupil, and the list of those who need attention."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_pupil(self, pupil_id: str) -> AbsenceState:
        """Totals and signal of one pupil, for the page of absence."""
        with act(
            self._session,
            pupil_id,
            [(Action.READ, Category.ABSENCE)],
            Event.VIEW,
            object_kind="absence",
        ) as doing:
            calendar = read_calendar(doing.connection)
            absences = absences_of(doing)
            today = self._session.today
            return AbsenceState(
                doing.pupil,
                calendar,
                tuple((one, totals_in(absences, calendar, one)) for one in periods(today)),
                _signal_of(doing.connection, doing.pupil.id, calendar, today),
            )

    def signals(self) -> tuple[PupilSignal, ...]:
        """Whose unauthorised absence asks something now, of those this person may see.

        The most urgent first.
        """
        session = self._session
        ground = _may_list(session)
        with session.transaction() as connection:
            calendar = read_calendar(connection)
            found = _with_signal(session, connection, calendar)
            altered = set(altered_dossiers(connection, list(found)))
            pupil_ids = [one for one in found if one not in altered]
            if not pupil_ids:
                session.record(
                    connection, LogEvent(Event.SEARCH, object_kind=_LIST, ground=ground.text)
                )
        if not pupil_ids:
            return ()
        asked = [(Action.READ, Category.ABSENCE)]
        with acts(session, pupil_ids, asked, Event.SEARCH, object_kind=_LIST) as doing:
            listed = [PupilSignal(one.pupil, found[one.pupil.id]) for one in doing]
        return tuple(sorted(listed, key=_urgency))


def totals_in(
    absences: Sequence[Row], calendar: SchoolCalendar, period: Period
) -> dict[str, AbsenceTotal]:
    """How much of each sort in a period."""
    return {sort: total(absences, sort, calendar, period.first, period.last) for sort in SORTS}


def absences_of(doing: Act) -> list[Row]:
    """All absences of the act's pupil, the oldest first."""
    query = select(_ABSENCE).where(_ABSENCE.c.pupil_id == doing.pupil.id)
    return list(doing.connection.execute(query.order_by(_ABSENCE.c.from_date)).mappings())


def _may_list(session: Session) -> Ground:
    """The ground for the list, of the own groups or of all; else the refusal, logged and raised."""
    own = session.decide(Relation(own_group="eigen groepen"), Category.ABSENCE, Action.READ)
    if isinstance(own, Ground):
        return own
    return session.require(Action.READ, Event.SEARCH, category=Category.ABSENCE, object_kind=_LIST)


def _with_signal(
    session: Session, connection: Connection, calendar: SchoolCalendar
) -> dict[str, Signal]:
    """The signal of every present pupil who has one and whom this person may see."""
    first = year_before(session.today)
    unauthorised = (
        select(_ABSENCE.c.pupil_id)
        .where(
            _ABSENCE.c.sort == "unauthorised",
            or_(_ABSENCE.c.from_date >= first, _ABSENCE.c.until_date >= first),
        )
        .distinct()
    )
    ids = connection.execute(unauthorised).scalars().all()
    found: dict[str, Signal] = {}
    for pupil in load_pupils(session, connection, ids):
        may = session.decide(relation_to(pupil), Category.ABSENCE, Action.READ)
        if pupil.former or not isinstance(may, Ground):
            continue
        one = _signal_of(connection, pupil.id, calendar, session.today)
        if one.level is not Level.NONE:
            found[pupil.id] = one
    return found


def _signal_of(
    connection: Connection, pupil_id: str, calendar: SchoolCalendar, today: date
) -> Signal:
    absences, reports = (
        connection.execute(select(table).where(table.c.pupil_id == pupil_id)).mappings().all()
        for table in (_ABSENCE, _REPORT)
    )
    born = connection.execute(
        select(tables.pupil.c.birth_date).where(tables.pupil.c.id == pupil_id)
    ).scalar()
    return signal(absences, reports, calendar, born, today)


def _urgency(one: PupilSignal) -> tuple[bool, date, tuple[str, str, str]]:
    must = one.signal.level is Level.MUST
    return not must, one.signal.due or date.max, one.pupil.sort_key
