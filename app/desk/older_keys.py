"""School keys of earlier generations, with which older backups open."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

Keys: TypeAlias = Mapping[str, bytes]
"""School keys of one generation, by name."""

OlderKeys: TypeAlias = Callable[[Keys], Sequence[Keys]]
"""The earlier generations, newest first, opened with today's school keys."""


def no_older_keys(_today: Keys) -> Sequence[Keys]:
    """For a school whose keys were never replaced."""
    return ()
