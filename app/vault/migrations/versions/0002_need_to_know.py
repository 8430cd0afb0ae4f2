"""Need to know: signed sessions, compartments, backups and school years."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _access_log()
    _people()
    _backups()
    _care()


def _access_log() -> None:
    """Signed sessions, checkpoints, digests."""


def _people() -> None:
    """Staff, groups of a school year."""


def _backups() -> None:
    """Settings of backups."""


def _care() -> None:
    """The care compartment and its copies."""
