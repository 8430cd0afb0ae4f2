"""From text to an XML tree, with everything refused that could be turned against the reader.

No document type, so no entities; no network; the limits of libxml2 (256 levels deep, 10 million
characters in one text) stay on. Elements are known by their local names only, because the same
structure also arrives inside a UWLR answer with a namespace.
"""

import re
from collections.abc import Iterator

from lxml import etree

from app.errors import UserError

# More elements than 40,000 pupils need; a tree takes far more memory than its text.
MAX_TAGS = 2_000_000
# The roots under which the pupils of a school may stand: a file, or the answer of a web service.
_ROOTS = {"EDEX", "Envelope", "leerlinggegevens_antwoord", "leerlinggegevens"}
_SECTIONS = ("leerlingen", "leerkrachten", "groepen")

_KEPT = "Er is niets geïmporteerd."
_PROLOG = re.compile(r"\s*(?:<!--.*?-->|<\?.*?\?>)", re.DOTALL)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,10});")


def read_tree(text: str) -> etree._Element:
    """The element that holds `school`, `groepen`, `leerlingen`; `UserError` when there is none."""
    _refuse_doctype(text)
    if text.count("<") > MAX_TAGS:
        raise UserError(
            f"Dit bestand is groter dan een school ooit nodig heeft. {_KEPT}"
            " Kies het bestand met de leerlingen van uw school."
        )
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_readable(text).encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        # The parser's own words may quote the file, so only the line goes on.
        raise UserError(_not_well_formed(text, error.lineno)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UserError(_doctype())
    return _container(root)


def _readable(text: str) -> str:
    """XML allows no control characters; a mark takes their place, so that the field can name it."""

    def checked(match: re.Match[str]) -> str:
        digits = match.group(1)
        code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
        allowed = code <= 0x10FFFF and not _FORBIDDEN.match(chr(code))
        return match.group() if allowed else "\ufffd"

    return _REFERENCE.sub(checked, _FORBIDDEN.sub("\ufffd", text))


def _refuse_doctype(text: str) -> None:
    position = 0
    while match := _PROLOG.match(text, position):
        position = match.end()
    if text[position : position + 10_000].lstrip().startswith("<!"):
        raise UserError(_doctype())


def _doctype() -> str:
    return (
        "Dit bestand heeft een DOCTYPE. Dat hoort niet in EDEXML en kan gevaarlijk zijn, daarom"
        " wordt"
        f" het niet gelezen. {_KEPT} Maak de export opnieuw, of vraag de leverancier van het andere"
        " programma erom."
    )


def _not_well_formed(text: str, line: int | None) -> str:
    if not text.lstrip().startswith("<"):
        return f"Dit is geen EDEXML-bestand. {_KEPT} Kies het bestand dat op .xml eindigt."
    where = f" bij regel {line}" if line else ""
    return (
        f"Het bestand is beschadigd of niet af{where}: de XML klopt niet. {_KEPT}"
        " Maak de export opnieuw."
    )


def _container(root: etree._Element) -> etree._Element:
    if local_name(root) in _ROOTS:
        for element in root.iter("*"):
            if local_name(element) in ("EDEX", "leerlinggegevens"):
                if any(True for _ in sections(element, *_SECTIONS)):
                    return element
                break
        if local_name(root) == "EDEX":
            raise UserError(
                f"In dit EDEXML-bestand staat niets. {_KEPT} Maak de export opnieuw, met"
                " leerlingen."
            )
    raise UserError(
        f"Dit is een XML-bestand, maar geen EDEXML. {_KEPT}"
        " Kies in het andere programma voor de export EDEXML."
    )


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def sections(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of `parent` with one of these local names."""
    return (child for child in parent.iterchildren("*") if local_name(child) in names)


def text_of(element: etree._Element | None) -> str:
    """All text inside an element, as it stands."""
    return "" if element is None else "".join(str(part) for part in element.itertext())
