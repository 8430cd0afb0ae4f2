"""The desk of who only looks after the PC."""

from pathlib import Path

from app.vault import Unlocked


class ItDesk:
    """For who only looks after the PC: no database key, so no pupil data."""

    def __init__(self, unlocked: Unlocked) -> None:
        self._unlocked = unlocked

    @property
    def name(self) -> str:
        """Who is signed in."""
        return self._unlocked.slot_name

    @property
    def folder(self) -> Path:
        """The school folder."""
        return self._unlocked.folder.path

    def close(self) -> None:
        """Give the folder back."""
        self._unlocked.close()
