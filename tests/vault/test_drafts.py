"""Drafts on disk: sealed for one person, kept somewhere whatever happens, never fatal."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.vault.compartments import Compartment
from app.vault.drafts import MAX_DRAFT, DraftFiles, new_draft_id

KEY = bytes(range(32))
PUPIL = "ab" * 16
WORDS = b"huilde na de gymles"


def own(key: bytes = KEY) -> Compartment:
    return Compartment("own", key)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    school = tmp_path / "De Regenboog.school"
    school.mkdir()
    return school / "drafts" / "s1", tmp_path / "state" / "drafts-x" / "s1"


@pytest.fixture
def files(places: tuple[Path, Path]) -> DraftFiles:
    return DraftFiles(own(), *places)


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_was_kept_comes_back_and_stands_nowhere_in_the_clear(files, places) -> None:
    draft = new_draft_id()
    files.save(draft, PUPIL, WORDS)
    (found,) = files.read_all().drafts
    assert (found.draft_id, found.pupil_id, found.data) == (draft, PUPIL, WORDS)
    assert WORDS not in every_byte(places[0])
    assert [path.name for path in places[0].iterdir()] == [f"{draft}.{PUPIL}"]


def test_a_later_version_takes_the_place_of_the_earlier(files, places) -> None:
    draft = new_draft_id()
    files.save(draft, "", b"een")
    files.save(draft, "", b"twee")
    assert [one.data for one in files.read_all().drafts] == [b"twee"]
    assert len(list(places[0].iterdir())) == 1


def test_another_key_opens_nothing_and_the_file_is_set_aside_not_removed(files, places) -> None:
    draft = new_draft_id()
    files.save(draft, PUPIL, WORDS)
    other = DraftFiles(own(bytes(32)), *places).read_all()
    assert (other.drafts, other.set_aside) == ((), 1)
    assert [path.name for path in places[0].iterdir()] == [f"{draft}.{PUPIL}.beschadigd"]
    assert files.read_all().set_aside == 0


def test_a_share_that_is_gone_leaves_the_draft_on_this_pc(files, places) -> None:
    shutil.rmtree(places[0].parent.parent)
    draft = new_draft_id()
    files.save(draft, PUPIL, WORDS)
    assert not places[0].parent.parent.exists()
    assert [one.data for one in files.read_all().drafts] == [WORDS]
    assert [path.name for path in places[1].iterdir()] == [f"{draft}.{PUPIL}"]


def test_when_the_share_is_back_the_next_version_moves_there(files, places) -> None:
    school = places[0].parent.parent
    school.rmdir()
    draft = new_draft_id()
    files.save(draft, "", b"een")
    school.mkdir()
    files.save(draft, "", b"twee")
    assert list(places[1].iterdir()) == []
    assert [one.data for one in files.read_all().drafts] == [b"twee"]


def test_nowhere_to_write_is_said_in_dutch(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    files = DraftFiles(own(), tmp_path / "gone" / "drafts" / "s", blocked / "x" / "s")
    with pytest.raises(UserError, match="niet op deze computer"):
        files.save(new_draft_id(), "", WORDS)


def test_a_text_that_is_much_too_long_is_refused_and_the_last_version_stays(files) -> None:
    draft = new_draft_id()
    files.save(draft, "", WORDS)
    with pytest.raises(UserError, match="te lang"):
        files.save(draft, "", bytes(MAX_DRAFT + 1))
    assert [one.data for one in files.read_all().drafts] == [WORDS]


def test_a_save_under_way_does_not_bring_back_what_was_discarded(files, places) -> None:
    draft = new_draft_id()
    files.save(draft, PUPIL, WORDS)
    files.discard(draft)
    files.save(draft, PUPIL, WORDS)
    assert list(places[0].iterdir()) == []
    files.discard(new_draft_id())


def test_after_close_nothing_is_written_or_read(files, places) -> None:
    files.close()
    files.save(new_draft_id(), "", WORDS)
    assert files.read_all().drafts == ()
    assert not places[0].exists()


def test_saves_from_several_threads_leave_one_whole_draft(files) -> None:
    draft = new_draft_id()
    texts = [bytes([number]) * 1000 for number in range(8)]
    threads = [threading.Thread(target=files.save, args=(draft, "", text)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (found,) = files.read_all().drafts
    assert found.data in texts


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + bytes(MAX_DRAFT + 100)),
        lambda path: path.rename(path.with_name(f"{new_draft_id()}.{PUPIL}")),
        lambda path: path.rename(path.with_name(path.name.partition(".")[0])),
        lambda path: path.rename(path.with_name(path.name.replace("ab", "cd"))),
    ],
    ids=["emptied", "cut short", "huge", "another id", "no pupil", "another pupil"],
)
def test_a_changed_or_renamed_file_is_set_aside_and_the_others_open(files, places, damage) -> None:
    harmed, whole = new_draft_id(), new_draft_id()
    files.save(harmed, PUPIL, WORDS)
    files.save(whole, "", WORDS)
    damage(places[0] / f"{harmed}.{PUPIL}")
    opened = files.read_all()
    assert [one.draft_id for one in opened.drafts] == [whole]
    assert opened.set_aside == 1


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_a_link_to_elsewhere_is_neither_followed_nor_written_through(
    files, places, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    places[0].parent.mkdir()
    places[0].symlink_to(elsewhere, target_is_directory=True)
    files.save(new_draft_id(), "", WORDS)
    assert list(elsewhere.iterdir()) == []
    assert len(list(places[1].iterdir())) == 1


@settings(max_examples=50, deadline=None)
@given(
    name=st.text(st.characters(exclude_characters="/\\:"), max_size=80),
    data=st.binary(max_size=200),
)
def test_whatever_someone_puts_in_the_folder_stops_nothing(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes
) -> None:
    school = tmp_path_factory.mktemp("school")
    files = DraftFiles(own(), school / "drafts" / "s1", school / "none" / "s1")
    draft = new_draft_id()
    files.save(draft, "", WORDS)
    try:
        (school / "drafts" / "s1" / name).write_bytes(data)
    except (OSError, ValueError):
        return  # no name for a file
    assert [one.data for one in files.read_all().drafts] == [WORDS]
