"""Attachments: kept, renamed, deleted and brought back; who may; and that gone is gone."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.access.categories import DOSSIER_CATEGORIES, Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.access.undo_bin import UndoBin
from app.desk import Desk
from app.documents.sniffing import LIMITS, NotAcceptable
from app.dossier import incoming, tables
from app.dossier.attachments import NewAttachment, is_sealed
from app.dossier.checks import InvalidEntry
from app.dossier.filed import check_files
from app.dossier.sealed import check_all
from app.dossier.values import FiledDocument
from app.errors import UserError
from tests.documents.files import image, pdf
from tests.outside import decrypted
from tests.transfer_school import COMPLETE, TransferSchool, pupil_id

DAY = date(2027, 2, 1)
TALK = {"held_on": DAY, "subject": "Rapport", "participants": "ouders", "report": "Goed."}
NOTE = NewAttachment("Briefje", b"Tot morgen.", "briefje.txt")


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("directeur")
    yield desk
    desk.close()


@pytest.fixture
def pupil(head: Desk) -> str:
    return pupil_id(head, COMPLETE)


def attached(desk: Desk, pupil: str, category: Category) -> list[FiledDocument]:
    filed = desk.entries.page(pupil, category).filed
    return [one for one in filed if one.sort == "attachment"]


def rows(desk: Desk) -> int:
    with desk._session.transaction() as connection:
        return connection.execute(select(func.count()).select_from(tables.filed)).scalar_one()


def test_every_category_takes_attachments_and_care_is_sealed(head: Desk, pupil: str) -> None:
    for category in DOSSIER_CATEGORIES:
        new = NewAttachment(f"Scan {category.value}", pdf(), "scan.pdf")
        saved = head.attachments.add(pupil, category, new)
        (one,) = attached(head, pupil, category)
        assert (one.id, one.title) == (saved.entry_id, f"Scan {category.value}")
        assert (one.media_type, one.made_by) == ("application/pdf", "Dirk Baas")
        assert head.filed.content(pupil, one.id) == new.content
    sealed = {one for one in DOSSIER_CATEGORIES if is_sealed(one)}
    assert sealed == {Category.HEALTH, Category.RESEARCH, Category.OKR}
    with head._session.transaction() as connection:
        found = connection.execute(select(tables.filed)).mappings().all()
        assert {Category(one["category"]) for one in found if one["title"] is None} == sealed
        assert all((one["content"] is None) is (one["title"] is None) for one in found)
        assert check_files(connection) == ()
        assert check_all(connection, head._session.compartments) == ()


def test_a_changed_byte_is_found_by_the_check_and_not_shown(head: Desk, pupil: str) -> None:
    one = head.attachments.add(pupil, Category.TALK, NOTE).entry_id
    with head._session.transaction() as connection:
        connection.execute(update(tables.filed).values(content=b"Tot gisteren."))
        assert check_files(connection) == ("1 document in een dossier is beschadigd of veranderd",)
    with pytest.raises(UserError, match="beschadigd"):
        head.filed.content(pupil, one)


def test_the_whole_life_of_one_is_in_the_log(head: Desk, pupil: str) -> None:
    one = head.attachments.add(pupil, Category.TALK, NOTE).entry_id
    head.attachments.rename(pupil, one, "  Briefje van\u202e oma ")
    assert attached(head, pupil, Category.TALK)[0].title == "Briefje van oma"
    head.filed.content(pupil, one, printing=True)
    assert head.filed.export(pupil, one, "Voor de logopedist.") == b"Tot morgen."
    head.attachments.delete(pupil, one)
    assert attached(head, pupil, Category.TALK) == []
    head.attachments.undo_delete(pupil, one)
    assert head.filed.content(pupil, one) == b"Tot morgen."
    lines = head.log.read(LogFilter(pupil_id=pupil))
    said = [(line.codes.event, line.text) for line in lines if line.codes.object_kind == "filed"]
    assert list(reversed(said)) == [
        ("create", ""),
        ("change", ""),
        ("print", ""),
        ("export", "Voor de logopedist."),
        ("delete", ""),
        ("undo", ""),
        ("view", ""),
    ]


def test_a_title_and_a_reason_must_say_something(head: Desk, pupil: str) -> None:
    with pytest.raises(InvalidEntry):
        head.attachments.add(pupil, Category.TALK, NewAttachment(" \u202e ", b"x"))
    one = head.attachments.add(pupil, Category.TALK, NOTE).entry_id
    assert head.attachments.problem("") != ""
    assert head.attachments.problem("Briefje") == ""
    for reason in ("", "nou", "x" * 300):
        with pytest.raises(InvalidEntry):
            head.filed.export(pupil, one, reason)


def test_it_goes_and_comes_back_with_its_entry(head: Desk, pupil: str) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    for number in (1, 2):
        head.attachments.add(
            pupil, Category.TALK, NewAttachment(f"Bladzijde {number}", image()), "talk", talk
        )
    alone = head.attachments.add(pupil, Category.TALK, NOTE).entry_id
    head.entries.delete(pupil, "talk", talk, "Vergissing.")
    assert [one.id for one in attached(head, pupil, Category.TALK)] == [alone]
    head.entries.undo_delete(pupil, "talk", talk)
    back = attached(head, pupil, Category.TALK)
    assert sorted(one.title for one in back) == ["Bladzijde 1", "Bladzijde 2", "Briefje"]
    assert [one.entry_id for one in back if one.entry_kind == "talk"] == [talk, talk]
    lines = head.log.read(LogFilter(pupil_id=pupil))
    assert [line.text for line in lines if line.codes.object_kind == "talk"][:2] == [
        "met 2 bijlagen",
        "met 2 bijlagen",
    ]


def test_one_whose_entry_went_meanwhile_comes_back_under_the_category(
    head: Desk, pupil: str
) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    one = head.attachments.add(pupil, Category.TALK, NOTE, "talk", talk).entry_id
    head.attachments.delete(pupil, one)
    head.entries.delete(pupil, "talk", talk, "Vergissing.")
    head.attachments.undo_delete(pupil, one)
    assert [(at.id, at.entry_id) for at in attached(head, pupil, Category.TALK)] == [(one, "")]


def test_what_was_deleted_is_gone_from_the_disk_and_after_signing_out_for_good(
    school: TransferSchool, head: Desk, pupil: str
) -> None:
    word = b"Wielewaalgeheim " * 500
    one = head.attachments.add(pupil, Category.TALK, NewAttachment("Brief", word)).entry_id
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    head.attachments.add(pupil, Category.TALK, NOTE, "talk", talk)
    head.attachments.delete(pupil, one)
    head.entries.delete(pupil, "talk", talk, "Vergissing.")
    head.close()
    assert b"Wielewaalgeheim" not in decrypted(school.path)
    desk = school.desk("directeur")
    with pytest.raises(Refused, match="kan niet meer"):
        desk.attachments.undo_delete(pupil, one)
    desk.entries.undo_delete(pupil, "talk", talk)
    assert attached(desk, pupil, Category.TALK) == []
    desk.close()


def test_an_entry_with_a_file_that_cannot_be_kept_is_not_kept_either(
    head: Desk, pupil: str
) -> None:
    values = {"received_on": DAY, "sort": "okr", "from_school": "De Brug"}
    files = [NewAttachment("Rapport", pdf()), NewAttachment("Bijlage", b"MZ\x90\0")]
    before = rows(head)
    with pytest.raises(NotAcceptable, match="programma"):
        head.entries.add(pupil, "received_report", values, files=files)
    assert rows(head) == before
    assert head.entries.page(pupil, Category.OKR).entries["received_report"] == ()
    saved = head.entries.add(pupil, "received_report", values, files=files[:1])
    (one,) = attached(head, pupil, Category.OKR)
    assert (one.title, one.entry_id) == ("Rapport", saved.entry_id)


def test_a_full_disk_keeps_nothing_and_says_so(head: Desk, pupil: str) -> None:
    with head._session.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 40}")
    with pytest.raises(UserError, match="is vol"):
        head.attachments.add(pupil, Category.TALK, NewAttachment("Foto", image() + bytes(900_000)))
    assert attached(head, pupil, Category.TALK) == []
    head.attachments.add(pupil, Category.TALK, NOTE)
    assert [one.title for one in attached(head, pupil, Category.TALK)] == ["Briefje"]


def test_custody_papers_show_to_the_headteacher_among_the_addresses(
    school: TransferSchool, head: Desk, pupil: str
) -> None:
    paper = NewAttachment("Beschikking", pdf())
    one = head.attachments.add(pupil, Category.CUSTODY_PAPERS, paper).entry_id
    head.attachments.add(pupil, Category.CONTACT, NOTE)
    assert len(attached(head, pupil, Category.CONTACT)) == 2
    head.close()
    for who in ("leerkracht8", "ib"):
        desk = school.desk(who)
        assert [at.title for at in attached(desk, pupil, Category.CONTACT)] == ["Briefje"]
        with pytest.raises(Refused):
            desk.filed.content(pupil, one)
        desk.close()


def test_a_teacher_adds_where_she_writes(school: TransferSchool, head: Desk, pupil: str) -> None:
    head.attachments.add(pupil, Category.ENROLMENT, NOTE)
    head.close()
    teacher = school.desk("leerkracht8")
    for category in (Category.RESULTS, Category.TALK, Category.ABSENCE, Category.CONTACT):
        one = teacher.attachments.add(pupil, category, NOTE).entry_id
        assert teacher.filed.content(pupil, one) == NOTE.content
    (seen,) = attached(teacher, pupil, Category.ENROLMENT)
    with pytest.raises(Refused):
        teacher.attachments.delete(pupil, seen.id)
    teacher.close()


# ------------------------------------------------------------------------------ reading a file


def test_a_file_is_read_with_its_progress_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "groot.txt"
    path.write_bytes(b"a" * 2_500_000)
    heard: list[tuple[int, int]] = []
    content = incoming.read(path, lambda done, total: heard.append((done, total)))
    found = incoming.look_into(content, path.name)
    assert (found.type.code, found.size) == ("txt", 2_500_000)
    assert {total for _, total in heard} == {2_500_000}
    assert [done for done, _ in heard] == [1 << 20, 2 << 20, 2_500_000]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        incoming.read(path, stop)


def test_what_is_no_file_is_said_and_not_followed(tmp_path: Path) -> None:
    real = tmp_path / "echt.txt"
    real.write_bytes(b"x")
    link, folder, large = tmp_path / "link.txt", tmp_path / "map", tmp_path / "groot.pdf"
    link.symlink_to(real)
    folder.mkdir()
    with large.open("wb") as opened:
        opened.truncate(LIMITS.most_bytes + 1)
    said = {link: "snelkoppeling", folder: "map", large: "25 MB", tmp_path / "weg.pdf": "weg"}
    if hasattr(os, "mkfifo"):
        pipe = tmp_path / "buis.txt"
        os.mkfifo(pipe)
        said[pipe] = "geen gewoon bestand"
    for path, words in said.items():
        with pytest.raises(NotAcceptable, match=words):
            incoming.read(path)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("C:\\scans\\verslag_KDC.pdf", "verslag KDC"),
        ("../../etc/passwd", "passwd"),
        ("rekening\u202efdp.exe", "rekeningfdp"),
        ("e\u0301e\u0301n\x07\n.pdf", "één"),
        (".pdf", "pdf"),
        ("\u202e.pdf", "Bijlage"),
        ("", "Bijlage"),
        ("x" * 300 + ".pdf", "x" * 120),
        ("gesprek 12.03.2026", "gesprek 12.03.2026"),
    ],
)
def test_a_name_is_cleaned_for_people_and_never_a_path(name: str, title: str) -> None:
    assert incoming.title_of(name) == title


def test_the_bin_keeps_the_newest_whole_and_lets_the_oldest_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.access.undo_bin.MOST_BYTES", 10)
    kept = UndoBin()
    kept.put("a", [{"content": b"12345"}])
    kept.put("b", [{"content": b"12345"}])
    assert kept.rows("a")
    kept.put("c", [{"content": b"12345"}, {"content": b"1234567"}])
    assert not kept.rows("a")
    assert not kept.rows("b")
    assert len(kept.rows("c")) == 2
    kept.clear()
    assert not kept.rows("c")
