"""After signing in the log and every dossier are checked, and the foot says what was found."""

from pathlib import Path

import pytest

from app.access.categories import Category
from app.dossier.digest import DossierAltered
from tests.journeys.window import Driver
from tests.outside import raw_database
from tests.transfer_school import COMPLETE, PASSWORD, TransferSchool, build
from ui.pages.safety_page import SafetyPage
from ui.widgets.confirm import ConfirmDialog

WHY = "Nagekeken met de ouders: de naam klopt."


@pytest.fixture
def school(driver: Driver, tmp_path: Path) -> TransferSchool:
    del driver  # it sets the state folder of this PC
    return build(tmp_path / "De Regenboog.school")


def sign_in(driver: Driver, school: TransferSchool, who: str) -> None:
    driver.window.open_school(school.path)
    driver.sign_in(who, PASSWORD)
    driver.settle()


def test_the_foot_says_that_log_and_dossiers_are_in_order(
    driver: Driver, school: TransferSchool
) -> None:
    sign_in(driver, school, "leerkracht8")
    assert driver.work.foot.checked.text() == "Log en 5 dossiers in orde"


def test_an_altered_dossier_is_said_listed_and_accepted_with_a_reason(
    driver: Driver, school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with raw_database(school.path) as connection:
        connection.execute(f"UPDATE pupil SET surname = 'Anders' WHERE number = '{COMPLETE}'")
    sign_in(driver, school, "directeur")
    assert "Eén dossier is niet zoals" in driver.work.message_bar.text()
    assert driver.work.foot.checked.text().startswith("Let op")
    page = driver.place("backups")
    assert isinstance(page, SafetyPage)
    assert page.altered is not None
    assert page.altered.isVisible()
    ((pupil_id, (why, accept)),) = page.altered.lines.items()
    with pytest.raises(DossierAltered):
        driver.work.desk.entries.page(pupil_id, Category.ENROLMENT)
    monkeypatch.setattr(ConfirmDialog, "exec", lambda dialog: dialog.action_button.click())
    driver.press(accept)
    assert "reden" in page.message_bar.text().lower()
    driver.qtbot.keyClicks(why, WHY)
    driver.press(accept)
    assert not page.altered.isVisible()
    assert driver.work.desk.entries.page(pupil_id, Category.ENROLMENT).entries["enrolment"]
