"""Key files: what was changed, swapped or made absurd is refused without harm, and named."""

import base64
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.errors import UserError
from app.vault import (
    FileProblem,
    KdfParameters,
    NewSlot,
    WrongPassword,
    accept_roster,
    add_slot,
    remove_slot,
)
from app.vault.kdf import normalise
from app.vault.keyfile import KeyFile, WrongSecret, read_key_file

from .conftest import FAST, PASSWORD, MakeSchool, School

SCHOOL_ID = "a" * 32
SLOT_ID = "b" * 32


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    made = KeyFile.make(
        school_id=SCHOOL_ID,
        slot_id=SLOT_ID,
        kind="staff",
        name="Ümit",
        password=PASSWORD,
        roles=("teacher",),
        kdf=FAST,
    ).with_school_keys(1, {"database": b"d" * 32, "pending": b"p" * 32})
    made.write(tmp_path)
    return tmp_path / f"{SLOT_ID}.json"


def unlock(path: Path, password: str = PASSWORD) -> dict[str, bytes]:
    slot = read_key_file(path, SCHOOL_ID)
    return slot.open_school_keys(slot.unwrap(password), 1, path)


def change(path: Path, **fields: Any) -> None:
    content = json.loads(path.read_bytes())
    content.update(fields)
    path.write_text(json.dumps(content))


def test_the_right_password_gives_the_school_keys(key_file: Path) -> None:
    assert unlock(key_file) == {"database": b"d" * 32, "pending": b"p" * 32}


@pytest.mark.parametrize("password", ["", "fout", PASSWORD + " ", PASSWORD.upper()])
def test_another_password_gives_nothing(key_file: Path, password: str) -> None:
    with pytest.raises(WrongSecret):
        unlock(key_file, password)


def test_a_password_typed_on_another_system_is_the_same_password() -> None:
    assert normalise("café\u00a01") == normalise("cafe\u0301 1")


def test_no_secret_stands_in_the_file(key_file: Path) -> None:
    content = key_file.read_bytes()
    for secret in (PASSWORD.encode(), b"d" * 32, base64.b64encode(b"d" * 30)):
        assert secret not in content


