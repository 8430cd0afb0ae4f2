"""The whole main job by clicking and typing: first run, import, dossier, report, letters, log."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton

from app.access.categories import Category
from app.access.journal import LogFilter
from app.dossier.school_year import school_year_of
from app.report.values import ReportState
from tests.exchange.generate import own_sample
from tests.journeys.window import STRONG, Driver
from ui.entrance.sign_in import SignInPage
from ui.widgets.confirm import ConfirmDialog

SHARED = Path(__file__).parents[2].parent / "shared"
REAL = SHARED / "standards" / "edexml" / "1.0.3" / "sample.xml"
TODAY = date.today()  # noqa: DTZ011 - the program goes by the calendar on the wall

Who = Callable[[str], list[str]]


@pytest.fixture(autouse=True)
def _agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question in a dialog is answered with its action."""

    def agree(dialog: ConfirmDialog) -> int:
        dialog.action_button.click()
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(ConfirmDialog, "exec", agree)


def import_file(driver: Driver, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(file), ""))
    page = driver.place("import")
    page.choose()
    driver.settle()
    assert page.import_button.isVisible(), page.message_bar.text()
    driver.press(page.import_button)
    driver.settle()


def pupil_of_group_eight(driver: Driver) -> str:
    found = [one for one in driver.work.desk.pupils.all() if one.year_group == "8"]
    return found[0].display_name


def complete_the_dossier(driver: Driver, name: str) -> None:
    page = driver.open_pupil(name)
    assert page.view.heading.name.text() == name
    page.view.go_to(Category.CONTACT.value)
    driver.settle()
    for initials, street, relationship in (("A.", "Laan", "mother"), ("B.", "Kade", "father")):
        contact = page.view.page
        contact.edit_guardian(None)
        driver.settle()
        person = {"initials": initials, "surname": "Ouder", "street": street}
        driver.fill(contact.sheet.form("guardian"), {**person, "house_number": "1"})
        link = {"relationship": relationship, "custody": "yes"}
        driver.fill(contact.sheet.form("guardianship"), link)
        driver.press(contact.sheet.submit_button)
        assert "Verzorger toegevoegd" in contact.message_bar.text()
    day = TODAY - timedelta(days=30)
    driver.add(
        Category.RESULTS,
        "result",
        {"taken_on": day, "sort": "monitoring", "domain": "reading", "level": "II"},
    )
    driver.add(
        Category.RESULTS,
        "advice",
        {
            "given_on": day,
            "sort": "provisional",
            "advice": "havo",
            "in_context": "Toetsen en wens passen bij elkaar.",
        },
    )
    driver.add(
        Category.RESULTS,
        "observation",
        {
            "observed_on": day,
            "aspect": "social_emotional_development",
            "text": "Werkt graag samen met anderen.",
        },
    )


def begin_and_finalise(driver: Driver, name: str) -> None:
    page = driver.open_pupil(name)
    driver.press(page.view.report_button)
    transfer = driver.work.pages.currentWidget()
    form = transfer.begin_sheet.form("report")
    form.input("kind").set_value("po_vo")
    QTest.keyClicks(form.input("to_brin").widget, "12cd")
    QTest.keyClicks(form.input("to_school").widget, "Het Lyceum")
    driver.press(transfer.begin_sheet.submit_button)
    driver.press(transfer.main_button)
    assert transfer.report_view.report.state is ReportState.FINALISED, transfer.message_bar.text()


def send(driver: Driver) -> object:
    """Try to note the report as sent; gives the page."""
    transfer = driver.work.pages.currentWidget()
    card = transfer.report_view.send_card
    if card.isHidden():
        driver.press(transfer.other_button)
    if not card.form.values()["how"]:
        card.form.input("how").set_value("OSO")
    driver.press(card.form.submit_button)
    return transfer


def make_letters(driver: Driver, count: int) -> None:
    transfer = driver.work.pages.currentWidget()
    driver.press(transfer.main_button)
    letters = driver.work.pages.currentWidget()
    driver.press(letters.make_button)
    assert len(letters.made.letters()) == count


def open_report(driver: Driver, name: str) -> None:
    page = driver.open_pupil(name)
    driver.press(page.view.report_button)


def mark_all(driver: Driver) -> object:
    transfer = driver.work.pages.currentWidget()
    for _ in range(2):
        rows = transfer.report_view.informing.rows()
        for row in rows:
            given = [b for b in row.findChildren(QPushButton) if b.text() == "Meegegeven"]
            if given and given[0].isEnabled() and not given[0].isHidden():
                driver.press(given[0])
                break
    return transfer


def the_whole_job(
    driver: Driver, file: Path, folder: Path, who: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.first_run(folder, "De Linde", "99xx", "99")
    driver.sign_in("directeur", STRONG)
    import_file(driver, file, monkeypatch)
    name = pupil_of_group_eight(driver)
    complete_the_dossier(driver, name)
    begin_and_finalise(driver, name)
    make_letters(driver, len(who(name)))
    open_report(driver, name)
    refused = send(driver)
    missing = [name for _, name in refused.report_view.report.informing.missing]
    assert sorted(missing) == who(name)
    assert " en ".join(missing) in refused.message_bar.text()
    assert refused.report_view.report.state is ReportState.FINALISED
    transfer = mark_all(driver)
    assert transfer.report_view.report.state is ReportState.INFORMED
    send(driver)
    assert transfer.report_view.report.state is ReportState.SENT
    log = driver.place("log")
    driver.press(log.verify_button)
    assert "heel" in log.message_bar.text()
    lines = {(line.event, line.object_kind) for line in log.table.rows()}
    assert ("verzonden", "onderwijskundig rapport") in lines
    assert ("afgedrukt of PDF gemaakt", "brief") in lines


def test_a_new_school_from_a_file_of_our_own_to_a_sent_report(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(own_sample("1.0.3", 60, school_year_of(TODAY)))
    the_whole_job(driver, file, tmp_path, lambda _name: ["A. Ouder", "B. Ouder"], monkeypatch)


@pytest.mark.skipif(not REAL.is_file(), reason="the official sample is not beside the project")
def test_a_new_school_from_a_real_export_to_a_sent_report(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The export is of 2013: these pupils are grown up by now and are informed themselves.
    the_whole_job(driver, REAL, tmp_path, lambda name: [name], monkeypatch)


def test_locking_shows_nothing_of_a_pupil_and_signing_in_again_goes_on(
    driver: Driver, tmp_path: Path
) -> None:
    driver.first_run(tmp_path, "De Linde", "12ab", "00")
    driver.sign_in("directeur", STRONG)
    work = driver.work
    QTest.keyClick(work, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    driver.qtbot.waitUntil(lambda: isinstance(driver.window.page, SignInPage), timeout=20_000)
    page = driver.window.page
    assert "vergrendeld" in page.title.text()
    assert page.name.text() == "directeur"
    driver.sign_in("directeur", STRONG)
    lines = [one.event for one in driver.work.desk.log.read(LogFilter())]
    assert "vergrendeld" in lines
    driver.press(driver.work.sidebar.place_button("sign-out"))
    driver.qtbot.waitUntil(lambda: isinstance(driver.window.page, SignInPage), timeout=20_000)
