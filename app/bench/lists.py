"""The list of pupils, and searching names in it while typing."""

from collections.abc import Iterator
from itertools import cycle

from app.bench.measuring import Bench, Row
from app.dossier.values import named

_TYPED = ("jan", "de vr", "yil", "ngu", "1002", "anna sm")


def lists(bench: Bench) -> Iterator[Row]:
    """Names are searched in the values of the list, so each key press asks nothing of the disk."""
    yield Row(
        "lijst van alle leerlingen",
        bench.desk.pupils.all,
        lambda: bench.plain.rows(
            ("SELECT id, number, call_name, first_names, prefix, surname FROM pupil", ()),
            ("SELECT pupil_id, from_date FROM enrolment WHERE until_date IS NULL", ()),
            ("SELECT pupil_id, group_id FROM placement WHERE until_date IS NULL", ()),
        ),
    )
    pupils = bench.desk.pupils.all()
    ours, theirs = cycle(_TYPED), cycle(_TYPED)

    def typed() -> int:
        return len(named(pupils, next(ours)))

    def like() -> int:
        words = next(theirs).split()
        named = "call_name || ' ' || surname || ' ' || number"
        where = " AND ".join(f"{named} LIKE ?" for _ in words)
        query = f"SELECT id FROM pupil WHERE {where}"  # noqa: S608 - no values in it
        return len(bench.plain.read(query, tuple(f"%{word}%" for word in words)))

    yield Row("naam zoeken, één toets", typed, like)
