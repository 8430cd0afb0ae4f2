"""Keys that somebody else slips into a key file: the owner's program refuses them."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import UserError
from app.vault import (
    CARE,
    Compartments,
    FirstSignIn,
    NewSlot,
    add_slot,
    add_with_start_code,
    change_roles,
    rotate_keys,
)
from app.vault.keyfile import KeyFile, read_key_file
from app.vault.slots import key_path

from .conftest import FAST, PASSWORD, School


@pytest.fixture
def supervised(school: School) -> School:
    """With a supervisor and a teacher who both signed in once."""
    with school.signed_in() as unlocked:
        add_slot(unlocked, NewSlot("ib", PASSWORD, ("supervisor",)), kdf=FAST)
        add_slot(unlocked, NewSlot("juf", PASSWORD, ("teacher",)), kdf=FAST)
    for name in ("directeur", "ib", "juf"):
        school.signed_in(name).close()
    return school


def own_file(school: School, name: str) -> KeyFile:
    with school.signed_in() as unlocked:
        slot_id = next(one.slot_id for one in unlocked.slots() if one.name == name)
        return read_key_file(key_path(school.folder, slot_id), unlocked.school_id)


def rotate(school: School) -> None:
    with school.signed_in() as unlocked:
        rotate_keys(
            unlocked,
            lambda connection, old, new: None,
            now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
            progress=lambda _: None,
        )


def slip_in(school: School, name: str, generation: int, keys: dict[str, bytes]) -> None:
    """What anyone who can write in the folder can do: sealed boxes need no secret."""
    slot = own_file(school, name)
    sealed = slot.with_school_keys(generation, keys).school_keys[generation]
    merged = {**slot.school_keys.get(generation, {}), **sealed}
    replace(slot, school_keys={**slot.school_keys, generation: merged}).write(school.folder.keys)


@pytest.mark.parametrize("name", ["care", "teaching", "database"])
def test_another_key_of_the_same_generation_is_refused(supervised: School, name: str) -> None:
    slip_in(supervised, "ib", 1, {name: os.urandom(32)})
    with pytest.raises(UserError, match="vorige aanmelding"):
        supervised.door().sign_in("ib", PASSWORD)
    supervised.signed_in("juf").close()


def test_a_later_generation_without_a_link_is_refused(supervised: School) -> None:
    with supervised.signed_in("juf") as unlocked:
        teacher = dict(unlocked.school_keys)
    forged = {**teacher, "care": os.urandom(32)}
    slip_in(supervised, "ib", 2, forged)
    with pytest.raises(UserError, match="vorige aanmelding"):
        supervised.door().sign_in("ib", PASSWORD)


def test_a_link_made_with_another_key_is_refused(supervised: School) -> None:
    from app.vault.known_keys import links

    with supervised.signed_in("juf") as unlocked:
        teacher = dict(unlocked.school_keys)
    forged = {**teacher, "care": os.urandom(32)}
    made = links({1: {**teacher, "care": os.urandom(32)}}, 2, forged)
    slip_in(supervised, "ib", 2, {**forged, **made})
    with pytest.raises(UserError, match="vorige aanmelding"):
        supervised.door().sign_in("ib", PASSWORD)


def test_what_the_owner_knew_cannot_be_taken_out_of_the_file(supervised: School) -> None:
    slip_in(supervised, "ib", 1, {"care": os.urandom(32)})
    path = supervised.folder.keys / f"{own_file(supervised, 'ib').slot_id}.json"
    content = json.loads(path.read_bytes())
    del content["known"]
    path.write_text(json.dumps(content))
    with pytest.raises(UserError, match="naam of het wachtwoord"):
        supervised.door().sign_in("ib", PASSWORD)


def test_after_changes_of_keys_that_one_missed_one_gets_in(supervised: School) -> None:
    rotate(supervised)
    rotate(supervised)
    with supervised.signed_in() as unlocked:
        # Other roles in between: the links must not get lost.
        slot_id = next(one.slot_id for one in unlocked.slots() if one.name == "juf")
        change_roles(unlocked, slot_id, ("supervisor",))
        care = Compartments(unlocked.school_keys)[CARE].seal(("x",), b"zorg")
    for name in ("ib", "juf"):
        with supervised.signed_in(name) as unlocked:
            assert unlocked.generation == 3
            assert unlocked.compartments[CARE].open(("x",), care) == b"zorg"
            assert not any("link" in key for key in unlocked.school_keys)
    supervised.door().recover(supervised.code).close()
    with supervised.signed_in() as unlocked:
        assert unlocked.roster_problems == ()


def test_a_slot_with_a_start_code_knows_its_keys_from_the_first_password_on(
    school: School,
) -> None:
    with school.signed_in() as unlocked:
        _, code = add_with_start_code(unlocked, "nieuw", ("supervisor",))
    first = school.door().sign_in("nieuw", str(code))
    assert isinstance(first, FirstSignIn)
    first.choose(PASSWORD).close()
    slip_in(school, "nieuw", 1, {"care": os.urandom(32)})
    with pytest.raises(UserError, match="vorige aanmelding"):
        school.door().sign_in("nieuw", PASSWORD)


def test_the_file_is_written_only_when_something_changed(supervised: School) -> None:
    path: Path = supervised.folder.keys / f"{own_file(supervised, 'ib').slot_id}.json"
    before = path.read_bytes()
    supervised.signed_in("ib").close()
    assert path.read_bytes() == before


def test_with_the_recovery_code_there_is_no_password_to_change(school: School) -> None:
    with (
        school.door().recover(school.code) as unlocked,
        pytest.raises(UserError, match="herstelcode"),
    ):
        unlocked.change_password(school.code, "iets anders")
