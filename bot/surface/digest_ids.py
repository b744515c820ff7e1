"""The names by which Slack tells which of a digest's buttons was pressed."""

from typing import Final

DIGEST_HOLD: Final = "digest.hold"
DIGEST_RELEASE: Final = "digest.release"
DIGEST_POST: Final = "digest.post"


def value(team_id: str, week: str) -> str:
    """Return what a button about a digest answers."""
    return f"{team_id}:{week}"


def read_value(answered: str) -> tuple[str, str]:
    """Return the team and the week of the digest that a button is about."""
    team_id, _, week = answered.partition(":")
    return team_id, week
