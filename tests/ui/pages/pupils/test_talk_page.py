"""Gesprekken by keys and clicks: agreements in rows, names to click, done in one press, paper."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.access.categories import Category
from tests.ui.pages.pupils.conftest import TODAY, Opened
from ui.pages.dossier.agreement_rows import AgreementRows
from ui.pages.dossier.talk_report import TalkReportView
from ui.widgets.data_table import DataTable

TALK = {"held_on": TODAY, "subject": "Rapport", "participants": "ouders", "report": "Besproken."}
LATE = {"what": "Thuis lezen", "who": "moeder", "due_on": TODAY - timedelta(days=2)}
SOON = {"what": "Logopedist bellen", "due_on": TODAY + timedelta(days=2)}


def agreed(opened: Opened) -> dict[str, object]:
    page = opened.desk.entries.page(opened.id_of("Anna"), Category.TALK)
    return {str(one.values["what"]): one.values for one in page.entries["agreement"]}


@pytest.fixture
def talks(open_as) -> Opened:
    """A teacher at the talks of a pupil of hers, with one held and two agreements."""
    opened = open_as("leerkracht8")
    opened.desk.talks.add(opened.id_of("Anna"), TALK, [LATE, SOON])
    opened.open("Anna")
    opened.tab("talk")
    return opened


def columns(table: DataTable) -> list[tuple[str, ...]]:
    return [tuple(str(one.of(row)) for one in table.model.columns) for row in table.rows()]


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def test_a_talk_with_its_agreements_is_typed_and_saved_in_one_go(open_as) -> None:
    opened = open_as("leerkracht8")
    opened.open("Anna")
    page = opened.tab("talk")
    page.edit(page.page.kinds[0], None)
    opened.settle()
    sheet = page.sheet
    form, rows = sheet.form("talk"), sheet.form("agreements")
    assert not sheet.is_dirty()
    QTest.keyClicks(QApplication.focusWidget(), "Rapport")
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "moeder")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)
    assert form.values()["participants"] == "moeder, Leerkracht8"
    press(Qt.Key.Key_Space)
    assert form.values()["participants"] == "moeder"
    QTest.keyClicks(form.input("report").text, "Besproken.")
    rows.focus_first()
    for what in ("Thuis lezen", "Logopedist bellen"):
        QTest.keyClicks(QApplication.focusWidget(), what)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    assert page.sheet is None
    assert set(agreed(opened)) == {"Thuis lezen", "Logopedist bellen"}


def test_a_row_without_words_is_said_and_rows_are_put_back_as_they_were_typed(
    talks: Opened,
) -> None:
    page = talks.page.view.page
    [talk] = page.cards["talk"].table.rows()
    page.edit(talk.kind, talk)
    talks.settle()
    rows: AgreementRows = page.sheet.form("agreements")
    assert [one.what.text() for one in rows.rows] == ["Thuis lezen", "Logopedist bellen"]
    rows.rows[0].what.clear()
    assert page.sheet.submit() is False
    assert "haal deze regel weg" in rows.rows[0].message.text()
    typed = rows.raw()
    rows.rows[0].remove_button.click()
    assert len(rows.values()["rows"]) == 1
    rows.set_raw(typed)
    assert rows.raw() == typed
    rows.rows[1].what.end(False)
    QTest.keyClicks(rows.rows[1].what, " 06-12345678")
    talks.qtbot.waitUntil(lambda: "06-12345678" in rows.rows[1].message.text())
    rows.rows[1].what.set_text_value("Logopedist bellen")
    rows.rows[0].remove_button.click()
    page.sheet.submit()
    talks.settle()
    assert set(agreed(talks)) == {"Logopedist bellen"}


def test_one_press_says_that_an_agreement_is_done_and_another_takes_it_back(
    talks: Opened,
) -> None:
    page = talks.page.view.page
    assert [row[2] for row in columns(page.cards["agreement"].table)] == ["te laat", "open"]
    first = next(iter(page.open_agreements.boxes.values()))
    assert first.accessibleName() == "Gedaan: Thuis lezen"
    first.setFocus()
    press(Qt.Key.Key_Space)
    talks.settle()
    assert agreed(talks)["Thuis lezen"]["done_on"] == TODAY
    assert len(page.open_agreements.boxes) == 1
    page.message_bar._action.click()
    talks.settle()
    assert agreed(talks)["Thuis lezen"]["done_on"] is None


def test_the_report_shows_as_on_paper_and_a_copy_of_it_can_be_kept(talks: Opened) -> None:
    page = talks.page.view.page
    table = page.cards["talk"].table
    table.view.selectRow(0)
    page.show_on_paper(table.current())
    talks.settle()
    view = page.face
    assert isinstance(view, TalkReportView)
    assert view.pdf.page() == 1
    view.keep_button.click()
    talks.settle()
    [kept] = page.page.filed
    assert kept.title.startswith("Verslag van een gesprek op")


def test_the_overview_goes_to_the_entry_that_is_asked(talks: Opened) -> None:
    talks.tab("overview")
    overview = talks.page.view.page
    timeline = overview.timeline
    timeline.choice.setCurrentIndex(timeline.choice.findText("Gesprekken"))
    [key] = [one for one in timeline.list.keys() if one.startswith("talk ")]  # noqa: SIM118
    timeline.list.setFocus()
    timeline.list.set_current(key)
    press(Qt.Key.Key_Return)
    talks.settle()
    assert talks.page.view.tabs.current() == "talk"
    assert talks.page.view.page.cards["talk"].table.current().title == "Rapport"
