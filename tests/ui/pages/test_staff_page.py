"""Medewerkers: who gets in, through real clicks and keys and against real key files."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.access.categories import Role
from app.desk import Desk, MustChoosePassword, SchoolDoor, generate_recovery_code
from app.desk.key_advice import About
from app.vault import WrongPassword
from tests.documents.reading import everything
from tests.transfer_school import PASSWORD, TransferSchool, clock
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from ui.changes import DeskClosed
from ui.context import Target
from ui.pages.staff.issued_code import IssuedCodeCard
from ui.pages.staff.person import State
from ui.pages.staff.staff_form import StaffForm
from ui.pages.staff_page import StaffPage
from ui.places import PLACES
from ui.theme import Tone
from ui.widgets.confirm import ConfirmDialog
from ui.widgets.labels import PlainLabel

OWN = "kwartel trommel lantaarn paard"


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("directeur")
    yield desk
    desk.close()


@pytest.fixture
def shown(head: Desk) -> Shown:
    return Shown(head)


@pytest.fixture
def page(qtbot: QtBot, shown: Shown) -> Iterator[StaffPage]:
    page = show(qtbot, StaffPage(shown.context()))
    page.show_target(Target("staff"))
    settle(qtbot)
    yield page
    settle(qtbot)


def choose(page: StaffPage, sign_in_name: str) -> None:
    person = next(one for one in page.people if one.record.sign_in_name == sign_in_name)
    assert page.list.table.select(person.id)


def form_of(page: StaffPage) -> StaffForm:
    assert isinstance(page._sheet, StaffForm)
    return page._sheet


def code_of(page: StaffPage) -> IssuedCodeCard:
    assert isinstance(page._sheet, IssuedCodeCard)
    return page._sheet


def typed_code(card: IssuedCodeCard) -> str:
    """The code as it stands on the screen."""
    labels = card.code.findChildren(PlainLabel)
    return "-".join(label.text() for label in labels if label.accessibleName())


def tick(qtbot: QtBot, box: QCheckBox) -> None:
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)


def fill(qtbot: QtBot, form: StaffForm, name: str, sign_in_name: str, *roles: Role) -> None:
    qtbot.keyClicks(form.name, name)
    qtbot.keyClicks(form.sign_in_name, sign_in_name)
    for role in roles:
        tick(qtbot, form.roles[role])


def states(page: StaffPage) -> dict[str, State]:
    return {one.record.name: one.state for one in page.people}


def test_the_list_says_who_gets_in_and_what_can_be_done(qtbot: QtBot, page: StaffPage) -> None:
    assert states(page)["Juf Acht"] is State.CAN
    assert not any(one.isEnabled() for one in page.list.buttons.values())
    choose(page, "leerkracht8")
    allowed = {asked for asked, one in page.list.buttons.items() if one.isEnabled()}
    assert allowed == {"roles_asked", "code_asked", "removal_asked"}
    menu = page.list.table.menu_for(page.list.table.current())
    assert [one.isEnabled() for one in menu.actions()][:4] == [True, False, True, True]
    qtbot.keyClicks(page.list.search, "juf")
    qtbot.waitUntil(lambda: len(page.list.table.rows()) == 1)
    assert page.list.table.rows()[0].record.name == "Juf Acht"


def test_someone_new_gets_a_start_code_on_paper_and_comes_in(
    qtbot: QtBot,
    page: StaffPage,
    shown: Shown,
    school: TransferSchool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    click(qtbot, page.add_button)
    form = form_of(page)
    fill(qtbot, form, "Juf Nieuw", "nieuw", Role.TEACHER)
    tick(qtbot, next(one for one in form.groups.values() if one.text() == "8"))
    qtbot.keyClick(form.name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot)
    card = code_of(page)
    code = typed_code(card)
    out = tmp_path / "code.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    click(qtbot, card.code.save_button)
    settle(qtbot)
    said = everything(out.read_bytes())
    fingerprint = shown.desk.verify_log().fingerprint
    for expected in (*code.split("-"), "Juf Nieuw", "nieuw", "De Regenboog", fingerprint):
        assert expected in said
    assert "niet versleuteld" in page.message_bar.text()
    asked = answer(monkeypatch, "cancel")
    click(qtbot, card.done_button)
    assert asked == []
    assert page._sheet is None
    assert states(page)["Juf Nieuw"] is State.WAITS
    row = next(one for one in page.people if one.record.name == "Juf Nieuw")
    assert row.record.groups == ("8",)
    shown.desk.close()
    first = SchoolDoor(school.path, clock=clock).sign_in("nieuw", code)
    assert isinstance(first, MustChoosePassword)
    first.choose(OWN).close()


def test_a_code_that_stands_on_no_paper_is_not_left_by_accident(
    qtbot: QtBot, page: StaffPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, "ib")
    answer(monkeypatch, "action")
    click(qtbot, page.list.buttons["code_asked"])
    settle(qtbot)
    card = code_of(page)
    asked = answer(monkeypatch, "cancel")
    click(qtbot, card.done_button)
    assert not page.may_leave()
    assert len(asked) == 2
    assert "niet meer te zien" in asked[0]
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    click(qtbot, card.code.print_button)
    settle(qtbot)
    assert not page.may_leave()
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    printed: list[int] = []
    monkeypatch.setattr(
        "ui.widgets.pdf_print.print_document",
        lambda document, _printer: printed.append(document.pageCount()),
    )
    click(qtbot, card.code.print_button)
    settle(qtbot)
    assert printed == [1]
    assert page.may_leave()
    assert page._sheet is None


def test_a_substitute_needs_a_last_day(qtbot: QtBot, page: StaffPage) -> None:
    click(qtbot, page.add_button)
    form = form_of(page)
    click(qtbot, form.submit_button)
    assert form._problems["name"].text() == "Vul de naam in."
    fill(qtbot, form, "Invaller", "invaller", Role.SUBSTITUTE)
    click(qtbot, form.submit_button)
    settle(qtbot)
    assert form._problems["until"].text() == "Een vervanger heeft een laatste dag. Vul die in."
    qtbot.keyClicks(form.until.line, "1-6-2027")
    click(qtbot, form.submit_button)
    settle(qtbot)
    code_of(page)
    row = next(one for one in page.people if one.record.name == "Invaller")
    assert row.record.until == date(2027, 6, 1)


def test_a_form_that_was_filled_in_is_not_lost_by_escape(
    qtbot: QtBot, page: StaffPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, page.add_button)
    form = form_of(page)
    qtbot.keyClicks(form.name, "Juf")
    answer(monkeypatch, "cancel")
    qtbot.keyClick(form.name, Qt.Key.Key_Escape)
    assert page._sheet is form
    monkeypatch.setattr(ConfirmDialog, "exec", lambda dialog: dialog.extra_button.click())
    qtbot.keyClick(form.name, Qt.Key.Key_Escape)
    assert page._sheet is None


def test_enter_changes_roles_and_groups_and_advises_a_change_of_keys(
    qtbot: QtBot, page: StaffPage, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, "ib")
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    form = form_of(page)
    assert form.roles[Role.SUPERVISOR].isChecked()
    seven = next(one for one in form.groups.values() if one.text() == "7")
    for box in (form.roles[Role.SUPERVISOR], form.roles[Role.TEACHER], seven):
        tick(qtbot, box)
    click(qtbot, form.submit_button)
    settle(qtbot)
    row = next(one for one in page.people if one.record.sign_in_name == "ib")
    assert (row.role_names, row.record.groups) == ("leerkracht", ("7",))
    assert "heeft nu minder rechten" in page.message_bar.text()
    asked = answer(monkeypatch, "action")
    click(qtbot, page.message_bar._action)
    settle(qtbot)
    assert "4 medewerkers krijgen nieuwe sleutels" in asked[0]
    assert shown.desk.closed
    assert isinstance(shown.told[-1], DeskClosed)
    assert shown.told[-1].done


def test_delete_asks_with_numbers_and_takes_the_sign_in_away(
    qtbot: QtBot,
    page: StaffPage,
    shown: Shown,
    school: TransferSchool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose(page, "leerkracht8")
    asked = answer(monkeypatch, "cancel")
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Delete)
    settle(qtbot)
    assert "1 groep heeft nog deze leerkracht (8)" in asked[0]
    assert states(page)["Juf Acht"] is State.CAN
    answer(monkeypatch, "action")
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Delete)
    settle(qtbot)
    assert states(page)["Juf Acht"] is State.NONE
    assert "Wijzig daarom alle sleutels" in page.message_bar.text()
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    form = form_of(page)
    assert form.name.text() == "Juf Acht"
    assert form.until.day() is None
    qtbot.keyClicks(form.sign_in_name, "acht")
    click(qtbot, form.submit_button)
    settle(qtbot)
    assert typed_code(code_of(page)).count("-") == 3
    shown.desk.close()
    with pytest.raises(WrongPassword):
        SchoolDoor(school.path, clock=clock, sleep=lambda _: None).sign_in("leerkracht8", PASSWORD)


def test_the_last_headteacher_stays(
    qtbot: QtBot, page: StaffPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, "directeur")
    asked = answer(monkeypatch, "action")
    click(qtbot, page.list.buttons["removal_asked"])
    settle(qtbot)
    assert "Dat bent u zelf" in asked[0]
    assert "Er moet een andere directeur overblijven" in page.message_bar.text()
    assert states(page)["Dirk Baas"] is State.CAN


def test_the_recovery_code_is_tried_from_the_paper(
    qtbot: QtBot, page: StaffPage, shown: Shown
) -> None:
    code = shown.desk.staffing.new_recovery_code()
    page.show_target(Target("staff", part=About.TRY_CODE))
    settle(qtbot)
    card = page.keys.recovery
    for typed, said in (
        (generate_recovery_code(), "opent de school niet"),
        (code.lower(), "De herstelcode werkt"),
    ):
        card.code.clear()
        qtbot.keyClicks(card.code, typed)
        qtbot.keyClick(card.code, Qt.Key.Key_Return)
        settle(qtbot)
        assert said in page.message_bar.text()
    assert card.code.text() == ""
    click(qtbot, card.new_button)
    assert shown.went == [Target("recovery")]


def test_a_refused_change_of_keys_says_why_and_leaves_the_desk_open(
    qtbot: QtBot,
    page: StaffPage,
    shown: Shown,
    school: TransferSchool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key_file(school, "leerkracht8").unlink()
    page.show_target(Target("staff", part=About.ROTATION))
    settle(qtbot)
    assert states(page)["Juf Acht"] is State.NO_FILE
    answer(monkeypatch, "action")
    click(qtbot, page.keys.rotate_button)
    settle(qtbot)
    assert "leerkracht8" in page.message_bar.text()
    assert not shown.desk.closed


def test_a_lost_list_of_staff_is_made_from_the_key_files_that_were_ticked(
    qtbot: QtBot, school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = school.path / "keys" / ("e" * 32 + ".json")
    content = json.loads(key_file(school, "ib").read_bytes())
    planted.write_text(json.dumps({**content, "slot": "e" * 32, "name": "indringer"}))
    (school.path / "keys" / "roster.json").unlink()
    head = school.desk("directeur")
    page = show(qtbot, StaffPage(Shown(head).context()))
    page.show_target(Target("staff", part=About.KEY_FILES))
    settle(qtbot)
    card = page.keys.key_files
    assert card.isVisible()
    assert "roster.json" in card.problems.text()
    assert not card.vouch_button.isEnabled()
    rows = [one for one in card.table.rows() if one.name not in ("indringer", "directeur")]
    card.table.model.tick(rows, True)
    asked = answer(monkeypatch, "action")
    click(qtbot, card.vouch_button)
    settle(qtbot)
    assert "2 bestanden komen er niet op" in asked[0]
    assert "bij geen medewerker hoort, wordt verwijderd" in asked[0]
    assert "‘indringer’" in asked[0]
    assert "Uw eigen sleutelbestand is niet aangevinkt" in page.message_bar.text()
    card.table.model.tick([one for one in card.table.rows() if one.name == "directeur"], True)
    click(qtbot, card.vouch_button)
    settle(qtbot)
    assert "opnieuw vastgesteld" in page.message_bar.text()
    assert not planted.exists()
    head.staffing.add("Juf Nieuw", "nieuw", [Role.TEACHER])
    page.refresh()
    settle(qtbot)
    assert not card.isVisible()
    head.close()


def test_no_two_buttons_in_sight_share_a_mnemonic(qtbot: QtBot, page: StaffPage) -> None:
    def letters() -> list[str]:
        shown = [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]
        labels = [*(one.place.label for one in PLACES), *shown]
        return [text[text.index("&") + 1].lower() for text in labels if "&" in text]

    for part in (About.HEADS, About.TRY_CODE):
        page.show_target(Target("staff", part=part))
        settle(qtbot)
        found = letters()
        assert len(found) == len(set(found)), found


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_words_beside_its_colour(state: State) -> None:
    assert state.text
    assert isinstance(state.tone, Tone)


def key_file(school: TransferSchool, name: str) -> Path:
    return next(
        path
        for path in (school.path / "keys").glob("*.json")
        if json.loads(path.read_bytes()).get("name") == name
    )
