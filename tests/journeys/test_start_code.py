"""The first time someone signs in: with a start code, which asks for an own password."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.access.categories import Role
from tests.journeys.window import STRONG, Driver
from tests.transfer_fixtures import built_school, school
from tests.transfer_school import TransferSchool
from ui.entrance.new_password import NewPasswordPage
from ui.entrance.sign_in import SignInPage

__all__ = ["built_school", "school"]


def first_page(driver: Driver, school: TransferSchool) -> NewPasswordPage:
    head = school.desk("directeur")
    issued = head.staffing.add("Meester Nieuw", "nieuw", [Role.TEACHER])
    head.close()
    driver.window.open_school(school.path)
    page = driver.window.page
    assert isinstance(page, SignInPage)
    page.name.setText("nieuw")
    QTest.keyClicks(page.password.line, issued.code)
    QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    driver.settle()
    chosen = driver.window.page
    assert isinstance(chosen, NewPasswordPage)
    return chosen


def test_a_start_code_asks_for_an_own_password_and_then_opens_the_school(
    driver: Driver, school: TransferSchool
) -> None:
    page = first_page(driver, school)
    for one, other, said in (
        (STRONG, STRONG[:-1], "twee keer hetzelfde"),
        ("kort", "kort", "Te kort"),
    ):
        for line, text in ((page.password.line, one), (page.again.line, other)):
            line.clear()
            QTest.keyClicks(line, text)
        driver.press(page.choose_button)
        assert said in page.message_bar.text()
    for line in (page.password.line, page.again.line):
        line.clear()
        QTest.keyClicks(line, STRONG)
    QTest.keyClick(page.again.line, Qt.Key.Key_Return)
    assert driver.work.desk.person.name == "Meester Nieuw"
    driver.settle()


def test_going_back_leaves_the_start_code_as_it_is(driver: Driver, school: TransferSchool) -> None:
    page = first_page(driver, school)
    driver.press(page.back_button)
    assert isinstance(driver.window.page, SignInPage)
