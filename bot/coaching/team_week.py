"""The weeks of a team: which days a digest is about, and when it comes."""

from enum import StrEnum


class DigestState(StrEnum):
    """Where the digest of one team and week stands."""

    PLANNED = "planned"
    HELD = "held"  # by a lead
    POSTED = "posted"
    FAILED = "failed"  # the channel took nothing; it is kept, to be posted elsewhere
    SKIPPED = "skipped"  # a quiet week of a team that wants none of those
    MISSED = "missed"  # too late to post
