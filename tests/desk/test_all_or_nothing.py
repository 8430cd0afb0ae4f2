"""Who gets in stands in the database and in key files: a failure anywhere changes neither."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.access.categories import Role
from app.access.session import Session
from app.desk import Desk, generate_recovery_code
from app.errors import UserError
from app.vault import unlocked as unlocked_module
from app.vault.files import write_atomically
from app.vault.keyfile import KeyFile
from app.vault.roster import Roster
from tests.transfer_school import PASSWORD, TransferSchool

OWN = "kwartel trommel lantaarn paard"
CODE = generate_recovery_code()

Act = Callable[[Desk], object]
ACTS: dict[str, Act] = {
    "add": lambda desk: desk.staffing.add("Nieuw", "nieuw", [Role.TEACHER]),
    "reset": lambda desk: desk.staffing.reset(of(desk, "ib")),
    "remove": lambda desk: desk.staffing.remove(of(desk, "ib")),
    "roles": lambda desk: desk.staffing.change_roles(of(desk, "ib"), [Role.TEACHER]),
    "password": lambda desk: desk.staffing.change_own_password(PASSWORD, OWN),
    "code": lambda desk: desk.staffing.new_recovery_code(CODE),
    "vouch": lambda desk: desk.staffing.vouch([one.slot_id for one in desk.staffing.key_files()]),
}


def of(desk: Desk, name: str) -> str:
    return next(one.id for one in desk.staff.all() if one.sign_in_name == name)


def files(school: TransferSchool) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (school.path / "keys").glob("*.json")}


class Failing:
    """Lets all writes of key file, roster and log go well, but for the one numbered `fails`."""

    def __init__(self, patched: pytest.MonkeyPatch, fails: int, *, after: bool) -> None:
        self.fails, self.after, self.count, self.failed = fails, after, 0, False
        for owner, name in (
            (KeyFile, "write"),
            (Roster, "write"),
            (Path, "unlink"),
            (Session, "record"),
        ):
            patched.setattr(owner, name, self._watched(getattr(owner, name)))

    def _watched(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            self.count += 1
            mine = self.count == self.fails and not self.failed
            if mine and not self.after:
                self.failed = True
                raise OSError(28, "No space left on device")
            answer = real(*args, **named)
            if mine:
                self.failed = True
                raise RuntimeError("a bug of ours")
            return answer

        return call


@pytest.mark.parametrize("after", [False, True], ids=["refused", "cut off behind it"])
@pytest.mark.parametrize("name", list(ACTS))
def test_whatever_write_fails_nothing_is_half_done(
    school: TransferSchool, name: str, after: bool
) -> None:
    act = ACTS[name]
    desk = school.desk("directeur")
    people, before = desk.staff.all(), files(school)
    rounds = 0
    while True:
        rounds += 1
        with pytest.MonkeyPatch.context() as patched:
            failing = Failing(patched, rounds, after=after)
            try:
                act(desk)
            except (OSError, RuntimeError, UserError):
                assert failing.failed
        if not failing.failed:
            break
        assert files(school) == before
        assert desk.staff.all() == people
        assert desk.staffing.key_problems == ()
    assert rounds > 2
    desk.close()


def test_a_commit_that_fails_puts_the_password_back(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = school.desk("ib")
    with monkeypatch.context() as patched:
        patched.setattr(Session, "record", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(OSError, match="full"):
            desk.staffing.change_own_password(PASSWORD, OWN)
    desk.close()
    school.desk("ib").close()


def test_a_folder_that_is_no_longer_ours_is_not_put_back(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = school.desk("directeur")
    other = b"written by another PC"

    def lost(*_: object) -> None:
        write_atomically(school.path / "keys" / "roster.json", other)
        (school.path / "seal").write_bytes(b"")

    with monkeypatch.context() as patched:
        patched.setattr(unlocked_module.Unlocked, "write", lost)
        with pytest.raises(UserError, match="intussen"):
            desk.staffing.reset(of(desk, "ib"))
    assert (school.path / "keys" / "roster.json").read_bytes() == other
    desk.close()


def test_a_crash_after_the_key_file_is_said_and_cleared_from_the_roster(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = school.desk("directeur")
    before = files(school)
    desk.staffing.add("Nieuw", "nieuw", [Role.TEACHER])
    after = files(school)
    desk.staffing.remove(of(desk, "nieuw"))
    desk.close()
    roster = school.path / "keys" / "roster.json"
    phantom = {path: data for path, data in after.items() if path not in before or path == roster}
    for path, data in phantom.items():  # as a crash before the commit leaves it
        path.write_bytes(data)
    desk = school.desk("directeur")
    assert any("‘nieuw’" in one and "niet bij Medewerkers" in one for one in desk.alarms)
    keep = [one.slot_id for one in desk.staffing.key_files() if one.name != "nieuw"]
    desk.staffing.vouch(keep)
    assert desk.staffing.key_problems == ()
    assert files(school).keys() == before.keys()
    desk.staffing.add("Nieuw", "nieuw", [Role.TEACHER])
    desk.rotate_keys()
    school.desk("directeur").close()
