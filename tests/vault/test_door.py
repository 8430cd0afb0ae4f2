"""Sign-in, recovery, and what is kept of failed attempts."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import UserError
from app.vault import (
    Door,
    FolderInUse,
    KdfParameters,
    NewSlot,
    RecoveryCodeError,
    SchoolFolder,
    WrongPassword,
    add_slot,
    create,
    generate_recovery_code,
    is_school,
    pending,
)
from app.vault.kdf import KdfParameters as Kdf
from app.vault.pending import UNKNOWN_NAME

from .conftest import FAST, PASSWORD, MakeSchool, School


def test_a_member_of_staff_signs_in_and_finds_the_database(school: School) -> None:
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert (unlocked.slot_name, unlocked.roles) == ("directeur", ("head",))
        assert unlocked.database is not None
        with unlocked.database.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE t (x)")
    with school.door().sign_in("  DIRECTEUR ", PASSWORD) as unlocked:
        assert unlocked.database is not None
        with unlocked.database.transaction() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0


def test_who_only_does_it_gets_no_database_key(school: School) -> None:
    with school.door().sign_in("ict", PASSWORD) as unlocked:
        assert unlocked.database is None
        assert set(unlocked.school_keys) == {"pending"}
        with pytest.raises(UserError, match="geen sleutel"):
            add_slot(unlocked, NewSlot("nieuw", PASSWORD, ("head",)))


def test_the_recovery_code_opens_everything_as_head(school: School) -> None:
    with school.door().recover(school.code.lower().replace("-", " ")) as unlocked:
        assert (unlocked.slot_name, unlocked.roles) == ("herstelcode", ("head",))
        assert unlocked.database is not None


def test_a_typing_error_in_the_recovery_code_is_no_failed_attempt(school: School) -> None:
    wrong = ("3" if school.code[0] != "3" else "4") + school.code[1:]
    with pytest.raises(RecoveryCodeError, match="groep 1"):
        school.door().recover(wrong)
    assert not school.folder.pending.exists()
    with pytest.raises(WrongPassword, match="hoort niet bij deze school"):
        school.door().recover(generate_recovery_code())
    assert school.folder.pending.exists()


def test_the_recovery_slot_has_no_password_door(school: School) -> None:
    with pytest.raises(WrongPassword):
        school.door().sign_in("herstelcode", school.code.replace("-", ""))


@pytest.mark.parametrize("password", ["", " ", "fout", "x" * 100_000, "\ud800"])
def test_unknown_name_and_wrong_password_get_the_same_words(school: School, password: str) -> None:
    with pytest.raises(WrongPassword) as wrong:
        school.door().sign_in("directeur", password)
    with pytest.raises(WrongPassword) as unknown:
        school.door().sign_in("bestaat niet", password)
    assert str(wrong.value) == str(unknown.value)


def test_unknown_name_and_wrong_password_cost_the_same_calculation(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived: list[Kdf] = []
    derive = Kdf.derive

    def counting(self: Kdf, password: str, salt: bytes) -> bytes:
        derived.append(self)
        return derive(self, password, salt)

    monkeypatch.setattr(KdfParameters, "derive", counting)
    for name in ("directeur", "bestaat niet", "../../etc/passwd", ""):
        with pytest.raises(WrongPassword):
            school.door().sign_in(name, "fout")
    assert derived == [FAST] * 4


def test_the_wait_grows_also_through_a_new_door_and_ends_with_success(school: School) -> None:
    for _ in range(9):
        with pytest.raises(WrongPassword):
            school.door().sign_in("directeur", "fout")
    assert school.waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    school.door().sign_in("directeur", PASSWORD).close()
    with pytest.raises(WrongPassword):
        school.door().sign_in("directeur", "fout")
    assert school.waits[-1] == 0.5


def test_failed_attempts_are_handed_to_the_next_who_signs_in(school: School) -> None:
    at = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    door = Door(school.folder, workstation="pc-3", now=lambda: at, sleep=lambda _: None)
    for name in ("directeur", "n" * 300):
        with pytest.raises(WrongPassword):
            door.sign_in(name, "mijn-geheim")
    content = school.folder.pending.read_bytes()
    assert b"directeur" not in content
    assert b"mijn-geheim" not in content
    with door.sign_in("ict", PASSWORD) as unlocked:
        first, second = unlocked.pending
        assert (first.number, first.at, first.kind) == (1, at, "failed_sign_in")
        assert (first.name, first.workstation, first.follows) == ("directeur", "pc-3", True)
        assert second.name == UNKNOWN_NAME
        unlocked.clear_pending()
    with door.sign_in("ict", PASSWORD) as unlocked:
        assert unlocked.pending == []
    with pytest.raises(WrongPassword):
        door.sign_in("directeur", "fout")
    with door.sign_in("ict", PASSWORD) as unlocked:
        assert [(event.number, event.follows) for event in unlocked.pending] == [(3, True)]


def test_an_attempt_that_comes_after_taking_out_is_not_cleared(school: School) -> None:
    with pytest.raises(WrongPassword):
        school.door().sign_in("directeur", "fout")
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        with pytest.raises(WrongPassword):
            school.door().sign_in("ict", "fout")
        unlocked.clear_pending()
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert [(event.name, event.follows) for event in unlocked.pending] == [("ict", True)]


def test_a_line_that_cannot_be_opened_is_reported_and_stops_nobody(school: School) -> None:
    for name in ("een", "twee", "drie"):
        with pytest.raises(WrongPassword):
            school.door().sign_in(name, "fout")
    lines = school.folder.pending.read_bytes().splitlines()
    broken = [lines[0], b"2 AAAA", b"\xff\xfe rommel", lines[2][:40]]
    school.folder.pending.write_bytes(b"\n".join(broken))
    with pytest.raises(WrongPassword):
        school.door().sign_in("directeur", "fout")
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        readable = [event.readable for event in unlocked.pending]
        assert readable == [True, False, False, False, True]
        assert unlocked.pending[-1].name == "directeur"


@pytest.mark.parametrize("year", [1, 9999])
def test_a_line_with_an_impossible_moment_is_reported(school: School, year: int) -> None:
    door = school.door()
    pending.append(
        school.folder.pending,
        door.school.pending_public_key,
        at=datetime(year, 6, 1, tzinfo=UTC),
        kind=pending.FAILED_SIGN_IN,
        name="iemand",
        workstation="pc",
    )
    with door.sign_in("directeur", PASSWORD) as unlocked:
        assert [event.readable for event in unlocked.pending] == [False]


def test_a_spoiled_file_of_attempts_is_reported_and_stops_nobody(school: School) -> None:
    school.folder.pending.mkdir()
    with pytest.raises(WrongPassword, match="niet worden vastgelegd"):
        school.door().sign_in("directeur", "fout")
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert [event.readable for event in unlocked.pending] == [False]
        unlocked.clear_pending()


def test_a_removed_line_shows(school: School) -> None:
    for name in ("een", "twee", "drie"):
        with pytest.raises(WrongPassword):
            school.door().sign_in(name, "fout")
    lines = school.folder.pending.read_bytes().splitlines(keepends=True)
    school.folder.pending.write_bytes(lines[0] + lines[2])
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert [event.follows for event in unlocked.pending] == [True, False]


def test_the_file_of_attempts_stops_growing(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "MAX_FILE", 1000)
    for _ in range(10):
        with pytest.raises(WrongPassword):
            school.door().sign_in("een", "fout")
    assert school.folder.pending.stat().st_size <= 1000
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert unlocked.pending


def test_an_exchanged_public_key_for_attempts_is_noticed(
    make_school: MakeSchool,
) -> None:
    mine, other = make_school("Mijn"), make_school("Andere")
    content = json.loads(mine.folder.school.read_bytes())
    content["pending_public_key"] = json.loads(other.folder.school.read_bytes())[
        "pending_public_key"
    ]
    mine.folder.school.write_text(json.dumps(content))
    with pytest.raises(UserError, match=r"school\.json"):
        mine.door().sign_in("directeur", PASSWORD)


def test_a_second_who_signs_in_is_told_who_has_the_school_open(school: School) -> None:
    with school.door().sign_in("directeur", PASSWORD):
        with pytest.raises(FolderInUse, match=r"directeur.*pc-groep-8") as caught:
            school.door().sign_in("ict", PASSWORD)
        assert "fout" not in str(caught.value)
    school.door().sign_in("ict", PASSWORD).close()
    assert not school.folder.in_use.exists()


def test_a_wrong_password_does_not_tell_who_has_the_school_open(school: School) -> None:
    with school.door().sign_in("directeur", PASSWORD):
        with pytest.raises(WrongPassword) as caught:
            school.door().sign_in("ict", "fout")
        assert "pc-groep-8" not in str(caught.value)


def test_a_damaged_database_gives_the_folder_back(school: School) -> None:
    content = bytearray(school.folder.database.read_bytes())
    content[100] ^= 1
    school.folder.database.write_bytes(content)
    for _ in range(2):
        with pytest.raises(UserError, match=r"school\.db.*backups"):
            school.door().sign_in("directeur", PASSWORD)
    assert not school.folder.in_use.exists()
    school.door().sign_in("ict", PASSWORD).close()


def test_a_changed_password_replaces_the_old_one(school: School) -> None:
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        with pytest.raises(UserError, match="oude wachtwoord"):
            unlocked.change_password("fout", "nieuw")
        with pytest.raises(UserError, match="leeg"):
            unlocked.change_password(PASSWORD, "  ")
        unlocked.change_password(PASSWORD, "nieuw")
    with pytest.raises(WrongPassword):
        school.door().sign_in("directeur", PASSWORD)
    school.door().sign_in("directeur", "nieuw").close()


def test_a_new_member_of_staff_signs_in(school: School) -> None:
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        add_slot(unlocked, NewSlot("../x/Zoë", "geheim", ("teacher",)))
        with pytest.raises(UserError, match="bestaat al"):
            add_slot(unlocked, NewSlot("../X/ZOE\u0308", "geheim", ("teacher",)))
        assert {slot.name for slot in unlocked.slots()} == {
            "directeur",
            "ict",
            "../x/Zoë",
            "herstelcode",
        }
    with school.door().sign_in("../x/zoë", "geheim") as unlocked:
        assert unlocked.database is not None
        assert unlocked.roles == ("teacher",)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00b", "Herstelcode"])
def test_names_that_cannot_be_used_are_refused(school: School, name: str) -> None:
    with (
        school.door().sign_in("directeur", PASSWORD) as unlocked,
        pytest.raises(UserError, match="aanmeldnaam"),
    ):
        add_slot(unlocked, NewSlot(name, PASSWORD, ("teacher",)))


def test_a_folder_that_is_no_school_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    for path in (tmp_path / "leeg", tmp_path / "bestaat-niet"):
        assert not is_school(path)
        with pytest.raises(UserError, match="geen schoolmap"):
            Door(SchoolFolder(path))


@pytest.mark.parametrize(
    "change",
    [{"format": "iets"}, {"version": "1"}, {"school": "../.."}, {"pending_public_key": "AAAA"}],
)
def test_a_damaged_school_file_is_named(school: School, change: dict[str, str]) -> None:
    content = json.loads(school.folder.school.read_bytes())
    school.folder.school.write_text(json.dumps({**content, **change}))
    with pytest.raises(UserError, match=r"school\.json"):
        Door(school.folder)


def test_a_school_of_a_newer_program_is_refused(school: School) -> None:
    content = json.loads(school.folder.school.read_bytes())
    school.folder.school.write_text(json.dumps({**content, "version": 3}))
    with pytest.raises(UserError, match="nieuwere versie"):
        Door(school.folder)


def test_creating_refuses_what_exists_and_double_names(tmp_path: Path, school: School) -> None:
    code = generate_recovery_code()
    with pytest.raises(UserError, match="bestaat al"):
        create(
            school.folder.path,
            slots=[NewSlot("a", "b", ("head",))],
            recovery_code=code,
            kdf=FAST,
        )
    school.door().sign_in("directeur", PASSWORD).close()
    doubles = [NewSlot("Jan", "b", ("head",)), NewSlot(" jan", "c", ("teacher",))]
    with pytest.raises(UserError, match="bestaat al"):
        create(tmp_path / "x.school", slots=doubles, recovery_code=code, kdf=FAST)
    with pytest.raises(UserError, match="leeg"):
        create(
            tmp_path / "x.school",
            slots=[NewSlot("a", "", ("head",))],
            recovery_code=code,
            kdf=FAST,
        )
    assert not (tmp_path / "x.school").exists()


def test_a_failure_at_any_write_leaves_no_half_school(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "hier"
    place.mkdir()
    real_replace, calls = os.replace, [0]

    def attempt(fail_at: int) -> bool:
        calls[0] = 0

        def replace(source: Path, target: Path) -> None:
            calls[0] += 1
            if calls[0] == fail_at:
                raise OSError("disk full")
            real_replace(source, target)

        monkeypatch.setattr(os, "replace", replace)
        try:
            create(
                place / "a.school",
                slots=[NewSlot("a", "b", ("head",))],
                recovery_code=generate_recovery_code(),
                kdf=FAST,
            )
        except UserError:
            assert list(place.iterdir()) == []
            return False
        return True

    results = [attempt(number) for number in range(1, 6)]
    assert results == [False, False, False, False, True]
    assert is_school(place / "a.school")


KILLED = """
import os, sys
from pathlib import Path
import app.vault.school as school
from app.vault import KdfParameters, NewSlot, generate_recovery_code
moment = getattr(school, sys.argv[2])
def kill(*arguments, **named):
    moment(*arguments, **named)
    os._exit(9)
