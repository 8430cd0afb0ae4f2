"""Half-written text on disk: one sealed file per draft, which only its author's own key opens.

The place is the school folder, so that a draft is there on every PC. When that cannot be written
(the share is gone, the disk is full) it is a folder of this PC; what stands there is found again by
the same person on the same PC. docs/FORMAT.md describes the files.
"""

import contextlib
import re
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.vault.compartments import Compartment, SealBroken
from app.vault.files import FileProblem, read_limited, write_atomically

MAX_DRAFT = 1024 * 1024
"""Largest draft, in bytes before sealing. The longest texts of a whole form fit many times."""

MAX_DRAFTS = 200
"""More files than this in one folder are not read: nobody keeps that many."""

_SEALING = 28  # nonce and tag
_NAME = re.compile(r"([0-9a-f]{32})(?:\.([0-9a-f]{32}))?")
_SET_ASIDE = ".beschadigd"


@dataclass(frozen=True)
class SealedDraft:
    """A draft as it was opened from disk; `pupil_id` is empty when it is about no single pupil."""

    draft_id: str
    pupil_id: str
    data: bytes


@dataclass(frozen=True)
class Opened:
    """All drafts that opened, and how many did not and were set aside."""

    drafts: tuple[SealedDraft, ...]
    set_aside: int


def new_draft_id() -> str:
    """A random id; it says nothing about anyone."""
    return secrets.token_hex(16)


class DraftFiles:
    """The drafts of one person. Thread-safe; a draft that was discarded does not come back."""

    def __init__(self, own: Compartment, shared: Path, local: Path) -> None:
        """`shared` in the school folder, `local` on this PC; both made when first needed."""
        self._own = own
        self._folders = (shared, local)
        self._turn = threading.Lock()
        self._gone: set[str] = set()
        self._closed = False

    def save(self, draft_id: str, pupil_id: str, data: bytes) -> None:
        """Keep this draft in the place of its earlier version.

        Raises UserError when it is too large or neither place can be written; what was kept before
        is then still there. After `close`, or when it was discarded, nothing happens: a save that
        was under way comes too late to count.
        """
        if len(data) > MAX_DRAFT:
            raise UserError(
                "Deze tekst is te lang om als concept te bewaren. Hij staat nog op het scherm; het "
                "vorige concept is bewaard. Sla hem op, of maak hem korter."
            )
        name = _name(draft_id, pupil_id)
        with self._turn:
            if self._closed or draft_id in self._gone:
                return
            sealed = self._own.seal(_place(draft_id, pupil_id), data)
            shared, local = self._folders
            try:
                # A share that is gone must not be made anew on this PC.
                shared.parent.parent.stat()
                _write(shared, name, sealed)
            except (OSError, FileProblem):
                self._save_here(local, name, sealed)
                return
            with contextlib.suppress(OSError):  # an older version; the newer one counts
                (local / name).unlink(missing_ok=True)

    def read_all(self) -> Opened:
        """Every draft that opens, from both places; what does not open is set aside, not removed.

        The same draft may come twice, from both places: the caller takes the newest.
        """
        with self._turn:
            if self._closed:
                return Opened((), 0)
            found: list[SealedDraft] = []
            set_aside = 0
            for folder in self._folders:
                for path, draft_id, pupil_id in _named(folder):
                    try:
                        data = self._opened(path, draft_id, pupil_id)
                    except FileNotFoundError:
                        continue
                    except UserError:  # a changed file, or one of a key that was replaced
                        set_aside += 1
                        with contextlib.suppress(OSError):
                            path.replace(path.with_name(path.name + _SET_ASIDE))
                        continue
                    found.append(SealedDraft(draft_id, pupil_id, data))
            return Opened(tuple(found), set_aside)

    def discard(self, draft_id: str) -> None:
        """Remove a draft from both places. Raises OSError; a missing one is in order."""
        with self._turn:
            self._gone.add(draft_id)
            for folder in self._folders:
                for path, found_id, _pupil_id in _named(folder):
                    if found_id == draft_id:
                        path.unlink(missing_ok=True)

    def close(self) -> None:
        """Take no more drafts: the key is about to be forgotten. Waits for a save under way."""
        with self._turn:
            self._closed = True

    def _opened(self, path: Path, draft_id: str, pupil_id: str) -> bytes:
        sealed = read_limited(path, MAX_DRAFT + _SEALING)
        data = self._own.open(_place(draft_id, pupil_id), sealed)
        if len(data) > MAX_DRAFT:
            raise SealBroken
        return data

    def _save_here(self, folder: Path, name: str, sealed: bytes) -> None:
        try:
            _write(folder, name, sealed)
        except (OSError, FileProblem) as error:
            raise UserError(
                "Wat u typt kan niet als concept worden bewaard: niet in de schoolmap en niet op "
                "deze computer. De tekst staat nog op het scherm. Kijk of de schijf vol is en of "
                "de netwerkmap bereikbaar is, en sla de tekst op."
            ) from error


def _name(draft_id: str, pupil_id: str) -> str:
    name = f"{draft_id}.{pupil_id}" if pupil_id else draft_id
    if not _NAME.fullmatch(name):
        raise ValueError("not the id of a draft or a pupil")
    return name


def _place(draft_id: str, pupil_id: str) -> tuple[str, ...]:
    return ("draft", draft_id, pupil_id)


def _write(folder: Path, name: str, sealed: bytes) -> None:
    if folder.is_symlink() or folder.parent.is_symlink():
        raise FileProblem(folder, "is een verwijzing.", "Er is niets gewijzigd.")
    folder.mkdir(mode=0o770, parents=True, exist_ok=True)
    write_atomically(folder / name, sealed)


def _named(folder: Path) -> list[tuple[Path, str, str]]:
    """The files of drafts in a folder; an unreadable folder holds none."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return []
    matches = [(path, match) for path in paths if (match := _NAME.fullmatch(path.name))]
    return [(path, match[1], match[2] or "") for path, match in matches[:MAX_DRAFTS]]
