"""Backups at the desk: made, kept, looked into, put back; what was destroyed stays so."""

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.log import Event
from app.access.policy import Refused
from app.desk import Desk, SchoolDoor
from app.desk.safety import BEFORE_IMPORT, Safety
from app.errors import UserError
from app.vault import FolderInUse
from app.vault.backup_places import Where
from app.vault.destroyed import RegisterBroken
from app.vault.restore import put_elsewhere
from tests.desk.destroying import destroy
from tests.transfer_school import (
    COMPLETE,
    GROUP_7,
    PASSWORD,
    TODAY,
    TransferSchool,
    clock,
    pupil_id,
)


@dataclass
class Days:
    """A clock that can be moved."""

    now: datetime = field(default_factory=clock)

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


def signed_in(school: TransferSchool, who: str = "directeur", when: Any = clock) -> Desk:
    desk = SchoolDoor(school.path, clock=when).sign_in(who, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


@pytest.fixture
def head(school: TransferSchool) -> Any:
    desk = signed_in(school)
    yield desk
    desk.close()


def events(desk: Desk) -> list[tuple[str, str]]:
    return [(line.event, line.text) for line in desk.log.read(LogFilter())]


def add_note(desk: Desk, text: str) -> str:
    pupil = pupil_id(desk, COMPLETE)
    values = {"observed_on": TODAY, "aspect": "independence", "source": "teacher", "text": text}
    return desk.entries.add(pupil, "observation", values).entry_id


def observations(desk: Desk, pupil: str) -> list[str]:
    entries = desk.entries.page(pupil, Category.RESULTS).entries["observation"]
    return [str(one.values["text"]) for one in entries]


def test_the_first_sign_in_of_a_day_makes_a_backup_and_the_second_none(
    school: TransferSchool,
) -> None:
    days = Days()
    teacher = signed_in(school, "leerkracht8", days)
    assert teacher.safety.state().here.newest is None
    assert teacher.safety.state().warns
    state = teacher.safety.daily_if_due()
    assert state.here.newest == TODAY
    assert not state.warns
    assert [one.why.code for one in teacher.safety.list()] == ["dagelijks"]
    days.later(hours=3)
    teacher.safety.daily_if_due()
    assert len(teacher.safety.list()) == 1
    days.later(days=1)
    teacher.safety.daily_if_due()
    assert len(teacher.safety.list()) == 2
    teacher.close()


def test_a_backup_that_is_too_old_is_said(school: TransferSchool) -> None:
    days = Days()
    desk = signed_in(school, when=days)
    desk.safety.daily_if_due()
    days.later(days=4)
    assert not desk.safety.state().warns
    days.later(days=1)
    assert desk.safety.state().here.too_old
    desk.close()


def test_only_who_may_makes_looks_into_and_restores_backups(school: TransferSchool) -> None:
    desk = signed_in(school, "ib")
    made = desk.safety.before_risk(BEFORE_IMPORT)
    asked: list[Callable[[], object]] = [
        desk.safety.backup_now,
        lambda: desk.safety.look_into(made),
        lambda: desk.safety.restore(made),
        desk.safety.check,
        lambda: desk.safety.set_second_place(None),
    ]
    for ask in asked:
        with pytest.raises(Refused, match="directeur"):
            ask()
    desk.close()
    head = signed_in(school)
    assert len(head.log.read(LogFilter(refused_only=True))) == len(asked)
    head.close()


def test_others_go_on_working_while_a_backup_is_made(
    head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.vault.database.COPY_STEP", 1)
    added: list[str] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set() or not added:
            added.append(add_note(head, f"opgemerkt {len(added)}"))

    worker = threading.Thread(target=work)
    worker.start()
    made = head.safety.backup_now()
    stop.set()
    worker.join()
    assert added
    before = head.safety.look_into(made)
    assert before.same_history
    assert before.holds.entries <= before.now.entries


def test_looking_into_a_backup_says_in_numbers_what_would_be_lost(school: TransferSchool) -> None:
    days = Days()
    desk = signed_in(school, when=days)
    made = desk.safety.backup_now()
    add_note(desk, "een")
    days.later(days=1)
    add_note(desk, "twee")
    add_note(desk, "drie")
    contents = desk.safety.look_into(made)
    assert contents.holds.pupils == contents.now.pupils == 5
    assert contents.now.entries == contents.holds.entries + 3
    assert [(one.day, one.changes) for one in contents.lost] == [
        (TODAY, 1),
        (TODAY + timedelta(days=1), 2),
    ]
    assert contents.lost_changes == 3
    desk.close()


def test_a_restore_brings_back_the_data_and_says_so_in_the_log(school: TransferSchool) -> None:
    desk = signed_in(school)
    pupil = pupil_id(desk, COMPLETE)
    made = desk.safety.backup_now()
    before = observations(desk, pupil)
    add_note(desk, "komt na de reservekopie")
    assert len(observations(desk, pupil)) == len(before) + 1
    number = desk._session.newest.number
    restored = desk.safety.restore(made)
    assert restored.lost_to > number > restored.back_to
    desk.close()  # nothing is left to close, and that is no error

    again = signed_in(school)
    assert again.alarms == ()
    assert observations(again, pupil) == before
    said = [text for event, text in events(again) if event == "reservekopie teruggezet"]
    assert f"tot regel {restored.lost_to}" in said[0]
    assert again.verify_log().intact
    assert again.watch.check().altered == ()
    listed = again.safety.list()
    assert [one.why.code for one in listed] == ["voor-terugzetten", "handmatig"]
    aside = again.safety.look_into(listed[0])
    assert aside.holds.log_entries == restored.lost_to
    again.close()


def test_staff_and_passwords_of_today_stay_after_a_restore(school: TransferSchool) -> None:
    desk = signed_in(school)
    made = desk.safety.backup_now()
    desk._unlocked.change_password(PASSWORD, "een ander wachtwoord")
    desk.safety.restore(made)
    with pytest.raises(UserError, match="wachtwoord klopt niet"):
        SchoolDoor(school.path, clock=clock, sleep=lambda _s: None).sign_in("directeur", PASSWORD)
    SchoolDoor(school.path, clock=clock).sign_in("directeur", "een ander wachtwoord").close()
    teacher = signed_in(school, "leerkracht8")
    assert teacher.alarms == ()
    teacher.close()


def test_what_the_log_said_about_keys_is_known_after_a_restore(school: TransferSchool) -> None:
    desk = signed_in(school)
    made = desk.safety.backup_now()
    staff = next(one for one in desk.staff.all() if one.sign_in_name == "administratie")
    desk.staffing.remove(staff.id)
    advice = desk.staffing.advice()
    desk.safety.restore(made)
    again = signed_in(school)
    assert again.alarms == ()
    assert again.staffing.advice() == advice
    record = next(one for one in again.staff.all() if one.name == "Ada Min")
    assert record.sign_in_name == ""
    again.close()


def test_a_restore_never_brings_back_a_destroyed_dossier(school: TransferSchool) -> None:
    desk = signed_in(school)
    made = desk.safety.backup_now()
    pupil = destroy(desk, COMPLETE)
    desk.safety.restore(made)
    again = signed_in(school)
    assert again.alarms == ()
    assert pupil not in {one.id for one in again.pupils.all()}
    assert len(again.pupils.all()) == 4
    assert again.watch.check().altered == ()
    again.close()
    content = school.path.joinpath("destroyed").read_text()
    assert pupil in content


def test_an_old_database_copied_in_by_hand_brings_no_destroyed_dossier_back(
    school: TransferSchool,
) -> None:
    desk = signed_in(school)
    made = desk.safety.backup_now()
    pupil = destroy(desk, COMPLETE)
    desk.close()
    shutil.copy(made.folder.database, school.path / "school.db")
    again = signed_in(school)
    # An older database: so it is, and the key of the session belongs to the newer one.
    assert ["oude database" in again.alarms[0], "handtekeningen" in again.alarms[1]] == [True] * 2
    assert pupil not in {one.id for one in again.pupils.all()}
    assert ("vernietigd", "") in events(again)
    assert again.watch.check().altered == ()
    again.close()


def test_a_school_made_of_an_old_backup_keeps_to_the_newest_register(
    school: TransferSchool, tmp_path: Path
) -> None:
    desk = signed_in(school)
    old = desk.safety.backup_now()
    pupil = destroy(desk, COMPLETE)
    desk.safety.before_risk(BEFORE_IMPORT)
    desk.close()
    path = tmp_path / "elders" / school.path.name
    path.parent.mkdir()
    put_elsewhere(old, path)
    again = signed_in(TransferSchool(path))
    assert pupil not in {one.id for one in again.pupils.all()}
    again.close()


def test_a_broken_register_is_said_at_sign_in(school: TransferSchool) -> None:
    desk = signed_in(school)
    destroy(desk, COMPLETE)
    desk.close()
    (school.path / "destroyed").write_bytes(b"{}\n")
    again = signed_in(school)
    assert "‘destroyed’" in again.alarms[0]
    again.close()


def test_a_restore_is_refused_when_the_register_is_gone_altered_or_cut_off(
    school: TransferSchool,
) -> None:
    desk = signed_in(school)
    made = desk.safety.backup_now()
    destroy(desk, COMPLETE)
    destroy(desk, GROUP_7)
    path = school.path / "destroyed"
    whole = path.read_bytes()
    for data in (None, whole.splitlines(keepends=True)[0], whole[:-3], whole.replace(b"7", b"8")):
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)
        with pytest.raises(RegisterBroken, match="zet het nieuwste daarvan terug"):
            desk.safety.restore(made)
    path.write_bytes(whole)
    assert len(desk.pupils.all()) == 3
    desk.safety.restore(made)
    again = signed_in(school)
    assert len(again.pupils.all()) == 3
    again.close()


def test_a_damaged_backup_is_not_put_back_and_nothing_changes(head: Desk) -> None:
    made = head.safety.backup_now()
    content = bytearray(made.folder.database.read_bytes())
    content[len(content) // 2] ^= 1
    made.folder.database.write_bytes(content)
    with pytest.raises(UserError, match="beschadigd"):
        head.safety.restore(made)
    assert len(head.pupils.all()) == 5
    assert not (head.folder / ".restore.tmp").exists()


def test_a_key_file_that_cannot_be_copied_stops_a_restore_before_the_swap(
    school: TransferSchool,
) -> None:
    desk = signed_in(school)
    made = desk.safety.backup_now()
    before = (school.path / "school.db").stat().st_ino
    odd = school.path / "keys" / f"{'a' * 32}.json"
    odd.symlink_to("school.json")
    with pytest.raises(UserError, match="verwijzing"):
        desk.safety.restore(made)
    assert desk.closed
    odd.unlink()
    assert (school.path / "school.db").stat().st_ino == before
    assert not (school.path / ".restore.tmp").exists()
    assert [one.name for one in (school.path / "backups").iterdir()] == [made.name]
    signed_in(school).close()


def test_stopping_a_restore_leaves_everything_as_it_was(head: Desk) -> None:
    made = head.safety.backup_now()

    class Stop(Exception):
        pass

    for at in range(3):

        def progress(done: int, _total: int, _text: str, at: int = at) -> None:
            if done == at:
                raise Stop

        with pytest.raises(Stop):
            head.safety.restore(made, progress)
        assert not (head.folder / ".restore.tmp").exists()
        assert len(head.pupils.all()) == 5


def test_the_second_place_gets_the_same_backups_and_may_be_absent(
    school: TransferSchool, tmp_path: Path
) -> None:
    days = Days()
    desk = signed_in(school, when=days)
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.safety.daily_if_due()
    state = desk.safety.set_second_place(stick)
    assert state.second is not None
    assert state.second.newest == TODAY
    assert [one.where for one in desk.safety.list()] == [Where.HERE, Where.SECOND]
    hidden = stick.rename(tmp_path / "uitgetrokken")
    days.later(days=1)
    state = desk.safety.daily_if_due()
    assert state.second is not None
    assert not state.second.reachable
    assert state.second.newest == TODAY
    assert not state.second.too_old
    days.later(days=14)
    assert desk.safety.state().second.too_old  # type: ignore[union-attr]
    hidden.rename(stick)
    state = desk.safety.daily_if_due()
    assert state.second is not None
    assert state.second.newest == date(2027, 3, 16)
    there = [one for one in desk.safety.list() if one.where is Where.SECOND]
    contents = desk.safety.look_into(there[0])
    assert contents.holds.pupils == 5
    desk.safety.restore(there[0])
    desk = signed_in(school, when=days)
    assert desk.alarms == ()
    desk.close()


def test_a_second_place_inside_a_school_or_nowhere_is_refused(head: Desk, tmp_path: Path) -> None:
    for place in (head.folder / "backups", tmp_path / "bestaat niet"):
        with pytest.raises(UserError):
            head.safety.set_second_place(place)
    assert head.safety.state().second is None


def test_old_backups_go_by_the_scheme(school: TransferSchool) -> None:
    days = Days()
    desk = signed_in(school, when=days)
    for _ in range(12):
        desk.safety.daily_if_due()
        days.later(days=1)
    kept = {one.dated.made_on for one in desk.safety.list()}
    assert kept == {date(2027, 3, 7), *(date(2027, 3, 12) - timedelta(days=n) for n in range(7))}
    desk.close()


def test_unfinished_copies_are_cleared_away(head: Desk) -> None:
    left = head.folder / "backups" / ".20270101-080000-dagelijks-abcd1234.tmp"
    left.mkdir(parents=True)
    (left / "school.db").write_bytes(b"x")
    head.safety.backup_now()
    assert not left.exists()


def test_a_full_disk_leaves_no_half_backup(head: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("app.vault.backup.fsync_file", "app.vault.manifest.write_atomically"):
        with monkeypatch.context() as patched:
            patched.setattr(name, full)
            with pytest.raises(UserError, match="schijf vol"):
                head.safety.backup_now()
        assert list((head.folder / "backups").iterdir()) == []


def test_a_backup_of_another_school_does_not_count(
    head: Desk, tmp_path: Path, built_school: TransferSchool
) -> None:
    made = head.safety.backup_now()
    stranger = head.folder / "backups" / "20270302-080000-handmatig"
    shutil.copytree(made.folder.path, stranger)
    text = (stranger / "manifest").read_text()
    (stranger / "manifest").write_text(text.replace(head._unlocked.school_id, "f" * 32))
    assert [one.name for one in head.safety.list()] == [made.name]


def test_the_check_says_three_lines(head: Desk) -> None:
    report = head.safety.check()
    assert [line.in_order for line in report.lines] == [True, True, False]
    assert report.advice == "Maak nu een nieuwe reservekopie."
    head.safety.backup_now()
    report = head.safety.check()
    assert report.in_order
    assert report.advice == ""
    assert [line.subject for line in report.lines] == [
        "Database",
        "Toegangslog",
        "Nieuwste reservekopie",
    ]


def test_the_check_names_the_damaged_page_and_the_way_back(school: TransferSchool) -> None:
    desk = signed_in(school)
    made = desk.safety.backup_now()
    desk.close()
    path = school.path / "school.db"
    desk = signed_in(school)
    whole = path.read_bytes()
    pages = len(whole) // 4096
    for page in (2, pages // 2, pages):
        content = bytearray(whole)
        content[page * 4096 - 1000] ^= 1
        path.write_bytes(content)
        report = desk.safety.check()
        assert not report.database.in_order
        assert f"pagina {page} van ‘school.db’" in report.database.text
        assert made.name in report.advice
    path.write_bytes(whole)
    desk.close()


def test_the_check_can_be_stopped(head: Desk) -> None:
    class Stop(Exception):
        pass

    seen: list[str] = []

    def progress(_done: int, _total: int, text: str) -> None:
        seen.append(text)
        if len(seen) == 3:
            raise Stop

    with pytest.raises(Stop):
        head.safety.check(progress)
    assert len(head.pupils.all()) == 5


def test_a_row_changed_outside_the_program_is_found_by_the_check(school: TransferSchool) -> None:
    desk = signed_in(school)
    desk.watch.check()
    with desk._session.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE pupil SET surname = 'Anders' WHERE number = '1004'")
    report = desk.safety.check()
    assert "1 dossier is buiten het programma om veranderd" in report.database.text
    desk.close()


@pytest.mark.parametrize("what", ["pupil", "staff"])
def test_a_backup_of_an_altered_school_is_not_the_way_back(
    school: TransferSchool, what: str
) -> None:
    days = Days()
    desk = signed_in(school, when=days)
    good = desk.safety.backup_now()
    with desk._session.database.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE pupil SET surname = 'Anders' WHERE number = '1004'"
            if what == "pupil"
            else "UPDATE staff SET roles = 'teacher,head' WHERE sign_in_name = 'leerkracht8'"
        )
    days.later(hours=1)
    spoiled = desk.safety.backup_now()
    content = bytearray((school.path / "school.db").read_bytes())
    content[2 * 4096 - 1000] ^= 1
    (school.path / "school.db").write_bytes(content)
    report = desk.safety.check()
    assert report.way_back is not None
    assert report.way_back.name == good.name != spoiled.name
    desk.close()


def test_a_copy_in_a_folder_of_choice_is_logged_without_saying_which(
    head: Desk, tmp_path: Path
) -> None:
    made = head.safety.backup_now()
    stick = tmp_path / "stick van Jan"
    stick.mkdir()
    copied = head.safety.copy_of(made, stick)
    assert (copied / "school.db").read_bytes() == made.folder.database.read_bytes()
    (line,) = [one for one in head.log.read(LogFilter()) if one.event == "geëxporteerd"]
    assert line.ground == "directeur"
    assert "map van eigen keuze" in line.text
    assert "Jan" not in line.text


def test_a_copy_that_cannot_be_logged_is_not_made(
    head: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = head.safety.backup_now()

    def full(*_given: object) -> None:
        raise UserError("de schijf is vol")

    monkeypatch.setattr(head._session, "record", full)
    with pytest.raises(UserError, match="schijf is vol"):
        head.safety.copy_of(made, tmp_path)
    monkeypatch.undo()
    assert not (tmp_path / made.name).exists()


def test_locking_in_the_middle_of_a_backup_leaves_nothing_half_made(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.vault.database.COPY_STEP", 1)
    desk = signed_in(school)
    between = desk._session.database._let_others_work
    calls: list[int] = []

    def lock() -> None:
        calls.append(1)
        if len(calls) == 3:
            desk._session.database.dispose()
        between()

    monkeypatch.setattr(desk._session.database, "_let_others_work", lock)
    with pytest.raises(UserError, match="gesloten of vergrendeld"):
        desk.safety.backup_now()
    assert list((school.path / "backups").iterdir()) == []
    desk._unlocked.close()
    again = signed_in(school)
    assert len(again.pupils.all()) == 5
    again.close()


def test_only_one_backup_is_made_at_a_time(head: Desk) -> None:
    assert isinstance(head.safety, Safety)
    threads = [threading.Thread(target=head.safety.daily_if_due) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(head.safety.list()) == 1


def test_locking_during_a_restore_waits_until_it_has_ended(
    school: TransferSchool,
) -> None:
    desk = school.desk("directeur")
    backup = desk.safety.backup_now()
    begun, go_on = threading.Event(), threading.Event()

    def progress(_done: int, _total: int, _text: str) -> None:
        begun.set()
        assert go_on.wait(timeout=30)

    ended: list[str] = []
    restoring = threading.Thread(
        target=lambda: (desk.safety.restore(backup, progress), ended.append("restored"))
    )
    locking = threading.Thread(target=lambda: (desk.close(Event.LOCK), ended.append("locked")))
    restoring.start()
    assert begun.wait(timeout=30)
    locking.start()
    locking.join(timeout=0.3)
    assert locking.is_alive()
    with pytest.raises(FolderInUse):
        school.desk("directeur")
    go_on.set()
    restoring.join()
    locking.join()
    assert set(ended) == {"restored", "locked"}
    again = school.desk("directeur")
    assert again.verify_log().intact
    again.close()
