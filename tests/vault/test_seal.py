"""The seal and this PC's memory: a crash is told apart from an older copy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import Position, RememberedPositions, SealState, compare, read_seal, write_seal

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


@pytest.mark.parametrize(
    ("newest", "sealed", "remembered", "expected"),
    [
        (at(5), at(5), 5, SealState.EQUAL),
        (at(5), at(5), 0, SealState.EQUAL),
        (at(5), at(4), 4, SealState.DATABASE_AHEAD),
        (at(5), at(0), 0, SealState.DATABASE_AHEAD),
        (at(4), at(5), 0, SealState.DATABASE_BEHIND),
        (at(4), at(4), 5, SealState.DATABASE_BEHIND),
        (at(4), SealState.MISSING, 5, SealState.DATABASE_BEHIND),
        (at(5), Position(5, "f" * 64), 5, SealState.DIFFERENT),
        (at(5), Position(4, "f" * 64), 4, SealState.DIFFERENT),
        (at(5), SealState.MISSING, 5, SealState.MISSING),
        (at(5), SealState.ALTERED, 5, SealState.ALTERED),
    ],
)
def test_the_state_is_told(
    newest: Position, sealed: Position | SealState, remembered: int, expected: SealState
) -> None:
    assert compare(newest, sealed, remembered, LOG.get) is expected


def test_this_pc_remembers_per_school(tmp_path: Path) -> None:
    remembered = RememberedPositions(tmp_path / "staat")
    assert remembered.newest(SCHOOL) == 0
    remembered.remember(SCHOOL, 7)
    assert remembered.newest(SCHOOL) == 7
    assert remembered.newest("b" * 32) == 0
    (tmp_path / "staat" / f"position-{SCHOOL}.json").write_text("rommel")
    assert remembered.newest(SCHOOL) == 0


def test_the_place_of_memory_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "elders"))
    RememberedPositions().remember(SCHOOL, 2)
    assert (tmp_path / "elders").is_dir()


def test_a_school_id_is_never_a_path(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="school id"):
        RememberedPositions(tmp_path).remember("../x", 1)
