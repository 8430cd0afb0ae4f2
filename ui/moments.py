"""Stored moments as a person reads them."""

from datetime import datetime


def moment(stamp: str) -> str:
    """A stored moment in local time: `17-03-2026 om 14:05`."""
    try:
        local = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return stamp
    return f"{local:%d-%m-%Y} om {local:%H:%M}"
