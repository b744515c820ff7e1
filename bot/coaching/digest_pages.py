"""What the digest's surfaces show: the figures, and the names that go with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.coaching.digest import Digest


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
