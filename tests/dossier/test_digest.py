"""What was changed outside the program is noticed before anything of that dossier is shown."""

from collections.abc import Callable
from datetime import date

import pytest

from app.access.categories import DOSSIER_CATEGORIES, Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.access.session import SchoolAltered
from app.desk import Desk, SchoolDoor
from app.dossier.digest import (
    DossierAltered,
    dossier_digests,
    logged_pupils,
    newest_digests,
    newest_school_digest,
    pupil_tables,
    school_digest,
)
from app.dossier.filed import check_files
from app.dossier.watch import CheckedDossiers
from app.errors import UserError
from app.vault.schema import metadata
from tests.outside import raw_database
from tests.transfer_school import (
    COMPLETE,
    NOTHING,
    RECOVERY_CODE,
    TransferSchool,
    begun,
    clock,
    pupil_id,
)

ABSENCE = {"from_date": date(2027, 2, 1), "half_day": "whole", "sort": "ill"}


def altered(school: TransferSchool, *statements: str) -> None:
    with raw_database(school.path) as connection:
        for statement in statements:
            connection.execute(statement)


def raw_row(school: TransferSchool, table: str) -> tuple[str, ...]:
    with raw_database(school.path) as connection:
        found: tuple[str, ...] = connection.execute(
            f"SELECT * FROM {table} ORDER BY id LIMIT 1"
        ).fetchone()
        return found


ALTERATIONS = {
    "a name": "UPDATE pupil SET surname = 'Anders' WHERE number = '1001'",
    "a result": "UPDATE result SET ability = ability + 1",
    "a result by one bit of text": "UPDATE result SET level = 'I' WHERE moment = 'E7'",
    "an older version of a row": "UPDATE support SET version = version - 1",
    "a sealed value": "UPDATE support SET approach = goal, goal = approach",
    "a row less": "DELETE FROM advice",
    "a row more": "INSERT INTO absence (id, pupil_id, sort, version, created_at, created_by,"
    " changed_at, changed_by) SELECT 'x', id, 'ill', 1, '', '', '', '' FROM pupil"
    " WHERE number = '1001'",
    "custody": "UPDATE guardianship SET custody = 'yes' WHERE custody = 'no'",
    "a guardian's address": "UPDATE guardian SET street = 'Elders' WHERE surname = 'Hof'",
    "a text become a number": "UPDATE guardian SET house_number = CAST(house_number AS BLOB)"
    " WHERE surname = 'Hof'",
    "the history": "UPDATE history SET version = 7 WHERE kind = 'guardianship'",
    "a placement of another pupil": "UPDATE placement SET pupil_id = (SELECT id FROM pupil WHERE"
    " number = '1001') WHERE pupil_id = (SELECT id FROM pupil WHERE number = '1003')",
}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_a_dossier_that_was_changed_outside_the_program_is_not_opened(
    school: TransferSchool, what: str
) -> None:
    desk = school.desk("ib")
    pupil = pupil_id(desk, COMPLETE)
    _change_a_guardianship(desk, pupil)
    desk.close()
    altered(school, ALTERATIONS[what])
    desk = school.desk("ib")
    for category in DOSSIER_CATEGORIES:
        if category is not Category.FUNDING:
            with pytest.raises(DossierAltered, match="buiten het programma"):
                desk.entries.page(pupil, category)
    with pytest.raises(DossierAltered):
        desk.entries.add(pupil, "absence", ABSENCE)
    with pytest.raises(DossierAltered):
        desk.letters.make([pupil], "free", {"subject": "a", "text": "b"})
    desk.close()
    head = school.desk("directeur")
    alarms = [one for one in head.log.read(LogFilter()) if one.event == "waarschuwing"]
    assert any(one.pupil_id == pupil for one in alarms)
    head.close()


def _change_a_guardianship(desk: Desk, pupil: str) -> None:
    """So that there is a history."""
    link = desk.entries.page(pupil, Category.CONTACT).entries["guardianship"][0]
    values = {**link.values, "lives_with": not link.values["lives_with"]}
    desk.entries.change(pupil, "guardianship", link.id, link.version, values)


