"""What in a dossier will no longer be true soon, or was not confirmed for long: pure rules.

Data must be accurate and kept no longer than needed (AVG art. 5 lid 1 d and e). These rules tell;
they never change anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.access.categories import Category
from app.dossier.kinds import Kind
from app.dossier.values import PupilData
from app.dossier.wording import dutch_date
from app.vault.schema import Row

SOON = timedelta(days=92)
CONFIRMED_FOR = timedelta(days=365)
_ENDS: Mapping[str, str] = {
    "health": "valid_until",
    "research": "valid_until",
    "support": "until_date",
}
"""Kinds that end, by the field that says when. What ended long ago is history, not a notice."""


@dataclass(frozen=True)
class Notice(PupilData):
    """One sentence on what to look after, and in which category; `late` when it is so already."""

    category: Category
    kind: str
    entry_id: str
    text: str
    late: bool


def ending(kind: Kind, row: Row, title: str, today: date) -> Notice | None:
    """That an entry ends within three months, or ended less than three months ago."""
    until = row.get(_ENDS.get(kind.code, ""))
    if not isinstance(until, date) or abs(until - today) > SOON:
        return None
    late = until < today
    # Help that came to its end as planned asks for nothing any more.
    if late and kind.code == "support":
        return None
    how = "is verlopen sinds" if late else "loopt af op"
    return Notice(
        kind.category, kind.code, row["id"], f"{title} {how} {dutch_date(until)}", late=late
    )


def undecided(kind: Kind, row: Row, today: date) -> Notice | None:
    """A request for leave without a decision (Leerplichtwet 1969 art. 13, 14)."""
    if kind.code != "leave_request" or row["decision"] != "open":
        return None
    first = row["from_date"]
    text = f"Verlofaanvraag vanaf {dutch_date(first)} wacht op een besluit"
    return Notice(kind.category, kind.code, row["id"], text, late=first <= today)


def unconfirmed(kind: Kind, row: Row, title: str, today: date) -> Notice | None:
    """An address, or the data of a guardian, that nobody confirmed for a year.

    What was entered less than a year ago counts as confirmed then.
    """
    if kind.code not in ("address", "guardian") or row.get("deceased"):
        return None
    until = row.get("until_date")
    entered = date.fromisoformat(row["created_at"][:10])
    last = row["confirmed_on"] or entered
    if last + CONFIRMED_FOR >= today or (until is not None and until < today):
        return None
    what = "Adres" if kind.code == "address" else "Gegevens van"
    how = "voor het laatst bevestigd op" if row["confirmed_on"] else "niet bevestigd sinds"
    text = f"{what} {title}: {how} {dutch_date(last)}"
    return Notice(kind.category, kind.code, row["id"], text, late=False)
