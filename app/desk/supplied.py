"""What other rooms supply to backups, restoring and checking; the desk hands it in once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection

from app.errors import UserError
from app.vault import Compartments

Keys: TypeAlias = Mapping[str, bytes]
"""School keys of one generation, by name."""

Reseal: TypeAlias = Callable[[Connection, Compartments, Compartments], None]
"""Seal every sealed column again: from the keys of the backup's day to today's."""

CheckSealed: TypeAlias = Callable[[Connection, Compartments], Sequence[str]]
"""What is wrong with the sealed columns, in short Dutch sentences; opens what the keys open."""


def _no_older_keys(_today: Keys) -> Sequence[Keys]:
    return ()


def _cannot_reseal(_connection: Connection, _old: Compartments, _new: Compartments) -> None:
    raise UserError(
        "Deze reservekopie is van vóór het vervangen van de sleutels; de beschermde gegevens erin "
        "kunnen niet worden omgezet. Er is niets gewijzigd. Kies een nieuwere reservekopie."
    )


def _nothing_sealed(_connection: Connection, _compartments: Compartments) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Supplied:
    """The defaults fit a school whose keys were never replaced and that has no sealed columns."""

    older_keys: Callable[[Keys], Sequence[Keys]] = _no_older_keys
    """The earlier generations, newest first, opened with today's school keys."""
    reseal: Reseal = _cannot_reseal
    check_sealed: CheckSealed = _nothing_sealed