def test_other_dossiers_stay_open(school: TransferSchool) -> None:
    altered(school, ALTERATIONS["a name"])
    desk = school.desk("ib")
    other = desk.entries.page(pupil_id(desk, NOTHING), Category.ENROLMENT)
    assert other.entries["enrolment"]
    desk.close()


def test_an_import_does_not_cover_up_what_was_changed_in_a_sibling(
    school: TransferSchool,
) -> None:
    """A change of a shared guardian gives every sibling's dossier a new digest: check it first."""
    desk = school.desk("directeur")
    one, other = pupil_id(desk, COMPLETE), pupil_id(desk, NOTHING)
    guardian = desk.entries.page(one, Category.CONTACT).entries["guardian"][0]
    link = {"guardian_id": guardian.id, "relationship": "mother", "custody": "yes"}
    desk.entries.add(other, "guardianship", link)
    desk.close()
    altered(school, "UPDATE pupil SET call_name = 'Anders' WHERE number = '1003'")
    desk = school.desk("directeur")
    guardian = desk.entries.page(one, Category.CONTACT).entries["guardian"][0]
    values = {**guardian.values, "city": "Elders"}
    with pytest.raises(DossierAltered):
        desk.entries.change(one, "guardian", guardian.id, guardian.version, values)
    again = desk.entries.page(one, Category.CONTACT).entries["guardian"]
    assert "Elders" not in repr(again)
    desk.close()


def test_every_change_leaves_the_log_and_the_dossier_in_agreement(desk: Desk) -> None:
    """Whatever is done through the desk, the newest digest is that of what stands there."""
    pupil = pupil_id(desk, COMPLETE)
    entry = desk.entries.add(pupil, "absence", ABSENCE).entry_id
    _agree(desk)
    desk.entries.change(pupil, "absence", entry, 1, {**ABSENCE, "sort": "late"})
    desk.entries.delete(pupil, "absence", entry, "vergissing")
    _agree(desk)
    desk.entries.undo_delete(pupil, "absence", entry)
    report = begun(desk)
    desk.reports.refresh(pupil, report.id)
    _agree(desk)
    desk.letters.make([pupil], "free", {"subject": "a", "text": "b"})
    _change_a_guardianship(desk, pupil)
    _agree(desk)


def _agree(desk: Desk) -> None:
    with desk._session.transaction() as connection:
        ids = [row.id for row in connection.execute(metadata.tables["pupil"].select())]
        assert newest_digests(connection, ids) == dossier_digests(connection, ids)
        assert newest_school_digest(connection) == school_digest(connection)


def test_every_table_about_a_pupil_is_covered() -> None:
    covered = {table.name for table in pupil_tables()} | {"pupil", "guardian"}
    of_nobody = {"school", "school_group", "staff", "group_staff", "backup_place"}
    of_nobody |= {"free_days", "school_hours", "norm_band", "list_mapping"}
    log = {name for name in metadata.tables if name.startswith("log_")}
    assert covered | of_nobody | log == set(metadata.tables)


def test_digests_are_the_same_one_by_one_and_together(desk: Desk) -> None:
    with desk._session.transaction() as connection:
        ids = [row.id for row in connection.execute(metadata.tables["pupil"].select())]
        together = dossier_digests(connection, ids)
        assert together == {one: dossier_digests(connection, [one])[one] for one in ids}
        assert len(set(together.values())) == len(ids)


