"""The emergency card: any teacher, one pupil, with a reason, and the headteacher sees it."""

from datetime import date

import pytest

from app.access.journal import LogFilter
from app.access.policy import Refused
from app.dossier.checks import InvalidEntry
from app.errors import UserError
from tests.transfer_school import COMPLETE, GROUP_7, TransferSchool, pupil_id

WHY = "Het kind heeft een aanval op het plein."
CARD = {
    "noted_on": date(2027, 2, 1),
    "condition": "Epilepsie",
    "measure": "Rustige plek",
    "emergency": "Leg op de zij en bel 112",
    "medication": "Midazolam",
    "medication_agreed": "yes",
    "medication_agreed_on": date(2027, 2, 1),
    "on_emergency_card": True,
}


@pytest.fixture
def card(school: TransferSchool) -> tuple[TransferSchool, str]:
    """A card for a pupil of group 7, whom the teacher of group 8 does not teach."""
    desk = school.desk("ib")
    pupil = pupil_id(desk, GROUP_7)
    desk.entries.add(pupil, "health", CARD, "Nodig voor de veiligheid.")
    old = {**CARD, "emergency": "Verlopen afspraak", "valid_until": date(2027, 2, 2)}
    desk.entries.add(pupil, "health", old, "Nodig voor de veiligheid.")
    desk.close()
    return school, pupil


def test_a_teacher_opens_the_card_of_any_pupil_and_sees_only_what_was_marked(
    card: tuple[TransferSchool, str],
) -> None:
    school, pupil = card
    teacher = school.desk("leerkracht8")
    opened = teacher.emergency.open(pupil, WHY)
    assert [line.values for line in opened.lines] == [{"emergency": "Leg op de zij en bel 112"}]
    for word in ("Epilepsie", "Midazolam", "Rustige", "Verlopen"):
        assert word not in repr(opened)
    teacher.close()


def test_a_pupil_without_a_card_gives_an_empty_one(card: tuple[TransferSchool, str]) -> None:
    school, _ = card
    teacher = school.desk("leerkracht8")
    assert teacher.emergency.open(pupil_id(teacher, COMPLETE), WHY).lines == ()
    teacher.close()


@pytest.mark.parametrize("reason", ["", "   ", "x", "nu!", "a" * 501])
def test_without_a_reason_that_says_something_the_card_stays_shut(
    card: tuple[TransferSchool, str], reason: str
) -> None:
    school, pupil = card
    teacher = school.desk("leerkracht8")
    with pytest.raises(InvalidEntry) as refused:
        teacher.emergency.open(pupil, reason)
    assert set(refused.value.problems) == {"why"}
    teacher.close()
    head = school.desk("directeur")
    assert head.emergency.unacknowledged() == ()
    head.close()


def test_the_office_does_not_open_a_card(card: tuple[TransferSchool, str]) -> None:
    school, pupil = card
    office = school.desk("administratie")
    with pytest.raises(Refused, match="oodkaart"):
        office.emergency.open(pupil, WHY)
    office.close()


def test_the_headteacher_sees_each_use_until_it_is_acknowledged(
    card: tuple[TransferSchool, str],
) -> None:
    school, pupil = card
    teacher = school.desk("leerkracht8")
    teacher.emergency.open(pupil, WHY)
    with pytest.raises(Refused):
        teacher.emergency.unacknowledged()
    teacher.close()
    head = school.desk("directeur")
    (use,) = head.emergency.unacknowledged()
    assert (use.staff_name, use.reason, use.pupil_name) == ("Juf Acht", WHY, "Dana Boer")
    head.emergency.acknowledge(pupil, use.id)
    assert head.emergency.unacknowledged() == ()
    with pytest.raises(UserError, match="Ververs de pagina"):
        head.emergency.acknowledge(pupil, use.id)
    lines = head.log.read(LogFilter(pupil_id=pupil))
    assert {"noodkaart geopend", "noodtoegang beoordeeld"} <= {one.event for one in lines}
    assert any(WHY in one.text for one in lines)
    head.close()


def test_nobody_else_acknowledges(card: tuple[TransferSchool, str]) -> None:
    school, pupil = card
    desk = school.desk("ib")
    desk.emergency.open(pupil, WHY)
    with pytest.raises(Refused):
        desk.emergency.acknowledge(pupil, "x")
    desk.close()
