"""The roster: who was given keys, and what in the folder does not agree with it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import UserError
from app.vault import (
    FileProblem,
    NewSlot,
    Unlocked,
    accept_roster,
    add_slot,
    add_with_start_code,
    change_roles,
    remove_slot,
    reset_slot,
)
from app.vault.keyfile import KeyFile, read_key_file
from app.vault.roster import read_roster
from app.vault.slots import ADMIN_KEY, CARE_KEY, keys_for_roles

from .conftest import FAST, PASSWORD, MakeSchool, School

IB = "intern begeleider"


@pytest.fixture
def staffed(school: School) -> School:
    with school.signed_in() as unlocked:
        add_slot(unlocked, NewSlot(IB, PASSWORD, ("supervisor",)), kdf=FAST)
        add_slot(unlocked, NewSlot("juf", PASSWORD, ("teacher",)), kdf=FAST)
    return school


def slot_id(unlocked: Unlocked, name: str) -> str:
    return next(slot.slot_id for slot in unlocked.slots() if slot.name == name)


def file_of(school: School, name: str) -> Path:
    for path in school.folder.keys.glob("*.json"):
        if json.loads(path.read_bytes()).get("name") == name:
            return path
    raise AssertionError(name)


def problems(school: School) -> tuple[str, ...]:
    with school.signed_in() as unlocked:
        return unlocked.roster_problems


def edit(path: Path, **fields: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **fields}))


def plant(school: School, name: str, roles: tuple[str, ...], slot: str = "f" * 32) -> KeyFile:
    """A key file of the attacker's own making, with a key pair of their own."""
    school_id = school.door().school.school_id
    made = KeyFile.make(
        school_id=school_id, slot_id=slot, kind="staff", name=name, password="van mij",
        roles=roles, kdf=FAST,
    ).with_school_keys(1, {"pending": b"p" * 32})  # fmt: skip
    made.write(school.folder.keys)
    return made


def test_a_new_school_has_a_roster_that_fits(school: School) -> None:
    with school.signed_in() as unlocked:
        assert unlocked.roster_problems == ()
        assert unlocked.roster_counter == 1
        assert {one.name for one in unlocked.roster.members} == {"directeur", "ict", "herstelcode"}
        assert len(unlocked.roster_digest) == 32
    with school.door().sign_in("ict", PASSWORD) as unlocked:
        assert unlocked.roster is None


def test_each_change_counts_on_and_changes_the_digest(staffed: School) -> None:
    seen = []
    with staffed.signed_in() as unlocked:
        seen.append((unlocked.roster_counter, unlocked.roster_digest))
        info, _ = add_with_start_code(unlocked, "nieuw", ("teacher",))
        seen.append((unlocked.roster_counter, unlocked.roster_digest))
        change_roles(unlocked, info.slot_id, ("supervisor",))
        seen.append((unlocked.roster_counter, unlocked.roster_digest))
        reset_slot(unlocked, info.slot_id)
        seen.append((unlocked.roster_counter, unlocked.roster_digest))
        remove_slot(unlocked, info.slot_id)
        seen.append((unlocked.roster_counter, unlocked.roster_digest))
        assert unlocked.roster_problems == ()
    assert [counter for counter, _ in seen] == [3, 4, 5, 6, 7]
    assert len({digest for _, digest in seen}) == 5


def test_a_planted_key_file_is_named_and_gets_no_key(staffed: School) -> None:
    planted = plant(staffed, "indringer", ("head",))
    with staffed.signed_in() as unlocked:
        assert any("indringer" in one and "niet op de lijst" in one
                   for one in unlocked.roster_problems)  # fmt: skip
        with pytest.raises(UserError):
            change_roles(unlocked, planted.slot_id, ("head",))
        with pytest.raises(UserError, match="geen aanmelding"):
            reset_slot(unlocked, planted.slot_id)
        kept = read_key_file(staffed.folder.keys / f"{planted.slot_id}.json", unlocked.school_id)
        assert set(kept.school_keys[1]) == {"pending"}
        remove_slot(unlocked, planted.slot_id)
        assert unlocked.roster_problems == ()


def test_a_swapped_public_key_is_named_and_gets_no_key(staffed: School) -> None:
    path = file_of(staffed, IB)
    plant(staffed, IB, ("supervisor",), path.stem)
    with staffed.signed_in() as unlocked:
        assert any("verwisseld" in one and IB in one for one in unlocked.roster_problems)
        with pytest.raises(UserError, match="klopt niet"):
            change_roles(unlocked, path.stem, ("supervisor", "teacher"))
        assert set(read_key_file(path, unlocked.school_id).school_keys[1]) == {"pending"}
        reset_slot(unlocked, path.stem)
        assert unlocked.roster_problems == ()


def test_a_missing_and_a_damaged_key_file_are_named(staffed: School) -> None:
    file_of(staffed, IB).unlink()
    file_of(staffed, "juf").write_text("{")
    found = problems(staffed)
    assert any(IB in one and "ontbreekt" in one for one in found)
    assert any("beschadigd" in one for one in found)


@pytest.mark.parametrize("roles", [["head"], ["supervisor", "head"], []])
def test_changed_roles_are_named(staffed: School, roles: list[str]) -> None:
    edit(file_of(staffed, "juf"), roles=roles)
    assert any("rollen" in one and "juf" in one for one in problems(staffed))


def test_a_changed_sign_in_name_lets_nobody_in_and_is_named(staffed: School) -> None:
    edit(file_of(staffed, "juf"), name="meester")
    assert any("aanmeldnaam" in one for one in problems(staffed))


