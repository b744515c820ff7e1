"""What the digest's surfaces show: the figures, and the names that go with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.coaching.digest import Digest, Point
from bot.coaching.digest_life import Occurrence


@dataclass(frozen=True, slots=True)
class DigestPage:
    """A digest, with what is to be said around it."""

    digest: Digest
    team: str  # its name
    threshold: int
    concerns: Mapping[str, str] = field(default_factory=dict)  # names in the team's language, by id
    tactics: Mapping[str, str] = field(default_factory=dict)
    was_due_on: date | None = None  # when it comes late
    corrected_on: date | None = None


@dataclass(frozen=True, slots=True)
class LeadGlance:
    """Where a team's digests stand, for a lead to see in passing."""

    coming: Occurrence | None = None
    undelivered: tuple[Occurrence, ...] = ()  # those of the last weeks, the newest first
    trend: tuple[Point, ...] = ()  # as the newest digest told it, the oldest week first
