"""Rows of declared kinds as JSON text, for the history and for shared copies."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.dossier.kinds import FieldType, Kind


def dumps(row: Mapping[Any, Any]) -> str:
    """The row as JSON; dates in ISO form."""
    return json.dumps(dict(row), ensure_ascii=False, default=_encode)


def loads(kind: Kind, text: str) -> dict[str, Any]:
    """The row that `dumps` wrote."""
    dates = {field.name for field in kind.fields if field.type is FieldType.DATE}
    return {
        name: date.fromisoformat(value) if name in dates and value else value
        for name, value in json.loads(text).items()
    }


def _encode(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