def test_the_check_of_all_dossiers_names_the_altered_one_and_the_head_may_accept_it(
    school: TransferSchool,
) -> None:
    altered(school, ALTERATIONS["a name"])
    teacher = school.desk("leerkracht8")
    seen: list[tuple[int, int]] = []
    found = teacher.watch.check(lambda done, of: seen.append((done, of)) is None)
    assert seen[-1] == (found.count, found.count)
    (pupil,) = found.altered
    with pytest.raises(Refused):
        teacher.watch.accept(pupil, "Ik vind het zo wel goed.")
    with pytest.raises(Refused):
        teacher.watch.altered(found.altered)
    teacher.close()
    head = school.desk("directeur")
    (listed,) = head.watch.altered(found.altered)
    assert (listed.id, listed.gone) == (pupil, False)
    head.watch.accept(pupil, "Nagekeken met de ouders: de naam klopt.")
    assert head.watch.check().altered == ()
    assert head.entries.page(pupil, Category.ENROLMENT).entries["enrolment"]
    with pytest.raises(UserError, match="niets te aanvaarden"):
        head.watch.accept(pupil, "Nog een keer aanvaarden.")
    lines = [one for one in head.log.read(LogFilter()) if one.event == "dossier vastgelegd"]
    assert "Nagekeken met de ouders" in lines[0].text
    head.close()


def test_the_check_can_be_stopped(desk: Desk) -> None:
    found = desk.watch.check(lambda _done, _of: False)
    assert not found.finished


ROLES_ALTERED: dict[str, Callable[[], str]] = {
    "a role": lambda: "UPDATE staff SET roles = 'head' WHERE sign_in_name = 'leerkracht8'",
    "a group": lambda: "DELETE FROM group_staff",
    "an end date": lambda: "UPDATE staff SET until = '2099-01-01' WHERE sign_in_name = 'ib'",
}


@pytest.mark.parametrize("what", ROLES_ALTERED)
def test_nobody_signs_in_with_roles_that_were_changed_outside_the_program(
    school: TransferSchool, what: str
) -> None:
    altered(school, ROLES_ALTERED[what]())
    with pytest.raises(UserError, match="buiten het programma"):
        school.desk("leerkracht8")
    head = school.desk("directeur")
    assert any("Medewerkers, rollen" in one for one in head.alarms)
    head.close()


def test_a_filed_document_that_was_changed_is_not_shown(school: TransferSchool) -> None:
    desk = school.desk("ib")
    pupil = pupil_id(desk, COMPLETE)
    desk.letters.make([pupil], "free", {"subject": "a", "text": "b"})
    letter, *_ = desk.letter_copies.of_pupil(pupil)
    desk.close()
    altered(school, "UPDATE filed SET content = CAST(content || x'00' AS BLOB)")
    desk = school.desk("ib")
    with pytest.raises(UserError, match="beschadigd"):
        desk.filed.content(pupil, letter.filed_id)
    desk.close()


def test_text_that_is_no_text_is_damage_and_not_a_crash(school: TransferSchool) -> None:
    altered(school, "UPDATE result SET note = CAST(x'ff' AS TEXT)")
    desk = school.desk("ib")
    with pytest.raises(UserError, match="beschadigd"):
        desk.entries.page(pupil_id(desk, COMPLETE), Category.RESULTS)
    desk.close()


def test_a_dossier_that_is_gone_and_one_that_was_planted_are_found(
    school: TransferSchool,
) -> None:
    desk = school.desk("ib")
    gone, other = pupil_id(desk, NOTHING), pupil_id(desk, COMPLETE)
    desk.close()
    planted = "p" * 32
    altered(
        school,
        "PRAGMA foreign_keys = OFF",
        *(
            f"DELETE FROM {table} WHERE pupil_id = '{gone}'"
            for table in ("placement", "enrolment", "guardianship", "history")
        ),
        f"DELETE FROM pupil WHERE id = '{gone}'",
        "INSERT INTO pupil SELECT '"
        + planted
        + "', '9999', call_name, first_names, initials, prefix, surname, sex, birth_date,"
        " personal_number, year_group_3_start, eckid, family_situation, reason, version,"
        " created_at, created_by, changed_at, changed_by FROM pupil WHERE number = '1001'",
    )
    head = school.desk("directeur")
    assert set(head.watch.check().altered) == {gone, planted}
    with pytest.raises(DossierAltered):
        head.entries.page(planted, Category.ENROLMENT)
    listed = {one.id: one.gone for one in head.watch.altered((gone, planted))}
    assert listed == {gone: True, planted: False}
    head.watch.accept(gone, "Deze leerling hoorde hier niet.")
    assert head.watch.check().altered == (planted,)
    assert head.entries.page(other, Category.ENROLMENT).entries["enrolment"]
    head.close()


