"""What the needs analysis, the qualitative half and the transfer plan show, as values."""

from dataclasses import dataclass
from datetime import date

from bot.coaching.case import Case
from bot.coaching.needs import Needs, NeedsSummary
from bot.coaching.pages import Field
from bot.coaching.risks import Risks, RisksSummary
from bot.coaching.transfer import TransferPlan, TransferSummary
from bot.playbook.model import Tool


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a worksheet: a part, and one entry of it."""

    tool: Tool
    part: str
    case_id: str
    entry_id: str = ""  # empty: a new entry, or the part is a single one


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """A needs analysis, as it stands."""

    case: Case
    sheet: Needs
    summary: NeedsSummary


@dataclass(frozen=True, slots=True)
class RisksPage:
    """The qualitative half of a case's business case, as it stands."""

    case: Case
    sheet: Risks
    summary: RisksSummary


@dataclass(frozen=True, slots=True)
class TransferPage:
    """A transfer plan, as it stands; without a verdict it is still closed."""

    case: Case
    sheet: TransferPlan
    summary: TransferSummary
    verdict: str = ""  # go, conditional, no_go; empty: the pilot has no result
    ended_on: date | None = None  # the pilot's last day, where it is known


SheetPage = NeedsPage | RisksPage | TransferPage


@dataclass(frozen=True, slots=True)
class SheetFormPage:
    """The form for one entry of a worksheet."""

    spot: Spot
    revision: int  # of the worksheet when this was read
    fields: tuple[Field, ...]
    about: str = ""  # what the entry belongs to, in words
    can_remove: bool = False
    lost_with_it: int = 0  # entries that go when this one is removed
