"""Vandaag: what must be acknowledged stands on top until it is."""

from datetime import date

from pytestqt.qtbot import QtBot

from app.access.categories import Category
from tests.transfer_school import COMPLETE, TODAY, TransferSchool, pupil_id
from tests.ui.pages.desk_page import Shown, click, settle, show
from ui.context import Target
from ui.pages.today_page import TodayPage
from ui.widgets.labels import PlainLabel

WHY = "Kind viel van het klimrek <i>en</i> huilt."


def shown_to(qtbot: QtBot, school: TransferSchool, who: str) -> tuple[TodayPage, Shown]:
    shown = Shown(school.desk(who))
    page = show(qtbot, TodayPage(shown.context()))
    page.show_target(Target("today"))
    settle(qtbot)
    return page, shown


def test_the_headteacher_acknowledges_each_emergency_card_that_was_opened(
    qtbot: QtBot, school: TransferSchool
) -> None:
    teacher = school.desk("leerkracht8")
    teacher.emergency.open(pupil_id(teacher, COMPLETE), WHY)
    teacher.close()
    page, shown = shown_to(qtbot, school, "directeur")
    card = page.emergency_uses
    assert card is not None
    assert card.isVisible()
    texts = [label.text() for label in card.findChildren(PlainLabel)]
    assert any(WHY in text for text in texts)
    (seen,) = card.buttons.values()
    click(qtbot, seen)
    settle(qtbot)
    assert not card.isVisible()
    shown.desk.close()
    page, shown = shown_to(qtbot, school, "directeur")
    assert page.emergency_uses is not None
    assert not page.emergency_uses.isVisible()
    shown.desk.close()


def test_a_teacher_has_nothing_to_acknowledge(qtbot: QtBot, school: TransferSchool) -> None:
    page, shown = shown_to(qtbot, school, "leerkracht8")
    assert page.emergency_uses is None
    shown.desk.close()


def test_a_teacher_ticks_what_is_due_and_goes_to_the_talk_that_comes(
    qtbot: QtBot, school: TransferSchool
) -> None:
    teacher = school.desk("leerkracht8")
    pupil = pupil_id(teacher, COMPLETE)
    talk = {"held_on": TODAY, "subject": "Rapport", "participants": "ouders"}
    due = {"what": "Logopedist bellen", "due_on": date(2027, 2, 1)}
    planned = teacher.talks.add(pupil, talk, [due]).entry_id
    teacher.close()
    page, shown = shown_to(qtbot, school, "leerkracht8")
    card = page.talks
    assert card is not None
    [box] = card.agreements.boxes.values()
    assert "Logopedist bellen van Thị Ngọc Ánh" in box.accessibleName()
    click(qtbot, box)
    settle(qtbot)
    assert card.agreements.boxes == {}
    click(qtbot, card.buttons[planned])
    assert shown.went[-1] == Target("pupils", pupil, Category.TALK, part="talk", entry_id=planned)
    shown.desk.close()


def test_the_office_has_no_card_of_talks(qtbot: QtBot, school: TransferSchool) -> None:
    page, shown = shown_to(qtbot, school, "administratie")
    assert page.talks is None
    shown.desk.close()
