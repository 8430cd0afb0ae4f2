"""Importeren: files that are refused, and imports that fail."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.errors import UserError
from app.exchange.edexml import MAX_BYTES
from tests.exchange.helpers import SAMPLES, edex, pupil
from tests.transfer_school import TransferSchool
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from tests.ui.pages.importing.helpers import (
    OWN,
    SAMPLE,
    choose,
    names,
    opened,
    written,
)
from ui.pages.import_page import ImportPage
from ui.theme import Tone


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<EDEX><leerlingen>", "Er is niets ge"),
        (b"", "leeg"),
        (b"PK\x03\x04 en de rest", "zip"),
        (b"%PDF-1.7", "PDF"),
        (b"Naam;Groep\r\nAnna;8\r\n", "Er is niets ge"),
        (b"<u:leerlinggegevens_antwoord xmlns:u='urn:uwlr'/>", "Er is niets ge"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_and_nothing_is_imported(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path, content: bytes, words: str
) -> None:
    before = names(desk)
    opened(qtbot, page, written(tmp_path, content))
    assert page.message_bar.tone is Tone.MUST
    assert words in page.message_bar.text()
    assert "Er is niets geïmporteerd" in page.message_bar.text()
    assert page.drop_zone.isVisible()
    assert page.import_button.isHidden()
    assert names(desk) == before


@pytest.mark.parametrize("name", ["doctype_met_entiteit.xml", "geen_edex.xml"])
def test_the_samples_to_be_refused_are_refused(qtbot: QtBot, page: ImportPage, name: str) -> None:
    opened(qtbot, page, SAMPLES / name)
    assert page.message_bar.tone is Tone.MUST
    assert page.drop_zone.isVisible()


def test_a_file_of_200_megabytes_is_refused_at_once(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    path = tmp_path / "groot.xml"
    with path.open("wb") as file:
        file.truncate(10 * MAX_BYTES)
    opened(qtbot, page, path)
    assert "200 MB" in page.message_bar.text()
    assert page.drop_zone.isVisible()


def test_a_bad_file_after_a_good_one_leaves_nothing_of_the_good_one(
    qtbot: QtBot, page: ImportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, page, SAMPLE)
    choose(qtbot, page, monkeypatch, SAMPLES / "geen_edex.xml")
    assert page.drop_zone.isVisible()
    assert page.import_button.isHidden()


def test_a_school_that_changed_meanwhile_is_looked_at_again(
    qtbot: QtBot,
    page: ImportPage,
    school: TransferSchool,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(qtbot, page, SAMPLE)
    other = written(tmp_path, edex(pupil("80"), head=OWN), "ander.xml")
    desk.imports.apply(desk.imports.preview(other))
    answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    assert "intussen gewijzigd" in page.message_bar.text()
    assert not any("Zoë" in name for name in names(desk))
    click(qtbot, page.message_bar._action)
    settle(qtbot)
    click(qtbot, page.import_button)
    settle(qtbot)
    assert any("Zoë" in name for name in names(desk))


def test_a_failed_import_keeps_the_preview(
    qtbot: QtBot, page: ImportPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_plan: object) -> None:
        raise UserError("De schijf is vol. Er is niets geïmporteerd.")

    opened(qtbot, page, SAMPLE)
    monkeypatch.setattr(desk.imports, "apply", fail)
    answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    assert "De schijf is vol" in page.message_bar.text()
    assert page.preview.isVisible()
    assert page.import_button.isEnabled()


def test_a_teacher_is_refused(qtbot: QtBot, school: TransferSchool) -> None:
    desk = school.desk("leerkracht8")
    page = show(qtbot, ImportPage(Shown(desk).context()))
    opened(qtbot, page, SAMPLE)
    assert "Importeren mag niet als leerkracht" in page.message_bar.text()
    assert page.drop_zone.isVisible()
    desk.close()
