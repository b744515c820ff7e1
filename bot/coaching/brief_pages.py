"""The brief as values: what a case says on the one page that goes into the room, and on the sheet behind it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.coaching.estimate import Estimate
from bot.coaching.needs import NeedsSummary
from bot.coaching.pages import Entry
from bot.coaching.pilot_brief import PilotSummary
from bot.coaching.risks import RisksSummary
from bot.coaching.transfer import TransferSummary
from bot.coaching.word_guard import Finding
from bot.locales.words import Sentence

NEWEST: Final = ""
"""Chosen as the words at the top: whatever the executive said last."""

NO_QUOTE: Final = "none"
"""Chosen instead of words: the page begins with its title."""


@dataclass(frozen=True, slots=True)
class BriefChoices:
    """What a trainer chose for a case's brief; the worksheet's content."""

    language: str = ""  # tag such as `en-GB`; empty: the executive's in Slack, else the trainer's
    quote: str = NEWEST  # `NO_QUOTE`, or the id of the interaction whose words stand at the top


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of the executive's that may stand at the top."""

    id: str  # of the interaction
    text: str
    said_on: date


@dataclass(frozen=True, slots=True)
class Slip:
    """Words about money that would be picked apart, in one part of the brief."""

    part: str  # locale key of the part's name
    finding: Finding


@dataclass(frozen=True, slots=True)
class BriefPage:
    """The one page for the meeting, in the executive's language, and what its trainer is told beside it."""

    case_id: str
    language: str  # tag: of the words, the numbers and the paper
    title_executive: str
    executive_role: str
    title_initiative: str
    quote: str
    goal: str
    goal_measure: str
    restatement: str
    proofs: tuple[Entry, ...]  # two or three, text and source in `note` (empty: no source)
    cost_of_yes: str
    pilot: tuple[
        tuple[str, str], ...
    ]  # locale key of the label, what it says; of a pilot that is only answered in steps
    ask: str
    missing: tuple[str, ...] = ()  # locale keys of what is not known yet
    trainer: str = ""
    zone: str = "UTC"  # IANA name, the trainer's
    as_of: date | None = None  # when what it says was last changed
    estimate: Estimate | None = None
    needs: NeedsSummary | None = None
    risks: RisksSummary | None = None
    tested: PilotSummary | None = None  # the pilot as its own tool keeps it, which `pilot` gives way to
    transfer: TransferSummary | None = None  # None: no result yet, or no plan
    choices: BriefChoices = BriefChoices()
    spoken: tuple[Spoken, ...] = ()  # the newest first
    slips: tuple[Slip, ...] = ()
    notice: Sentence | None = None  # what was just done, or could not be


class FileKind(StrEnum):
    """As which file something is sent."""

    PDF = "pdf"  # a brief
    MARKDOWN = "markdown"  # likewise
    CSV = "csv"  # figures


@dataclass(frozen=True, slots=True)
class BriefFile:
    """A brief on its way to its trainer as a file."""

    page: BriefPage
    kind: FileKind


@dataclass(frozen=True, slots=True)
class BriefChoicesPage:
    """The form for what is chosen for a brief."""

    case_id: str
    choices: BriefChoices
    spoken: tuple[Spoken, ...]
    language: str  # tag that the brief is in now
