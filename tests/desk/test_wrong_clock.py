"""A wrong clock of one PC removes no backup, and is said."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from app.desk import Desk, SchoolDoor
from app.vault.backup_places import Where
from tests.transfer_school import PASSWORD, TransferSchool, clock


@dataclass
class Days:
    """A clock that can be moved."""

    now: datetime = field(default_factory=clock)

    def __call__(self) -> datetime:
        return self.now

    def later(self, days: int) -> None:
        self.now += timedelta(days=days)


def signed_in(school: TransferSchool, days: Days) -> Desk:
    desk = SchoolDoor(school.path, clock=days).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    return desk


def names(desk: Desk, where: Where = Where.HERE) -> set[str]:
    return {one.name for one in desk.safety.list() if one.where is where}


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def before(school: TransferSchool, days: Days) -> set[str]:
    """Six weeks of backups, one a week."""
    desk = signed_in(school, days)
    for _ in range(6):
        desk.safety.daily_if_due()
        days.later(7)
    found = names(desk)
    desk.close()
    assert len(found) == 6
    return found


def test_a_clock_that_is_years_ahead_removes_nothing_and_is_said(
    school: TransferSchool, days: Days, before: set[str]
) -> None:
    days.later(800)
    ahead = signed_in(school, days)
    state = ahead.safety.daily_if_due()
    assert state.warns
    assert "klok van deze pc" in state.clock
    (strange,) = names(ahead) - before
    assert names(ahead) > before
    ahead.close()

    days.later(-800)
    right = signed_in(school, days)
    state = right.safety.daily_if_due()
    assert names(right) >= before
    assert state.here.newest == days.now.date()  # a new one: the strange one does not count
    assert strange in state.clock
    days.later(30)
    state = right.safety.state()
    assert state.here.too_old
    report = right.safety.check()
    assert strange not in report.backup.text
    right.close()


def test_a_clock_that_is_behind_makes_a_backup_and_removes_nothing(
    school: TransferSchool, days: Days, before: set[str]
) -> None:
    days.later(-2000)
    behind = signed_in(school, days)
    state = behind.safety.daily_if_due()
    assert names(behind) > before
    assert state.warns
    assert "nog moet komen" in state.clock
    behind.close()


def test_after_a_holiday_backups_are_removed_again_when_a_week_of_them_stands(
    school: TransferSchool, days: Days, before: set[str]
) -> None:
    days.later(400)
    desk = signed_in(school, days)
    for _ in range(6):
        assert desk.safety.daily_if_due().clock
        days.later(1)
    assert names(desk) >= before
    assert desk.safety.daily_if_due().clock == ""
    assert not names(desk) & before
    desk.close()


def test_one_that_is_still_to_come_is_not_what_goes_to_the_second_place(
    school: TransferSchool, days: Days, before: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    days.later(800)
    ahead = signed_in(school, days)
    ahead.safety.daily_if_due()
    ahead.close()
    days.later(-800)
    desk = signed_in(school, days)
    desk.safety.set_second_place(tmp_path_factory.mktemp("stick"))
    desk.safety.daily_if_due()
    assert f"{days.now:%Y%m%d}" in max(names(desk, Where.SECOND))
    desk.close()