setattr(school, sys.argv[2], kill)
school.create(
    Path(sys.argv[1]),
    slots=[NewSlot("a", "b", ("head",))],
    recovery_code=generate_recovery_code(),
    kdf=KdfParameters.fastest(),
)
"""


@pytest.mark.parametrize("moment", ["make_staff_slot", "make_recovery_slot", "upgrade_to_head"])
def test_a_program_killed_while_making_a_school_leaves_no_school(
    tmp_path: Path, moment: str
) -> None:
    path = tmp_path / "a.school"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), moment],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert killed.returncode == 9
    assert not path.exists()
    create(
        path,
        slots=[NewSlot("a", "b", ("head",))],
        recovery_code=generate_recovery_code(),
        kdf=FAST,
    )
    assert is_school(path)


def test_a_failing_migration_leaves_no_half_school(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **named: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr("app.vault.school.upgrade_to_head", fail)
    with pytest.raises(RuntimeError):
        create(
            tmp_path / "a.school",
            slots=[NewSlot("a", "b", ("head",))],
            recovery_code=generate_recovery_code(),
            kdf=FAST,
        )
    assert list(tmp_path.iterdir()) == []


def test_no_name_of_a_file_or_text_in_the_folder_tells_a_secret(school: School) -> None:
    marker = "zeldzaam-merkwoord-7391"
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        assert unlocked.database is not None
        with unlocked.database.transaction() as connection:
            connection.exec_driver_sql(f"CREATE TABLE t AS SELECT '{marker}' AS x")
        secrets = list(unlocked.school_keys.values())
        secrets += [key.hex().encode() for key in secrets]
        secrets += [marker.encode(), PASSWORD.encode(), school.code.encode()]
        secrets.append(school.code.replace("-", "").encode())
    for path in school.folder.path.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(secret in content for secret in secrets), path.name
        assert "directeur" not in path.name
