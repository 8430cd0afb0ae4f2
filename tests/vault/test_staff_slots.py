"""Start codes, resets, the last headteacher, a new recovery code."""

import json
from pathlib import Path

import pytest

from app.errors import UserError
from app.vault import (
    FirstSignIn,
    NewSlot,
    SealBroken,
    StartCode,
    Unlocked,
    WrongPassword,
    add_slot,
    add_with_start_code,
    change_roles,
    generate_recovery_code,
    remove_slot,
    replace_recovery_code,
    reset_slot,
    try_recovery_code,
)
from app.vault.keyfile import KeyFile

from .conftest import FAST, PASSWORD, School

OWN = "mijn eigen wachtwoord"


def start(school: School, name: str, code: str) -> FirstSignIn:
    first = school.door().sign_in(name, code)
    assert isinstance(first, FirstSignIn)
    return first


def head(unlocked: Unlocked, name: str) -> str:
    return next(one.slot_id for one in unlocked.slots() if one.name == name)


@pytest.mark.parametrize("typed", [str, lambda code: str(code).lower().replace("-", " ")])
def test_a_start_code_opens_nothing_until_a_password_is_chosen(school: School, typed) -> None:
    with school.signed_in() as unlocked:
        _, code = add_with_start_code(unlocked, "juf", ("teacher",))
    first = start(school, "juf", typed(code))
    assert first.name == "juf"
    school.signed_in().close()  # no lock is held meanwhile
    with pytest.raises(UserError, match="leeg"):
        first.choose(" ")
    with first.choose(OWN) as unlocked:
        assert unlocked.roles == ("teacher",)
        assert unlocked.database is not None
    with pytest.raises(WrongPassword):
        school.door().sign_in("juf", str(code))
    school.signed_in("juf", OWN).close()
    with school.signed_in() as unlocked:
        assert unlocked.roster_problems == ()


