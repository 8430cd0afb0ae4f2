import os
import sys
from pathlib import Path

import pytest

from app.commands import files
from app.errors import UserError
from tests.transfer_school import TransferSchool


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (b"geheim", "geheim"),
        (b"geheim\n", "geheim"),
        (b"geheim\r\n", "geheim"),
        (b"geheim\n\n", "geheim\n"),
        (b" ge heim \n", " ge heim "),
        (b"\xef\xbb\xbfgeheim\r\n", "geheim"),
        ("Łódź\n".encode(), "Łódź"),
        (b"", ""),
    ],
)
def test_of_a_password_only_one_line_end_is_taken_off(
    tmp_path: Path, content: bytes, password: str
) -> None:
    (tmp_path / "w").write_bytes(content)
    assert files.read_password(tmp_path / "w") == password


@pytest.mark.parametrize(
    ("content", "said"), [(b"x" * 4097, "te groot"), (b"\xff\xfe", "geen tekst in UTF-8")]
)
def test_a_password_file_that_is_none_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "w.txt").write_bytes(content)
    with pytest.raises(UserError, match=said) as caught:
        files.read_password(tmp_path / "w.txt")
    assert "w.txt" in str(caught.value)


@pytest.mark.parametrize("name", ["bestaat-niet.txt", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="kan niet worden gelezen"):
        files.read_text(tmp_path / name)


def test_nothing_is_written_inside_a_school(school: TransferSchool, tmp_path: Path) -> None:
    inside = (school.path / "a.pdf", school.path / "backups" / ".." / "a.pdf", school.path)
    for path in inside:
        for folder in (school.path, tmp_path / "een andere.school"):
            with pytest.raises(UserError, match="in de map van een school"):
                files.check_target(path, folder)
    files.check_target(tmp_path / "a.pdf", school.path)
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_link_is_no_way_into_a_school(school: TransferSchool, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(school.path)
    with pytest.raises(UserError, match="in de map van een school"):
        files.check_target(tmp_path / "link" / "a.pdf", school.path)


def test_a_target_that_cannot_be_is_said_beforehand(school: TransferSchool, tmp_path: Path) -> None:
    (tmp_path / "map.pdf").mkdir()
    with pytest.raises(UserError, match="geen gewoon bestand"):
        files.check_target(tmp_path / "map.pdf", school.path)
    with pytest.raises(UserError, match="bestaat"):
        files.check_target(tmp_path / "nergens" / "a.pdf", school.path)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs devices")
def test_a_device_is_never_replaced(school: TransferSchool) -> None:
    with pytest.raises(UserError, match="geen gewoon bestand"):
        files.check_target(Path("/dev/null"), school.path)


def test_writing_replaces_whole_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.pdf"
    files.write_target(target, b"oud", "")
    files.write_target(target, b"nieuw", "")
    assert target.read_bytes() == b"nieuw"

    def full(*_: object) -> None:
        raise OSError(28, "vol")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="Het rapport staat in het dossier") as caught:
        files.write_target(target, b"half", "Het rapport staat in het dossier.")
    assert "a.pdf" in str(caught.value)
    assert target.read_bytes() == b"nieuw"
    assert list(tmp_path.iterdir()) == [target]
