"""What the estimate's windows show, as values."""

from dataclasses import dataclass

from bot.coaching.case import Case
from bot.coaching.estimate import BenefitLine, CostKind, CostLine, Estimate, EstimateSummary, Intangible
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
class BenefitPage:
    """The form for one benefit."""

    case_id: str
    currency: str
    line: BenefitLine | None = None  # None: a new one


@dataclass(frozen=True, slots=True)
class CostPage:
    """The form for one cost of a kind."""

    case_id: str
    currency: str
    kind: CostKind
    line: CostLine | None = None  # None: a new one
    known: CostLine | None = None  # what stands in the other lines already: how many people


@dataclass(frozen=True, slots=True)
class IntangiblePage:
    """The form for one benefit that is not converted to money."""

    case_id: str
    line: Intangible | None = None


@dataclass(frozen=True, slots=True)
class CurrencyPage:
    """The form for the currency; asked before amounts stand in the estimate."""

    case_id: str
    currency: str
