"""Who gets in: the headteacher's use cases at the desk, each authorised and in the log."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.access.categories import Category, Role
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk, ItDesk, MustChoosePassword, SchoolDoor, generate_recovery_code
from app.desk.staffing import IssuedCode
from app.dossier.checks import InvalidEntry
from app.errors import UserError
from app.vault import WrongPassword, rotation
from tests.transfer_school import COMPLETE, PASSWORD, TransferSchool, clock, pupil_id

OWN = "kwartel trommel lantaarn paard"
DAY = timedelta(days=1)


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("directeur")
    yield desk
    desk.close()


def door(school: TransferSchool) -> SchoolDoor:
    return SchoolDoor(school.path, clock=clock, sleep=lambda _: None)


def start(school: TransferSchool, issued: IssuedCode, password: str = OWN) -> Desk | ItDesk:
    first = door(school).sign_in(issued.sign_in_name, issued.code)
    assert isinstance(first, MustChoosePassword)
    return first.choose(password)


def signed_in(school: TransferSchool, name: str, password: str = OWN) -> Desk:
    desk = door(school).sign_in(name, password)
    assert isinstance(desk, Desk)
    return desk


def staff_id(desk: Desk, sign_in_name: str) -> str:
    return next(one.id for one in desk.staff.all() if one.sign_in_name == sign_in_name)


def log_text(desk: Desk) -> str:
    return "\n".join(
        f"{line.event} {line.object_kind} {line.text}" for line in desk.log.read(LogFilter())
    )


def test_a_substitute_needs_a_last_day_and_works_until_then(
    school: TransferSchool, head: Desk
) -> None:
    group = next(one for one in head.groups.all() if one.name == "8")
    for act in (
        lambda: head.staffing.add("Invaller", "invaller", [Role.SUBSTITUTE]),
        lambda: head.staffing.change_roles(staff_id(head, "leerkracht8"), [Role.SUBSTITUTE]),
    ):
        with pytest.raises(InvalidEntry) as refused:
            act()
        assert set(refused.value.problems) == {"until"}
    last = clock().date()
    issued = head.staffing.add(
        "Invaller", "invaller", [Role.SUBSTITUTE], until=last, groups=[group.id]
    )
    head.close()
    desk = start(school, issued)
    assert isinstance(desk, Desk)
    pupil = pupil_id(desk, COMPLETE)
    desk.entries.page(pupil, Category.RESULTS)
    desk.close()
    now = [clock()]
    desk = SchoolDoor(school.path, clock=lambda: now[0]).sign_in("invaller", OWN)
    assert isinstance(desk, Desk)
    now[0] += DAY  # a window left open over midnight
    with pytest.raises(Refused, match="Uw toegang eindigde op"):
        desk.entries.page(pupil, Category.RESULTS)
    with pytest.raises(Refused, match="Uw toegang eindigde op"):
        desk.pupils.all()
    desk.close()


def test_a_new_teacher_gets_a_start_code_and_then_works(school: TransferSchool, head: Desk) -> None:
    group = next(one for one in head.groups.all() if one.name == "8")
    issued = head.staffing.add("Juf Nieuw", "nieuw", [Role.TEACHER], groups=[group.id])
    assert "Juf Nieuw toegevoegd als leerkracht" in log_text(head)
    assert issued.code not in log_text(head)
    assert issued.code not in repr(issued)
    head.close()
    first = door(school).sign_in("nieuw", issued.code)
    assert isinstance(first, MustChoosePassword)
    with pytest.raises(InvalidEntry):
        first.choose("welkom2026")
    desk = first.choose(OWN)
    assert isinstance(desk, Desk)
    pupil = pupil_id(desk, COMPLETE)
    desk.entries.page(pupil, Category.RESULTS)
    desk.close()
    signed_in(school, "nieuw").close()


def test_who_was_imported_gets_a_sign_in_on_the_same_row(school: TransferSchool) -> None:
    head = school.desk("directeur")
    issued = head.staffing.add("Juf Nieuw", "nieuw", [Role.TEACHER])
    head.staffing.remove(issued.staff_id)
    row = next(one for one in head.staff.all() if one.id == issued.staff_id)
    assert (row.name, row.sign_in_name, row.until) == ("Juf Nieuw", "", head.today)
    again = head.staffing.add("Juf Nieuw", "nieuw", [Role.SUPERVISOR], staff_id=issued.staff_id)
    assert again.staff_id == issued.staff_id
    with pytest.raises(UserError, match="kan zich al aanmelden"):
        head.staffing.add("Juf Nieuw", "anders", [Role.TEACHER], staff_id=issued.staff_id)
    head.close()
    start(school, again).close()


def test_someone_who_is_refused_leaves_no_key_file(head: Desk) -> None:
    before = head.staffing.key_files()
    with pytest.raises(UserError, match="groepen is er niet meer"):
        head.staffing.add("Iemand", "iemand", [Role.TEACHER], groups=["bestaat niet"])
    assert head.staffing.key_files() == before
    issued = head.staffing.add("Iemand", "iemand", [Role.TEACHER])
    assert [one.name for one in head.staffing.key_files() if one.waits] == ["iemand"]
    row = next(one for one in head.staff.all() if one.id == issued.staff_id)
    assert row.slot_id in {one.slot_id for one in head.staffing.key_files()}


def test_roles_and_groups_change_together_or_not_at_all(head: Desk) -> None:
    teacher = staff_id(head, "leerkracht8")
    groups = {one.name: one.id for one in head.groups.all()}
    with pytest.raises(UserError, match="groepen is er niet meer"):
        head.staffing.change_roles(teacher, [Role.HEAD], groups=["bestaat niet"])
    with pytest.raises(UserError, match="directeur"):
        head.staffing.change_roles(head.person.id, [Role.TEACHER], groups=[groups["7"]])
    assert {one.name: one.groups for one in head.staff.all() if one.groups} == {"Juf Acht": ("8",)}
    head.staffing.change_roles(teacher, [Role.TEACHER], groups=[groups["7"]])
    row = next(one for one in head.staff.all() if one.id == teacher)
    assert (row.groups, row.roles) == (("7",), ("teacher",))
    assert "Juf Acht" in next(
        line.text for line in head.log.read(LogFilter()) if "groep 7" in line.text
    )


def test_a_name_that_exists_adds_nobody(head: Desk) -> None:
    before = head.staff.all()
    for wrong in (
        lambda: head.staffing.add("Iemand", "DIRECTEUR", [Role.TEACHER]),
        lambda: head.staffing.add("", "iemand", [Role.TEACHER]),
        lambda: head.staffing.add("Iemand", "iemand", []),
        lambda: head.staffing.add("Iemand", "iemand", [Role.TEACHER], groups=["bestaat niet"]),
    ):
        with pytest.raises(UserError):
            wrong()
    assert head.staff.all() == before


@pytest.mark.parametrize("who", ["ib", "leerkracht8", "administratie"])
def test_nobody_but_a_headteacher_changes_who_gets_in(school: TransferSchool, who: str) -> None:
    desk = school.desk("directeur")
    teacher = staff_id(desk, "leerkracht8")
    desk.close()
    desk = school.desk(who)
    attempts: list[Callable[[], object]] = [
        lambda: desk.staffing.add("X", "x", [Role.HEAD]),
        lambda: desk.staffing.reset(teacher),
        lambda: desk.staffing.remove(teacher),
        lambda: desk.staffing.change_roles(teacher, [Role.HEAD]),
        desk.staffing.new_recovery_code,
        lambda: desk.staffing.try_recovery(generate_recovery_code()),
        lambda: desk.staffing.vouch([]),
        desk.rotate_keys,
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="directeur"):
            attempt()
    desk.close()
    desk = school.desk("directeur")
    refused = desk.log.read(LogFilter(refused_only=True))
    assert len(refused) == len(attempts)
    desk.close()


def test_a_reset_is_for_others_and_the_old_password_is_gone(
    school: TransferSchool, head: Desk
) -> None:
    with pytest.raises(UserError, match="eigen wachtwoord niet"):
        head.staffing.reset(head.person.id)
    issued = head.staffing.reset(staff_id(head, "ib"))
    head.close()
    with pytest.raises(WrongPassword):
        door(school).sign_in("ib", PASSWORD)
    start(school, issued).close()


def test_other_roles_take_the_care_key_away_and_say_so(school: TransferSchool, head: Desk) -> None:
    supervisor = staff_id(head, "ib")
    assert head.staffing.change_roles(supervisor, [Role.TEACHER])
    assert not head.staffing.change_roles(supervisor, [Role.SUPERVISOR])
    assert head.staffing.change_roles(supervisor, [Role.TEACHER])
    head.close()
    desk = school.desk("ib")
    assert desk.person.roles == {Role.TEACHER}
    assert set(desk._unlocked.school_keys) == {"database", "pending", "teaching"}
    desk.close()


def test_after_taking_keys_away_a_change_of_keys_is_advised(school: TransferSchool) -> None:
    head = school.desk("directeur")
    assert not any("sleutels afgenomen" in one.text for one in head.staffing.advice())
    head.staffing.remove(staff_id(head, "leerkracht8"))
    assert any("sleutels afgenomen" in one.text for one in head.staffing.advice())
    head.rotate_keys()
    head = school.desk("directeur")
    assert not any("sleutels afgenomen" in one.text for one in head.staffing.advice())
    head.close()


def test_the_last_headteacher_stays_and_gets_no_last_day(head: Desk) -> None:
    own = head.person.id
    for attempt in (
        lambda: head.staffing.remove(own),
        lambda: head.staffing.change_roles(own, [Role.TEACHER]),
        lambda: head.staffing.change_roles(own, [Role.HEAD], until=head.today + DAY),
    ):
        with pytest.raises(UserError, match="directeur"):
            attempt()
    assert head.person.id in {one.id for one in head.staff.all() if "head" in one.roles}
    assert head.staffing.advice()[-1].text.startswith("Er is één directeur")


def test_who_was_removed_is_named_in_the_log_for_ever(school: TransferSchool, head: Desk) -> None:
    teacher = staff_id(head, "leerkracht8")
    head.close()
    school.desk("leerkracht8").close()
    head = school.desk("directeur")
    head.staffing.remove(teacher)
    lines = head.log.read(LogFilter(staff_id=teacher))
    assert lines
    assert {line.staff for line in lines} == {"Juf Acht"}
    head.close()
    with pytest.raises(WrongPassword):
        door(school).sign_in("leerkracht8", PASSWORD)


def test_everyone_changes_the_own_password_to_a_good_one(school: TransferSchool) -> None:
    desk = school.desk("leerkracht8")
    for weak in ("kort", "leerkracht8 juf acht", "welkom2026!"):
        with pytest.raises(InvalidEntry):
            desk.staffing.change_own_password(PASSWORD, weak)
    with pytest.raises(UserError, match="oude wachtwoord"):
        desk.staffing.change_own_password("fout", OWN)
    desk.staffing.change_own_password(PASSWORD, OWN)
    desk.close()
    signed_in(school, "leerkracht8").close()
    head = school.desk("directeur")
    assert "eigen wachtwoord gewijzigd" in log_text(head)
    head.close()


def test_after_the_recovery_code_a_new_one_must_be_made(school: TransferSchool) -> None:
    head = school.desk("directeur")
    code = head.staffing.new_recovery_code()
    assert not head.must_renew_recovery
    head.close()
    desk = door(school).recover(code)
    assert isinstance(desk, Desk)
    assert desk.must_renew_recovery
    issued = desk.staffing.reset(staff_id(desk, "directeur"))
    desk.close()
    head = start(school, issued)
    assert isinstance(head, Desk)
    assert head.must_renew_recovery
    assert any("herstelcode is gebruikt" in one.text for one in head.staffing.advice())
    new = generate_recovery_code()
    assert head.staffing.new_recovery_code(new) == new
    assert not head.must_renew_recovery
    head.close()
    with pytest.raises(WrongPassword):
        door(school).recover(code)


def test_the_recovery_code_is_asked_for_once_a_year(school: TransferSchool) -> None:
    later = lambda: clock() + 400 * DAY  # noqa: E731 - a clock
    head = school.desk("directeur")
    code = head.staffing.new_recovery_code()
    assert not any("een jaar" in one.text for one in head.staffing.advice())
    head.close()
    head = SchoolDoor(school.path, clock=later).sign_in("directeur", PASSWORD)
    assert isinstance(head, Desk)
    assert any("een jaar" in one.text for one in head.staffing.advice())
    with pytest.raises(UserError, match="opent de school niet"):
        head.staffing.try_recovery(generate_recovery_code())
    assert any("een jaar" in one.text for one in head.staffing.advice())
    head.staffing.try_recovery(code)
    assert not any("een jaar" in one.text for one in head.staffing.advice())
    head.close()


def keys(school: TransferSchool) -> Path:
    return school.path / "keys"


def test_older_key_files_put_back_with_their_roster_are_noticed(school: TransferSchool) -> None:
    older = school.path.parent / "oud"
    shutil.copytree(keys(school), older)
    head = school.desk("directeur")
    head.staffing.change_roles(staff_id(head, "ib"), [Role.TEACHER])
    head.close()
    shutil.rmtree(keys(school))
    shutil.copytree(older, keys(school))
    head = school.desk("directeur")
    assert any("ouder dan het toegangslog" in one for one in head.alarms)
    head.staffing.change_roles(staff_id(head, "ib"), [Role.TEACHER])
    head.close()


def test_a_planted_key_file_is_said_at_sign_in_and_in_the_log(school: TransferSchool) -> None:
    source = next(
        path for path in keys(school).glob("*.json")
        if json.loads(path.read_bytes()).get("name") == "ib"
    )  # fmt: skip
    content = json.loads(source.read_bytes())
    planted = keys(school) / ("e" * 32 + ".json")
    planted.write_text(json.dumps({**content, "slot": "e" * 32, "name": "indringer"}))
    head = school.desk("directeur")
    assert any("indringer" in one for one in head.alarms)
    assert "indringer" in log_text(head)
    assert any("indringer" in one.text for one in head.staffing.advice())
    head.close()


def test_a_lost_roster_is_made_anew_by_the_headteacher(school: TransferSchool) -> None:
    (keys(school) / "roster.json").unlink()
    head = school.desk("directeur")
    assert any("roster.json" in one for one in head.alarms)
    with pytest.raises(UserError, match=r"roster\.json"):
        head.staffing.add("X", "x", [Role.TEACHER])
    head.staffing.vouch([one.slot_id for one in head.staffing.key_files()])
    head.staffing.add("Juf Nieuw", "nieuw", [Role.TEACHER])
    head.close()
    head = school.desk("directeur")
    assert head.alarms == ()
    head.close()


def test_after_a_change_of_keys_all_dossiers_open_and_the_log_is_whole(
    school: TransferSchool,
) -> None:
    head = school.desk("directeur")
    pupil = pupil_id(head, COMPLETE)
    health = head.entries.page(pupil, Category.HEALTH)
    said: list[str] = []
    head.rotate_keys(said.append)
    assert said
    head.close()
    for who in ("ib", "leerkracht8", "administratie", "directeur"):
        desk = school.desk(who)
        assert desk.alarms == ()
        desk.close()
    head = school.desk("directeur")
    assert head.entries.page(pupil, Category.HEALTH) == health
    assert head.verify_log().intact
    assert "alle sleutels vervangen" in log_text(head)
    head.close()


def test_locking_during_a_change_of_keys_waits_until_it_has_ended(school: TransferSchool) -> None:
    head = school.desk("directeur")
    locking = threading.Thread(target=head.close)
    still_ours: list[bool] = []

    def lock(_step: str) -> None:
        if locking.ident is None:
            locking.start()
        locking.join(0.05)
        still_ours.append(locking.is_alive() and not head.closed)

    head.rotate_keys(lock)
    locking.join()
    assert still_ours
    assert all(still_ours)
    assert head.closed
    school.desk("directeur").close()


def test_a_refused_change_of_keys_leaves_the_desk_open(school: TransferSchool) -> None:
    next(
        path for path in keys(school).glob("*.json")
        if json.loads(path.read_bytes()).get("name") == "leerkracht8"
    ).unlink()  # fmt: skip
    head = school.desk("directeur")
    with pytest.raises(UserError, match="leerkracht8"):
        head.rotate_keys()
    assert head.staff.all()
    head.close()


def test_a_change_of_keys_that_fails_late_is_settled_at_the_next_sign_in(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("disk full")

    head = school.desk("directeur")
    pupil = pupil_id(head, COMPLETE)
    with monkeypatch.context() as patched:
        patched.setattr(rotation, "finish", full)
        with pytest.raises(UserError, match="niet afgemaakt"):
            head.rotate_keys()
    head.close()
    desk = school.desk("ib")
    desk.entries.page(pupil, Category.HEALTH)
    desk.close()
    head = school.desk("directeur")
    assert "finished" not in "".join(head.alarms)
    assert head.staffing.advice() == (head.staffing.advice()[-1],)
    assert head.verify_log().intact
    head.close()
