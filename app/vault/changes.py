"""Whether something was written since a moment ago."""

from typing import Any

from sqlalchemy import Connection


def changes_so_far(connection: Connection) -> int:
    """How many rows this connection has written since it was opened; grows with each of them."""
    driver: Any = connection.connection.driver_connection
    return int(driver.total_changes)
