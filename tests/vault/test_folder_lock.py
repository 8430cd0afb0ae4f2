"""One PC at a time, with real processes."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.vault import FolderInUse, SchoolFolder, read_in_use
from app.vault.lock import HeldLock

from .conftest import PASSWORD, School

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]

OWNER = """
import sys
from pathlib import Path
from app.vault import Door, SchoolFolder
door = Door(SchoolFolder(Path(sys.argv[1])), workstation="pc-1")
unlocked = door.sign_in("directeur", sys.argv[2])
with unlocked.database.transaction() as connection:
    connection.exec_driver_sql("CREATE TABLE t AS SELECT 1 AS x")
print("open", flush=True)
sys.stdin.readline()
unlocked.close()
"""


def start_owner(school: School) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(school.folder.path), PASSWORD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_another_process_keeps_us_out_until_it_closes(school: School) -> None:
    owner = start_owner(school)
    try:
        with pytest.raises(FolderInUse, match=r"directeur.*pc-1"):
            school.door().sign_in("ict", PASSWORD)
    finally:
        owner.communicate("\n", timeout=60)
    assert owner.returncode == 0
    school.door().sign_in("directeur", PASSWORD).close()


def test_a_killed_owner_leaves_no_lock_behind(school: School) -> None:
    owner = start_owner(school)
    owner.kill()
    owner.communicate(timeout=60)
    assert school.folder.in_use.exists()
    with school.door().sign_in("directeur", PASSWORD) as unlocked:
        info = read_in_use(school.folder)
        assert info is not None
        assert info.workstation == "pc-groep-8"
        assert unlocked.database is not None
        with unlocked.database.transaction() as connection:
            assert connection.exec_driver_sql("SELECT x FROM t").scalar() == 1


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no SIGSTOP on Windows")
def test_a_stopped_owner_still_has_the_folder(school: School) -> None:
    owner = start_owner(school)
    try:
        os.kill(owner.pid, signal.SIGSTOP)
        with pytest.raises(FolderInUse):
            school.door().sign_in("directeur", PASSWORD)
    finally:
        os.kill(owner.pid, signal.SIGCONT)
        owner.communicate("\n", timeout=60)


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"since": 5}', b"\xff" * 100_000])
def test_nonsense_about_who_has_it_does_not_matter(tmp_path: Path, content: bytes | None) -> None:
    folder = SchoolFolder(tmp_path)
    held = HeldLock.acquire(folder, who="een", workstation="pc", now=NOW)
    if content is None:
        folder.in_use.unlink()
    else:
        folder.in_use.write_bytes(content)
    with pytest.raises(FolderInUse, match="al geopend"):
        HeldLock.acquire(folder, who="twee", workstation="pc", now=NOW)
    held.release()
    held.release()
    HeldLock.acquire(folder, who="twee", workstation="pc", now=NOW).release()