def test_a_key_that_was_taken_away_and_put_back_is_named(staffed: School) -> None:
    path = file_of(staffed, IB)
    older = path.read_bytes()
    with staffed.signed_in() as unlocked:
        taken = change_roles(unlocked, path.stem, ("teacher",))
        assert taken == {CARE_KEY}
        assert CARE_KEY not in read_key_file(path, unlocked.school_id).school_keys[1]
        assert unlocked.roster_problems == ()
    path.write_bytes(older)
    assert any("rollen of sleutels" in one for one in problems(staffed))
    # Also when the roles in the file were edited to fit.
    edit(path, roles=["teacher"])
    assert any("rollen of sleutels" in one for one in problems(staffed))


def test_who_was_removed_and_is_put_back_is_named(staffed: School) -> None:
    path = file_of(staffed, IB)
    older = path.read_bytes()
    with staffed.signed_in() as unlocked:
        remove_slot(unlocked, path.stem)
    assert not path.exists()
    path.write_bytes(older)
    assert any(IB in one and "verwijderd" in one for one in problems(staffed))


def _counter(content: dict) -> None:
    content["counter"] += 1


def _roles(content: dict) -> None:
    content["members"][0]["roles"].append("head")


def _less(content: dict) -> None:
    del content["members"][0]


def _mac(content: dict) -> None:
    content["macs"] = {"1": content["macs"]["1"][::-1]}


def _other_generation(content: dict) -> None:
    content["macs"] = {"2": content["macs"]["1"]}


CHANGES = [_counter, _roles, _less, _mac, _other_generation]


@pytest.mark.parametrize("change", CHANGES)
def test_an_altered_roster_is_named_and_no_key_is_given(
    staffed: School, change: Callable[[dict], None]
) -> None:
    content = json.loads(staffed.folder.roster.read_bytes())
    change(content)
    staffed.folder.roster.write_text(json.dumps(content))
    with staffed.signed_in() as unlocked:
        assert unlocked.roster is None
        assert any("roster.json" in one for one in unlocked.roster_problems)
        with pytest.raises(UserError, match=r"roster\.json"):
            add_slot(unlocked, NewSlot("nieuw", PASSWORD, ("teacher",)), kdf=FAST)


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b" " * 70_000])
def test_a_missing_or_damaged_roster_is_named_and_stops_no_work(
    staffed: School, content: bytes | None
) -> None:
    if content is None:
        staffed.folder.roster.unlink()
    else:
        staffed.folder.roster.write_bytes(content)
    with staffed.signed_in() as unlocked:
        assert unlocked.database is not None
        assert any("roster.json" in one for one in unlocked.roster_problems)


def test_a_roster_of_another_school_is_refused(make_school: MakeSchool) -> None:
    mine, other = make_school("Mijn"), make_school("Andere")
    shutil.copy(other.folder.roster, mine.folder.roster)
    assert any("andere school" in one for one in problems(mine))


def test_a_headteacher_vouches_anew_for_the_files_that_are_right(staffed: School) -> None:
    plant(staffed, "indringer", ("head",))
    staffed.folder.roster.unlink()
    with staffed.signed_in() as unlocked:
        right = {one.slot_id for one in unlocked.slots() if one.name != "indringer"}
        accept_roster(unlocked, right, above=9)
        assert unlocked.roster_counter == 10
        assert len(unlocked.roster_problems) == 1
        assert "indringer" in unlocked.roster_problems[0]
    with (
        staffed.signed_in("ict") as unlocked,
        pytest.raises(UserError, match="geen sleutel"),
    ):
        accept_roster(unlocked, set(), above=0)


def test_who_holds_no_admin_key_gives_nobody_keys(staffed: School) -> None:
    edit(file_of(staffed, IB), roles=["head"])
    with staffed.signed_in(IB) as unlocked:
        assert ADMIN_KEY not in unlocked.school_keys
        for attempt in (
            lambda: add_slot(unlocked, NewSlot("x", PASSWORD, ("head",)), kdf=FAST),
            lambda: reset_slot(unlocked, slot_id(unlocked, "juf")),
            lambda: change_roles(unlocked, unlocked.slot_id, ("head",)),
            lambda: remove_slot(unlocked, slot_id(unlocked, "juf")),
        ):
            with pytest.raises(UserError, match="geen sleutel"):
                attempt()


def test_the_roster_is_proven_with_the_admin_key_only(staffed: School) -> None:
    with staffed.signed_in() as unlocked:
        keys = dict(unlocked.school_keys)
        for name, key in keys.items():
            if name == ADMIN_KEY:
                assert read_roster(staffed.folder.roster, unlocked.school_id, 1, key)
            else:
                with pytest.raises(FileProblem):
                    read_roster(staffed.folder.roster, unlocked.school_id, 1, key)


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        (("it",), {"pending"}),
        (("office",), {"pending", "database"}),
        (("teacher",), {"pending", "database", "teaching"}),
        (("substitute",), {"pending", "database", "teaching"}),
        (("supervisor",), {"pending", "database", "teaching", "care"}),
        (("head",), {"pending", "database", "teaching", "care", "admin"}),
        (("it", "teacher"), {"pending", "database", "teaching"}),
    ],
)
def test_each_role_holds_exactly_its_keys(
    school: School, roles: tuple[str, ...], names: set[str]
) -> None:
    with school.signed_in() as unlocked:
        assert set(keys_for_roles(unlocked.school_keys, roles)) == names
        add_slot(unlocked, NewSlot("iemand", PASSWORD, roles), kdf=FAST)
    with school.signed_in("iemand") as unlocked:
        assert set(unlocked.school_keys) == names
