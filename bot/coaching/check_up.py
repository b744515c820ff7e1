"""What stands in the way of the bot's messages, for whoever asks: what comes, when, where, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.coaching.digest_life import Occurrence
from bot.coaching.team import Team

AWAY: Final = timedelta(minutes=2)
"""A worker that has shown no sign of life for so long does not work."""

OFF: Final = timedelta(minutes=1)
"""A clock that differs from Slack's by more is wrong: reminders come at the wrong moment."""

WANTED: Final[Mapping[str, str]] = {
    "channels:read": "members",
    "groups:read": "members",
    "im:history": "lost",
    "channels:history": "lost_digests",
    "groups:history": "lost_digests",
    "files:write": "files",
}
"""What the bot does without, and what it then cannot do."""


@dataclass(frozen=True, slots=True)
class SlackFound:
    """What Slack answered just now."""

    refusal: str = ""  # Slack's word for it; empty: it knows the bot
    scopes: frozenset[str] | None = None  # None: it did not say
    ahead: timedelta | None = None  # of Slack's clock, the bot's; None: it did not say

    @property
    def missing(self) -> tuple[str, ...]:
        """Name what was not granted, of what the bot makes use of."""
        return () if self.scopes is None else tuple(scope for scope in WANTED if scope not in self.scopes)

    @property
    def is_off(self) -> bool:
        """Tell whether the clocks differ."""
        return self.ahead is not None and abs(self.ahead) > OFF


@dataclass(frozen=True, slots=True)
class TeamCheck:
    """What is to be known of one team's digests."""

    team: Team  # with its channel as it was found just now
    coming: Occurrence | None = None
    came: Occurrence | None = None  # the newest that was posted or skipped
    undelivered: tuple[tuple[Occurrence, str], ...] = ()  # those since, newest first, each with a word for why


@dataclass(frozen=True, slots=True)
class CheckUpPage:
    """What stands in the way, and what does not."""

    now: datetime
    slack: SlackFound
    worker_at: datetime | None = None  # its last sign of life; None: there was none yet
    suspended: str = ""  # Slack's word for why nothing is sent to this workspace
    next_reminder_at: datetime | None = None
    is_paused: bool = False
    paused_until: date | None = None
    not_sent: int = 0  # reminders of the last week
    teams: tuple[TeamCheck, ...] = ()

    @property
    def worker_is_away(self) -> bool:
        """Tell whether no worker sends what is due."""
        return self.worker_at is None or abs(self.now - self.worker_at) > AWAY
