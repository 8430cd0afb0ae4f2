"""Is what was typed possible? Pure checks per sort of field and per kind of entry, in Dutch.

Numbers and codes: DOMAIN of DUO and EDEXML; BSN and onderwijsnummer by python-stdnum.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.nl import bsn, onderwijsnummer

from app.dossier.health_rules import health_problems
from app.dossier.kinds import Field, FieldType, Kind, Value
from app.dossier.results import rules
from app.dossier.talk_rules import agreement_problems, talk_problems
from app.errors import UserError

TEXT_LIMIT = 1_000
LONG_TEXT_LIMIT = 20_000
YEAR_GROUPS = ("0", *(str(n) for n in range(1, 9)), *(str(n) for n in range(11, 17)), *"SVCNHBD")
_EARLIEST = date(1900, 1, 1)
_NOT_A_DATE = "Dit is geen bestaande datum. Typ bijvoorbeeld 17-03-2015."


class InvalidEntry(UserError):
    """Something cannot be saved as it is. `problems` names each field with a Dutch sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = problems
        super().__init__(
            "Er is nog niets opgeslagen; wat u typte staat er nog. Verbeter eerst: "
            + " ".join(problems.values())
        )


def clean_text(text: str) -> str:
    """Composed Unicode without control characters (newline and tab stay) and outer blanks."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in composed if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def personal_number(text: str) -> str:
    """A BSN or onderwijsnummer as nine digits; `ValueError` with a Dutch sentence otherwise.

    An eight-digit BSN gets its leading zero. Weights 9 … 2, −1, divisible by 11; an onderwijsnummer
    starts with 10 and leaves 5.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (8, 9):
        raise ValueError("Een BSN of onderwijsnummer heeft negen cijfers.")
    digits = digits.zfill(9)
    for number in (bsn, onderwijsnummer):
        try:
            return str(number.validate(digits))
        except ValidationError:
            continue
    raise ValueError("Dit BSN of onderwijsnummer klopt niet: controleer de cijfers (elfproef).")


def is_education_number(number: str) -> bool:
    """True for an onderwijsnummer, which a BSN replaces as soon as it arrives."""
    return bool(onderwijsnummer.is_valid(number))


def _pattern(expression: str, tidy: Callable[[str], str], message: str) -> Callable[[str], str]:
    compiled = re.compile(expression, re.ASCII)

    def check(text: str) -> str:
        tidied = tidy(text)
        if not compiled.fullmatch(tidied):
            raise ValueError(message)
        return tidied

    return check


def _postcode(text: str) -> str:
    together = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", together, re.ASCII):
        raise ValueError("Een postcode heeft vier cijfers en twee letters, zoals 1234 AB.")
    return f"{together[:4]} {together[4:]}"


def _school_year(text: str) -> str:
    match = re.fullmatch(r"(\d{4})\s*[-/]\s*(\d{4})", text, re.ASCII)
    if not match or int(match[2]) != int(match[1]) + 1:
        raise ValueError("Een schooljaar schrijft u als 2026-2027.")
    return f"{match[1]}-{match[2]}"


def _year_group(text: str) -> str:
    if text.upper() not in YEAR_GROUPS:
        raise ValueError("Deze jaargroep bestaat niet. Gebruik 1 tot en met 8, of S voor speciaal.")
    return text.upper()


_TEXT_CHECKS: Mapping[FieldType, Callable[[str], str]] = {
    FieldType.PERSONAL_NUMBER: personal_number,
    FieldType.POSTCODE: _postcode,
    FieldType.BRIN: _pattern(
        r"[0-9]{2}[A-Z]{2}", str.upper, "Een BRIN heeft twee cijfers en twee letters, zoals 12AB."
    ),
    FieldType.BRANCH: _pattern(
        r"[0-9]{2}", str, "Een vestigingsnummer heeft twee cijfers, zoals 00."
    ),
    FieldType.PHONE: _pattern(
        r"\+?[0-9() \-]{7,24}", str, "Een telefoonnummer heeft ten minste zeven cijfers."
    ),
    FieldType.EMAIL: _pattern(
        r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", str, "Dit is geen e-mailadres."
    ),
    FieldType.SCHOOL_YEAR: _school_year,
    FieldType.YEAR_GROUP: _year_group,
    FieldType.MARK: rules.mark,
}


def brin(text: str) -> str:
    """A BRIN in capitals; `ValueError` with a Dutch sentence otherwise."""
    return _TEXT_CHECKS[FieldType.BRIN](clean_text(text))


