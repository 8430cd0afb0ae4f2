"""Staff in the database against keys in the folder: who made himself something comes no further."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.access.categories import Role
from app.access.journal import LogFilter
from app.access.log import Event, LogEvent
from app.access.people import StaffMember
from app.access.session import close_session, open_session
from app.access.signer import Signer
from app.desk import Desk, SchoolDoor
from app.desk.key_advice import About
from app.desk.sealing import session_keys
from app.dossier.digest import school_digest
from app.errors import UserError
from app.vault import write_seal
from tests.outside import unlocked
from tests.transfer_school import PASSWORD, TransferSchool, clock

DAY = timedelta(days=1)


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("directeur")
    yield desk
    desk.close()


def forged(school: TransferSchool, head_id: str, statement: str) -> None:
    """A teacher appends a whole signed session in the headteacher's name, outside the program."""
    with unlocked(school.path, "leerkracht8") as opened:
        database = opened.database
        assert database is not None
        session = open_session(
            database,
            StaffMember(head_id, "Dirk Baas", frozenset({Role.HEAD})),
            clock,
            lambda _position: None,
            opened.compartments,
            school_digest,
            Signer(session_keys(opened, database), opened.school_id),
        )
        with session.transaction() as connection:
            connection.execute(text(statement))
            digest = school_digest(connection)
            session.record(connection, LogEvent(Event.CHANGE, object_kind="staff", digest=digest))
        close_session(session, Event.SIGN_OUT)
        seal = school.path / "seal"
        write_seal(seal, database.key_for("seal"), opened.school_id, session.newest)


def logged(desk: Desk) -> str:
    return "\n".join(f"{line.event}: {line.text}" for line in desk.log.read(LogFilter()))


@pytest.mark.parametrize("role", [Role.HEAD, Role.SUPERVISOR])
def test_a_teacher_who_gives_herself_a_role_without_its_keys_is_refused_and_told_on(
    school: TransferSchool, head: Desk, role: Role
) -> None:
    own = head.person.id
    head.close()
    roles = f"teacher,{role.value}"
    forged(school, own, f"update staff set roles='{roles}' where sign_in_name='leerkracht8'")
    with pytest.raises(UserError, match="heeft de sleutels van die rollen niet"):
        school.desk("leerkracht8")
    desk = school.desk("directeur")
    assert any("De rollen van Juf Acht in de database" in one for one in desk.alarms)
    assert "‘leerkracht8’ heeft in de database rollen zonder de sleutels daarvan" in logged(desk)
    assert any(one.about is About.KEY_FILES for one in desk.staffing.advice())
    teacher = next(one for one in desk.staff.all() if one.sign_in_name == "leerkracht8")
    desk.staffing.change_roles(teacher.id, [Role.TEACHER])
    assert desk.staffing.key_problems == ()
    desk.close()
    school.desk("leerkracht8").close()
    desk = school.desk("directeur")
    assert desk.alarms == ()
    desk.close()


def test_a_role_that_needs_no_more_keys_is_said_to_the_headteacher(
    school: TransferSchool, head: Desk
) -> None:
    own = head.person.id
    head.close()
    forged(school, own, "update staff set roles='teacher,office' where sign_in_name='leerkracht8'")
    desk = school.desk("directeur")
    (said,) = desk.alarms
    assert "(administratie, leerkracht) zijn anders dan" in said
    assert said in desk.staffing.key_problems
    desk.close()


def test_a_row_that_points_at_no_key_is_said_and_can_be_removed(
    school: TransferSchool, head: Desk
) -> None:
    own = head.person.id
    head.close()
    forged(school, own, f"update staff set slot_id='{'a' * 32}' where sign_in_name='ib'")
    desk = school.desk("directeur")
    assert any("niet op de lijst van wie sleutels heeft" in one for one in desk.alarms)
    row = next(one for one in desk.staff.all() if one.slot_id == "a" * 32)
    desk.staffing.remove(row.id)
    files = desk.staffing.key_files()
    desk.staffing.vouch([one.slot_id for one in files if one.name != "ib"])
    assert desk.staffing.key_problems == ()
    assert "ib" not in {one.name for one in desk.staffing.key_files()}
    desk.close()


def test_an_expired_substitute_is_not_let_in_and_the_headteacher_is_told(
    school: TransferSchool, head: Desk
) -> None:
    teacher = next(one for one in head.staff.all() if one.sign_in_name == "leerkracht8")
    head.staffing.change_roles(teacher.id, [Role.SUBSTITUTE], until=head.today)
    assert not any(one.about is About.LEFT for one in head.staffing.advice())
    head.close()
    school.desk("leerkracht8").close()  # the last day itself
    later = lambda: clock() + DAY  # noqa: E731 - a clock
    door = SchoolDoor(school.path, clock=later, sleep=lambda _: None)
    with pytest.raises(UserError, match="Uw toegang eindigde op"):
        door.sign_in("leerkracht8", PASSWORD)
    desk = door.sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    assert "de laatste dag was voorbij" in logged(desk)
    (left,) = [one.text for one in desk.staffing.advice() if one.about is About.LEFT]
    assert left.startswith("De laatste dag van Juf Acht is voorbij.")
    desk.staffing.remove(teacher.id)
    assert not any(one.about is About.LEFT for one in desk.staffing.advice())
    desk.close()


def second_head(school: TransferSchool, head: Desk) -> str:
    """Another headteacher, who has signed in; the id."""
    issued = head.staffing.add("Tweede Baas", "twee", [Role.HEAD])
    head.close()
    first = SchoolDoor(school.path, clock=clock).sign_in("twee", issued.code)
    desk = first.choose("paars tapijt kwakt 91 zwaan")  # type: ignore[union-attr]
    desk.close()
    return issued.staff_id


@pytest.mark.parametrize(
    "leaves",
    [
        lambda desk: desk.staffing.remove(desk.person.id),
        lambda desk: desk.staffing.change_roles(desk.person.id, [Role.TEACHER]),
        lambda desk: desk.staffing.change_roles(
            desk.person.id, [Role.HEAD], until=desk.today + DAY
        ),
    ],
)
def test_the_last_headteacher_without_a_last_day_stays(
    school: TransferSchool, head: Desk, leaves: Callable[[Desk], object]
) -> None:
    other = second_head(school, head)
    desk = school.desk("directeur")
    desk.staffing.change_roles(other, [Role.HEAD], until=desk.today + DAY)
    with pytest.raises(UserError, match="andere directeur overblijven"):
        leaves(desk)
    desk.staffing.change_roles(other, [Role.HEAD])
    leaves(desk)
    desk.close()


def test_a_headteacher_who_never_signed_in_is_no_successor(head: Desk) -> None:
    head.staffing.add("Tweede Baas", "twee", [Role.HEAD])
    with pytest.raises(UserError, match="zich al eens heeft aangemeld"):
        head.staffing.change_roles(head.person.id, [Role.HEAD], until=head.today + DAY)
