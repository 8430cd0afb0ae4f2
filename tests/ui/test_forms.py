"""The form, for every kind of entry, through real keys; and what is typed is never lost."""

from collections.abc import Mapping
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.dossier.kinds import KINDS, FieldType, Kind, Value
from ui import forms
from ui.forms import EntryForm
from ui.widgets.scroll_page import ScrollPage

NASTY = '<b>Anna</b> & <img src="x">'
CHOICES = {FieldType.GUARDIAN: [("1", NASTY), ("2", "Bo")], FieldType.GROUP: [("8", "Groep 8")]}


def postcode(_kind: Kind, values: Mapping[str, Value]) -> Mapping[str, str]:
    typed = values.get("postcode")
    return {"postcode": "Geen postcode."} if typed and len(str(typed)) < 6 else {}


def shown(qtbot: QtBot, code: str, **more: object) -> EntryForm:
    form = EntryForm(KINDS[code], choices_for=CHOICES, validate=postcode, **more)  # type: ignore[arg-type]
    qtbot.addWidget(form)
    form.resize(700, 600)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    return form


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_has_a_form_that_names_all_its_fields(qtbot: QtBot, code: str) -> None:
    form = shown(qtbot, code)
    kind = KINDS[code]
    assert set(form.values()) == {field.name for field in kind.fields}
    assert not form.is_dirty()
    for field in kind.fields:
        assert form.input(field.name).widget.accessibleName().startswith(field.label)
    assert (forms.REASON in form.raw()) == kind.necessity


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("width", [360, 700])
def test_the_tab_key_goes_through_the_fields_in_their_order(
    qtbot: QtBot, code: str, width: int
) -> None:
    form = shown(qtbot, code)
    form.resize(width, 600)
    form.focus_first()
    at = [form.input(one.name).widget for one in KINDS[code].fields]
    reached = []
    for _step in range(len(at) * 3):
        focus = QApplication.focusWidget()
        found = [
            n for n, one in enumerate(at) if focus and (one is focus or one.isAncestorOf(focus))
        ]
        reached += [n for n in found if n not in reached]
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert reached == list(range(len(at)))


def test_values_are_typed_and_empty_ones_are_none(qtbot: QtBot) -> None:
    form = shown(qtbot, "absence")
    qtbot.keyClicks(form.input("from_date").widget.line, "17-3-2015")
    qtbot.keyClicks(form.input("half_days").widget, "3")
    qtbot.keyClicks(form.input("hours").widget, "7,5")
    form.input("sort").set_value("ill")
    values = form.values()
    assert values["from_date"] == date(2015, 3, 17)
    assert values["half_days"] == 3
    assert values["hours"] == 7.5
    assert values["sort"] == "ill"
    assert values["half_day"] == "whole"
    assert values["note"] is None


def test_values_go_in_and_come_out_the_same(qtbot: QtBot) -> None:
    given: dict[str, Value] = {
        "salutation": "mevrouw",
        "surname": "Thị <b>Ánh</b> & Zn",
        "phone_secret": True,
        "deceased": False,
        "address_secret": False,
    }
    form = shown(qtbot, "guardian", values=given)
    assert {name: form.values()[name] for name in given} == given
    assert not form.is_dirty()


def test_no_complaint_about_a_field_that_was_not_touched(qtbot: QtBot) -> None:
    form = shown(qtbot, "guardian")
    form.input("surname").widget.setFocus()
    form.input("phone").widget.setFocus()
    qtbot.keyClicks(form.input("phone").widget, "1")
    qtbot.wait(700)
    assert form.message("surname") == ""


def test_what_is_wrong_shows_while_typing_and_goes_when_it_is_right(qtbot: QtBot) -> None:
    form = shown(qtbot, "guardian")
    line = form.input("postcode").widget
    qtbot.keyClicks(line, "12")
    assert form.message("postcode") == ""
    qtbot.waitUntil(lambda: form.message("postcode") == "Geen postcode.")
    assert line.property("problem")
    qtbot.keyClicks(line, "34 AB")
    assert form.message("postcode") == ""


