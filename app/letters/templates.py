"""The supplied letters, filled. Pure: texts and values in, paragraphs out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app import resources
from app.errors import UserError

_FIELD = re.compile(r"\{([a-z_]+)\}")
_FIELD_NAMES = {
    "pupil": "naam van de leerling",
    "greeting": "aanhef",
    "receiver": "nieuwe school",
    "contents": "inhoud van het rapport",
    "deadline": "datum tot wanneer ouders kunnen reageren",
    "subject": "onderwerp",
    "text": "tekst van de brief",
}


@dataclass(frozen=True)
class Template:
    """One letter text. `body` holds paragraphs; `{contents}` alone is a list."""

    code: str
    name: str
    subject: str
    body: tuple[str, ...]


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        code: Template(code, data["name"], data["subject"], tuple(data["body"]))
        for code, data in resources.load("letters.toml").items()
    }
)


def template(code: str) -> Template:
    """The template with this code; a `UserError` for another."""
    try:
        return TEMPLATES[code]
    except KeyError:
        known = ", ".join(TEMPLATES)
        raise UserError(f"Deze brief bestaat niet. Kies uit: {known}.") from None


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in their places; a missing one stops the letter by name.

    A value is not read again for fields: `{pupil}` typed by a user stays as it is.
    """

    def replace(match: re.Match[str]) -> str:
        value = values.get(match[1], "")
        if not value.strip():
            name = _FIELD_NAMES.get(match[1], match[1])
            raise UserError(f"De brief is niet gemaakt, want dit ontbreekt: {name}.")
        return value

    return _FIELD.sub(replace, text)
