"""Toegangslog: filtering, going on, one line in full, checking, paper and CSV; by clicking."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.access import journal
from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk, SchoolDoor
from tests.transfer_school import (
    COMPLETE,
    GROUP_7,
    PASSWORD,
    TODAY,
    TWO_MOTHERS,
    TransferSchool,
    clock,
    pupil_id,
)
from tests.ui.pages.desk_page import Shown, click, settle, show
from ui.context import Target
from ui.pages.log_page import LogPage
from ui.theme import Tone

LATER = TODAY + timedelta(days=2)


def desk_later(school: TransferSchool, who: str) -> Desk:
    """Two days after everything in the school happened."""
    later = clock() + timedelta(days=2)
    desk = SchoolDoor(school.path, clock=lambda: later).sign_in(who, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    teacher = school.desk("leerkracht8")
    for number in (GROUP_7, TWO_MOTHERS):
        pupil = teacher.pupils.by_number(number).id
        try:
            teacher.entries.page(pupil, Category.HEALTH)
        except Refused:
            continue
    teacher.close()
    desk = desk_later(school, "directeur")
    yield desk
    desk.close()


@pytest.fixture
def page(qtbot: QtBot, head: Desk) -> LogPage:
    page = show(qtbot, LogPage(Shown(head).context()))
    page.show_target(Target("log"))
    settle(qtbot)
    return page


def choose_period(qtbot: QtBot, page: LogPage, code: str) -> None:
    box = page.filters.period
    box.setFocus()
    while box.code() != code:
        at = box.currentIndex()
        wanted = box.findData(code)
        qtbot.keyClick(box, Qt.Key.Key_Down if wanted > at else Qt.Key.Key_Up)
    settle(qtbot)


def choose_pupil(qtbot: QtBot, page: LogPage, typed: str) -> None:
    field = page.filters.pupil.field
    field.setFocus()
    qtbot.keyClicks(field, typed)
    popup = page.filters.pupil.completer.popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    settle(qtbot)


def type_dates(qtbot: QtBot, page: LogPage, first: str, last: str) -> None:
    for field, typed in ((page.filters.first, first), (page.filters.last, last)):
        field.setFocus()
        qtbot.keyClicks(field.line, typed)
    qtbot.keyClick(page.filters.last.line, Qt.Key.Key_Return)
    settle(qtbot)


def shown(page: LogPage) -> list[journal.LogLine]:
    return list(page.table.rows())


def save_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    proposed: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return proposed


def test_the_whole_log_shows_newest_first(page: LogPage) -> None:
    numbers = [one.number for one in shown(page)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) > 20
    assert page.count.text().startswith(f"{len(numbers)} regels")
    assert page.more_button.isHidden()


def test_the_log_of_one_pupil_is_found_by_typing_a_name_without_accents(
    qtbot: QtBot, page: LogPage, head: Desk
) -> None:
    choose_pupil(qtbot, page, "thi ngoc")
    assert {one.pupil_id for one in shown(page)} == {pupil_id(head, COMPLETE)}
    assert page.filters.pupil.field.text().startswith("Thị Ngọc Ánh van 't Hof (1001)")
    assert page.table.view.isColumnHidden(3)
    click(qtbot, page.filters.pupil.clear_button)
    settle(qtbot)
    assert len({one.pupil_id for one in shown(page)}) > 2


def test_half_a_name_that_was_not_chosen_does_not_stay_in_the_field(
    qtbot: QtBot, page: LogPage
) -> None:
    field = page.filters.pupil.field
    field.setFocus()
    qtbot.keyClicks(field, "thi")
    page.filters.pupil.completer.popup().hide()
    page.table.view.setFocus()
    assert field.text() == ""


def test_the_log_of_one_member_of_staff(qtbot: QtBot, page: LogPage) -> None:
    page.filters.staff.setFocus()
    qtbot.keyClicks(page.filters.staff, "Juf")
    settle(qtbot)
    assert {one.staff for one in shown(page)} == {"Juf Acht"}


def test_today_this_week_and_own_dates(qtbot: QtBot, page: LogPage) -> None:
    choose_period(qtbot, page, "today")
    assert {one.at.astimezone().date() for one in shown(page)} == {LATER}
    choose_period(qtbot, page, "week")
    assert {one.at.astimezone().date() for one in shown(page)} == {TODAY, LATER}
    choose_period(qtbot, page, "own")
    assert page.filters.first.isVisible()
    type_dates(qtbot, page, "1-3-2027", "1-3-2027")
    assert {one.at.astimezone().date() for one in shown(page)} == {TODAY}


def test_dates_the_wrong_way_round_are_said_and_nothing_is_asked(
    qtbot: QtBot, page: LogPage
) -> None:
    choose_period(qtbot, page, "own")
    type_dates(qtbot, page, "2-3-2027", "1-3-2027")
    assert "vóór de eerste" in page.filters.problem.text()
    assert page.filters.problem.isVisible()


def test_only_what_was_refused_is_marked_as_such(qtbot: QtBot, page: LogPage) -> None:
    qtbot.mouseClick(page.filters.refused_only, Qt.MouseButton.LeftButton)
    settle(qtbot)
    lines = shown(page)
    assert lines
    assert {one.outcome for one in lines} == {"geweigerd"}
    assert all("mag niet als leerkracht" in one.text for one in lines)
    outcome = next(one for one in page.table.model.columns if one.key == "outcome")
    assert outcome.tone is not None
    assert outcome.tone(lines[0]) is Tone.MUST


def test_an_empty_part_of_the_log_says_so(qtbot: QtBot, page: LogPage) -> None:
    choose_period(qtbot, page, "today")
    qtbot.mouseClick(page.filters.refused_only, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert shown(page) == []
    assert page.empty.isVisible()
    assert page.empty.headline.text() == "Geen regels"
    assert not page.pdf_button.isEnabled()


def test_more_lines_come_below_until_there_are_no_more(
    qtbot: QtBot, page: LogPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = [one.number for one in shown(page)]
    monkeypatch.setattr(journal, "PAGE", 15)
    qtbot.mouseClick(page.filters.refused_only, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.filters.refused_only, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert len(shown(page)) == 15
    assert "er zijn er meer" in page.count.text()
    while not page.more_button.isHidden():
        click(qtbot, page.more_button)
        settle(qtbot)
    numbers = [one.number for one in shown(page)]
    assert numbers[-1] == 1
    assert len(set(numbers)) == len(numbers)
    assert set(everything) <= set(numbers)


def test_a_line_in_full_leads_to_its_pupil_its_writer_and_its_day(
    qtbot: QtBot, page: LogPage, head: Desk
) -> None:
    line = next(one for one in shown(page) if one.pupil_id and one.event == "toegevoegd")
    page.table.select(line.number)
    assert page.card.isVisible()
    assert line.staff in page.card.facts.texts()
    assert line.workstation in page.card.facts.texts()
    click(qtbot, page.card.pupil_button)
    settle(qtbot)
    assert {one.pupil_id for one in shown(page)} == {line.pupil_id}
    page.table.view.selectRow(0)
    click(qtbot, page.card.day_button)
    settle(qtbot)
    assert page.filters.wanted() == LogFilter(pupil_id=line.pupil_id, first=TODAY, last=TODAY)
    page.table.view.selectRow(0)
    writer = page.table.current().staff_id
    click(qtbot, page.card.staff_button)
    settle(qtbot)
    assert page.filters.wanted().staff_id == writer


def test_the_line_closes_with_escape_and_its_button(qtbot: QtBot, page: LogPage) -> None:
    page.table.view.selectRow(0)
    click(qtbot, page.card.close_button)
    assert page.card.isHidden()
    page.table.view.selectRow(1)
    page.card.close_button.setFocus()
    qtbot.keyClick(page.card.close_button, Qt.Key.Key_Escape)
    assert page.card.isHidden()
    assert not page.table.view.isColumnHidden(7)


def test_an_intact_log_is_said_to_be_whole(qtbot: QtBot, page: LogPage) -> None:
    click(qtbot, page.verify_button)
    settle(qtbot)
    assert page.message_bar.tone is Tone.DONE
    assert "Het toegangslog is heel" in page.message_bar.text()


def test_a_changed_log_is_said_with_the_line(qtbot: QtBot, page: LogPage, head: Desk) -> None:
    with head._session.transaction() as connection:
        connection.execute(text("UPDATE log_entry SET ground = 'anders' WHERE number = 7"))
    click(qtbot, page.verify_button)
    settle(qtbot)
    assert page.message_bar.tone is Tone.MUST
    assert "bij regel 7" in page.message_bar.text()


def test_the_pdf_shows_in_the_page_and_is_saved_whole(
    qtbot: QtBot, page: LogPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_pupil(qtbot, page, "1001")
    click(qtbot, page.pdf_button)
    settle(qtbot)
    assert page.paper.isVisible()
    qtbot.waitUntil(lambda: page.paper.pdf.document.pageCount() > 0)
    content = page.paper.pdf.content
    proposed = save_to(monkeypatch, tmp_path / "log")
    click(qtbot, page.paper.pdf.save_button)
    settle(qtbot)
    assert (tmp_path / "log.pdf").read_bytes() == content
    assert "Hof" not in proposed[0]
    assert "niet versleuteld" in page.message_bar.text()
    click(qtbot, page.paper.back_button)
    assert page.table.isVisible()
    assert page.paper.pdf.content == b""


def test_the_csv_holds_the_filtered_log_whole_and_is_logged(
    qtbot: QtBot,
    page: LogPage,
    head: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal, "PAGE", 3)
    choose_pupil(qtbot, page, "1001")
    pupil = pupil_id(head, COMPLETE)
    save_to(monkeypatch, tmp_path / "log.csv")
    click(qtbot, page.csv_button)
    settle(qtbot)
    written = (tmp_path / "log.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written), delimiter=";"))
    assert len(rows) > 5
    assert {row[6] for row in rows[1:]} == {"Thị Ngọc Ánh van 't Hof"}
    assert head.log.read(LogFilter(pupil_id=pupil))[0].event == "geëxporteerd"


def test_a_folder_that_cannot_be_written_to_is_said_and_leaves_what_was_there(
    qtbot: QtBot, page: LogPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_to(monkeypatch, tmp_path / "weg" / "log.csv")
    click(qtbot, page.csv_button)
    settle(qtbot)
    assert page.message_bar.tone is Tone.MUST
    assert "Kies een andere map" in page.message_bar.text()


def test_not_choosing_a_file_exports_and_logs_nothing(
    qtbot: QtBot, page: LogPage, head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    click(qtbot, page.csv_button)
    settle(qtbot)
    assert "geëxporteerd" not in [one.event for one in head.log.read(LogFilter())]


def test_arriving_for_a_pupil_shows_that_pupils_log(
    qtbot: QtBot, page: LogPage, head: Desk
) -> None:
    pupil = pupil_id(head, GROUP_7)
    page.show_target(Target("log", pupil))
    settle(qtbot)
    assert {one.pupil_id for one in shown(page)} == {pupil}


def test_the_supervisor_chooses_a_pupil_first_and_sees_no_one_elses_log(
    qtbot: QtBot, school: TransferSchool
) -> None:
    desk = desk_later(school, "ib")
    seen = Shown(desk)
    page = show(qtbot, LogPage(seen.context()))
    page.show_target(Target("log"))
    settle(qtbot)
    assert shown(page) == []
    assert page.empty.headline.text() == "Kies eerst een leerling"
    assert page.verify_button.isHidden()
    assert not page.filters.staff.isVisible()
    assert not page.pdf_button.isEnabled()
    choose_pupil(qtbot, page, "1001")
    assert {one.pupil_id for one in shown(page)} == {pupil_id(desk, COMPLETE)}
    page.table.view.selectRow(0)
    assert page.card.pupil_button.isHidden()
    assert page.card.staff_button.isHidden()
    assert seen.grounds == ["intern begeleider"]
    desk.close()


def test_a_teacher_reads_who_may_and_the_attempt_is_logged(
    qtbot: QtBot, school: TransferSchool
) -> None:
    desk = school.desk("leerkracht8")
    page = show(qtbot, LogPage(Shown(desk).context()))
    page.show_target(Target("log"))
    settle(qtbot)
    assert page.refused.isVisible()
    assert "dit mag: directeur" in page.refused.why.text()
    desk.close()
    head = school.desk("directeur")
    refused = head.log.read(LogFilter(refused_only=True))
    assert (refused[0].staff, refused[0].object_kind) == ("Juf Acht", "toegangslog")
    head.close()


def test_what_someone_typed_is_shown_as_it_is(qtbot: QtBot, page: LogPage, head: Desk) -> None:
    pupil = pupil_id(head, TWO_MOTHERS)
    page.show_target(Target("log", pupil))
    settle(qtbot)
    page.table.view.selectRow(0)
    assert "Eva <b>Smit</b> & Zoon" in page.card.facts.texts()


@pytest.mark.parametrize("size", [(850, 452), (704, 480)])
def test_it_fits_a_small_window(qtbot: QtBot, page: LogPage, size: tuple[int, int]) -> None:
    page.resize(*size)
    page.table.view.selectRow(0)
    qtbot.wait(20)
    assert page.width() <= size[0]
    assert page.card.isVisible()
    assert page.table.height() >= 72


def test_the_day_of_a_line_is_that_of_the_school(page: LogPage) -> None:
    assert isinstance(page.filters.wanted(), LogFilter)
    page.filters.choose_day(date(2027, 3, 1))
    assert page.filters.wanted().first == page.filters.wanted().last == TODAY
