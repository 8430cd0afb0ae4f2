"""Importeren: choosing and dropping a file, the preview, confirming, importing."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.exchange.imports import Imported
from tests.exchange.generate import own_sample
from tests.exchange.helpers import SAMPLES, SHARED, edex, pupil
from tests.ui.pages.desk_page import Shown, answer, click, settle
from tests.ui.pages.importing.helpers import (
    ALIKE,
    OWN,
    SAMPLE,
    choose,
    drop,
    give,
    names,
    opened,
    rows,
    written,
)
from ui.context import Target
from ui.pages.import_page import ImportPage
from ui.pages.importing import parts


def test_a_file_is_looked_at_first_and_then_imported_whole(
    qtbot: QtBot,
    page: ImportPage,
    seen: Shown,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = names(desk)
    choose(qtbot, page, monkeypatch, SAMPLE)
    assert page.preview.isVisible()
    assert "38 leerlingen" in page.preview.lines.text()
    added = rows(page, parts.ADD)
    assert len(added) == 38
    assert added[0][:2] == ("Zoë van der Meulen", "20100")
    assert sum(row[-1] == "oud-leerling" for row in added) == 1
    assert len(rows(page, parts.STAFF)) == 6
    assert len(rows(page, parts.ABSENT)) == 5
    assert names(desk) == before
    asked = answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    assert "38 leerlingen worden toegevoegd, van wie 1 al van school." in asked[0]
    assert "6 medewerkers worden toegevoegd, zonder aanmeldnaam." in asked[0]
    assert len(names(desk) - before) >= 37
    assert "38 leerlingen toegevoegd" in page.message_bar.text()
    (told,) = seen.told
    assert isinstance(told, Imported)
    assert len(told.pupil_ids) == 38
    assert page.drop_zone.isVisible()
    click(qtbot, page.message_bar._action)
    assert seen.went == [Target("pupils")]


def test_the_same_file_again_changes_nothing_and_offers_no_import(
    qtbot: QtBot, page: ImportPage, desk: Desk
) -> None:
    desk.imports.apply(desk.imports.preview(SAMPLE))
    opened(qtbot, page, SAMPLE)
    assert page.message_bar.text().startswith("Er verandert niets")
    assert page.import_button.isHidden()
    assert "38 leerlingen" in page.preview.unchanged_words.text()
    assert rows(page, parts.ADD) == []


def test_nothing_happens_when_the_question_is_declined(
    qtbot: QtBot, page: ImportPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(desk)
    opened(qtbot, page, SAMPLE)
    asked = answer(monkeypatch, "cancel")
    click(qtbot, page.import_button)
    settle(qtbot)
    assert len(asked) == 1
    assert names(desk) == before
    assert page.preview.isVisible()


def test_not_choosing_a_file_changes_nothing(
    qtbot: QtBot, page: ImportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(qtbot, page, monkeypatch, None)
    assert page.drop_zone.isVisible()
    assert page.message_bar.text() == ""


def test_a_file_is_dropped_on_the_page(qtbot: QtBot, page: ImportPage) -> None:
    drop(qtbot, page, SAMPLE)
    assert page.preview.isVisible()
    assert page.heading.facts.text() == SAMPLE.name
    drop(qtbot, page, SAMPLES / "geen_edex.xml")
    assert page.drop_zone.isVisible()


def test_two_files_at_once_are_not_guessed_between(qtbot: QtBot, page: ImportPage) -> None:
    drop(qtbot, page, SAMPLE, SAMPLES / "geen_edex.xml")
    assert "één bestand" in page.message_bar.text()
    assert page.drop_zone.isVisible()


def test_what_changes_shows_old_and_new_per_field(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    desk.imports.apply(desk.imports.preview(written(tmp_path, edex(pupil("50"), head=OWN))))
    changed = edex(pupil("50", groep="g7", jaargroep="7", geslacht="1"), head=OWN)
    opened(qtbot, page, written(tmp_path, changed))
    assert rows(page, parts.CHANGE) == [
        ("Anna de Vries (50)", "Geslacht", "meisje", "jongen"),
        ("Anna de Vries (50)", "Groep", "8A", "7A"),
        ("Anna de Vries (50)", "Jaargroep", "8", "7"),
    ]
    assert len(rows(page, parts.ABSENT)) == 5


def test_what_is_wrong_in_the_file_is_named_and_the_rest_goes_in(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = pupil("60", jaargroep="100", geboortedatum="2015-02-30", groep="weg")
    opened(qtbot, page, written(tmp_path, edex(wrong, head=OWN)))
    said = {(row[0], row[1], row[2]) for row in rows(page, parts.PROBLEMS)}
    assert {
        ("Anna de Vries (60)", "Jaargroep", "100"),
        ("Anna de Vries (60)", "Geboortedatum", "2015-02-30"),
        ("Anna de Vries (60)", "Groep", "weg"),
    } <= said
    card = page.preview.cards[parts.PROBLEMS.title]
    card.table.focus_list()
    assert card.whole.isVisible()
    assert card.whole.text() == rows(page, parts.PROBLEMS)[0][3]
    answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    assert "Anna de Vries" in names(desk)


def test_ethnicity_and_countries_of_birth_are_said_to_be_left_behind(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    one = pupil("61", etniciteit="9", land_vader="SR", land_moeder="NL")
    opened(qtbot, page, written(tmp_path, edex(one, head=OWN)))
    left = {row[0]: row[1:] for row in rows(page, parts.NOT_TAKEN)}
    assert set(left) == {"Etniciteit", "Geboorteland vader", "Geboorteland moeder"}
    assert "dataminimalisatie" in left["Etniciteit"][1]
    opened(qtbot, page, written(tmp_path, edex(pupil("62", roepnaam="Bo"), head=OWN)))
    card = page.preview.cards[parts.NOT_TAKEN.title]
    assert card.isVisible()
    assert "nooit" in parts.NOT_TAKEN.explanation


def test_coming_back_finds_the_preview_as_it_was(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    opened(qtbot, page, written(tmp_path, edex(ALIKE, head=OWN)))
    give(qtbot, page, 0, "Toevoegen")
    assert page.may_leave()
    page.show_target(Target("import"))
    settle(qtbot)
    assert page.preview.questions.aside.text() == "alle beantwoord"


def test_a_large_file_shows_in_tables_and_not_in_widgets(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    few = len(page.preview.findChildren(type(page.preview.lines)))
    opened(qtbot, page, written(tmp_path, own_sample("2.1", 2_000, "2026-2027")))
    assert len(rows(page, parts.ADD)) == 2_000
    assert len(page.preview.findChildren(type(page.preview.lines))) <= few + 80
    assert page.preview.cards[parts.ADD.title].height() < 500


@pytest.mark.parametrize("size", [(850, 452), (640, 420)])
def test_the_preview_fits_a_small_window(
    qtbot: QtBot, page: ImportPage, size: tuple[int, int]
) -> None:
    opened(qtbot, page, SAMPLE)
    page.resize(*size)
    qtbot.wait(20)
    assert page.width() <= size[0]
    assert page.import_button.isVisible()
    assert page.preview.height() > 150


@pytest.mark.skipif(
    not (SHARED / "standards").is_dir(), reason="the official samples are not beside the project"
)
@pytest.mark.parametrize(
    ("path", "pupils"),
    [
        ("standards/edexml/1.0.3/sample.xml", 400),
        ("standards/edexml/2.1/EDEXML.Voorbeeld.2.1.xml", 3),
        ("samples/edex_2.1_gesplitste_combigroepen_utf8bom.xml", 38),
    ],
)
def test_real_files_are_imported_and_then_change_nothing(
    qtbot: QtBot,
    page: ImportPage,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    pupils: int,
) -> None:
    opened(qtbot, page, SHARED / path)
    assert len(rows(page, parts.ADD)) == pupils
    answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    assert f"{pupils} leerlingen toegevoegd" in page.message_bar.text()
    opened(qtbot, page, SHARED / path)
    assert page.message_bar.text().startswith("Er verandert niets")
    assert page.import_button.isHidden()
