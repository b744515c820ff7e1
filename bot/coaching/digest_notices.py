"""What leads and admins are told about digests, as values: the surfaces draw them."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.coaching.digest import Digest
from bot.coaching.digest_life import Arrival, Occurrence
from bot.coaching.team import Team, TeamChannel


@dataclass(frozen=True, slots=True)
class DigestPreview:
    """The message by which a lead sees a digest before it is posted; afterwards, what became of it."""

    team: Team
    occurrence: Occurrence
    channel: TeamChannel | None  # as it was found just now
    digest: Digest | None = None  # as it stands so far, its totals only; None once it is settled
    held_by: str = ""  # a name
    may_post_now: bool = False
    arrival: Arrival = Arrival.WAITING


@dataclass(frozen=True, slots=True)
class DigestTrouble:
    """The message by which a lead learns that a digest was not posted, or may not have been."""

    team: Team
    occurrence: Occurrence
    arrival: Arrival
    code: str = ""  # Slack's word for why


@dataclass(frozen=True, slots=True)
class DigestSilence:
    """The message by which an admin learns that a team gets no digests."""

    team: Team
    weeks: int
    delivered_on: date | None  # the last one that came; None: none ever did
    code: str = ""  # why the newest did not come, in Slack's word
    next_at: datetime | None = None
