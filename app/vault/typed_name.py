"""What is kept of the name that somebody typed who was then refused.

People type their password into the field for the name. The log keeps what it is given for years and
headteachers read it, so only what resembles a sign-in name of the school is kept as typed: the name
itself, or that with a slip or two. Who types sees no difference.
"""

from collections.abc import Iterable

from app.vault.kdf import fold_name
from app.vault.pending import UNKNOWN_NAME

_SLIPS = 2
_LETTERS_PER_SLIP = 4
"""A short name may not be off by much: else every short password resembles it."""


def name_to_keep(typed: str, known: Iterable[str]) -> str:
    """`typed` when it resembles one of the known names, else that it was an unknown one."""
    folded = fold_name(typed)
    for name in map(fold_name, known):
        most = min(_SLIPS, len(name) // _LETTERS_PER_SLIP)
        if abs(len(folded) - len(name)) <= most and _distance(folded, name) <= most:
            return typed
    return UNKNOWN_NAME


def _distance(one: str, other: str) -> int:
    """The least number of characters to add, remove or change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for count, mine in enumerate(one, start=1):
        before, row[0] = row[0], count
        for place, theirs in enumerate(other, start=1):
            change = before + (mine != theirs)
            before = row[place]
            row[place] = min(before + 1, row[place - 1] + 1, change)
    return row[-1]
