"""What a cell means: dates, words, numbers, names and groups as people and programs write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.dossier import checks
from app.dossier.kinds import Field, FieldType, Value
from app.exchange.edexml.names import fold, split_surname
from app.exchange.lists.declared import WORDS

_TIME = r"(?:[ t]\d{1,2}:\d{2}.*)?"
_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})" + _TIME, re.ASCII)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})" + _TIME, re.ASCII)
_WORDED = re.compile(r"(\d{1,2})[- ]([a-z]{3,9})\.?[- ](\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_OTHER_MONTHS = {"maa": 3, "mar": 3, "may": 5, "oct": 10}
# Day 1 of a spreadsheet is 1 January 1900, and it believes in 29 February of that year.
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927 to 2119
_NO_DATE = "Dit is geen datum die te begrijpen is. Schrijf een datum als 17-03-2015."
_YEAR_GROUPS_IN_NAME = re.compile(r"([1-8](?:\s*[-/+&]\s*[1-8])*)(?!\d)", re.ASCII)
_WITH_YEAR_GROUP = re.compile(
    r"(.+?)\s*[(\[,;-]\s*(?:jaargroep|leerjaar|jg\.?)\s*([1-8])\s*[)\]]?", re.IGNORECASE | re.ASCII
)
_SIGNS = re.compile("[<>+]")
_SEVERAL = re.compile(r"\s*[\n;,|]\s*|\s+en\s+")


def read_date(text: str, today: date, *, birth: bool = False) -> date:
    """A date, Dutch order first; `ValueError` with a Dutch sentence otherwise.

    Of two digits a year is at most ten years ahead of now, and of a birth at most this year.
    """
    text = text.strip().lower()
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DUTCH.fullmatch(text):
        return _date(_year(match[3], today, birth), int(match[2]), int(match[1]))
    if match := _WORDED.fullmatch(text):
        short = match[2][:3]
        month = _MONTHS.index(short) + 1 if short in _MONTHS else _OTHER_MONTHS.get(short, 0)
        return _date(_year(match[3], today, birth), month, int(match[1]))
    if _SERIAL.fullmatch(text):
        days = int(re.split("[.,]", text)[0])
        if days in _SERIALS:
            return _DAY_ZERO + timedelta(days=days)
    raise ValueError(_NO_DATE)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("Deze datum bestaat niet.") from None


def _year(digits: str, today: date, birth: bool) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year + (0 if birth else 10) else 1900 + year


def read_value(field: Field, text: str, today: date, words: str = "") -> Value:
    """A cell as this field would store it; `ValueError` with a Dutch sentence otherwise.

    `words` names the table of words in `lists.toml` beside the labels of the field itself.
    """
    value: Value = text.strip()
    if not value:
        return None
    if field.type is FieldType.DATE:
        value = read_date(text, today, birth=field.name == "birth_date")
    elif field.type is FieldType.YES_NO:
        value = _word(text, WORDS["yes_no"], "Schrijf hier ja of nee.") == "yes"
    elif field.choices:
        value = _choice(field, text, words)
    elif field.type in (FieldType.INTEGER, FieldType.NUMBER):
        value = text.strip().replace(" ", "")
    return checks.check_field(field, value, today)


def _choice(field: Field, text: str, words: str) -> str:
    written = "".join(text.split()).casefold()
    for code, label in field.choices.items():
        if written in ("".join(label.split()).casefold(), code.casefold()):
            return code
    allowed = ", ".join(list(field.choices.values())[:8])
    sentence = f"Dit woord is niet bekend. Gebruik een van: {allowed}."
    if _SIGNS.search(written):  # I+ is not I, and <1F is not 1F
        raise ValueError(sentence)
    labels = {fold(label): code for code, label in field.choices.items()}
    return _word(text, {**WORDS.get(words, {}), **labels}, sentence)


def _word(text: str, known: Mapping[str, str], sentence: str) -> str:
    code = known.get(fold(text) or text.strip())
    if code is None:
        raise ValueError(sentence)
    return code


@dataclass(frozen=True)
class Name:
    """The parts of a name; `sure` is False when a cell with a whole name may be cut wrongly."""

    call_name: str = ""
    prefix: str = ""
    surname: str = ""
    sure: bool = True


def read_name(full_name: str, call_name: str, prefix: str, surname: str) -> Name:
    """The name out of its columns; a whole name counts only where the parts are not given."""
    if surname or call_name:
        if not prefix:
            prefix, surname = split_surname(surname)
        return Name(call_name, prefix, surname)
    return split_name(full_name)


def split_name(text: str) -> Name:
    """`Anna de Vries`, `Vries, Anna de`, `de Vries, Anna` and `Berg, van den` into parts."""
    text = " ".join(text.split())
    before, comma, after = (part.strip() for part in text.partition(","))
    if comma and before and after:
        if split_surname(f"X, {after}")[0]:
            return Name("", after, before)
        prefix, surname = split_surname(before)
        words = after.split(" ")
        for count in range(1, len(words)):
            tail, _ = split_surname(" ".join(words[count:]) + " X")
            if tail and not prefix:
                return Name(" ".join(words[:count]), tail, surname)
        return Name(after, prefix, surname)
    words = text.split(" ")
    for count in range(1, len(words) - 1):
        prefix, surname = split_surname(" ".join(words[count:]))
        if prefix:
            return Name(" ".join(words[:count]), prefix, surname)
    if len(words) == 1:
        return Name(call_name=text)
    return Name(words[0], "", " ".join(words[1:]), sure=len(words) == 2)


@dataclass(frozen=True)
class Group:
    """A group as a list names it: `Groep 7/8 B` is `7/8 B`, of year groups 7 and 8.

    `year_group` is that of the pupil itself, where the cell says so.
    """

    name: str
    year_groups: tuple[str, ...] = ()
    year_group: str = ""


def read_group(text: str) -> Group:
    """A cell with one group; the name is "" when the cell is empty."""
    text = " ".join(text.split())
    year_group = ""
    if match := _WITH_YEAR_GROUP.fullmatch(text):
        text, year_group = match[1].strip(), match[2]
    name = re.sub(r"^(?:groep|klas)\s+", "", text, flags=re.IGNORECASE)
    match = _YEAR_GROUPS_IN_NAME.match(name)
    year_groups = tuple(dict.fromkeys(re.findall(r"[1-8]", match[1]))) if match else ()
    if not year_group and len(year_groups) == 1:
        year_group = year_groups[0]
    return Group(name, year_groups or ((year_group,) if year_group else ()), year_group)


def several(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds more than one: lines, or between commas or semicolons."""
    return tuple(dict.fromkeys(part for part in _SEVERAL.split(text.strip()) if part))
