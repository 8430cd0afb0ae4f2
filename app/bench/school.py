"""A school of any size, made fast, but valid: sealed, with digests, a chained log, signed sessions.

Its pupils have as much in their dossiers as after some years of school: per pupil 20 results, 40
absences, two talks, and 100 entries in the log; one in ten has a health entry.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection, select

from app.access.categories import DOSSIER_CATEGORIES, Role
from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.session import Session
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier import tables
from app.dossier.bulk import BulkWriter
from app.dossier.digest import with_digests
from app.dossier.groups import insert_group, link_teachers
from app.dossier.kinds import KINDS, Value
from app.dossier.school_year import school_year_of
from app.dossier.values import SchoolSettings
from app.vault import KdfParameters, RememberedPositions

PASSWORD = "regenboog"
HEAD, TEACHER = "directeur", "leerkracht"
LOG_PER_PUPIL = 100
RARE, COMMON = "ijsvogel", "begrijpend"
"""A word of one talk in a hundred, and one of every reading test."""

_GROUP_SIZE = 25
_RESULTS, _ABSENCES, _TALKS = 20, 40, 2
_AT_ONCE = 250
_IN_SESSION = 20_000
_IN_COMMIT = 5_000
_SEED = 20_270_301
_STAFF = (
    NewStaff(HEAD, "Dirk van Wijk", PASSWORD, (Role.HEAD,)),
    NewStaff(TEACHER, "Karim Oualid", PASSWORD, (Role.TEACHER,)),
)
_SETTINGS = SchoolSettings("", "De Meetlat", "99XA", "00", True, "Straat 1", "9999 RB", "Regendam")
_CALL_NAMES = ("Anna", "Bram", "Cem", "Dana", "Emma", "Finn", "Gül", "Hugo", "Iris", "Jürgen")
_SURNAMES = ("Jansen", "de Vries", "Yılmaz", "Bakker", "Nguyễn", "Smit", "van Dijk", "Łukasz")
_DOMAINS = ("reading", "spelling", "maths", "vocabulary")
_TESTS = ("Begrijpend lezen 3.0", "Spelling 3.0", "Rekenen-wiskunde 3.0", "Woordenschat 3.0")
_SAID = (
    "Wij spraken over het werken in de klas, de vriendschappen en het huiswerk. De ouders zijn"
    " tevreden en vertellen dat het thuis rustiger is dan vorig jaar."
)

Progress = Callable[[str], object]


@dataclass(frozen=True)
class _Pupil:
    number: int
    group_id: str
    year_group: str


def build(
    path: Path,
    size: int,
    progress: Progress = lambda _said: None,
    *,
    log_per_pupil: int = LOG_PER_PUPIL,
) -> None:
    """Make the school at `path`; what this PC remembers of it stands beside it."""
    create_school(path, _SETTINGS, _STAFF, kdf=KdfParameters.fastest(), check_passwords=False)
    ids: list[str] = []
    with _Signed(path) as session:
        with session.alone(Action.IMPORT, Event.IMPORT, object_kind="import") as connection:
            groups = _make_groups(connection, session.today, size)
        pupils = [_Pupil(number, *groups[number // _GROUP_SIZE]) for number in range(size)]
        for start in range(0, size, _AT_ONCE):
            ids += _fill(session, pupils[start : start + _AT_ONCE])
            progress(f"{min(size, start + _AT_ONCE)} van {size} leerlingen")
    events = _views(ids)
    wanted = size * log_per_pupil
    for start in range(0, wanted, _IN_SESSION):
        with _Signed(path) as session:
            for done in range(start, min(start + _IN_SESSION, wanted), _IN_COMMIT):
                count = min(_IN_COMMIT, wanted - done)
                _log(session, [next(events) for _ in range(count)])
        progress(f"{min(wanted, start + _IN_SESSION)} van {wanted} regels in het toegangslog")


def sign_in(path: Path, name: str = HEAD) -> Desk:
    """The desk of this member of staff."""
    remembered = RememberedPositions(path.parent / "state")
    desk = SchoolDoor(path, remembered=remembered).sign_in(name, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


class _Signed:
    """A session of the headteacher."""

    def __init__(self, path: Path) -> None:
        self._desk = sign_in(path)

    def __enter__(self) -> Session:
        return self._desk._session

    def __exit__(self, *_: object) -> None:
        self._desk.close()


def _make_groups(connection: Connection, today: date, size: int) -> list[tuple[str, str]]:
    """Groups of 25 of this school year; the first is the teacher's. (id, year group) of each."""
    person = tables.staff
    teacher = connection.execute(
        select(person.c.id).where(person.c.sign_in_name == TEACHER)
    ).scalar_one()
    groups = []
    for number in range(-(-size // _GROUP_SIZE)):
        year_group = str(8 - number % 8)
        name = f"{year_group}-{number + 1}"
        group_id = insert_group(connection, name, [year_group], school_year_of(today))
        groups.append((group_id, year_group))
    link_teachers(connection, groups[0][0], [teacher])
    return groups


def _fill(session: Session, pupils: list[_Pupil]) -> list[str]:
    with session.alone(Action.IMPORT, Event.IMPORT, object_kind="import") as connection:
        writer = BulkWriter(session, connection)
        ids = [_dossier(writer, pupil, session.today) for pupil in pupils]
        writer.flush()
        events = [LogEvent(Event.CREATE, pupil_id=one, object_kind="pupil") for one in ids]
        session.record(connection, *with_digests(connection, events))
    return ids


def _dossier(writer: BulkWriter, pupil: _Pupil, today: date) -> str:
    chance = Random(_SEED + pupil.number)  # noqa: S311 - an invented school needs no secret chance
    surname = _SURNAMES[pupil.number % len(_SURNAMES)]
    began = today - timedelta(days=1_500)
    birth = today - timedelta(days=3_700 + pupil.number % 365)
    who: dict[str, Value] = {
        "number": str(100_000 + pupil.number),
        "call_name": _CALL_NAMES[pupil.number // 7 % len(_CALL_NAMES)],
        "surname": f"{surname} {pupil.number}",
        "birth_date": birth,
    }
    pupil_id = _add(writer, "pupil", who)
    placed: dict[str, Value] = {"school_year": school_year_of(today), "group_id": pupil.group_id}
    placed |= {"year_group": pupil.year_group}
    _add(writer, "enrolment", {"from_date": began}, pupil_id)
    _add(writer, "placement", {**placed, "from_date": began}, pupil_id)
    home: dict[str, Value] = {
        "street": "Meetlatstraat",
        "house_number": str(pupil.number),
        "city": "Regendam",
    }
    _add(writer, "address", {"sort": "home", "from_date": began, **home}, pupil_id)
    for number, initials in enumerate(("A.", "B.")):
        person: dict[str, Value] = {
            "initials": initials,
            "surname": surname,
            "salutation": "none",
            **home,
        }
        guardian = _add(writer, "guardian", person)
        link: dict[str, Value] = {"relationship": ("mother", "father")[number], "custody": "yes"}
        _add(writer, "guardianship", {"guardian_id": guardian, **link}, pupil_id)
    for kind, values in _work(chance, pupil.number, today):
        _add(writer, kind, values, pupil_id)
    return pupil_id


def _work(chance: Random, number: int, today: date) -> Iterator[tuple[str, dict[str, Value]]]:
    """Results, absences, talks and health."""
    for one in range(_RESULTS):
        what = one % len(_TESTS)
        day = today - timedelta(days=20 + 45 * one)
        result: dict[str, Value] = {"taken_on": day, "sort": "monitoring", "domain": _DOMAINS[what]}
        result |= {"test": _TESTS[what], "moment": f"M{1 + one % 8}", "level": "II"}
        yield "result", {**result, "ability": float(chance.randrange(50, 300))}
    for one in range(_ABSENCES):
        day = today - timedelta(days=9 + 30 * one + chance.randrange(9))
        absence: dict[str, Value] = {"from_date": day, "half_day": "whole", "sort": "ill"}
        yield "absence", {**absence, "note": "naar de tandarts" if one % 10 == 0 else None}
    for one in range(_TALKS):
        rare = f" Het ging over een {RARE}." if (number + one) % 100 == 0 else ""
        talk: dict[str, Value] = {
            "held_on": today - timedelta(days=60 + 180 * one),
            "subject": "Voortgang",
        }
        yield "talk", {**talk, "participants": "ouders, leerkracht", "report": _SAID + rare}
    if number % 10 == 0:
        health: dict[str, Value] = {"noted_on": today - timedelta(days=100), "condition": "Astma"}
        yield "health", {**health, "measure": "Rustig laten zitten.", "shared_with_group": True}


def _add(
    writer: BulkWriter, kind: str, values: Mapping[str, Value], pupil_id: str | None = None
) -> str:
    """Not checked value by value, which would take longer than all the rest."""
    full = {field.name: values.get(field.name, field.default) for field in KINDS[kind].fields}
    reason = "Nodig voor de veiligheid in de klas." if KINDS[kind].necessity else ""
    return writer.add_checked(kind, full, pupil_id=pupil_id, reason=reason)


def _views(ids: list[str]) -> Iterator[LogEvent]:
    """Dossiers that were looked at, without end."""
    chance = Random(_SEED)  # noqa: S311
    while True:
        category = DOSSIER_CATEGORIES[chance.randrange(len(DOSSIER_CATEGORIES))]
        yield LogEvent(
            Event.VIEW,
            pupil_id=ids[chance.randrange(len(ids))],
            category=category.value,
            ground="directeur, alle groepen",
        )


def _log(session: Session, events: list[LogEvent]) -> None:
    with session.alone(Action.SCHOOL, Event.CHECK, object_kind="school") as connection:
        session.record(connection, *events)
