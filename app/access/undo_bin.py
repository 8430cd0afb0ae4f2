"""What was taken out of the database in this session and may still come back.

In memory only: what is deleted is really gone from the disk at once, and from everywhere when the
session ends. Rows are kept as they stood in the database, sealed where they were.
"""

from collections.abc import Sequence

from app.vault.schema import Row

MOST_BYTES = 256 << 20


class UndoBin:
    """Batches of rows by the id of what they went with; the oldest give way to newer ones."""

    def __init__(self) -> None:
        self._batches: dict[str, tuple[Row, ...]] = {}

    def put(self, key: str, rows: Sequence[Row]) -> None:
        """Keep these, whole however large, and no longer what went earlier with the same."""
        self._batches.pop(key, None)
        if rows:
            self._batches[key] = tuple(rows)
        while len(self._batches) > 1 and self._bytes() > MOST_BYTES:
            del self._batches[next(iter(self._batches))]

    def rows(self, key: str) -> tuple[Row, ...]:
        """What went with this; nothing when it is no longer kept."""
        return self._batches.get(key, ())

    def clear(self) -> None:
        """Nothing can come back any more."""
        self._batches.clear()

    def _bytes(self) -> int:
        return sum(
            len(value)
            for rows in self._batches.values()
            for row in rows
            for value in row.values()
            if isinstance(value, bytes)
        )
