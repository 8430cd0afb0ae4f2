"""What a second, different file does to a real school: moves, returns, numbers, keys, history."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.access.categories import Role
from app.access.journal import LogFilter
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier import checks, tables
from app.dossier.tables import TABLES
from app.dossier.values import PupilSummary, SchoolSettings
from app.errors import UserError
from app.exchange.edexml import Answer, Decision, ImportPlan
from app.exchange.known_rows import KnownRows
from app.vault import KdfParameters
from tests.exchange.helpers import HEAD, TODAY, edex, pupil

BSN, EDUCATION_NUMBER = "123456782", "101222331"


def clock() -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, 9, 30, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / "Proef.school"
    create_school(
        path,
        SchoolSettings("", "Proef", "99ZZ", "00", True),
        [NewStaff("administratie", "Ada", "regenboog", (Role.OFFICE, Role.HEAD))],
        kdf=KdfParameters.fastest(),
        check_passwords=False,
        clock=clock,
    )
    desk = SchoolDoor(path, clock=clock).sign_in("administratie", "regenboog")
    assert isinstance(desk, Desk)
    yield desk
    desk.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.xml"


def preview(desk: Desk, file: Path, xml: str) -> ImportPlan:
    file.write_text(xml, encoding="utf-8")
    return desk.imports.preview(file)


def imported(desk: Desk, file: Path, xml: str) -> ImportPlan:
    """Import and make sure that the same file would change nothing more."""
    plan = preview(desk, file, xml)
    assert not plan.questions
    desk.imports.apply(plan)
    assert desk.imports.preview(file).changes_nothing
    return plan


def everybody(desk: Desk) -> tuple[PupilSummary, ...]:
    return desk.pupils.all() + desk.pupils.former()


def only(desk: Desk) -> PupilSummary:
    (one,) = everybody(desk)
    return one


def rows(desk: Desk, code: str) -> list[dict[str, Any]]:
    """The rows of a kind, the earliest first."""
    table = TABLES.get(code, tables.metadata.tables[code])
    with desk._session.transaction() as connection:
        found = [dict(row) for row in connection.execute(select(table)).mappings()]
    return sorted(found, key=lambda row: str(row.get("from_date") or row.get("version") or ""))


def spans(desk: Desk, code: str) -> list[tuple[date, date | None]]:
    return [(row["from_date"], row["until_date"]) for row in rows(desk, code)]


def group_names(desk: Desk) -> list[str]:
    names = {row["id"]: row["name"] for row in rows(desk, "school_group")}
    return [names.get(row["group_id"], "") for row in rows(desk, "placement")]


def test_a_new_pupil_is_whole(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil("77", bsn=BSN, postcodenl="9999zz")))
    one = only(desk)
    assert (one.number, one.display_name, one.group_name) == ("77", "Anna de Vries", "8A")
    (row,) = rows(desk, "pupil")
    assert row["personal_number"] == BSN
    assert row["birth_date"] == date(2015, 3, 4)
    assert (row["version"], row["created_by"]) == (1, desk.person.id)
    assert spans(desk, "enrolment") == [(date(2019, 8, 20), None)]
    assert spans(desk, "placement") == [(date(2026, 8, 1), None)]
    (home,) = rows(desk, "address")
    assert (home["sort"], home["postcode"], home["secret"]) == ("home", "9999 ZZ", False)
    (key,) = rows(desk, "pupil_source")
    assert (key["school"], key["key"]) == ("99ZZ00", "77")


def test_a_pupil_without_year_group_comes_in_with_its_group(desk: Desk, file: Path) -> None:
    groups = '<groep key="g8"><naam>Plus</naam></groep>'
    imported(desk, file, edex(pupil(jaargroep=""), groups=groups))
    assert only(desk).group_name == "Plus"
    assert rows(desk, "placement")[0]["year_group"] is None


def test_a_pupil_that_moved_keeps_its_old_place_in_the_past(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil(groep="g7", jaargroep="7")))
    imported(desk, file, edex(pupil()))
    assert only(desk).group_name == "8A"
    assert group_names(desk) == ["7A", "8A"]
    assert spans(desk, "placement") == [
        (date(2026, 8, 1), date(2026, 11, 22)),
        (TODAY, None),
    ]


def test_a_year_group_that_was_wrong_is_corrected_in_place(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil(jaargroep="7")))
    imported(desk, file, edex(pupil(jaargroep="8")))
    (place,) = rows(desk, "placement")
    assert (place["year_group"], place["version"]) == ("8", 2)
    assert place["until_date"] is None


def test_a_correction_does_not_open_a_place_that_has_ended(desk: Desk, file: Path) -> None:
    left = {"uitstroomdatum": "2026-10-01"}
    imported(desk, file, edex(pupil(jaargroep="7", **left)))
    imported(desk, file, edex(pupil(jaargroep="8", uitstroomdatum="")))
    assert spans(desk, "placement") == [(date(2026, 8, 1), date(2026, 10, 1))]
    assert only(desk).former


def test_a_file_of_an_earlier_year_adds_its_place_before_the_present_one(
    desk: Desk, file: Path
) -> None:
    imported(desk, file, edex(pupil()))
    earlier = HEAD.replace("2026-2027", "2025-2026")
    imported(desk, file, edex(pupil(groep="g7", jaargroep="7"), head=earlier))
    assert spans(desk, "placement") == [
        (date(2025, 8, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), None),
    ]
    assert only(desk).group_name == "8A"


def test_a_pupil_that_left_becomes_a_former_pupil_and_its_place_ends(
    desk: Desk, file: Path
) -> None:
    imported(desk, file, edex(pupil()))
    plan = imported(desk, file, edex(pupil(uitstroomdatum="2026-10-16")))
    assert plan.changed_pupils[0].former
    assert only(desk).former
    last = date(2026, 10, 16)
    assert spans(desk, "enrolment") == [(date(2019, 8, 20), last)]
    assert spans(desk, "placement") == [(date(2026, 8, 1), last)]


def test_a_pupil_that_came_back_gets_a_second_enrolment_in_the_same_dossier(
    desk: Desk, file: Path
) -> None:
    imported(desk, file, edex(pupil(instroomdatum="2019-08-20", uitstroomdatum="2025-06-01")))
    assert only(desk).former
    imported(desk, file, edex(pupil(instroomdatum="2026-09-01")))
    one = only(desk)
    assert (one.former, one.group_name) == (False, "8A")
    assert spans(desk, "enrolment") == [
        (date(2019, 8, 20), date(2025, 6, 1)),
        (date(2026, 9, 1), None),
    ]


def test_a_pupil_that_left_already_is_added_as_a_former_pupil(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil(uitstroomdatum="2026-09-18")))
    assert only(desk).former
    assert desk.pupils.all() == ()


def test_a_pupil_that_the_file_no_longer_has_stays_as_it_is(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil("1") + pupil("2", roepnaam="Bram", achternaam="Smit")))
    plan = imported(desk, file, edex(pupil("1")))
    assert len(plan.absent) == 1
    assert len(desk.pupils.all()) == 2


def test_a_bsn_replaces_an_onderwijsnummer_and_not_the_other_way_round(
    desk: Desk, file: Path
) -> None:
    imported(desk, file, edex(pupil(onderwijsnummer=EDUCATION_NUMBER)))
    imported(desk, file, edex(pupil(bsn=BSN)))
    assert rows(desk, "pupil")[0]["personal_number"] == BSN
    imported(desk, file, edex(pupil(onderwijsnummer=EDUCATION_NUMBER)))
    assert rows(desk, "pupil")[0]["personal_number"] == BSN


def test_what_stood_there_is_kept_in_the_history(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil(geboortedatum="2015-04-03")))
    imported(desk, file, edex(pupil()))
    (row,) = rows(desk, "pupil")
    assert (row["birth_date"], row["version"]) == (date(2015, 3, 4), 2)
    (kept,) = [one for one in rows(desk, "history") if one["kind"] == "pupil"]
    assert "2015-04-03" in kept["row"]
    assert (kept["version"], kept["by"]) == (1, desk.person.id)


def test_an_address_is_completed_but_never_replaced(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil()))
    imported(desk, file, edex(pupil(postcodenl="9999ZZ")))
    plan = imported(desk, file, edex(pupil(postcodenl="1111AA")))
    assert [row["postcode"] for row in rows(desk, "address")] == ["9999 ZZ"]
    assert any("andere postcode" in one.sentence for one in plan.problems)


def test_two_pupils_may_change_their_keys(desk: Desk, file: Path) -> None:
    first = pupil("1", bsn=BSN).replace("<leerling ", '<leerling eckid="https://e/1" ')
    second = pupil("2", roepnaam="Bram", achternaam="Smit", voorvoegsel="").replace(
        "<leerling ", '<leerling eckid="https://e/2" '
    )
    imported(desk, file, edex(first + second))
    changed = edex(first.replace('key="1"', 'key="2"') + second.replace('key="2"', 'key="1"'))
    plan = preview(desk, file, changed)
    by_name = {one.number: one.id for one in desk.pupils.all()}
    answers = {
        question.id: Answer(Decision.SAME, by_name["1" if "Anna" in question.label else "2"])
        for question in plan.questions
    }
    plan = plan.with_answers(answers) if answers else plan
    desk.imports.apply(plan)
    keys = {row["pupil_id"]: row["key"] for row in rows(desk, "pupil_source")}
    assert keys == {by_name["1"]: "2", by_name["2"]: "1"}


NAMELESS = "<school><schooljaar>2026-2027</schooljaar></school>"


def test_a_file_that_names_no_school_uses_the_keys_of_this_one(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil("5"), head=NAMELESS))
    assert rows(desk, "pupil_source")[0]["school"] == "99ZZ00"
    imported(desk, file, edex(pupil("5")))
    assert len(rows(desk, "pupil_source")) == 1


def test_keys_of_two_schools_stand_beside_each_other(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil("5")))
    plan = preview(desk, file, edex(pupil("900"), head=HEAD.replace("99ZZ", "98XX")))
    (question,) = plan.questions
    same = Answer(Decision.SAME, question.candidates[0].id)
    desk.imports.apply(plan.with_answers({question.id: same}))
    keys = {row["school"]: row["key"] for row in rows(desk, "pupil_source")}
    assert keys == {"99ZZ00": "5", "98XX00": "900"}
    assert preview(desk, file, edex(pupil("5"), head=NAMELESS)).changes_nothing


def test_a_row_that_was_changed_is_known_as_it_is_now(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil()))
    session, pupil_id = desk._session, only(desk).id
    with session.transaction() as connection:
        known = KnownRows(session, connection, [pupil_id])
        for day in (date(2027, 1, 1), date(2027, 1, 1), date(2027, 2, 1)):
            (row,) = known.of("placement", pupil_id)
            known.change("placement", row, {"until_date": day})
    (place,) = rows(desk, "placement")
    assert (place["until_date"], place["version"]) == (date(2027, 2, 1), 3)


def test_open_questions_are_left_alone_and_answers_carried_out(desk: Desk, file: Path) -> None:
    imported(desk, file, edex(pupil("1")))
    again = edex(pupil("#9", geslacht="1") + pupil("7", roepnaam="Cem", achternaam="Kaya"))
    plan = preview(desk, file, again)
    assert len(plan.questions) == 1
    desk.imports.apply(plan)
    assert len(desk.pupils.all()) == 2
    plan = preview(desk, file, again)
    added = plan.with_answers({plan.questions[0].id: Answer(Decision.ADD)})
    desk.imports.apply(added)
    assert sorted(one.display_name for one in desk.pupils.all()) == [
        "Anna de Vries",
        "Anna de Vries",
        "Cem de Kaya",
    ]


def test_a_change_is_in_the_log_of_that_pupil_only(desk: Desk, file: Path) -> None:
    other = pupil("2", roepnaam="Bram", achternaam="Smit")
    imported(desk, file, edex(pupil("1") + other))
    imported(desk, file, edex(pupil("1", geslacht="1") + other))
    events = {
        one.number: [line.event for line in desk.log.read(LogFilter(pupil_id=one.id))]
        for one in desk.pupils.all()
    }
    assert events["1"].count("gewijzigd") == 1
    assert "gewijzigd" not in events["2"]
    lines = desk.log.read(LogFilter())
    assert [line.event for line in lines].count("geïmporteerd") == 2
    assert desk.verify_log().intact


def test_existing_staff_get_groups_and_lose_none(desk: Desk, file: Path) -> None:
    def teacher(group: str) -> str:
        return (
            '<leerkracht key="L1"><achternaam>Berg</achternaam><roepnaam>Kim</roepnaam>'
            f'<groepen><groep key="{group}"/></groepen></leerkracht>'
        )

    imported(desk, file, edex(pupil(), staff=teacher("g8")))
    imported(desk, file, edex(pupil(), staff=teacher("g7")))
    (kim,) = [one for one in desk.staff.all() if one.name == "Kim Berg"]
    assert kim.groups == ("7A", "8A")


def test_a_value_that_the_dossier_refuses_stops_the_whole_import(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = preview(desk, file, edex(pupil("1")))
    problem = {"number": "Dit leerlingnummer kan niet."}
    monkeypatch.setattr(checks, "check", lambda *_: ({}, problem))
    with pytest.raises(UserError, match="niets geïmporteerd") as refused:
        desk.imports.apply(plan)
    assert "Dit leerlingnummer kan niet." in str(refused.value)
    assert "Anna" not in str(refused.value)
    assert everybody(desk) == ()
