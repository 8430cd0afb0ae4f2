"""Overstap: from the list through composing, signing off and informing to sent, by clicking."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.access.journal import LogFilter
from app.desk import Desk
from app.dossier.letter_copies import LetterState
from app.report.values import ReportState
from tests import transfer_school
from tests.transfer_school import TransferSchool, begun, inform_all, pupil_id
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from ui.context import Target
from ui.pages.transfer.item_row import ItemRow
from ui.pages.transfer_page import TransferPage


@pytest.fixture
def shown(desk: Desk) -> Shown:
    return Shown(desk)


@pytest.fixture
def page(qtbot: QtBot, shown: Shown) -> TransferPage:
    return show(qtbot, TransferPage(shown.context()))


def open_pupil(qtbot: QtBot, page: TransferPage, number: str = transfer_school.COMPLETE) -> None:
    pupil = pupil_id(page.context.desk, number)
    page.show_target(Target("transfer", pupil))
    settle(qtbot)


def sensitive(page: TransferPage) -> ItemRow:
    rows = page.report_view.composer.rows().values()
    return next(row for row in rows if row.item.element.sensitive)


def test_the_list_shows_everyone_of_group_eight_and_enter_opens_one(
    qtbot: QtBot, page: TransferPage
) -> None:
    page.show_target(Target("transfer"))
    settle(qtbot)
    table = page.overview.table
    assert [line.pupil.number for line in table.rows()] == ["1005", "1001", "1002", "1003"]
    qtbot.keyClicks(page.overview.search, "ngoc")
    qtbot.waitUntil(lambda: len(table.rows()) == 1)
    qtbot.keyClick(page.overview.search, Qt.Key.Key_Return)
    settle(qtbot)
    assert page.heading.name.text() == "Thị Ngọc Ánh van 't Hof"
    assert page.begin_sheet is not None


def test_the_tabs_of_the_list_count_and_cut_by_state(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    begun(desk)
    page.show_target(Target("transfer"))
    settle(qtbot)
    tabs = page.overview.tabs
    assert tabs.bar.tabText(1) == "Niet begonnen 3"
    assert tabs.bar.tabText(2) == "Concept 1"
    where = tabs.bar.tabRect(2).center()
    qtbot.mouseClick(tabs.bar, Qt.MouseButton.LeftButton, pos=where)
    assert [line.pupil.number for line in page.overview.table.rows()] == ["1001"]


def test_a_report_is_begun_from_the_form_that_checks_while_one_types(
    qtbot: QtBot, page: TransferPage, shown: Shown
) -> None:
    open_pupil(qtbot, page)
    sheet = page.begin_sheet
    assert sheet is not None
    form = sheet.form("report")
    assert form.values()["kind"] == "po_vo"
    brin = form.input("to_brin").widget
    qtbot.keyClicks(brin, "12")
    click(qtbot, sheet.submit_button)
    assert "twee cijfers en twee letters" in form.message("to_brin")
    qtbot.keyClicks(brin, "cd")
    assert form.message("to_brin") == ""
    qtbot.keyClicks(form.input("to_school").widget, "Het Lyceum")
    click(qtbot, sheet.submit_button)
    settle(qtbot)
    report = page.report_view.report
    assert report is not None
    assert report.receiver == "Het Lyceum (12CD00)"
    assert shown.told == [report]
    qtbot.waitUntil(lambda: page.report_view.preview.pdf.page() == 1)


def test_a_begun_form_that_is_left_asks_first(
    qtbot: QtBot, page: TransferPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_pupil(qtbot, page)
    assert page.may_leave()
    assert page.begin_sheet is not None
    qtbot.keyClicks(page.begin_sheet.form("report").input("to_brin").widget, "12cd")
    asked = answer(monkeypatch, "cancel")
    assert not page.may_leave()
    assert len(asked) == 1
    click(qtbot, page.back_button)
    assert page.begin_sheet is not None


def test_what_the_law_still_asks_stands_on_top_with_the_way_there(
    qtbot: QtBot, page: TransferPage, desk: Desk, shown: Shown
) -> None:
    begun(desk, transfer_school.TWO_MOTHERS)
    open_pupil(qtbot, page, transfer_school.TWO_MOTHERS)
    assert "Adviezen" in page.report_view.steps.sentence.text()
    ways = [
        one
        for one in page.report_view.composer.findChildren(QPushButton)
        if one.text() == "Naar Resultaten"
    ]
    click(qtbot, ways[0])
    pupil = pupil_id(desk, transfer_school.TWO_MOTHERS)
    assert shown.went == [Target("pupils", pupil, Category.RESULTS)]
    click(qtbot, page.main_button)
    assert "Vaststellen kan als dit erin staat" in page.message_bar.text()


def test_leaving_an_item_out_is_saved_and_changes_the_pdf(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    report = begun(desk)
    open_pupil(qtbot, page)
    before = page.report_view.preview.pdf.content
    rows = page.report_view.composer.rows().values()
    row = next(row for row in rows if row.item.element.code == "social_emotional_development")
    click(qtbot, row.box)
    settle(qtbot)
    stored = desk.reports.open(report.pupil.id, report.id)
    assert next(one for one in stored.items if one.id == row.item.id).included is False
    assert page.report_view.preview.pdf.content != before
    assert [one.code for one in stored.missing_elements] == ["social_emotional_development"]


def test_a_sensitive_item_asks_its_reason_before_it_goes_in(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    report = begun(desk)
    open_pupil(qtbot, page)
    row = sensitive(page)
    assert not row.box.isChecked()
    click(qtbot, row.box)
    assert not row.box.isChecked()
    assert row.editor is not None
    click(qtbot, row.editor.save)
    assert "zonder reden" in row.editor.problem.text()
    qtbot.keyClicks(row.editor.line, "Zo kan de mentor helpen")
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Return)
    settle(qtbot)
    row = sensitive(page)
    assert row.box.isChecked()
    assert row.editor is None
    stored = desk.reports.open(report.pupil.id, report.id)
    kept = next(one for one in stored.items if one.id == row.item.id)
    assert (kept.included, kept.reason) == (True, "Zo kan de mentor helpen")


def test_a_half_typed_reason_survives_another_decision_and_is_asked_about(
    qtbot: QtBot, page: TransferPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(desk)
    open_pupil(qtbot, page)
    row = sensitive(page)
    click(qtbot, row.box)
    assert row.editor is not None
    qtbot.keyClicks(row.editor.line, "Half")
    rows = page.report_view.composer.rows().values()
    other = next(one for one in rows if one.item.element.code == "social_emotional_development")
    click(qtbot, other.box)
    settle(qtbot)
    row = sensitive(page)
    assert row.editor is not None
    assert row.editor.line.text() == "Half"
    answer(monkeypatch, "cancel")
    assert not page.may_leave()


def test_an_item_of_the_program_itself_cannot_be_left_out(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    begun(desk)
    open_pupil(qtbot, page)
    rows = page.report_view.composer.rows().values()
    locked = next(row for row in rows if row.item.locked)
    assert locked.box.isChecked()
    assert not locked.box.isEnabled()


def test_reading_the_dossier_again_says_what_came(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    begun(desk)
    open_pupil(qtbot, page)
    desk.entries.add(
        pupil_id(desk, transfer_school.COMPLETE),
        "observation",
        {
            "observed_on": transfer_school.TODAY,
            "aspect": "independence",
            "source": "teacher",
            "text": "Plant zelf.",
        },
    )
    click(qtbot, page.report_view.refresh_button)
    settle(qtbot)
    assert "1 onderdeel erbij, 0 eraf" in page.message_bar.text()


def test_a_concept_is_thrown_away_only_after_a_question_in_numbers(
    qtbot: QtBot, page: TransferPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = begun(desk)
    open_pupil(qtbot, page)
    asked = answer(monkeypatch, "cancel")
    click(qtbot, page.report_view.discard_button)
    settle(qtbot)
    assert desk.reports.open(report.pupil.id, report.id).state is ReportState.CONCEPT
    answer(monkeypatch, "action")
    click(qtbot, page.report_view.discard_button)
    settle(qtbot)
    assert desk.reports.of_pupil(report.pupil.id) == ()
    assert f"{len(report.items)} onderdelen" in asked[0]
    assert page.begin_sheet is not None


def test_from_concept_to_sent_with_the_refusal_that_names_who_is_missing(
    qtbot: QtBot, page: TransferPage, desk: Desk, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = begun(desk)
    pupil = report.pupil.id
    open_pupil(qtbot, page)
    answer(monkeypatch, "action")
    click(qtbot, page.main_button)
    settle(qtbot)
    assert page.report_view.report is not None
    assert page.report_view.report.state is ReportState.FINALISED
    click(qtbot, page.main_button)
    assert shown.went[-1] == Target("letters", pupil, Category.OKR)

    desk.letters.make([pupil], "okr")
    open_pupil(qtbot, page)
    first = page.report_view.informing.rows()[0]
    given = next(one for one in first.findChildren(QPushButton) if one.text() == "Meegegeven")
    click(qtbot, given)
    settle(qtbot)
    left = page.report_view.report.informing.missing
    assert len(left) == 1

    click(qtbot, page.other_button)
    form = page.report_view.send_card.form
    form.input("how").set_value("OSO")
    click(qtbot, form.submit_button)
    settle(qtbot)
    assert left[0][1] in page.message_bar.text()
    assert "Er is niets verzonden" in page.message_bar.text()
    assert form.values()["how"] == "OSO"

    second = page.report_view.informing.rows()[1]
    sent = next(one for one in second.findChildren(QPushButton) if one.text() == "Verstuurd")
    click(qtbot, sent)
    settle(qtbot)
    assert page.report_view.report.state is ReportState.INFORMED
    click(qtbot, page.report_view.send_card.form.submit_button)
    settle(qtbot)
    stored = desk.reports.open(pupil, report.id)
    assert (stored.state, stored.sent_how) == (ReportState.SENT, "OSO")
    click(qtbot, page.other_button)
    settle(qtbot)
    assert page.begin_sheet is not None


def test_a_date_that_is_none_is_said_at_the_person_and_nothing_is_noted(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    report = begun(desk)
    desk.reports.finalise(report.pupil.id, report.id)
    desk.letters.make([report.pupil.id], "okr")
    open_pupil(qtbot, page)
    row = page.report_view.informing.rows()[0]
    row.day.line.setText("32-13-2027")
    given = next(one for one in row.findChildren(QPushButton) if one.text() == "Meegegeven")
    click(qtbot, given)
    assert row.problem.text()
    states = {one.state for one in desk.letter_copies.of_pupil(report.pupil.id)}
    assert states == {LetterState.MADE}


def test_a_concept_is_shown_for_one_parent_with_only_own_contact_data(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    begun(desk)
    open_pupil(qtbot, page)
    preview = page.report_view.preview
    qtbot.waitUntil(lambda: preview.pdf.document.pageCount() > 0)
    text = preview.pdf.document.getAllText(0).text()
    assert "Kade 22" not in text
    assert "Laan 1" not in text
    index = next(
        number
        for number in range(preview.reader.count())
        if "Hof" in preview.reader.itemText(number)
    )
    preview.reader.setCurrentIndex(index)
    preview.reader.activated.emit(index)
    settle(qtbot)
    pages = range(preview.pdf.document.pageCount())
    text = "".join(preview.pdf.document.getAllText(number).text() for number in pages)
    assert "Kade 22" in text
    assert "Laan 1" not in text


def test_saving_a_copy_is_logged_and_a_folder_that_refuses_says_so(
    qtbot: QtBot,
    school: TransferSchool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = school.desk("directeur")
    page = show(qtbot, TransferPage(Shown(desk).context()))
    begun(desk)
    open_pupil(qtbot, page)
    offered: list[str] = []

    def choose(_parent: object, _title: str, proposed: str, _filter: str) -> tuple[str, str]:
        offered.append(proposed)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(choose))
    target = tmp_path / "rapport"
    click(qtbot, page.report_view.preview.pdf.save_button)
    settle(qtbot)
    assert (tmp_path / "rapport.pdf").read_bytes().startswith(b"%PDF")
    assert "Hof" not in offered[0]
    assert any("PDF gemaakt" in line.event for line in desk.log.read(LogFilter())[:4])
    target = tmp_path / "bestaat niet" / "rapport.pdf"
    click(qtbot, page.report_view.preview.pdf.save_button)
    settle(qtbot)
    assert "Kies een andere map" in page.message_bar.text()
    desk.close()


def test_a_sent_report_shows_without_anything_to_change(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    report = begun(desk)
    desk.reports.finalise(report.pupil.id, report.id)
    inform_all(desk, report)
    desk.reports.send(report.pupil.id, report.id, "per post")
    open_pupil(qtbot, page)
    assert "Verzonden op 01-03-2027, per post" in page.report_view.steps.sentence.text()
    assert page.main_button.isHidden()
    boxes = [row.box.isEnabled() for row in page.report_view.composer.rows().values()]
    assert not any(boxes)


def test_who_may_not_is_told_who_may(qtbot: QtBot, school: TransferSchool) -> None:
    desk = school.desk("leerkracht8")
    page = show(qtbot, TransferPage(Shown(desk).context()))
    page.show_target(Target("transfer"))
    settle(qtbot)
    assert page.refused.isVisible()
    assert "intern begeleider, directeur" in page.refused.why.text()
    desk.close()


def test_a_narrow_window_puts_the_preview_behind_a_tab(
    qtbot: QtBot, page: TransferPage, desk: Desk
) -> None:
    begun(desk)
    page.resize(790, 480)
    open_pupil(qtbot, page)
    sides = page.report_view.sides
    assert sides.narrow
    assert not page.report_view.preview.isVisible()
    sides.tabs.setFocus()
    qtbot.keyClick(sides.tabs.bar, Qt.Key.Key_Right)
    assert page.report_view.preview.isVisible()
