"""Searching the texts of all dossiers."""

from collections.abc import Iterator

from app.bench.measuring import Bench, Row

_WHY = "Meten hoe lang zoeken duurt in een grote school."

_NEWEST = "SELECT entry, text FROM texts WHERE texts MATCH ? ORDER BY rowid DESC LIMIT 20"


def searches(bench: Bench) -> Iterator[Row]:
    """A rare word and one that stands nearly everywhere, with the log; then all that is sealed."""
    for word, how in zip(bench.words, ("zeldzaam", "heel gewoon"), strict=True):
        yield Row(
            f"zoeken in teksten, {how} woord",
            lambda word=word: bench.desk.search.in_texts(word, _WHY),  # type: ignore[misc]
            lambda word=word: bench.plain.rows(  # type: ignore[misc]
                (_NEWEST, (f'"{word}" *',))
            ),
        )
    yield Row(
        "zoeken in zorggegevens (op de achtergrond)",
        lambda: bench.desk.search.in_care("bestaatniet", _WHY),
        rounds=3,
    )
