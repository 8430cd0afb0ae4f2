"""The school sets after how many minutes without input the window locks."""

import pytest

from app.dossier.checks import InvalidEntry
from tests.transfer_school import TransferSchool


@pytest.mark.parametrize("minutes", [1, 120])
def test_the_shortest_and_the_longest_time_are_kept(school: TransferSchool, minutes: int) -> None:
    head = school.desk("directeur")
    assert head.school.change({"lock_minutes": minutes}).lock_minutes == minutes
    head.close()


@pytest.mark.parametrize("minutes", [0, -1, 121])
def test_no_time_and_a_day_are_refused(school: TransferSchool, minutes: int) -> None:
    head = school.desk("directeur")
    with pytest.raises(InvalidEntry, match="tussen 1 en 120"):
        head.school.change({"lock_minutes": minutes})
    head.close()
