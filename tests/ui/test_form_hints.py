"""While someone types: what probably does not belong is pointed out, and nothing is blocked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.dossier.kinds import KINDS
from tests.dossier.hint_corpus import OWN, names
from ui.form_hints import Watching
from ui.forms import EntryForm


def watched(qtbot: QtBot, code: str = "talk", watching: Watching | None = None) -> EntryForm:
    form = EntryForm(KINDS[code])
    form.watch(watching or Watching(names(), OWN))
    qtbot.addWidget(form)
    form.resize(700, 900)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    return form


def typed(qtbot: QtBot, form: EntryForm, name: str, text: str) -> None:
    qtbot.keyClicks(form.input(name).widget, text)
    qtbot.waitUntil(lambda: bool(form.hints(name)))


def said(form: EntryForm, name: str) -> str:
    return " ".join(line.words.text() for line in form.hints(name))


def test_a_hint_shows_below_the_text_underlines_the_words_and_goes_when_they_go(
    qtbot: QtBot,
) -> None:
    form = watched(qtbot)
    report = form.input("report").widget
    typed(qtbot, form, "report", "Zij en Daan. BSN 123456782")
    assert "‘Daan’" in said(form, "report")
    assert "‘123456782’" in said(form, "report")
    assert said(form, "report") in report.accessibleDescription()
    underlined = {one.cursor.selectedText() for one in report.extraSelections()}
    assert underlined == {"Daan", "123456782"}
    assert form.message("report") == ""
    report.setPlainText("Zij en een klasgenoot.")
    qtbot.waitUntil(lambda: form.hints("report") == ())
    assert report.extraSelections() == []
    assert "BSN" not in report.accessibleDescription()


def test_saving_is_never_blocked_and_a_reason_goes_along(qtbot: QtBot) -> None:
    form = watched(qtbot, "agreement")
    form.input("agreed_on").widget.line.setText("1-2-2027")
    typed(qtbot, form, "what", "Bel 06-12345678")
    sent: list[object] = []
    form.submitted.connect(lambda values, _reason: sent.append(values))
    assert form.submit()
    assert form.kept() == {}
    assert len(sent) == 1
    form.input("what").widget.setFocus()
    qtbot.keyClick(form.input("what").widget, Qt.Key.Key_Tab)
    line = form.hints("what")[0].reason
    assert QApplication.focusWidget() is line
    assert "telefoonnummer" in line.accessibleName()
    qtbot.keyClicks(line, "alleen deze week")
    assert form.kept() == {("what", "phone"): "alleen deze week"}
    assert form.is_dirty()
    form.input("what").widget.setText("Bel moeder")
    qtbot.waitUntil(lambda: form.hints("what") == ())
    assert form.kept() == {}


def test_what_was_kept_before_and_what_is_stored_already_is_left_in_peace(qtbot: QtBot) -> None:
    kept = {("report", "bsn"): "aanmelding"}
    form = watched(qtbot, watching=Watching(names(), OWN, kept))
    form.set_values({"report": "BSN 123456782 en Daan."})
    form.input("report").widget.to_end()
    qtbot.keyClicks(form.input("subject").widget, "Advies")
    qtbot.wait(700)
    assert form.hints("report") == ()
    typed(qtbot, form, "report", " Nog iets.")
    assert len(form.hints("report")) == 1
    assert "‘Daan’" in said(form, "report")


def test_a_draft_brings_back_the_reason_that_was_typed(qtbot: QtBot) -> None:
    form = watched(qtbot)
    typed(qtbot, form, "report", "Zij en Daan.")
    qtbot.keyClicks(form.hints("report")[0].reason, "ruzie tussen deze twee")
    other = watched(qtbot)
    other.set_raw(form.raw())
    qtbot.waitUntil(lambda: bool(other.hints("report")))
    assert other.raw() == form.raw()
    assert other.kept() == {("report", "other_child"): "ruzie tussen deze twee"}


@pytest.mark.parametrize("code", ["health", "research"])
def test_the_question_why_it_is_needed_is_watched_too(qtbot: QtBot, code: str) -> None:
    form = watched(qtbot, code)
    typed(qtbot, form, "reason", "ADHD, bsn 123456782")
    assert [line.words.text().split(" hoort")[0] for line in form.hints("reason")] == [
        "Let op: een BSN"
    ]
