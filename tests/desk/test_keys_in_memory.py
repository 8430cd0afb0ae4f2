"""Keys are in no `repr`, and after closing in no attribute that is reached from the desk."""

from collections.abc import Iterator

import pytest

from app.desk import Desk
from app.vault import FolderLost
from app.vault.derived import derived_key
from app.vault.rotation import InUse
from app.vault.seal import PURPOSE as SEAL
from app.vault.session_key import PURPOSE as SESSION
from tests.transfer_school import COMPLETE, TransferSchool, pupil_id


def reached(root: object) -> Iterator[object]:
    """Every object of ours, and every container and bytes, that attributes lead to."""
    waiting, seen = [root], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple, set, frozenset)):
            waiting += one
        elif type(one).__module__.startswith("app."):
            waiting += vars(one).values()
        elif hasattr(one, "__self__"):
            waiting.append(one.__self__)
        elif hasattr(one, "__closure__"):
            waiting += [cell.cell_contents for cell in one.__closure__ or ()]


def secrets_of(desk: Desk) -> set[bytes]:
    keys = desk._unlocked.school_keys
    database = keys["database"]
    own = bytes(desk._unlocked.own._key)
    seed = desk._session.signer._seed
    derived = {derived_key(database, purpose) for purpose in (SEAL, SESSION)}
    return {*keys.values(), own, seed, *derived}


def found(desk: Desk, secrets: set[bytes]) -> list[bytes]:
    return [
        bytes(one)
        for one in reached(desk)
        if isinstance(one, (bytes, bytearray)) and bytes(one) in secrets
    ]


@pytest.mark.parametrize("who", ["directeur", "ib"])
def test_after_closing_no_key_is_left_in_an_attribute(school: TransferSchool, who: str) -> None:
    desk = school.desk(who)
    desk.pupils.head(pupil_id(desk, COMPLETE))
    secrets = secrets_of(desk)
    assert found(desk, secrets)  # the walk does find them while the school is open
    unlocked, session = desk._unlocked, desk._session
    for one in (desk, unlocked, session, session.seal, session.signer, session.database):
        for secret in secrets:
            assert repr(secret)[2:-1] not in repr(one)
            assert secret.hex() not in repr(one)
    cipher = session.signer.keys._cipher
    desk.close()
    assert found(desk, secrets) == []
    assert cipher is not None
    assert not any(one is cipher for one in reached(desk))


def test_after_a_change_of_keys_neither_the_old_nor_the_new_are_left(
    school: TransferSchool,
) -> None:
    desk = school.desk("directeur")
    old = secrets_of(desk)
    desk.rotate_keys()
    assert found(desk, old) == []
    again = school.desk("directeur")
    new = secrets_of(again)
    again.close()
    assert found(desk, new) == []


def test_a_folder_that_was_lost_is_closed_without_its_keys(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    secrets = secrets_of(desk)
    (school.path / "seal").write_bytes(b"{}")
    with pytest.raises(FolderLost):
        desk.pupils.all()
    desk.close()
    assert found(desk, secrets) == []


def test_after_a_change_of_keys_the_seal_is_still_watched(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    desk.pupils.all()
    desk.staffing.rotate(lambda _said: None)
    desk._session.database = database = desk._unlocked.database  # type: ignore[assignment]
    assert database is not None
    with database.transaction():
        pass
    (school.path / "seal").write_bytes(b"{}")
    with pytest.raises(FolderLost), database.transaction():
        pass
    desk.close()


def test_the_keys_of_a_rotation_are_in_no_repr() -> None:
    assert "geheim" not in repr(InUse(1, {"care": b"geheim"}))
