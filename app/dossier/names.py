"""Names of people: how they are shown, sorted and searched, the Dutch way."""

import re
import unicodedata
from collections.abc import Callable

from app.vault.schema import Row

# Letters that Unicode does not decompose into a base letter and a mark.
_FOLDED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ĳ": "ij",
        "’": "'",
        "‘": "'",
        "`": "'",
    }
)

_NAMED = ("call_name", "first_names", "prefix", "surname", "number")


def fold(text: str) -> str:
    """Lower case without diacritics, for searching and sorting.

    >>> fold("Łukasz Nguyễn")
    'lukasz nguyen'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    # Folding case can make letters that decompose, and decomposing letters with a case: both twice.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    kept = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(kept.split())


def display_name(person: Row) -> str:
    """`Anna van 't Hof`; a person with a single name has just that."""
    first = person.get("call_name") or person.get("first_names") or person.get("initials")
    return " ".join(part for part in (first, person.get("prefix"), person.get("surname")) if part)


def formal_name(person: Row) -> str:
    """Initials, prefix and surname, as on an envelope."""
    parts = (person.get("initials"), person.get("prefix"), person.get("surname"))
    return " ".join(part for part in parts if part)


def list_name(person: Row) -> str:
    """`Hof, Anna van 't`: as in a class list, where the prefix does not count for the order."""
    first = person.get("call_name") or person.get("first_names") or person.get("initials") or ""
    rest = " ".join(part for part in (first, person.get("prefix")) if part)
    surname = person.get("surname") or ""
    return ", ".join(part for part in (surname, rest) if part)


def sort_key(person: Row) -> tuple[str, str, str]:
    """Order of a Dutch class list: surname without prefix, then call name, then prefix.

    Y and IJ stay apart; letters with diacritics stand with their base letter.
    """
    return keys(person)[1]


def search_key(person: Row) -> str:
    """The folded text in which search-as-you-type looks."""
    return keys(person)[0]


def keys(person: Row) -> tuple[str, tuple[str, str, str]]:
    """`search_key` and `sort_key`, each name folded once: a list may hold ten thousand."""
    call_name, first_names, prefix, surname, number = (
        fold(text) if (text := person.get(name)) else "" for name in _NAMED
    )
    first = call_name or first_names
    searched = (call_name, first_names, prefix, surname, number)
    return " ".join(one for one in searched if one), (surname or first, first, prefix)


def matches(key: str, typed: str) -> bool:
    """Does every word that was typed begin a word of the key?

    >>> matches("anna van 't hof 1001", "hof an")
    True
    """
    return matcher(typed)(key)


def matcher(typed: str) -> Callable[[str], bool]:
    """As `matches` for one typed text and many keys: ten thousand at each key press."""
    begins = [re.compile(f"(?:^| )'*{re.escape(part)}") for part in fold(typed).split()]
    return lambda key: all(one.search(key) for one in begins)
