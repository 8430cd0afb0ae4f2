"""Vandaag: what must be acknowledged stands on top until it is."""

from pytestqt.qtbot import QtBot

from tests.transfer_school import COMPLETE, TransferSchool, pupil_id
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
