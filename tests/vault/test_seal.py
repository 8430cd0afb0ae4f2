"""The seal and this PC's memory: a crash is told apart from an older copy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import (
    LogState,
    Position,
    RememberedPositions,
    SealState,
    compare,
    read_seal,
    write_seal,
)

KEY = b"s" * 32
SCHOOL = "a" * 32
LOG = {number: f"{number:064x}" for number in range(1, 10)}


def at(number: int) -> Position:
    return Position(number, LOG.get(number, ""))


def test_a_written_seal_is_read_back(tmp_path: Path) -> None:
    for number in (3, 4):
        write_seal(tmp_path / "seal", KEY, SCHOOL, at(number))
        assert read_seal(tmp_path / "seal", KEY, SCHOOL) == at(number)
    assert [path.name for path in tmp_path.iterdir()] == ["seal"]


def test_a_missing_seal_is_missing(tmp_path: Path) -> None:
    assert read_seal(tmp_path / "seal", KEY, SCHOOL) is SealState.MISSING


@given(st.data())
def test_any_other_byte_is_altered(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("seal") / "seal"
    write_seal(path, KEY, SCHOOL, at(3))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    path.write_bytes(content)
    read = read_seal(path, KEY, SCHOOL)
    # Changing a key that is not read (format, version, school) changes nothing that is believed.
    assert read is SealState.ALTERED or read == at(3)


@pytest.mark.parametrize(("key", "school"), [(b"x" * 32, SCHOOL), (KEY, "b" * 32)])
def test_a_seal_of_another_key_or_school_is_altered(
    tmp_path: Path, key: bytes, school: str
) -> None:
    write_seal(tmp_path / "seal", KEY, SCHOOL, at(3))
    assert read_seal(tmp_path / "seal", key, school) is SealState.ALTERED


OTHER = "f" * 64


@pytest.mark.parametrize(
    ("newest", "sealed", "remembered", "expected"),
    [
        (5, at(5), at(5), SealState.EQUAL),
        (5, at(5), None, SealState.EQUAL),
        (5, at(5), Position(5, ""), SealState.EQUAL),
        (5, at(4), at(4), SealState.DATABASE_AHEAD),
        (5, at(0), None, SealState.DATABASE_AHEAD),
        (4, at(5), None, SealState.DATABASE_BEHIND),
        (4, at(5), at(5), SealState.DATABASE_BEHIND),
        (4, at(4), at(5), SealState.FOLDER_BEHIND),
        (4, at(3), at(5), SealState.FOLDER_BEHIND),
        (4, SealState.MISSING, at(5), SealState.DATABASE_BEHIND),
        (4, Position(4, OTHER), at(5), SealState.DATABASE_BEHIND),
        (5, Position(5, OTHER), at(5), SealState.DIFFERENT),
        (5, Position(4, OTHER), at(4), SealState.DIFFERENT),
        (5, at(5), Position(4, OTHER), SealState.DIVERGED),
        (5, SealState.MISSING, Position(4, OTHER), SealState.DIVERGED),
        (5, SealState.MISSING, at(5), SealState.MISSING),
        (5, SealState.ALTERED, at(5), SealState.ALTERED),
    ],
)
def test_the_state_is_told(
    newest: int, sealed: Position | SealState, remembered: Position | None, expected: SealState
) -> None:
    assert compare(LogState(at(newest), LOG.get), sealed, remembered) is expected


@pytest.mark.parametrize("sealed", [at(4), at(5), SealState.MISSING])
def test_a_database_that_knows_of_more_was_cut_off(sealed: Position | SealState) -> None:
    assert compare(LogState(at(4), LOG.get, known_to=5), sealed, at(5)) is SealState.CUT_OFF


def test_what_was_removed_as_old_is_no_alarm() -> None:
    log = LogState(at(9), LOG.get, oldest=6)
    assert compare(log, at(9), Position(3, OTHER)) is SealState.EQUAL


def test_this_pc_remembers_per_school(tmp_path: Path) -> None:
    remembered = RememberedPositions(tmp_path / "staat")
    assert remembered.newest(SCHOOL) is None
    remembered.remember(SCHOOL, at(7))
    remembered.remember_root(SCHOOL, "ABCD")
    assert remembered.newest(SCHOOL) == at(7)
    assert remembered.root(SCHOOL) == "ABCD"
    assert remembered.newest("b" * 32) is None
    assert remembered.root("b" * 32) == ""
    for name in ("position", "root"):
        (tmp_path / "staat" / f"{name}-{SCHOOL}.json").write_text("rommel")
    assert remembered.newest(SCHOOL) is None
    assert remembered.root(SCHOOL) == ""


def test_what_an_older_version_remembered_still_counts(tmp_path: Path) -> None:
    (tmp_path / f"position-{SCHOOL}.json").write_text('{"number":7}')
    assert RememberedPositions(tmp_path).newest(SCHOOL) == Position(7, "")


def test_the_place_of_memory_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "elders"))
    RememberedPositions().remember(SCHOOL, at(2))
    assert (tmp_path / "elders").is_dir()


def test_a_school_id_is_never_a_path(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="school id"):
        RememberedPositions(tmp_path).remember("../x", at(1))
