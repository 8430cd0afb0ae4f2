"""The parts of the page of backups and checking."""