def branch(text: str) -> str:
    """A vestigingsnummer of two digits; `ValueError` with a Dutch sentence otherwise."""
    return _TEXT_CHECKS[FieldType.BRANCH](clean_text(text))


def check_field(field: Field, value: Value, today: date) -> Value:
    """The value as it will be stored; `ValueError` with a Dutch sentence when it cannot be."""
    if isinstance(value, str):
        value = clean_text(value)
        if field.type is not FieldType.LONG_TEXT:
            value = " ".join(value.split())
    if value is None or value == "":
        if field.required:
            raise ValueError(f"{field.label} is nog leeg.")
        return None
    if field.type is FieldType.DATE:
        return _date(value, today)
    if field.type is FieldType.YES_NO:
        return bool(value)
    if field.type in (FieldType.INTEGER, FieldType.NUMBER):
        return _number(field, value)
    return _text(field, str(value))


def _date(value: Value, today: date) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise ValueError(_NOT_A_DATE) from None
    if not isinstance(value, date):
        raise ValueError(_NOT_A_DATE)
    if not _EARLIEST <= value <= date(today.year + 20, 12, 31):
        raise ValueError("Deze datum ligt te ver weg: controleer het jaar.")
    return value


def _number(field: Field, value: Value) -> int | float:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        raise ValueError(f"{field.label} is een getal, zoals 12 of 7,5.") from None
    if not 0 <= number <= 100_000:
        raise ValueError(f"{field.label} ligt tussen 0 en 100.000.")
    if field.highest and number > field.highest:
        raise ValueError(f"{field.label} is hoogstens {field.highest}.")
    if field.type is FieldType.INTEGER:
        if number != int(number):
            raise ValueError(f"{field.label} is een heel getal.")
        return int(number)
    return number


def _text(field: Field, text: str) -> str:
    default = LONG_TEXT_LIMIT if field.type is FieldType.LONG_TEXT else TEXT_LIMIT
    limit = field.max_length or default
    if len(text) > limit:
        raise ValueError(f"{field.label} is te lang: {len(text)} tekens, hoogstens {limit}.")
    if field.choices and text not in field.choices:
        raise ValueError(f"Kies bij {field.label} een van de mogelijkheden.")
    check = _TEXT_CHECKS.get(field.type)
    return check(text) if check else text


def check(
    kind: Kind, values: Mapping[str, Value], today: date
) -> tuple[dict[str, Value], dict[str, str]]:
    """All fields of an entry: what would be stored, and the problems per field name.

    A field that is missing from `values` counts as empty.
    """
    stored: dict[str, Value] = {}
    problems: dict[str, str] = {}
    foreign = bool(str(values.get("country") or "").strip())
    for field in kind.fields:
        value = values.get(field.name)
        if field.type is FieldType.POSTCODE and foreign:
            stored[field.name] = clean_text(str(value or ""))[:20] or None
            continue
        try:
            stored[field.name] = check_field(field, value, today)
        except ValueError as problem:
            problems[field.name] = str(problem)
    if not problems:
        problems.update(_together(kind, stored, today))
    return stored, problems


def _together(kind: Kind, values: Mapping[str, Value], today: date) -> dict[str, str]:
    """What is only wrong in combination."""
    problems: dict[str, str] = {}
    first, last = values.get("from_date"), values.get("until_date")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        problems["until_date"] = "De laatste dag ligt vóór de eerste."
    born = values.get("birth_date")
    if isinstance(born, date) and born > today:
        problems["birth_date"] = "Deze geboortedatum ligt in de toekomst."
    if kind.code == "pupil" and not values.get("surname") and not values.get("call_name"):
        problems["call_name"] = "Vul een roepnaam of een achternaam in."
    if kind.code == "absence" and values.get("ground") and values.get("sort") == "unauthorised":
        problems["ground"] = "Ongeoorloofd verzuim heeft geen grond voor verlof."
    for field in kind.fields:
        if field.requires and values.get(field.name) and not values.get(field.requires):
            label = kind.field(field.requires).label
            problems[field.requires] = f"Vul dit in: ‘{field.label}’ staat aan en vraagt ‘{label}’."
    if kind.code == "result":
        problems.update(rules.together(values))
    if kind.code == "research" and values.get("consent") == "no":
        problems["consent"] = "Zonder toestemming hoort een onderzoek niet in het dossier."
    if kind.code == "health":
        problems |= health_problems(values, today)
    if kind.code == "enrolment" and values.get("reason_out") and not last:
        problems["until_date"] = "Vul ook de datum van uitschrijving in."
    if kind.code == "talk":
        problems |= talk_problems(values, today)
    if kind.code == "agreement":
        problems |= agreement_problems(values, today)
    return problems
