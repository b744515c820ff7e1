"""Ids that nobody can guess."""

from uuid import uuid4


def new_id() -> str:
    """Return 32 random hexadecimal characters."""
    return uuid4().hex
