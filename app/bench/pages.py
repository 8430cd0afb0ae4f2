"""Opening each page of a dossier: rights, digest, decrypting, reading, and the log."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from app.access.categories import DOSSIER_CATEGORIES, Category
from app.bench.measuring import Bench, Row
from app.dossier.kinds import CATEGORY_TEXTS, entry_kinds

Query = tuple[str, tuple[Any, ...]]


def pages(bench: Bench) -> Iterator[Row]:
    """The head of a pupil, then one row for each of the nine categories."""
    ours, theirs = cycle(bench.sample), cycle(bench.sample)
    yield Row(
        "kop van het dossier",
        lambda: bench.desk.pupils.head(next(ours)),
        lambda: bench.plain.rows(*_head(next(theirs))),
    )
    for category in DOSSIER_CATEGORIES:
        yield _page(bench, category)


def _page(bench: Bench, category: Category) -> Row:
    ours, theirs = cycle(bench.sample), cycle(bench.sample)
    return Row(
        f"pagina {CATEGORY_TEXTS[category].label}",
        lambda: bench.desk.entries.page(next(ours), category),
        lambda: bench.plain.rows(*same_rows(category, next(theirs))),
    )


def same_rows(category: Category, pupil_id: str) -> list[Query]:
    """The queries that read the rows of a page."""
    queries = [
        (f'SELECT * FROM "{kind.code}" WHERE pupil_id = ?', (pupil_id,))  # noqa: S608 - our tables
        for kind in entry_kinds(category)
    ]
    if category is Category.CONTACT:
        linked = "SELECT guardian_id FROM guardianship WHERE pupil_id = ?"
        queries.append((f"SELECT * FROM guardian WHERE id IN ({linked})", (pupil_id,)))  # noqa: S608
    filed = "SELECT id, title, made_at FROM filed WHERE pupil_id = ? AND category = ?"
    return [*queries, (filed, (pupil_id, category.value))]


def _head(pupil_id: str) -> list[Query]:
    person = ("SELECT * FROM pupil WHERE id = ?", (pupil_id,))
    return [person, *same_rows(Category.ENROLMENT, pupil_id)]
