"""What a trainer lets their teams read about one case."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SharingLevel(StrEnum):
    """How much of a case a digest may show. What nobody has touched is only counted."""

    COUNTS = "counts"
    ANONYMOUS = "anonymous"  # and a sentence of the trainer's
    NAMED = "named"  # and that sentence with the trainer's name


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is shared of one case."""

    level: SharingLevel = SharingLevel.COUNTS
    line: str = ""  # the trainer's sentence, as the digest will show it
    changed_at: datetime | None = None
