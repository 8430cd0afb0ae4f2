"""Importeren: questions answered in place, groups joined or kept apart."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk import Desk
from tests.exchange.helpers import edex, pupil
from tests.ui.pages.desk_page import answer, click, settle
from tests.ui.pages.importing.helpers import (
    ALIKE,
    OWN,
    SAMPLE,
    give,
    names,
    opened,
    rows,
    written,
)
from ui.pages.import_page import ImportPage
from ui.pages.importing import parts
from ui.theme import Tone


def test_open_questions_are_left_out_and_the_button_says_how_many(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = pupil("70", roepnaam="Noor")
    opened(qtbot, page, written(tmp_path, edex(ALIKE + other, head=OWN)))
    assert page.import_button.text().replace("&", "") == "Importeren zonder 1 open vraag…"
    asked = answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    assert "1 vraag blijft open" in asked[0]
    assert "1 persoon is overgeslagen" in page.message_bar.text()
    assert "Noor de Vries" in names(desk)
    assert len([one for one in desk.pupils.all() if one.display_name == "Dana Boer"]) == 1


@pytest.mark.parametrize(
    ("words", "new", "changed", "together"),
    [
        ("Toevoegen als nieuwe leerling", 1, 0, 2),
        ("Dit is leerling Dana Boer", 0, 1, 1),
        ("Overslaan", 0, 0, 1),
    ],
)
def test_a_question_is_answered_in_place(
    qtbot: QtBot,
    page: ImportPage,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    new: int,
    changed: int,
    together: int,
) -> None:
    opened(qtbot, page, written(tmp_path, edex(ALIKE, head=OWN)))
    (box,) = page.preview.questions.boxes.values()
    assert "lijkt op een leerling" in box.question.sentence
    assert page.preview.questions.aside.text() == "1 open"
    give(qtbot, page, 0, words)
    assert page.preview.questions.aside.text() == "alle beantwoord"
    assert len(rows(page, parts.ADD)) == new
    assert bool(rows(page, parts.CHANGE)) is bool(changed)
    answer(monkeypatch, "action")
    click(qtbot, page.import_button)  # the groups of the file are new to the school
    settle(qtbot)
    found = [one for one in desk.pupils.all() if one.display_name == "Dana Boer"]
    assert len(found) == together


def test_an_answer_may_be_changed(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    opened(qtbot, page, written(tmp_path, edex(ALIKE, head=OWN)))
    give(qtbot, page, 0, "Toevoegen")
    assert len(rows(page, parts.ADD)) == 1
    give(qtbot, page, 0, "Overslaan")
    assert rows(page, parts.ADD) == []


def test_two_of_the_file_cannot_be_one_pupil_and_the_last_answer_is_taken_back(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    twice = ALIKE + ALIKE.replace("#1", "#2").replace(
        "<geslacht>2", "<postcodenl>9999ZZ</postcodenl><geslacht>2"
    )
    opened(qtbot, page, written(tmp_path, edex(twice, head=OWN)))
    assert len(page.preview.questions.boxes) == 2
    give(qtbot, page, 0, "Dit is leerling")
    give(qtbot, page, 1, "Dit is leerling")
    assert page.message_bar.tone is Tone.MUST
    assert "dezelfde persoon" in page.message_bar.text()
    second = list(page.preview.questions.boxes.values())[1]
    assert not any(choice.isChecked() for choice, _ in second.choices)
    assert page.preview.questions.aside.text() == "1 open"
    give(qtbot, page, 1, "Overslaan")
    assert page.import_button.isEnabled()
    assert page.preview.questions.aside.text() == "alle beantwoord"


def test_combination_groups_are_joined_unless_they_are_to_stay_apart(
    qtbot: QtBot, page: ImportPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, page, SAMPLE)
    assert len(rows(page, parts.GROUPS)) == 4
    page.preview.joined.table.focus_list()
    qtbot.keyClick(page.preview.joined.table.view, Qt.Key.Key_Space)
    settle(qtbot)
    apart = rows(page, parts.GROUPS)
    assert len(apart) == 5
    assert any("(jaargroep 1)" in row[0] for row in apart)
    answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    groups = {one.name: one.pupil_count for one in desk.groups.all("2026-2027")}
    assert sum("jaargroep" in name for name in groups) == 2


def test_questions_come_twenty_at_a_time(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    many = [
        pupil(str(100 + one), roepnaam=f"Kind{one}", achternaam=f"Naam{one}") for one in range(25)
    ]
    desk.imports.apply(desk.imports.preview(written(tmp_path, edex("".join(many), head=OWN))))
    keyless = "".join(many).replace('key="1', 'key="#').replace(">2<", ">1<")
    opened(qtbot, page, written(tmp_path, edex(keyless, head=OWN)))
    questions = page.preview.questions
    assert len(questions.boxes) == 20
    give(qtbot, page, 3, "Overslaan")
    click(qtbot, questions.more_button)
    assert len(questions.boxes) == 25
    assert questions.more_button.isHidden()
    assert questions.aside.text() == "24 open"
    fourth = list(questions.boxes.values())[3]
    assert [choice.isChecked() for choice, _ in fourth.choices] == [False, False, True]


def test_names_with_mark_up_are_shown_as_they_are(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = pupil("90", roepnaam="&lt;b&gt;A&lt;/b&gt;&amp;B", achternaam="&lt;img src=x&gt;")
    opened(qtbot, page, written(tmp_path, edex(odd, head=OWN)))
    assert rows(page, parts.ADD)[0][0] == "<b>A</b>&B de <img src=x>"
    answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    again = odd.replace('key="90"', 'key="#"').replace(">2<", ">1<")
    opened(qtbot, page, written(tmp_path, edex(again, head=OWN)))
    (box,) = page.preview.questions.boxes.values()
    assert "<b>A</b>&&B" in box.choices[0][0].text()
