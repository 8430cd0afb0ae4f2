"""Saving an entry so that it is on the disk."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count, cycle

from app.bench.measuring import Bench, Row
from app.dossier.kinds import Value


def saving(bench: Bench) -> Iterator[Row]:
    """One talk, beside one commit of one row."""
    ours, days = cycle(bench.sample), count(1)

    def save() -> object:
        day = bench.desk.today - timedelta(days=next(days))
        talk: dict[str, Value] = {"held_on": day, "subject": "Voortgang", "report": "Goed."}
        return bench.desk.entries.add(next(ours), "talk", {**talk, "participants": "ouders"})

    yield Row("gespreksverslag opslaan", save, bench.plain.rows)
