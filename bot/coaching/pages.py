"""What the coach shows, as values: the surfaces draw them, the use cases return them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.coaching.case import Case, Engagement, Executive, Interaction, Outcome
from bot.coaching.contacts import Contact
from bot.coaching.digest_pages import LeadGlance
from bot.coaching.insight import Experience
from bot.coaching.nudge_pages import NudgeItem
from bot.coaching.sharing import SharingLevel
from bot.coaching.shelf import Shelved
from bot.coaching.team_pages import TeamGlance
from bot.locales.words import Sentence
from bot.playbook.model import Option, Question, Stage, Step, Tool, Value


@dataclass(frozen=True, slots=True)
class Field:
    """A question as it is asked now: its texts rendered, its options worked out, its present value."""

    question: Question
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    value: Value | None = None
    reset: int = 0  # any other number than before empties the input of what was typed, so that `value` shows


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing already collected, in words."""

    id: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step of the conversation, ready to be drawn."""

    case_id: str | None  # None: nothing is saved yet
    revision: int  # of the case when this was read
    step: Step
    title: str
    coaching: str  # mrkdwn, values already escaped
    fields: tuple[Field, ...]
    entries: tuple[Entry, ...] = ()  # when the step collects
    warnings: tuple[str, ...] = ()  # mrkdwn
    notices: tuple[Sentence, ...] = ()  # a gate that is closed, another window that saved
    can_go_back: bool = False
    tools: tuple[Tool, ...] = ()
    shelved: tuple[Shelved, ...] = ()  # what the evidence shelf offers
    experience: Experience | None = None  # of the workspace with tactics, where the step offers them
    executive: Executive | None = None
    initiative: str = ""
    said_by: str = ""  # Slack user id of who wrote the message it begins with
    alike: str = ""  # another open case about the same executive and initiative


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as a card shows it."""

    id: str
    by_me: bool
    what: str
    due_on: date | None
    kept: bool


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case at a glance. It carries no quote and no note: it stands in a message."""

    case_id: str
    executive: Executive | None
    initiative: str
    stage: Stage
    engagement: Engagement
    concerns: tuple[str, ...]  # names, the primary first
    next_action: str
    next_contact_on: date | None
    promises: tuple[Promise, ...]
    outcome: Outcome | None
    opened_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """What the modal closes on."""

    card: CaseCard
    rests: bool = False  # stopped for today at an unfinished step
    logged: bool = False  # what happened was noted, the run stands where it stood
    notices: tuple[Sentence, ...] = ()  # another window that saved, what an outcome leaves to do
    reminders: tuple[NudgeItem, ...] = ()  # what this save has planned, the next one first


@dataclass(frozen=True, slots=True)
class ChooserPage:
    """What `/pushback` shows when cases are open: resume one, or begin anew."""

    cases: tuple[Case, ...]
    purpose: str = "resume"  # resume, log, brief, or a tool
    quote: str = ""


@dataclass(frozen=True, slots=True)
class LogPage:
    """*Log what happened*, for one of these cases."""

    cases: tuple[Case, ...]  # newest first; the first is preselected
    engagement: Engagement  # of the preselected case: "until now"
    tactics: tuple[Option, ...]  # those for its concerns first
    corrects: Interaction | None = None
    filled: Contact | None = None  # what was entered before the form came back
    asks_second_act: bool = False


@dataclass(frozen=True, slots=True)
class ExecutiveHistory:
    """One executive and the moves of engagement over time, oldest first."""

    executive: Executive
    engagement: Engagement
    moves: tuple[tuple[date, Engagement, Engagement], ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """App Home of one person."""

    first_name: str
    cases: tuple[CaseCard, ...]
    recent: tuple[tuple[Interaction, CaseCard], ...]
    executives: tuple[ExecutiveHistory, ...]
    nudges: tuple[NudgeItem, ...] = ()  # the next few
    not_sent: tuple[NudgeItem, ...] = ()  # the latest few that were dropped, or may not have arrived
    is_paused: bool = False
    paused_until: date | None = None  # None while paused: until resumed
    teams: tuple[TeamGlance, ...] = ()
    shared: Mapping[str, SharingLevel] = field(default_factory=dict)  # by case; empty for who is in no team
    led: Mapping[str, LeadGlance] = field(default_factory=dict)  # by team; of those they lead


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """What guests and people of other organisations see: whom the coach is for."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What `/pushback help` shows."""

    meant: str | None  # the command a near miss probably meant
    typed: str
    dialogue: tuple[tuple[str, str], ...]  # who, what
