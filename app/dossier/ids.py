"""Ids of rows."""

import secrets


def new_id() -> str:
    """128 random bits: says nothing about the pupil, and is what the log and registers keep."""
    return secrets.token_hex(16)
