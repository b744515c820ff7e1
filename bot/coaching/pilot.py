"""The pilot: what is tested, on whom, until when, and the rule by which it is decided."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a pilot's result says by its locked rule. All three are a decision reached."""

    GO = "go"
    CONDITIONAL = "conditional"
    NO_GO = "no_go"
