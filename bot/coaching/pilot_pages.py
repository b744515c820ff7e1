"""What the pilot's windows show, as values."""

from dataclasses import dataclass
from enum import StrEnum

from bot.coaching.case import Case
from bot.coaching.pages import Field
from bot.coaching.pilot_brief import PilotSummary
from bot.coaching.rule import PilotFile
from bot.locales.words import Sentence


class Part(StrEnum):
    """The forms of a pilot."""

    SETTING = "setting"  # who takes part, when, held against what
    MEASURE = "measure"
    WORTH = "worth"  # what a unit of each measure is worth
    DECISION = "decision"  # who decides, when, and what follows
    LOCK = "lock"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Place:
    """A form of one case's pilot, and of one of its measures."""

    part: Part
    case_id: str
    measure_id: str = ""  # empty: a new one, or the form is of none


@dataclass(frozen=True, slots=True)
class PilotPage:
    """The pilot as it stands: its design, its rule, its result."""

    case: Case
    file: PilotFile
    design: PilotSummary  # as it is designed now
    summary: PilotSummary  # by the rule in force, or by the one that the result was judged by
    changes: tuple[str, ...]  # what was designed anew since the rule was locked
    missing: tuple[Sentence, ...]  # before it can be locked
    warnings: tuple[Sentence, ...]
    notices: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class PilotFormPage:
    """One of the pilot's forms."""

    place: Place
    revision: int  # of the pilot's worksheet when this was read
    fields: tuple[Field, ...]
    rule: tuple[str, ...] = ()  # what is about to be locked, or what the result is held against
    changes: tuple[str, ...] = ()  # what a new version changes
    warnings: tuple[Sentence, ...] = ()
    digest: str = ""  # of the rule that is shown, where it is about to be locked