def test_a_later_change_does_not_cover_up_that_a_role_was_altered(school: TransferSchool) -> None:
    altered(school, ROLES_ALTERED["a group"]())
    head = school.desk("directeur")
    staff = {one.sign_in_name: one.id for one in head.staff.all()}
    (group, *_) = head.groups.all()
    for change in (
        lambda: head.school.change({"phone": "010-1234567"}),
        lambda: head.groups.add("Nieuw", ["3"]),
        lambda: head.groups.set_teachers(group.id, [staff["leerkracht8"]]),
    ):
        with pytest.raises(SchoolAltered, match="buiten het programma"):
            change()
    assert head.watch.check().school_altered
    # What touches no school data goes on.
    head.entries.add(pupil_id(head, COMPLETE), "absence", ABSENCE)
    head.close()
    with pytest.raises(UserError, match="buiten het programma"):
        school.desk("leerkracht8")
    head = school.desk("directeur")
    head.watch.accept_school("Nagekeken: de groepen zijn juist.")
    assert not head.watch.check().school_altered
    head.school.change({"phone": "010-1234567"})
    assert head.alarms
    head.close()
    again = school.desk("directeur")
    assert again.alarms == ()
    again.close()


def test_a_school_without_any_digest_gets_them_once(school: TransferSchool) -> None:
    altered(school, "UPDATE log_entry SET digest = NULL WHERE pupil_id IS NOT NULL")
    with raw_database(school.path) as connection:
        pupils = connection.execute("SELECT count(*) FROM pupil").fetchone()[0]
    desk = school.desk("ib")
    desk.entries.add(pupil_id(desk, COMPLETE), "absence", ABSENCE)
    assert desk.watch.check() == CheckedDossiers(pupils, ())
    assert desk.entries.page(pupil_id(desk, NOTHING), Category.ENROLMENT).entries["enrolment"]
    with desk._session.transaction() as connection:
        assert len(logged_pupils(connection)) == pupils
    desk.close()


def test_the_check_of_everything_finds_a_changed_file(school: TransferSchool) -> None:
    desk = school.desk("ib")
    desk.letters.make([pupil_id(desk, COMPLETE)], "free", {"subject": "a", "text": "b"})
    with desk._session.transaction() as connection:
        assert check_files(connection) == ()
    desk.close()
    altered(school, "UPDATE filed SET content = CAST(content || x'00' AS BLOB)")
    head = school.desk("directeur")
    report = head.safety.check(lambda *_: None)
    assert not report.database.in_order
    assert "documenten in dossiers zijn" in report.database.text
    head.close()


KEPT_OUT = {
    "a last day": "UPDATE staff SET until = '2020-01-01' WHERE sign_in_name = 'directeur'",
    "no slot": "UPDATE staff SET slot_id = NULL WHERE sign_in_name = 'directeur'",
    "another role": "UPDATE staff SET roles = 'teacher' WHERE sign_in_name = 'directeur'",
    "a role that is none": "UPDATE staff SET roles = 'onzin' WHERE sign_in_name = 'directeur'",
}


@pytest.mark.parametrize("what", KEPT_OUT)
def test_a_headteacher_who_is_kept_out_by_an_alteration_hears_of_the_recovery_code(
    school: TransferSchool, what: str
) -> None:
    altered(school, KEPT_OUT[what])
    with pytest.raises(UserError, match="herstelcode"):
        school.desk("directeur")
    with pytest.raises(UserError, match="Laat de directeur zich aanmelden"):
        school.desk("ib")
    desk = SchoolDoor(school.path, clock=clock).recover(RECOVERY_CODE)
    assert isinstance(desk, Desk)
    assert any("Medewerkers, rollen" in one for one in desk.alarms)
    lines = [one for one in desk.log.read(LogFilter()) if one.event == "waarschuwing"]
    assert any("geweigerd" in one.text for one in lines)
    desk.watch.accept_school("Nagekeken: hersteld bij Medewerkers.")
    desk.close()
