"""Saying what a check of the log found."""

from app.access.verify import Verification
from ui.widgets.message_bar import MessageBar

_FINGERPRINT = "Kenmerk van het log (staat ook op het blad met de herstelcode): {}."


def tell(bar: MessageBar, found: Verification) -> None:
    """Broken, whole with something to read, or whole; always with the fingerprint."""
    said = (found.sentence, *found.remarks, _FINGERPRINT.format(found.fingerprint))
    whole = bar.waiting if found.remarks else bar.done
    say = whole if found.intact else bar.must
    say(" ".join(said))
