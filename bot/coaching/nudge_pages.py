"""What the coach shows of nudges, as values: the surfaces draw them, the use cases return them."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.coaching.case import Case, Executive
from bot.coaching.nudges import NudgeState
from bot.coaching.preferences import Preferences
from bot.locales.words import Sentence
from bot.playbook.model import NudgeKind


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
    """How a person wants to be reminded."""

    preferences: Preferences
    moved: tuple[NudgeItem, ...] = ()  # after saving: the nudges whose moment changed
    is_saved: bool = False


@dataclass(frozen=True, slots=True)
class PausePage:
    """Whether and until when nudges rest."""

    is_paused: bool = False
    paused_until: date | None = None