def test_saving_goes_to_the_first_field_that_is_wrong_and_keeps_all_text(qtbot: QtBot) -> None:
    form = shown(qtbot, "health")
    sent: list[tuple[object, str]] = []
    form.submitted.connect(lambda values, reason: sent.append((values, reason)))
    qtbot.keyClicks(form.input("noted_on").widget.line, "29-02-2023")
    qtbot.keyClick(
        form.input("condition").widget, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier
    )
    assert sent == []
    assert list(form.problems()) == ["noted_on", "condition", "measure", "reason"]
    qtbot.waitUntil(form.input("noted_on").widget.line.hasFocus)
    assert form.raw()["noted_on"] == "29-02-2023"
    assert "4 velden kloppen" in form.summary.text()
    form.input("noted_on").set_value(date(2026, 1, 1))
    form.input("condition").set_value(NASTY)
    form.input("measure").set_raw("vooraan")
    form.input("reason").set_raw("voor de klas")
    qtbot.mouseClick(form.submit_button, Qt.MouseButton.LeftButton)
    assert sent[0][1] == "voor de klas"
    assert sent[0][0]["condition"] == NASTY  # type: ignore[index]
    assert "reason" not in sent[0][0]  # type: ignore[operator]


def test_a_draft_brings_back_what_was_typed_even_when_it_is_wrong(qtbot: QtBot) -> None:
    form = shown(qtbot, "absence")
    qtbot.keyClicks(form.input("from_date").widget.line, "31-2-20")
    raw = form.raw()
    other = shown(qtbot, "absence")
    other.set_raw(raw)
    assert other.raw() == raw
    assert other.is_dirty()


def test_escape_leaves_at_once_when_nothing_changed_and_asks_when_it_did(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = shown(qtbot, "guardian")
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(form.input("surname").widget, Qt.Key.Key_Escape)
    qtbot.keyClicks(form.input("surname").widget, "x")
    monkeypatch.setattr(forms, "ask_unsaved", lambda _form: "stay")
    with qtbot.assertNotEmitted(form.cancelled):
        qtbot.keyClick(form.input("surname").widget, Qt.Key.Key_Escape)
    monkeypatch.setattr(forms, "ask_unsaved", lambda _form: "discard")
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(form.input("surname").widget, Qt.Key.Key_Escape)


def test_labels_and_choices_show_user_text_literally(qtbot: QtBot) -> None:
    form = shown(qtbot, "talk")
    for label in form.findChildren(QLabel):
        assert label.pixmap() or label.textFormat() is Qt.TextFormat.PlainText
    combo = form.input("informed_guardian").widget
    assert isinstance(combo, QComboBox)
    assert combo.itemText(1) == NASTY


def test_a_remark_about_length_stays_and_keeps_nobody_from_saving(qtbot: QtBot) -> None:
    form = shown(qtbot, "guardian")
    form.input("surname").set_value("Vos")
    QApplication.clipboard().setText("x" * 5_000_000)
    form.input("initials").widget.paste()
    QApplication.clipboard().clear()
    qtbot.waitUntil(lambda: "30 tekens" in form.message("initials"))
    assert form.problems() == {}


def test_a_tick_is_a_labelled_box(qtbot: QtBot) -> None:
    form = shown(qtbot, "guardian")
    box = form.input("deceased").widget
    assert isinstance(box, QCheckBox)
    assert box.text() == "Overleden"
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert form.values()["deceased"] is True


@pytest.mark.parametrize("code", ["guardian", "health", "talk", "pupil"])
def test_a_form_fits_in_width_and_scrolls_in_height_at_150_percent(qtbot: QtBot, code: str) -> None:
    form = EntryForm(KINDS[code], choices_for=CHOICES)
    page = ScrollPage()
    page.body.addWidget(form)
    qtbot.addWidget(page)
    page.resize(911 - 206 - 268, 400)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.horizontalScrollBar().maximum() == 0)
    assert page.verticalScrollBar().maximum() > 0
