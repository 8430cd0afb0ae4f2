"""Reading the fields of one element, with a sentence for everything that cannot be taken over."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from lxml import etree
from stdnum.nl import bsn, onderwijsnummer

from app.exchange.edexml.names import dotted
from app.exchange.edexml.values import FIELD_LABELS, YEAR_GROUPS, Problem
from app.exchange.edexml.xml import local_name, text_of

KEY_LENGTH = 256
_SEX = {"0": "unknown", "1": "boy", "2": "girl", "9": "not_stated"}
_YEARS = range(1920, 2101)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T[\d:.]*)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
# Persian and Indic names may need the joiners; every other invisible character has no place in one.
_JOINERS = "\u200c\u200d"
_SHOWN = 60


class Fields:
    """The children of one element by local name, and where to complain about them."""

    def __init__(
        self, element: etree._Element, subject: str, complain: Callable[[Problem], None]
    ) -> None:
        self.subject = subject
        self._complain = complain
        self.elements: dict[str, etree._Element] = {}
        for child in element.iterchildren("*"):
            self.elements.setdefault(local_name(child), child)

    def problem(self, field: str, value: str, sentence: str) -> None:
        """Note that `value` was not taken over as it stands."""
        label = FIELD_LABELS.get(field, field)
        self._complain(Problem(self.subject, label, shown(value), sentence))

    def filled(self, *names: str) -> str:
        """The raw text of the first of these elements that has any."""
        for name in names:
            raw = text_of(self.elements.get(name)).strip()
            if raw:
                return raw
        return ""

    def text(self, field: str, *names: str, max_length: int) -> str:
        """A line of text: one blank between words, nothing invisible, not too long."""
        raw = self.filled(*names)
        value = clean(raw)
        if value == "?":
            self.problem(field, raw, "Er staat een vraagteken; dit veld blijft leeg.")
            return ""
        if unreadable(raw):
            self.problem(
                field,
                raw,
                "Er staat een teken in dat niet te lezen of onzichtbaar is; dat teken is"
                " weggelaten."
                " Kijk dit na het importeren na.",
            )
        if len(value) > max_length:
            self.problem(
                field,
                raw,
                f"De tekst telt {len(value)} tekens; de eerste {max_length} zijn overgenomen."
                " Kijk dit na het importeren na.",
            )
            value = value[:max_length].rstrip()
        return value

    def initials(self) -> str:
        """Initials, written with full stops."""
        return dotted(self.text("initials", "voorletters-1", "voorletters", max_length=15))

    def date(self, field: str, name: str) -> date | None:
        """A date that exists and can be meant."""
        raw = self.filled(name)
        if not raw:
            return None
        value = _date(raw)
        if value is None:
            self.problem(field, raw, "Deze datum bestaat niet; dit veld blijft leeg.")
        elif value.year not in _YEARS:
            self.problem(field, raw, "Deze datum kan niet bedoeld zijn; dit veld blijft leeg.")
            return None
        return value

    def sex(self) -> str:
        """The word for the code; the standard numbers boys 1 and girls 2 (other than OSO)."""
        raw = self.filled("geslacht")
        if raw and raw not in _SEX:
            self.problem("sex", raw, "Deze code bestaat niet; het geslacht blijft onbekend.")
        return _SEX.get(raw, "")

    def year_group(self, *, of_pupil: bool) -> str:
        """One of the codes of the standard; a pupil is never in a "combination" as such."""
        raw = self.filled("jaargroep")
        if not raw:
            return ""
        if raw not in YEAR_GROUPS:
            self.problem(
                "year_group", raw, "Deze jaargroep bestaat niet; dit veld is overgeslagen."
            )
            return ""
        if of_pupil and raw == "C":
            self.problem(
                "year_group",
                raw,
                "C (combinatiegroep) is de jaargroep van een groep, niet van een leerling;"
                " dit veld is overgeslagen.",
            )
            return ""
        return raw

    def personal_number(self) -> str:
        """A BSN or onderwijsnummer that passes its test, in nine digits."""
        raw = self.filled("bsn", "onderwijsnummer", "sofinummer")
        if not raw:
            return ""
        number = re.sub(r"[\s.]", "", raw)
        number = number.zfill(9) if len(number) == 8 else number
        if number.isascii() and (bsn.is_valid(number) or onderwijsnummer.is_valid(number)):
            return number
        self.problem(
            "personal_number",
            masked(raw),
            "Dit is geen geldig BSN of onderwijsnummer (de controle klopt niet); dit veld blijft"
            " leeg.",
        )
        return ""

    def postcode(self) -> str:
        """A Dutch postcode, written `1234 AB`."""
        raw = self.filled("postcodenl")
        if not raw:
            return ""
        match = re.fullmatch(r"([1-9]\d{3})\s?([A-Z]{2})", raw.upper(), re.ASCII)
        if match is None:
            self.problem("postcode", raw, "Dit is geen Nederlandse postcode; dit veld blijft leeg.")
            return ""
        return f"{match[1]} {match[2]}"


def usable_key(raw: str) -> str:
    """The key when it may be matched on, else ""; keys that start with `#` are not stable."""
    key = raw.strip()
    unfit = not key or key.startswith("#") or len(key) > KEY_LENGTH or unreadable(key)
    return "" if unfit else key


def clean(raw: str) -> str:
    """One blank between words, composed letters, nothing invisible."""
    blanks = "".join(" " if character.isspace() else character for character in raw)
    kept = "".join(character for character in blanks if not _unreadable(character))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def unreadable(raw: str) -> bool:
    """Whether there are characters in it that a reader cannot see or the file has lost."""
    return any(_unreadable(character) for character in raw if not character.isspace())


def _unreadable(character: str) -> bool:
    if character == "\ufffd":
        return True
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Co", "Cn") and character not in _JOINERS


def shown(value: str) -> str:
    """A value as the preview shows it: one short line without anything invisible."""
    visible = "".join("\ufffd" if _unreadable(one) and not one.isspace() else one for one in value)
    line = " ".join(visible.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def masked(number: str) -> str:
    """A personal number in a message: enough to find it, too little to copy it."""
    return "•" * max(len(number[:12]) - 3, 0) + number[:12][-3:]


def _date(raw: str) -> date | None:
    parts: Sequence[str]
    if match := _ISO_DATE.fullmatch(raw):
        parts = match.groups()
    elif match := _DUTCH_DATE.fullmatch(raw):
        parts = match.groups()[::-1]
    else:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None
