"""Writing of names: prefixes inside a surname, initials, and the folding by which names compare."""

import re
import unicodedata

from app import resources

_PREFIXES = frozenset(resources.load("edexml.toml")["names"]["prefixes"])
# Letters that Unicode does not take apart into a base letter and a mark.
_UNMARKED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'").replace("`", "'")


def split_surname(surname: str) -> tuple[str, str]:
    """(prefix, surname) out of one text, only where this is beyond doubt.

    "van den Berg" and "Berg, van den" are taken apart; "De Smet" (Flemish, part of the surname),
    "Jansen, jr." and "van dam" stay whole.
    """
    name, comma, after = surname.partition(",")
    if comma and _straight(after.strip()).lower() in _PREFIXES and name.strip():
        return after.strip(), name.strip()
    words = surname.split(" ")
    for count in range(min(4, len(words) - 1), 0, -1):
        rest = " ".join(words[count:])
        first = rest.lstrip("'’‘")[:1]
        if _straight(" ".join(words[:count])) in _PREFIXES and first.isupper():
            return " ".join(words[:count]), rest
    return "", surname


def dotted(initials: str) -> str:
    """Initials as the transfer of dossiers wants them: "NC" and "n.c." become "N.C."."""
    letters = re.sub(r"[.\s]+", "", initials)
    if "." in initials and not re.fullmatch(r"(?:\w\.\s?)+", initials):
        return initials
    if "." not in initials and letters != letters.upper():
        return initials
    return "".join(f"{letter.upper()}." for letter in letters) if letters.isalpha() else initials


def fold(text: str) -> str:
    """A name without case, marks, punctuation and blanks, for finding likeness only."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_UNMARKED)
    return "".join(character for character in plain if character.isalnum())


def full_name(call_name: str, prefix: str, surname: str, first_names: str, initials: str) -> str:
    """The name as one reads it; the call name first, or what there is of it."""
    return " ".join(
        part for part in (call_name or first_names or initials, prefix, surname) if part
    )
