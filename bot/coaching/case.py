"""The things a case is made of, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.playbook.model import Stage, Value


class Engagement(StrEnum):
    """How an executive stands to an initiative.

    Source: PMBOK's stakeholder engagement assessment matrix. Unaware is not "below" resistant: moves are shown,
    levels are never averaged.
    """

    UNAWARE = "unaware"
    RESISTANT = "resistant"
    NEUTRAL = "neutral"
    SUPPORTIVE = "supportive"
    LEADING = "leading"


class Reaction(StrEnum):
    """How the executive reacted in one interaction."""

    AGREED = "agreed"
    AGREED_TO_PILOT = "agreed_to_pilot"
    WANTS_CHANGES = "wants_changes"
    POSTPONED = "postponed"
    REFUSED = "refused"
    OTHER = "other"


class Outcome(StrEnum):
    """How a case ended. All but the last are successes, being convinced oneself among them (A-45)."""

    CONVINCED = "convinced"
    CONTENT_IMPROVED = "content_improved"
    ADJUSTED = "adjusted"
    PILOT_AGREED = "pilot_agreed"
    EXECUTIVE_INVOLVED = "executive_involved"
    DECLINED = "declined"


class Ruling(StrEnum):
    """What the trainer rules on a change that the executive asks for."""

    ACCEPT = "accept"
    ADAPT = "adapt"
    HOLD = "hold"


class Side(StrEnum):
    """Who made a promise."""

    ME = "me"
    THEM = "them"


@dataclass(frozen=True, slots=True)
class Person:
    """A Slack user the bot knows."""

    id: str  # Slack user id
    name: str
    first_name: str
    zone: str  # IANA name; the one they chose here, else Slack's
    language: str  # likewise
    is_guest: bool = False
    is_bot: bool = False  # asked when somebody is named, and not kept
    is_admin: bool = False
    is_gone: bool = False
    dm_channel: str | None = None
    slack_zone: str = ""  # where they chose another one; see `zone_in_slack`
    slack_language: str = ""

    @property
    def zone_in_slack(self) -> str:
        """The zone that Slack tells of them."""
        return self.slack_zone or self.zone

    @property
    def language_in_slack(self) -> str:
        """The language that Slack tells of them."""
        return self.slack_language or self.language


@dataclass(frozen=True, slots=True)
class Executive:
    """Who pushes back: a Slack user or a name from outside."""

    id: str
    name: str
    role: str = ""
    slack_user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One executive x one initiative, owned by a trainer."""

    id: str
    owner_id: str  # Slack user id
    playbook_id: str
    playbook_version: str
    stage: Stage
    step_id: str  # where the run stands
    opened_at: datetime
    updated_at: datetime
    revision: int  # counts saves; every answer carries the revision it was saved with
    executive: Executive | None = None
    initiative: str = ""
    primary_concern: str | None = None
    other_concerns: tuple[str, ...] = ()
    engagement: Engagement = Engagement.RESISTANT
    next_action: str = ""  # in the owner's language
    next_contact_on: date | None = None
    outcome: Outcome | None = None
    outcome_reason: str = ""
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the work goes on."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a question, with the case revision it was saved at. None: the answer was taken back."""

    question_id: str
    value: Value | None
    revision: int


@dataclass(frozen=True, slots=True)
class Interaction:
    """One contact with the executive. Append-only: a correction is a new one that `corrects` the old."""

    id: str
    case_id: str
    happened_on: date
    recorded_at: datetime
    quote: str = ""  # verbatim
    setting: str = ""
    reaction: Reaction | None = None
    engagement_before: Engagement | None = None
    engagement_after: Engagement | None = None
    second_act: str = ""  # what else the executive did, asked for when the move is to leading
    tactic: str | None = None
    next_contact_on: date | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something to show. An empty `source` is shown as *no source*."""

    id: str
    kind: str
    what: str
    source: str = ""
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class RequestedChange:
    """A change that the executive asks for, why, and what the trainer rules."""

    id: str
    what: str
    reason: str = ""
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise, by either side."""

    id: str
    by: Side
    what: str
    due_on: date | None = None
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LockedRule:
    """The version of a pilot's decision rule that is in force: no step changes what it says."""

    version: int
    digest: str  # SHA-256, in hexadecimal
    locked_at: datetime


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with everything that was recorded about it."""

    case: Case
    answers: Mapping[str, Answer] = field(default_factory=dict)  # the newest of each question, by question id
    interactions: tuple[Interaction, ...] = ()  # current ones, oldest first
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[RequestedChange, ...] = ()
    promises: tuple[Commitment, ...] = ()
    rule: LockedRule | None = None  # None: no rule is locked
