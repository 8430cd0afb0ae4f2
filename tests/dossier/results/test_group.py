"""A test of a whole group: read, saved, undone, all or nothing; and the norms of the school."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.access.categories import Category
from app.access.journal import LogFilter
from app.desk import Desk
from app.dossier.results.group import SavedResults
from app.dossier.results.sheet import ChosenTest, GroupSheet, InvalidCells, RowChange
from app.errors import UserError
from tests.documents.reading import everything
from tests.transfer_school import COMPLETE, TODAY, TransferSchool, pupil_id


@pytest.fixture
def teacher(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("leerkracht8")
    yield desk
    desk.close()


def chosen(desk: Desk, **values: object) -> ChosenTest:
    group = next(one.id for one in desk.groups.all() if one.name == "8")
    made = ChosenTest(group, "monitoring", "reading", "lvs", "M8", TODAY)
    return replace(made, **values)  # type: ignore[arg-type]


def typed(sheet: GroupSheet, **cells: str) -> list[RowChange]:
    return [RowChange(one.pupil_id, cells, one.entry_id, one.version) for one in sheet.rows]


def abilities(desk: Desk, choice: ChosenTest) -> list[object]:
    return [one.values.get("ability") for one in desk.results.sheet(choice).rows]


def test_what_was_there_is_shown_and_changed_not_doubled(teacher: Desk) -> None:
    choice = chosen(teacher)
    sheet = teacher.results.sheet(choice)
    assert [one.values.get("ability") for one in sheet.rows] == [None, 214.0, None, None], (
        "the test's name is found however it is typed"
    )
    assert sheet.tests == ("LVS",)
    saved = teacher.results.save(choice, typed(sheet, ability="150", level="iii"))
    assert [one.event for one in saved.rows].count("create") == 3
    assert abilities(teacher, choice) == [150.0] * 4
    own = pupil_id(teacher, COMPLETE)
    entries = teacher.entries.page(own, Category.RESULTS).entries["result"]
    assert sum(one.values["moment"] == "M8" for one in entries) == 1
    undone = teacher.results.undo(saved)
    assert undone.pupil_ids == saved.pupil_ids
    assert abilities(teacher, choice) == [None, 214.0, None, None]


def test_one_cell_that_is_wrong_keeps_all_from_being_saved(teacher: Desk) -> None:
    choice = chosen(teacher, moment="B8")
    good, bad, *rest = typed(teacher.results.sheet(choice), ability="150")
    with pytest.raises(InvalidCells) as refused:
        teacher.results.save(choice, [good, replace(bad, values={"ability": "veel"}), *rest])
    assert set(refused.value.problems) == {(bad.pupil_id, "ability")}
    assert "nog niets opgeslagen" in str(refused.value)
    assert abilities(teacher, choice) == [None] * 4


def test_a_test_that_was_not_made_says_so_and_an_emptied_row_goes(teacher: Desk) -> None:
    choice = chosen(teacher, moment="B8")
    teacher.results.save(choice, typed(teacher.results.sheet(choice), ability="-"))
    sheet = teacher.results.sheet(choice)
    assert {one.values["note"] for one in sheet.rows} == {"Niet gemaakt"}
    emptied = teacher.results.save(choice, typed(sheet, note=""))
    assert {one.event for one in emptied.rows} == {"delete"}
    teacher.results.undo(emptied)
    assert {one.values["note"] for one in teacher.results.sheet(choice).rows} == {"Niet gemaakt"}


def test_what_a_colleague_did_meanwhile_is_not_overwritten(
    school: TransferSchool, teacher: Desk
) -> None:
    choice = chosen(teacher, moment="B8")
    before = teacher.results.sheet(choice)
    saved = teacher.results.save(choice, typed(before, ability="150"))
    with pytest.raises(UserError, match="intussen door iemand anders"):
        teacher.results.save(choice, typed(before, ability="160"))
    later = teacher.results.save(choice, typed(teacher.results.sheet(choice), ability="170"))
    with pytest.raises(UserError, match="intussen door iemand anders"):
        teacher.results.undo(saved)
    teacher.results.undo(later)
    assert abilities(teacher, choice) == [150.0] * 4


def test_who_stays_down_makes_the_same_moment_again_and_a_mixed_group_has_its_own(
    teacher: Desk,
) -> None:
    last_year = chosen(teacher, moment="B8", taken_on=TODAY.replace(year=2026))
    teacher.results.save(last_year, typed(teacher.results.sheet(last_year), ability="140"))
    assert abilities(teacher, chosen(teacher, moment="B8")) == [None] * 4
    assert {one.moment for one in teacher.results.sheet(chosen(teacher, moment="E")).rows} == {"E8"}


def test_every_pupil_gets_a_line_in_the_log(school: TransferSchool, teacher: Desk) -> None:
    choice = chosen(teacher, moment="B8")
    saved: SavedResults = teacher.results.save(
        choice, typed(teacher.results.sheet(choice), ability="150")
    )
    teacher.close()
    head = school.desk("directeur")
    lines = [one for one in head.log.read(LogFilter()) if one.object_kind == "resultaat"]
    hers = [one for one in lines if one.ground == "groepsleerkracht 8"]
    assert {one.pupil_id for one in hers if one.event == "toegevoegd"} == saved.pupil_ids
    assert len(hers) == len(saved.rows), "looking is another line, of the group's sheet"
    head.close()


def test_norms_suggest_levels_and_stand_under_the_charts(school: TransferSchool) -> None:
    supervisor = school.desk("ib")
    bounds = {"lowest_1": 200, "lowest_2": 190, "lowest_3": 180, "lowest_4": 170}
    of_test = {"test": "LVS", "domain": "reading"}
    supervisor.norms.save({**of_test, "moment": "m7", **bounds})
    supervisor.norms.save({**of_test, "moment": "M7", **bounds, "lowest_1": 201})
    [norm] = supervisor.norms.all()
    assert (norm.moment, norm.lowest[0]) == ("M7", 201.0), "the same norm is replaced"
    pasted = supervisor.norms.paste("E7\t210\t205\t195\t185", "LVS", "reading")
    assert not pasted.problems
    overview = supervisor.results_overview.of_group(chosen(supervisor).group_id)
    [view] = overview.views
    assert [one.moment for one in view.moments] == ["M7", "E7", "M8"]
    assert overview.asking == 0
    pdf = everything(supervisor.result_sheets.group(chosen(supervisor).group_id))
    assert "begrijpend lezen · LVS" in pdf.casefold().replace("lvs", "LVS")
    own = everything(supervisor.result_sheets.pupil(pupil_id(supervisor, COMPLETE)))
    assert "214" in own
    assert "havo" not in own.casefold(), "a provisional advice alone says nothing yet"
    supervisor.norms.remove(norm.id)
    assert [one.moment for one in supervisor.norms.all()] == ["E7"]
    supervisor.close()
