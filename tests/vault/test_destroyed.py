"""The register of destroyed dossiers: nothing can be taken from it, added or changed."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.vault.destroyed import Destroyed, RegisterBroken, append, read_register, remac

KEY, OTHER = b"k" * 32, b"o" * 32
ON = date(2027, 3, 1)


def line(pupil: str) -> Destroyed:
    return Destroyed(pupil, ON, "retention")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "destroyed"


def test_a_file_that_is_not_there_holds_nothing(path: Path) -> None:
    register = read_register(path, KEY)
    assert register.newest == ""
    assert register.pupil_ids == frozenset()


def test_what_was_added_stands_in_it_once(path: Path) -> None:
    first = append(path, KEY, [line("a1"), line("b2")])
    second = append(path, KEY, [line("b2"), line("c3")])
    assert second.pupil_ids == {"a1", "b2", "c3"}
    assert second.reaches(first.newest)
    assert not first.reaches(second.newest)
    assert read_register(path, KEY, [first.newest, second.newest, ""]) == second


def test_missing_cut_off_or_older_than_known_is_refused(path: Path) -> None:
    first = append(path, KEY, [line("a1")])
    older = path.read_bytes()
    second = append(path, KEY, [line("b2")])
    path.write_bytes(older)
    assert read_register(path, KEY, [first.newest]) == first
    with pytest.raises(RegisterBroken, match="ouder"):
        read_register(path, KEY, [second.newest])
    path.unlink()
    with pytest.raises(RegisterBroken, match="ontbreekt"):
        read_register(path, KEY, [second.newest])


def test_one_changed_byte_anywhere_is_noticed(path: Path) -> None:
    known = append(path, KEY, [line("a1"), line("b2"), line("c3")]).newest
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(RegisterBroken):
            read_register(path, KEY, [known])
    rows = whole.splitlines(keepends=True)
    for others in (rows[1:], rows[::-1], [rows[0], rows[2]], [*rows, rows[0]]):
        path.write_bytes(b"".join(others))
        with pytest.raises(RegisterBroken):
            read_register(path, KEY, [known])


def test_another_key_does_not_open_it_and_a_new_key_keeps_its_hashes(path: Path) -> None:
    register = append(path, KEY, [line("a1"), line("b2")])
    with pytest.raises(RegisterBroken):
        read_register(path, OTHER)
    for _ in range(2):  # a half rotation is done again
        remac(path, KEY, OTHER)
        assert read_register(path, OTHER, [register.newest]) == register
    with pytest.raises(RegisterBroken):
        remac(path, KEY, b"x" * 32)
    remac(path.with_name("nothing"), KEY, OTHER)


@pytest.mark.parametrize("pupil", ["", "a b", "../x", "é", "a" * 65])
def test_only_ids_and_codes_go_in(path: Path, pupil: str) -> None:
    with pytest.raises(ValueError, match="id"):
        append(path, KEY, [line(pupil)])
    assert not path.exists()


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=60,
)
@given(st.binary(max_size=300))
def test_nonsense_never_counts_as_a_register(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    if data:
        with pytest.raises(RegisterBroken):
            read_register(path, KEY)
    else:
        assert read_register(path, KEY).lines == ()
