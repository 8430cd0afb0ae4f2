"""Numbers and addresses in a text: a BSN or onderwijsnummer, telephone numbers, e-mail addresses.

Every expression is bounded: the time is in proportion to the text, whatever stands in it.
"""

import re
from collections.abc import Iterator

from app.dossier.checks import personal_number

Span = tuple[int, int]

# Nine digits (eight of an old BSN), perhaps in groups, not inside a longer number.
_NUMBER = re.compile(r"(?<!\d)\d(?:[ .]?\d){7,8}(?!\d)", re.ASCII)
_DATE = r"(?!\d\d-\d\d-\d{4})"
_PHONE = re.compile(
    rf"""(?<![\w.+-]){_DATE}(?:
      (?:\+|00)[1-9]\d(?:\ ?\(0\))?(?:[ -]{{0,3}}\d){{8,10}}       # with the country
    | 06(?:\ ?-\ ?|[ ])?\d(?:[ -]?\d){{7}}                       # mobile
    | \(?0[1-9]\d\)?(?:\ ?-\ ?|[ ])?\d{{3}}[ ]?\d\d[ ]?\d\d         # area code of three digits
    | \(?0[1-9]\d\d\)?(?:\ ?-\ ?|[ ])?\d{{2,3}}[ ]?\d{{2}}[ ]?\d{{1,2}} # and of four
    )(?![\w-])""",
    re.ASCII | re.VERBOSE,
)
_PHONE_DIGITS = 10
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


def personal_numbers(text: str) -> Iterator[Span]:
    """Where a valid BSN or onderwijsnummer stands."""
    for found in _NUMBER.finditer(text):
        try:
            personal_number(re.sub(r"\D", "", found[0]))
        except ValueError:
            continue
        yield found.span()


def full_personal_numbers(text: str) -> Iterator[Span]:
    """As `personal_numbers`, without the old ones of eight digits: a date is too often one."""
    for start, end in personal_numbers(text):
        if sum(letter.isdigit() for letter in text[start:end]) == 9:
            yield start, end


def phone_numbers(text: str) -> Iterator[Span]:
    """Where a Dutch or international telephone number of a person stands; not 112 or 0800."""
    for found in _PHONE.finditer(text):
        if sum(letter.isdigit() for letter in found[0]) >= _PHONE_DIGITS:
            yield found.span()


def email_addresses(text: str) -> Iterator[Span]:
    """Where an e-mail address stands."""
    for found in _EMAIL.finditer(text):
        yield found.span()
