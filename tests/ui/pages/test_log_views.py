"""Toegangslog: the view for parents, what stands out, old entries removed; by clicking."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.access.policy import Refused
from app.desk import Desk, SchoolDoor
from tests.access.stranger_verifier import problems
from tests.transfer_school import COMPLETE, GROUP_7, PASSWORD, TransferSchool, clock, pupil_id
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from ui.context import Target
from ui.pages.access_log.taking_out import OTHER_FORMS
from ui.pages.log_page import LIST, PARENTS, UNUSUAL, LogPage
from ui.theme import Tone


def a_day_of_looking(school: TransferSchool) -> None:
    teacher = school.desk("leerkracht8")
    teacher.entries.page(pupil_id(teacher, COMPLETE), Category.RESULTS)
    with pytest.raises(Refused):
        teacher.entries.page(pupil_id(teacher, GROUP_7), Category.RESULTS)
    teacher.close()


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    a_day_of_looking(school)
    desk = school.desk("directeur")
    yield desk
    desk.close()


def opened(qtbot: QtBot, desk: Desk) -> LogPage:
    page = show(qtbot, LogPage(Shown(desk).context()))
    page.show_target(Target("log"))
    settle(qtbot)
    return page


@pytest.fixture
def page(qtbot: QtBot, head: Desk) -> LogPage:
    return opened(qtbot, head)


def go_to(qtbot: QtBot, page: LogPage, view: str) -> None:
    """With the arrow keys, as on any row of tabs."""
    while page.tabs.current() != view:
        qtbot.keyClick(page.tabs.bar, Qt.Key.Key_Right)
    settle(qtbot)


def choose(qtbot: QtBot, page: LogPage, number: str) -> None:
    pupil = page.filters.pupil
    pupil.choose(next(one for one in pupil._pupils if one.number == number))
    settle(qtbot)


def test_the_view_for_parents_asks_for_a_pupil_first(qtbot: QtBot, page: LogPage) -> None:
    go_to(qtbot, page, PARENTS)
    assert page.days.empty.isVisible()
    assert "Kies eerst een leerling" in page.days.empty.headline.text()
    assert not page.pdf_button.isEnabled()


def test_it_tells_a_parent_without_names_unless_asked(qtbot: QtBot, page: LogPage) -> None:
    go_to(qtbot, page, PARENTS)
    choose(qtbot, page, COMPLETE)
    told = page.days.texts()
    assert told[0] == "1 maart 2027"
    assert "De groepsleerkracht bekeek de resultaten" in told
    assert not any("Juf Acht" in one for one in told)
    click(qtbot, page.with_names)
    settle(qtbot)
    assert "De groepsleerkracht (Juf Acht) bekeek de resultaten" in page.days.texts()
    click(qtbot, page.pdf_button)
    settle(qtbot)
    assert page.paper.isVisible()


def test_back_in_the_list_the_choice_of_a_pupil_stays(qtbot: QtBot, page: LogPage) -> None:
    go_to(qtbot, page, PARENTS)
    choose(qtbot, page, COMPLETE)
    qtbot.keyClick(page.tabs.bar, Qt.Key.Key_Left)
    settle(qtbot)
    assert page.tabs.current() == LIST
    assert {line.pupil for line in page.table.rows()} == {"Thị Ngọc Ánh van 't Hof"}
    assert page.csv_button.isVisible()


def test_what_stands_out_leads_to_the_day_of_who_did_it(qtbot: QtBot, page: LogPage) -> None:
    go_to(qtbot, page, UNUSUAL)
    (found,) = page.unusual.rows()
    assert "geweigerd" in found.reasons
    assert page.count.text() == "1 regel valt op in de laatste maand"
    assert page.csv_button.isHidden()
    page.unusual.view.setFocus()
    page.unusual.view.selectRow(0)
    qtbot.keyClick(page.unusual.view, Qt.Key.Key_Return)
    settle(qtbot)
    assert page.tabs.current() == LIST
    assert {line.staff for line in page.table.rows()} == {"Juf Acht"}


def test_the_supervisor_gets_no_more_than_one_pupil_at_a_time(
    qtbot: QtBot, school: TransferSchool
) -> None:
    a_day_of_looking(school)
    desk = school.desk("ib")
    page = opened(qtbot, desk)
    assert page.tabs.keys() == (LIST, PARENTS)
    assert page.remove_button.isHidden()
    go_to(qtbot, page, PARENTS)
    choose(qtbot, page, COMPLETE)
    assert "De groepsleerkracht bekeek de resultaten" in page.days.texts()
    assert page.with_names.isHidden()
    desk.close()


def test_the_check_says_the_fingerprint_to_compare_with_the_sheet(
    qtbot: QtBot, page: LogPage, head: Desk
) -> None:
    click(qtbot, page.verify_button)
    settle(qtbot)
    assert page.message_bar.tone is Tone.DONE
    assert head.log.verify().fingerprint in page.message_bar.text()


def test_what_must_be_read_is_said_with_a_log_that_is_whole(
    qtbot: QtBot, school: TransferSchool
) -> None:
    school.desk("directeur").close()
    (school.path / "session").unlink()
    desk = school.desk("directeur")
    page = opened(qtbot, desk)
    click(qtbot, page.verify_button)
    settle(qtbot)
    assert page.message_bar.tone is Tone.WAITING
    assert "nieuwe handtekeningen" in page.message_bar.text()
    desk.close()


def test_the_evidence_is_saved_and_satisfies_a_stranger(
    qtbot: QtBot, page: LogPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "bewijs.jsonl"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    actions = page.forms_button.menu().actions()
    assert len(actions) == len(OTHER_FORMS)
    actions[-1].trigger()
    settle(qtbot)
    assert list(problems(out.read_bytes())) == []
    assert "Opgeslagen in" in page.message_bar.text()


def test_nothing_old_means_nothing_to_remove(qtbot: QtBot, page: LogPage) -> None:
    click(qtbot, page.remove_button)
    settle(qtbot)
    assert "5 jaar" in page.message_bar.text()


@pytest.mark.parametrize("choice", ["cancel", "action"])
def test_old_entries_are_removed_only_after_yes(
    qtbot: QtBot, school: TransferSchool, monkeypatch: Any, choice: str
) -> None:
    # Somebody signs in every few months: a clock that jumps makes no log old.
    for days in range(60, 366 * 6, 90):
        SchoolDoor(school.path, clock=lambda days=days: clock() + timedelta(days=days)).sign_in(
            "directeur", PASSWORD
        ).close()
    door = SchoolDoor(school.path, clock=lambda: clock() + timedelta(days=366 * 6))
    desk = door.sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    page = opened(qtbot, desk)
    before = len(page.table.rows())
    asked = answer(monkeypatch, choice)
    click(qtbot, page.remove_button)
    settle(qtbot)
    (question,) = asked
    assert "ouder dan 5 jaar" in question
    assert "01-03-2027" in question
    if choice == "cancel":
        assert len(page.table.rows()) == before
    else:
        assert len(page.table.rows()) < before
        assert "verwijderd" in page.message_bar.text()
    assert desk.log.verify().intact
    desk.close()
