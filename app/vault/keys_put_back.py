"""Key files and roster as they were, when what was decided together with them fails.

Who gets in stands in two places that no one commit covers: `keys` and the database. So the files
are changed within the transaction, and put back if that fails. A crash in between is found at the
next sign-in of a headteacher.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import UserError
from app.vault.files import FileProblem, fsync_folder, read_limited, write_atomically
from app.vault.folder import SchoolFolder
from app.vault.slot_changes import check_again
from app.vault.slots import key_paths
from app.vault.unlocked import Unlocked


@contextmanager
def keys_put_back(unlocked: Unlocked) -> Iterator[None]:
    """Put this around the transaction: if that fails, so do the key files and the roster."""
    before = _content(unlocked.folder)
    try:
        yield
    except BaseException:
        # A folder that is no longer ours is not written to; what could not be put back is said
        # at sign-in. The failure itself is what the caller must hear of.
        if not unlocked.lost:
            with suppress(OSError, UserError):
                _put_back(unlocked, before)
        raise


def _put_back(unlocked: Unlocked, before: dict[Path, bytes | None]) -> None:
    unlocked.lock.check()
    now = _content(unlocked.folder)
    # The roster is the last: a key file that does not fit it is named, and given nothing.
    for path, content in before.items():
        if content is not None and now.get(path) != content:
            write_atomically(path, content)
    for path in now.keys() - before.keys():
        path.unlink()
    fsync_folder(unlocked.folder.keys)
    if unlocked.is_admin:
        check_again(unlocked)


def _content(folder: SchoolFolder) -> dict[Path, bytes | None]:
    """None for what cannot be read: it is left as it is."""
    found: dict[Path, bytes | None] = {}
    for path in (*key_paths(folder), folder.roster):
        found[path] = None
        with suppress(FileNotFoundError, FileProblem):
            found[path] = read_limited(path)
    return found
