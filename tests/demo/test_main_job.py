"""The main job on the demo school: three PDFs, read back as text."""

from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument

from app.access.categories import Category
from app.demo.main_job import run
from app.demo.school import DemoSchool
from app.desk import Desk, SchoolDoor
from app.dossier.letter_copies import LetterState
from app.report.values import ReportState


def pages(path: Path) -> list[str]:
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    texts = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return [" ".join(text.split()) for text in texts]


@pytest.fixture
def job(demo_school: DemoSchool, tmp_path: Path, qapp: object) -> tuple[Path, list[str]]:
    said: list[str] = []
    run(demo_school.path, tmp_path / "out", said.append)
    return tmp_path / "out", said


def head(school: DemoSchool) -> Desk:
    desk = SchoolDoor(school.path).sign_in("directeur", school.password)
    assert isinstance(desk, Desk)
    return desk


def contacts(school: DemoSchool) -> list[dict[str, str]]:
    """Address, telephone and mail of both parents of 1001."""
    desk = head(school)
    page = desk.entries.page(desk.pupils.by_number("1001").id, Category.CONTACT)
    desk.close()
    names = ("street", "postcode", "phone", "email")
    return [{n: entry.display[n] for n in names} for entry in page.entries["guardian"]]


def test_it_writes_three_pdfs_and_says_so(job: tuple[Path, list[str]]) -> None:
    out, said = job
    written = sorted(path.name for path in out.iterdir())
    assert written == ["brieven.pdf", "okr.pdf", "toegangslog.pdf"]
    for name in written:
        assert any(name in line for line in said)
    assert any("is heel" in line for line in said)


def test_the_report_is_a_concept_with_the_name_as_it_is_written(
    job: tuple[Path, list[str]],
) -> None:
    texts = pages(job[0] / "okr.pdf")
    assert all("CONCEPT TER INZAGE" in text for text in texts)
    whole = " ".join(texts)
    assert "Łukasz Wiśniewski-Özdemir" in whole
    for heading in (
        "Administratieve gegevens",
        "Onderwijshistorie en leerresultaten",
        "Toetsen, wensen en advies in samenhang",
        "Begeleiding",
        "Verzuim",
    ):
        assert heading in whole
    # One sensitive thing was weighed in; the others stayed out.
    assert "voorleessoftware" in whole
    assert "Woont om de week" not in whole
    assert "2 keer" in whole


def test_the_concept_holds_no_contact_data_of_any_parent(
    demo_school: DemoSchool, job: tuple[Path, list[str]]
) -> None:
    whole = " ".join(pages(job[0] / "okr.pdf"))
    for parent in contacts(demo_school):
        for value in parent.values():
            assert value
            assert value not in whole


def test_each_parent_gets_a_letter_that_does_not_show_the_other_address(
    demo_school: DemoSchool, job: tuple[Path, list[str]]
) -> None:
    letters = pages(job[0] / "brieven.pdf")
    parents = contacts(demo_school)
    assert len(letters) == len(parents) == 2
    for letter, own, other in zip(letters, parents, reversed(parents), strict=True):
        assert own["street"] in letter
        assert own["postcode"] in letter
        assert other["street"] not in letter
        assert other["postcode"] not in letter
        assert "Łukasz" in letter


def test_the_log_names_who_made_the_report(job: tuple[Path, list[str]]) -> None:
    whole = " ".join(pages(job[0] / "toegangslog.pdf"))
    assert "Łukasz Wiśniewski-Özdemir" in whole
    assert "Petra Smits" in whole
    assert "Het toegangslog is heel" in whole
    assert "geweigerd" in whole


def test_the_letters_are_filed_in_the_dossier(
    demo_school: DemoSchool, job: tuple[Path, list[str]]
) -> None:
    desk = head(demo_school)
    pupil = desk.pupils.by_number("1001")
    filed = desk.entries.page(pupil.id, Category.OKR).filed
    assert len(filed) == len(desk.letter_copies.of_pupil(pupil.id)) == 2
    desk.close()


def test_doing_it_again_adds_no_second_report_and_no_second_letters(
    demo_school: DemoSchool, job: tuple[Path, list[str]]
) -> None:
    out = job[0]
    first = pages(out / "brieven.pdf")
    run(demo_school.path, out, lambda _: None)
    assert pages(out / "brieven.pdf") == first
    desk = head(demo_school)
    pupil = desk.pupils.by_number("1001")
    assert len(desk.reports.of_pupil(pupil.id)) == 1
    assert len(desk.letter_copies.of_pupil(pupil.id)) == 2
    desk.close()


def test_doing_it_again_after_the_report_was_sent_still_works(
    demo_school: DemoSchool, job: tuple[Path, list[str]]
) -> None:
    out = job[0]
    desk = head(demo_school)
    pupil = desk.pupils.by_number("1001")
    (line,) = desk.reports.of_pupil(pupil.id)
    desk.reports.finalise(pupil.id, line.id)
    for copy in desk.letter_copies.of_pupil(pupil.id):
        desk.letter_copies.mark(pupil.id, copy.id, LetterState.HANDED, copy.made_on)
    assert desk.reports.send(pupil.id, line.id, "post").state is ReportState.SENT
    desk.close()
    run(demo_school.path, out, lambda _: None)
    whole = " ".join(pages(out / "okr.pdf"))
    assert "CONCEPT" not in whole
    assert len(pages(out / "brieven.pdf")) == 2
