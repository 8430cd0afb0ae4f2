"""`keys/pending` against what this PC remembers of it."""

import json
from pathlib import Path

import pytest

from app.vault import SHORTENED, RememberedAttempts, WrongPassword

from .conftest import School


def fail(school: School, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            school.door().sign_in("directeur", "fout")


def kinds(school: School) -> list[str]:
    with school.signed_in() as unlocked:
        found = [event.kind for event in unlocked.pending]
        if found:
            unlocked.clear_pending()
        return found


def test_what_was_taken_into_the_log_is_not_missed(school: School) -> None:
    fail(school, 3)
    assert kinds(school) == ["failed_sign_in"] * 3
    assert kinds(school) == []
    fail(school, 1)
    assert kinds(school) == ["failed_sign_in"]
    assert kinds(school) == []


def test_a_file_that_was_removed_is_said_once(school: School) -> None:
    fail(school, 3)
    school.folder.pending.unlink()
    assert kinds(school) == [SHORTENED]
    assert kinds(school) == []
    fail(school, 1)
    assert kinds(school) == ["failed_sign_in"]


def test_a_file_that_lost_its_last_lines_is_said(school: School) -> None:
    fail(school, 3)
    lines = school.folder.pending.read_bytes().splitlines(keepends=True)
    school.folder.pending.write_bytes(b"".join(lines[:1]))
    assert kinds(school) == ["failed_sign_in", SHORTENED]


def test_an_older_file_put_back_after_it_was_read_is_said(school: School) -> None:
    fail(school, 1)
    older = school.folder.pending.read_bytes()
    fail(school, 2)
    assert len(kinds(school)) == 3
    school.folder.pending.write_bytes(older)
    assert SHORTENED in kinds(school)


@pytest.mark.parametrize("content", ["", "[]", '{"number": "3"}', '{"number": -1}', "{"])
def test_a_spoiled_memory_stops_nobody(tmp_path: Path, content: str) -> None:
    memory = RememberedAttempts(tmp_path)
    (tmp_path / "pending-abc.json").write_text(content)
    assert memory.newest("abc") == 0
    memory.remember("abc", 4)
    assert memory.newest("abc") == 4
    assert json.loads((tmp_path / "pending-abc.json").read_text()) == {"number": 4}
    with pytest.raises(ValueError, match="school id"):
        memory.remember("../x", 1)


def test_another_pc_that_saw_fewer_lines_has_nothing_to_say(
    school: School, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fail(school, 2)
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "andere pc"))
    assert kinds(school) == ["failed_sign_in"] * 2
