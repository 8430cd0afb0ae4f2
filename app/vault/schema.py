"""The one `MetaData` on which every room declares its tables.

Constraints get predictable names, because Alembic can only change or drop on SQLite what has a
name.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import MetaData

Row: TypeAlias = Mapping[Any, Any]
"""A row of a table by the names of its columns; what SQLAlchemy's `mappings()` gives."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
