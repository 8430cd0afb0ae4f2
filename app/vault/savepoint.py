"""A part of a transaction that can be taken back on its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Keep what is done inside, or take back that part and raise.

    After a failure of the disk SQLite may have taken back the whole transaction by itself, with its
    savepoints; then there is nothing to go back to, and asking for it would hide what went wrong.
    Whoever goes on after an OperationalError would write without a transaction.
    """
    connection.exec_driver_sql("SAVEPOINT part")
    try:
        yield
    except OperationalError:
        raise
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO part")
        connection.exec_driver_sql("RELEASE part")
        raise
    connection.exec_driver_sql("RELEASE part")
