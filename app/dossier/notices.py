"""What in a dossier will no longer be true soon, or was not confirmed for long: pure rules.

Data must be accurate and kept no longer than needed (AVG art. 5 lid 1 d and e). These rules tell;
they never change anything.
"""

from collections.abc import Mapping, Sequence
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
    """One sentence on what to look after and a word that sums it up; `late` when it is so already.

    Without an entry it is about the category as a whole.
    """

    category: Category
    word: str
    text: str
    late: bool
    kind: str = ""
    entry_id: str = ""


def ending(kind: Kind, row: Row, title: str, today: date) -> Notice | None:
    """That an entry ends within three months, or ended less than three months ago."""
    until = row.get(_ENDS.get(kind.code, ""))
    if not isinstance(until, date) or abs(until - today) > SOON:
        return None
    late = until < today
    # Help that came to its end as planned asks for nothing any more.
    if late and kind.code == "support":
        return None
    word, how = ("verlopen", "is verlopen sinds") if late else ("loopt af", "loopt af op")
    text = f"{title} {how} {dutch_date(until)}"
    return Notice(kind.category, word, text, late, kind.code, row["id"])


def undecided(kind: Kind, row: Row, today: date) -> Notice | None:
    """A request for leave without a decision (Leerplichtwet 1969 art. 13, 14)."""
    if kind.code != "leave_request" or row["decision"] != "open":
        return None
    first = row["from_date"]
    text = f"Verlofaanvraag vanaf {dutch_date(first)} wacht op een besluit"
    return Notice(kind.category, "wacht", text, first <= today, kind.code, row["id"])


def is_unconfirmed(kind: Kind, row: Row, today: date) -> bool:
    """Whether this is an address, or the data of a guardian, that nobody confirmed for a year.

    What was entered less than a year ago counts as confirmed then.
    """
    if kind.code not in ("address", "guardian") or row.get("deceased"):
        return False
    until = row.get("until_date")
    last = row["confirmed_on"] or date.fromisoformat(row["created_at"][:10])
    return last + CONFIRMED_FOR < today and (until is None or until >= today)


def unconfirmed(titles: Sequence[str]) -> Notice:
    """One sentence on all that was not confirmed: they are asked together, on one sheet."""
    text = f"Langer dan een jaar niet bevestigd: {'; '.join(titles)}"
    return Notice(Category.CONTACT, "navragen", text, late=False)
