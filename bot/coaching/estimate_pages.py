"""What the estimate's windows show, as values."""

from dataclasses import dataclass
from decimal import Decimal

from bot.coaching.case import Case
from bot.coaching.estimate import Estimate, EstimateSummary
from bot.coaching.estimate_forms import Line, LineSpot
from bot.coaching.word_guard import Finding
from bot.locales.words import Sentence


@dataclass(frozen=True, slots=True)
class EstimatePage:
    """The overview: the result on top, then what it is made of."""

    case: Case
    estimate: Estimate
    summary: EstimateSummary
    findings: tuple[Finding, ...] = ()  # words about money that would be picked apart
    notices: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class EstimateFormPage:
    """The form for one line, or for the currency."""

    case_id: str
    spot: LineSpot
    revision: int  # of the estimate when this was read
    currency: str
    line: Line | None = None  # one that is not kept yet has no id; None: a blank one
    people: Decimal | None = None  # learners, where another line knows how many