def _flip(text: str) -> str:
    data = bytearray(base64.b64decode(text))
    data[len(data) // 2] ^= 1
    return base64.b64encode(data).decode()


def _leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if isinstance(value, dict):
        return [leaf for key in value for leaf in _leaves(value[key], (*path, key))]
    return [path]


def _changed(value: Any) -> list[Any]:
    wrong_types: list[Any] = [None, True, 1.5, [], {}, "", "é", -1, 10**30, "x" * 200]
    if isinstance(value, int):
        return [*wrong_types, value + 1]
    if isinstance(value, str) and len(value) > 15 and not value.startswith(("lee", "aes")):
        try:
            return [*wrong_types, _flip(value), value[:-4]]
        except ValueError:
            return [*wrong_types, value[:-4]]
    return [*wrong_types, str(value) + "x"]


def test_every_field_that_is_changed_in_any_way_is_noticed(key_file: Path) -> None:
    original = json.loads(key_file.read_bytes())
    tried = 0
    for leaf in _leaves(original):
        if leaf == ("roles",):
            continue  # may be changed by the headteacher without the password
        value: Any = original
        for step in leaf:
            value = value[step]
        for other in _changed(value):
            content = json.loads(json.dumps(original))
            target = content
            for step in leaf[:-1]:
                target = target[step]
            target[leaf[-1]] = other
            key_file.write_text(json.dumps(content))
            with pytest.raises((FileProblem, WrongSecret)) as caught:
                unlock(key_file)
            if isinstance(caught.value, FileProblem):
                assert key_file.name in str(caught.value)
            tried += 1
    assert tried > 150


@pytest.mark.parametrize("roles", [None, "head", [1], [""], ["x" * 100], ["a"] * 100, {}])
def test_roles_of_a_wrong_type_are_refused(key_file: Path, roles: object) -> None:
    change(key_file, roles=roles)
    with pytest.raises(FileProblem, match="roles"):
        unlock(key_file)


def test_roles_can_be_changed_without_the_password(key_file: Path) -> None:
    change(key_file, roles=["supervisor"])
    assert read_key_file(key_file, SCHOOL_ID).roles == ("supervisor",)
    assert unlock(key_file)


def test_every_missing_field_is_noticed(key_file: Path) -> None:
    original = json.loads(key_file.read_bytes())
    for name in original:
        content = {key: value for key, value in original.items() if key != name}
        key_file.write_text(json.dumps(content))
        with pytest.raises(FileProblem, match=SLOT_ID):
            unlock(key_file)


@pytest.mark.parametrize(
    "kdf",
    [
        {"memory_kib": 4 * 1024**3},
        {"iterations": 10**9},
        {"lanes": 10**6},
        {"memory_kib": 8},
        {"iterations": 1},
        {"memory_kib": -5},
        {"lanes": 0},
    ],
)
def test_absurd_parameters_are_refused_before_any_work(key_file: Path, kdf: dict[str, int]) -> None:
    content = json.loads(key_file.read_bytes())
    change(key_file, kdf={**content["kdf"], **kdf})
    with pytest.raises(FileProblem, match=SLOT_ID):
        read_key_file(key_file, SCHOOL_ID)


@pytest.mark.parametrize(
    "content",
    [b"", b"geen json", b"[]", b"null", b"\xff\xfe", b'"x"', b"[" * 60_000, b"{}", b"1" * 5000],
)
def test_a_file_that_is_no_key_file_is_named(key_file: Path, content: bytes) -> None:
    key_file.write_bytes(content)
    with pytest.raises(FileProblem, match=SLOT_ID) as caught:
        unlock(key_file)
    assert "reservekopie" in str(caught.value)


def test_a_huge_file_is_refused(key_file: Path) -> None:
    key_file.write_bytes(b" " * (64 * 1024 + 1))
    with pytest.raises(FileProblem, match="te groot"):
        unlock(key_file)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_symbolic_links_and_pipes_are_refused(key_file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders.json"
    key_file.rename(elsewhere)
    key_file.symlink_to(elsewhere)
    with pytest.raises(FileProblem, match="verwijzing"):
        unlock(key_file)
    key_file.unlink()
    os.mkfifo(key_file)
    with pytest.raises(FileProblem, match="geen gewoon bestand"):
        unlock(key_file)


def test_a_key_file_under_another_slot_s_name_is_refused(key_file: Path) -> None:
    other = key_file.with_name("c" * 32 + ".json")
    key_file.rename(other)
    with pytest.raises(FileProblem, match="slot"):
        unlock(other)


def test_two_sealed_keys_exchanged_are_noticed(key_file: Path) -> None:
    keys = json.loads(key_file.read_bytes())["school_keys"]["1"]
    change(
        key_file,
        school_keys={"1": {"database": keys["pending"], "pending": keys["database"]}},
    )
    with pytest.raises(FileProblem, match="sleutel"):
        unlock(key_file)


def test_the_measured_parameters_keep_to_the_limits() -> None:
    for seconds in (0.0001, 0.05, 100.0):
        measured = KdfParameters.measure(seconds)
        assert 19 * 1024 <= measured.memory_kib <= 256 * 1024
        assert 2 <= measured.iterations <= 20


def test_a_key_file_of_another_school_lets_nobody_in(make_school: MakeSchool) -> None:
    mine, other = make_school("Mijn"), make_school("Andere")
    for path in mine.folder.keys.glob("*.json"):
        if path.name != "school.json":
            path.unlink()
    for path in other.folder.keys.glob("*.json"):
        if path.name != "school.json":
            shutil.copy(path, mine.folder.keys)
    with pytest.raises(WrongPassword, match="andere school"):
        mine.door().sign_in("directeur", PASSWORD)
    with pytest.raises(UserError, match="andere school"):
        mine.door().recover(other.code)
    # The school's own description swapped along opens the other keys, but not this database.
    shutil.copy(other.folder.school, mine.folder.school)
    with pytest.raises(UserError, match=r"school\.db"):
        mine.door().sign_in("directeur", PASSWORD)


def test_one_damaged_key_file_keeps_nobody_else_out_and_is_named(school: School) -> None:
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        added = add_slot(unlocked, NewSlot("ib", PASSWORD, ("supervisor",)), kdf=FAST)
    (school.folder.keys / f"{added.slot_id}.json").write_text("{")
    with pytest.raises(WrongPassword, match=added.slot_id):
        school.door().sign_in("ib", PASSWORD)
    with school.door().sign_in("directeur", PASSWORD):
        pass


def test_a_key_file_with_a_strange_name_is_never_followed(school: School) -> None:
    (school.folder.keys / "vreemd.json").write_text("{}")
    with pytest.raises(WrongPassword, match=r"vreemd\.json"):
        school.door().sign_in("vreemd", PASSWORD)


def test_two_slots_with_one_name_let_neither_in_and_are_named(school: School) -> None:
    with school.signed_in() as unlocked:
        head = unlocked.slot_id
    planted = KeyFile.make(
        school_id=school.door().school.school_id,
        slot_id="d" * 32,
        kind="staff",
        name=" DIRECTEUR",
        password=PASSWORD,
        roles=("head",),
        kdf=FAST,
    ).with_school_keys(1, {"pending": b"p" * 32})
    planted.write(school.folder.keys)
    with pytest.raises(UserError, match="zelfde aanmeldnaam") as caught:
        school.door().sign_in("directeur", PASSWORD)
    assert head in str(caught.value)
    assert planted.slot_id in str(caught.value)
    # The recovery code opens, says which file does not belong, and the others work on.
    with school.door().recover(school.code) as unlocked:
        assert any(planted.slot_id in one for one in unlocked.roster_problems)
        remove_slot(unlocked, planted.slot_id)
    school.signed_in().close()


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
@pytest.mark.parametrize("name", ["roster.json", "school.json"])
def test_a_link_in_the_place_of_another_file_is_never_followed(
    school: School, tmp_path: Path, name: str
) -> None:
    path, elsewhere = school.folder.keys / name, tmp_path / "elders.json"
    shutil.copy(path, elsewhere)
    before = elsewhere.read_bytes()
    path.unlink()
    path.symlink_to(elsewhere)
    if name == "school.json":
        with pytest.raises(UserError, match="verwijzing"):
            school.door()
    else:
        with school.signed_in() as unlocked:
            assert any("verwijzing" in one for one in unlocked.roster_problems)
            accept_roster(unlocked, {one.slot_id for one in unlocked.slots()}, above=1)
            assert unlocked.roster_problems == ()
        assert not path.is_symlink()
    assert elsewhere.read_bytes() == before


def test_a_slot_that_asks_for_a_costly_calculation_stops_nobody_else(school: School) -> None:
    content = json.loads(next(school.folder.keys.glob("recovery.json")).read_bytes())
    content |= {"slot": "d" * 32, "kind": "staff", "name": "duur"}
    content["kdf"]["memory_kib"] = 4 * 1024**3  # 4 TB
    (school.folder.keys / ("d" * 32 + ".json")).write_text(json.dumps(content))
    with pytest.raises(WrongPassword, match="onmogelijke berekening"):
        school.door().sign_in("duur", PASSWORD)
    with school.signed_in() as unlocked:
        assert any("onmogelijke berekening" in one for one in unlocked.roster_problems)
