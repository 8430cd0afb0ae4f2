"""Does the access log still say what it said? Recomputes every entry of the chain."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.access.log import FIRST_PREVIOUS, entry_hash, text_hash
from app.access.tables import log_entry, log_text
from app.vault import Position


@dataclass(frozen=True)
class Verification:
    """The answer: intact, or the first entry where it is not and what is wrong there (Dutch)."""

    entries: int
    first_broken: int | None = None
    what: str = ""

    @property
    def intact(self) -> bool:
        """True when every entry is as it was written and none is missing."""
        return self.first_broken is None

    @property
    def sentence(self) -> str:
        """For the screen and the command line."""
        if self.intact:
            return f"Het toegangslog is heel: {self.entries} regels gecontroleerd."
        where = f"bij regel {self.first_broken}: {self.what}"
        return f"Het toegangslog is beschadigd of veranderd {where}."


def verify(connection: Connection, sealed: Position | None = None) -> Verification:
    """Recompute the chain from its first entry; compare its end with the `sealed` position.

    The free texts are checked against their hashes; a text that was destroyed is not an error.
    """
    texts = {row.number: row for row in connection.execute(select(log_text))}
    previous, number = FIRST_PREVIOUS, 0
    rows = connection.execution_options(yield_per=2000).execute(
        select(log_entry).order_by(log_entry.c.number)
    )
    for row in rows.mappings():
        number += 1
        if row["number"] != number:
            return Verification(number, number, "er ontbreekt een regel")
        if row["previous"] != previous:
            return Verification(number, number, "hij sluit niet aan op de regel ervoor")
        if row["hash"] != entry_hash(row):
            return Verification(number, number, "de regel is veranderd")
        text = texts.get(number)
        if text is not None and row["text_hash"] != text_hash(text.salt, text.text):
            return Verification(number, number, "de toelichting is veranderd")
        if sealed is not None and sealed.number == number and sealed.digest != row["hash"].hex():
            return Verification(number, number, "hij is anders dan het zegel buiten de database")
        previous = row["hash"]
    if sealed is not None and sealed.number > number:
        return Verification(
            number, number + 1, "het einde ontbreekt, of er is een oudere database teruggezet"
        )
    return Verification(number)
