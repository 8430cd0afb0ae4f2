"""The manifest of a backup: which files, whether they are what they were."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.vault.manifest import NAME, describe, read_manifest

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "20270301-093000-test"
    (folder / "keys").mkdir(parents=True)
    (folder / "school.db").write_bytes(b"x" * 3_000_000)
    (folder / "keys" / "school.json").write_bytes(b"{}")
    describe(folder, school_id="5" * 32, made_at=NOW, why="test").write(folder)
    return folder


def test_it_is_read_as_it_was_written(folder: Path) -> None:
    found = read_manifest(folder)
    assert found is not None
    assert (found.made_at, found.why, found.school_id) == (NOW, "test", "5" * 32)
    assert set(found.files) == {"school.db", "keys/school.json"}
    assert found.problems(folder) == ()


def test_a_changed_shorter_or_missing_file_is_named(folder: Path) -> None:
    found = read_manifest(folder)
    assert found is not None
    (folder / "school.db").write_bytes(b"x" * 2_999_999 + b"y")
    assert found.problems(folder) == ("‘school.db’ is veranderd.",)
    (folder / "school.db").write_bytes(b"x")
    assert found.problems(folder) == ("‘school.db’ is niet meer even groot.",)
    (folder / "keys" / "school.json").unlink()
    assert "‘keys/school.json’ ontbreekt." in found.problems(folder)


def test_a_backup_of_before_has_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../b", "C:x", "a\\b", "", "a/b/c"])
def test_a_name_that_leads_out_of_the_backup_is_refused(folder: Path, name: str) -> None:
    content = json.loads((folder / NAME).read_text())
    content["files"][name] = {"size": 1, "sha256": "0" * 64}
    (folder / NAME).write_text(json.dumps(content))
    with pytest.raises(UserError, match="beschadigd"):
        read_manifest(folder)


def test_a_manifest_of_a_newer_program_says_so(folder: Path) -> None:
    content = json.loads((folder / NAME).read_text())
    (folder / NAME).write_text(json.dumps({**content, "version": 2}))
    with pytest.raises(UserError, match="nieuwere versie"):
        read_manifest(folder)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=80,
)
@given(st.dictionaries(st.sampled_from(["files", "made_at", "why", "school", "version"]), _json))
def test_nonsense_is_a_message_and_no_crash(folder: Path, changes: dict[str, object]) -> None:
    content = json.loads((folder / NAME).read_text())
    (folder / NAME).write_text(json.dumps({**content, **changes}))
    try:
        read_manifest(folder)
    except UserError:
        pass
    finally:
        (folder / NAME).write_text(json.dumps(content))