def test_on_a_full_disk_the_start_code_is_kept_and_nobody_else_is_kept_out(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    with school.signed_in() as unlocked:
        _, code = add_with_start_code(unlocked, "juf", ("teacher",))

    def full(self: KeyFile, folder: Path) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(KeyFile, "write", full)
        with pytest.raises(UserError, match="kan niet worden geschreven"):
            start(school, "juf", str(code)).choose(OWN)
        school.signed_in().close()
    start(school, "juf", str(code)).choose(OWN).close()


def test_a_wrong_start_code_is_a_wrong_password(school: School) -> None:
    with school.signed_in() as unlocked:
        _, code = add_with_start_code(unlocked, "juf", ("teacher",))
    for typed in (str(StartCode.generate()), str(code)[:-1], OWN):
        with pytest.raises(WrongPassword, match="naam of het wachtwoord"):
            school.door().sign_in("juf", typed)


def test_the_mark_of_a_start_code_cannot_be_taken_off(school: School) -> None:
    with school.signed_in() as unlocked:
        info, code = add_with_start_code(unlocked, "juf", ("teacher",))
    path = school.folder.keys / f"{info.slot_id}.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "kind": "staff"}))
    for typed in (str(code), code.secret()):
        with pytest.raises(WrongPassword):
            school.door().sign_in("juf", typed)


def test_a_reset_gives_a_new_key_pair_and_loses_what_only_the_old_one_opened(
    school: School,
) -> None:
    with school.signed_in() as unlocked:
        info, code = add_with_start_code(unlocked, "juf", ("teacher",))
    with start(school, "juf", str(code)).choose(OWN) as unlocked:
        draft = unlocked.own.seal(("draft",), b"half")
    with school.signed_in() as unlocked:
        again = reset_slot(unlocked, info.slot_id)
        assert unlocked.roster_problems == ()
    with pytest.raises(WrongPassword):
        school.door().sign_in("juf", OWN)
    with start(school, "juf", str(again)).choose(OWN) as unlocked:
        assert unlocked.slot_id == info.slot_id
        with pytest.raises(SealBroken):
            unlocked.own.open(("draft",), draft)


def test_a_new_password_keeps_what_is_ones_own(school: School) -> None:
    with school.signed_in() as unlocked:
        draft = unlocked.own.seal(("draft",), b"half")
        unlocked.change_password(PASSWORD, OWN)
    with school.signed_in(password=OWN) as unlocked:
        assert unlocked.own.open(("draft",), draft) == b"half"


def test_the_last_headteacher_stays(school: School) -> None:
    with school.signed_in() as unlocked:
        own = head(unlocked, "directeur")
        for attempt in (
            lambda: remove_slot(unlocked, own),
            lambda: change_roles(unlocked, own, ("teacher",)),
        ):
            with pytest.raises(UserError, match="ten minste één directeur"):
                attempt()
        assert unlocked.roster_problems == ()
        # One who never signed in does not count: the code on paper may be lost.
        _, code = add_with_start_code(unlocked, "tweede", ("head",))
        with pytest.raises(UserError, match="ten minste één directeur"):
            remove_slot(unlocked, own)
    with start(school, "tweede", str(code)).choose(OWN) as unlocked:
        change_roles(unlocked, head(unlocked, "directeur"), ("teacher",))
        with pytest.raises(UserError, match="ten minste één directeur"):
            remove_slot(unlocked, unlocked.slot_id)
        remove_slot(unlocked, head(unlocked, "directeur"))
    with pytest.raises(WrongPassword):
        school.door().sign_in("directeur", PASSWORD)


def test_the_recovery_code_helps_a_headteacher_who_forgot_the_password(school: School) -> None:
    with school.door().recover(school.code) as unlocked:
        code = reset_slot(unlocked, head(unlocked, "directeur"))
        with pytest.raises(UserError, match="geen aanmelding"):
            reset_slot(unlocked, "recovery")
    start(school, "directeur", str(code)).choose(OWN).close()
    school.signed_in(password=OWN).close()


def test_a_new_recovery_code_replaces_the_old_one(school: School) -> None:
    new = generate_recovery_code()
    with school.door().recover(school.code) as unlocked:
        replace_recovery_code(unlocked, new)
        assert unlocked.roster_problems == ()
        try_recovery_code(unlocked, new.lower())
        with pytest.raises(UserError, match="opent de school niet"):
            try_recovery_code(unlocked, school.code)
    with pytest.raises(WrongPassword):
        school.door().recover(school.code)
    school.door().recover(new).close()


def test_trying_the_recovery_code_is_no_failed_attempt(school: School) -> None:
    with school.signed_in() as unlocked:
        with pytest.raises(UserError, match="opent de school niet"):
            try_recovery_code(unlocked, generate_recovery_code())
        with pytest.raises(UserError, match="groep"):
            try_recovery_code(unlocked, school.code[:-1])
    assert not school.folder.pending.exists()


def test_a_planted_recovery_slot_does_not_pass_for_the_right_one(school: School) -> None:
    code = generate_recovery_code()
    with school.signed_in() as unlocked:
        KeyFile.make(
            school_id=unlocked.school_id, slot_id="recovery", kind="recovery", name="herstelcode",
            password=code.replace("-", ""), roles=("head",), kdf=FAST,
        ).with_school_keys(1, {"pending": unlocked.school_keys["pending"]}).write(
            school.folder.keys
        )  # fmt: skip
        with pytest.raises(UserError, match="opent de school niet"):
            try_recovery_code(unlocked, code)


@pytest.mark.parametrize("roles", [("teacher",), ("it",), ("supervisor", "office")])
def test_roles_that_change_change_the_keys_without_a_password(
    school: School, roles: tuple[str, ...]
) -> None:
    with school.signed_in() as unlocked:
        info = add_slot(unlocked, NewSlot("iemand", OWN, ("supervisor",)), kdf=FAST)
        change_roles(unlocked, info.slot_id, roles)
        assert unlocked.roster_problems == ()
    with school.signed_in("iemand", OWN) as unlocked:
        assert unlocked.roles == roles
        assert (unlocked.database is None) == (roles == ("it",))
