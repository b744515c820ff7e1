"""What the coach shows of nudges, as values: the surfaces draw them, the use cases return them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.coaching.case import Case, Executive
from bot.coaching.nudges import OPEN, NudgeState
from bot.coaching.preferences import Preferences
from bot.locales.words import Sentence
from bot.playbook.model import NudgeKind


class Later(StrEnum):
    """Until when a nudge is put off with one tap."""

    TOMORROW = "tomorrow"
    WORKING_DAY = "working_day"
    PICK = "pick"  # to a day and an hour chosen in a window


class NotNeeded(StrEnum):
    """Why a nudge is not needed, as its owner sees it."""

    HAPPENED = "happened"
    NOT_FITTING = "not_fitting"
    TOO_MANY = "too_many"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NudgeItem:
    """One nudge, in words. It carries no quote: it stands in a message."""

    id: str
    kind: NudgeKind
    text: str  # what is due, plain text
    help: str  # one line that helps: a tactic, or the restatement to say
    state: NudgeState
    why: Sentence
    due_at: datetime | None = None
    case_id: str | None = None  # None: an own nudge that belongs to no case
    executive: Executive | None = None
    initiative: str = ""
    why_not: Sentence | None = None  # why it was dropped or cancelled
    is_late: bool = False
    wanted_on: date | None = None  # the day it was meant for: said when it is late

    @property
    def is_planned(self) -> bool:
        """Tell whether it is still to come."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class NudgeMessage:
    """All that falls on one local day of a person, as one message."""

    day: date
    items: tuple[NudgeItem, ...]  # open ones first
    is_late: bool = False  # the bot was down when it was due


@dataclass(frozen=True, slots=True)
class NudgesPage:
    """Everything planned, and what was not sent, with why."""

    planned: tuple[NudgeItem, ...]  # the next one first
    past: tuple[NudgeItem, ...] = ()  # dropped or unconfirmed, the newest first
    is_paused: bool = False
    paused_until: date | None = None  # None while paused: until resumed
    notice: Sentence | None = None


@dataclass(frozen=True, slots=True)
class LaterPage:
    """When a nudge shall come instead."""

    item: NudgeItem
    earliest: date


@dataclass(frozen=True, slots=True)
class NotNeededPage:
    """Why a nudge is not needed."""

    item: NudgeItem


@dataclass(frozen=True, slots=True)
class OwnNudgePage:
    """A nudge of the trainer's own: words and a moment, for a case or for none."""

    cases: tuple[Case, ...]
    earliest: date
    item: NudgeItem | None = None  # the one that is changed


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """How a person wants to be reminded. Zone and language are the person's own, or follow those in Slack."""

    preferences: Preferences
    slack_zone: str = ""
    slack_language: str = ""
    follows_zone: bool = True
    follows_language: bool = True
    moved: tuple[NudgeItem, ...] = ()  # after saving: the nudges whose moment changed
    is_saved: bool = False


@dataclass(frozen=True, slots=True)
class PausePage:
    """Whether and until when nudges rest."""

    is_paused: bool = False
    paused_until: date | None = None
    back_on: date | None = None  # what the form starts with, where its asker has named a day
