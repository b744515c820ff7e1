"""Worksheets to draw, from nothing at all to the largest plausible."""

from decimal import Decimal

from bot.coaching import needs, risks, transfer
from bot.coaching.needs import Assessment, Competency, Goal, Importance, Level, Method, Needs, Role, Worth
from bot.coaching.risks import Benefit, Risk, RiskKind, Risks, Standstill
from bot.coaching.sheet_pages import NeedsPage, RisksPage, SheetFormPage, Spot, TransferPage
from bot.coaching.toolbox import ToolsPage
from bot.coaching.transfer import (
    Action,
    Barrier,
    BarrierKind,
    Component,
    FollowUp,
    Manager,
    ManagerPromise,
    Standing,
    TransferPlan,
)
from bot.playbook.model import Kind, Tool
from tests.support.samples import DAY, Size, case, empty_case, experience, field

MOST_ID = "f" * 32
_MOST = 100


def needs_page(size: Size) -> NeedsPage:
    """Return an analysis with as many entries as there may be, one role without competencies, one level guessed."""
    many = range(min(size.many, _MOST))
    levels, methods = list(Level), list(Method)
    sheet = Needs(
        goals=tuple(Goal(f"g{n}", size.text, size.line, DAY) for n in many),
        roles=(*(Role(f"r{n}", size.line[:300], Decimal(10) ** 6) for n in many), Role("alone", size.line[:300])),
        competencies=tuple(
            Competency(
                f"{MOST_ID[:-3]}{n:03}", f"r{n}", size.line[:300], levels[n % 5], list(Importance)[n % 3], f"g{n}"
            )
            for n in many
        ),
        assessments=tuple(
            Assessment(f"{MOST_ID[:-3]}{n:03}", levels[(n + 2) % 5], methods[n % 6], size.line[:300], DAY)
            for n in many[1:]
        ),
        worth=Worth(size.text, size.line[:300]),
    )
    return NeedsPage(case(size), sheet, needs.summary(sheet))


def risks_page(size: Size) -> RisksPage:
    """Return the qualitative half with as many entries as there may be, some unanswered."""
    many, kinds = range(min(size.many, _MOST)), list(RiskKind)
    sheet = Risks(
        risks=tuple(
            Risk(f"a{n}", kinds[n % 4], size.text, size.text if n % 3 else "", size.line[:300] if n % 2 else "")
            for n in many
        ),
        benefits=tuple(Benefit(f"b{n}", size.text, size.line[:300]) for n in many),
        standstill=Standstill(size.text, size.line[:300]),
    )
    return RisksPage(case(size), sheet, risks.summary(sheet))


def transfer_page(size: Size, verdict: str = "go") -> TransferPage:
    """Return a plan with as many entries as there may be, something in the way, somebody without a name."""
    many, components, kinds = range(min(size.many, _MOST)), list(Component), list(BarrierKind)
    plan = TransferPlan(
        manager=Manager(size.line[:300], size.text),
        actions=tuple(
            Action(f"a{n}", components[n % 5], size.text, size.line[:300] if n % 2 else "", DAY if n % 3 else None)
            for n in many
        ),
        promises=tuple(ManagerPromise(f"p{n}", size.text, DAY if n % 2 else None) for n in many),
        barriers=(
            Barrier(str(kinds[0]), Standing.CLEAR),
            Barrier(str(kinds[1]), Standing.IN_THE_WAY, size.text, size.line[:300]),
            Barrier(str(kinds[2]), Standing.IN_THE_WAY),
        ),
    )
    looks = tuple(FollowUp(DAY, size.text, size.text) for _ in range(3))
    return TransferPage(case(size), plan, transfer.summary(plan, looks), verdict, DAY)


def form_page(size: Size, tool: Tool, part: str) -> SheetFormPage:
    """Return the form for an entry that can be removed, with fields of every kind there is."""
    fields = (
        field(Kind.TEXT, size.line[:300], text=size.line),
        field(Kind.LONG_TEXT, size.text, text=size.line),
        field(Kind.CHOICE, "o1", count=5, text=size.line),
        field(Kind.NUMBER, Decimal(24)),
        field(Kind.DATE, DAY),
    )
    spot = Spot(tool, part, MOST_ID, MOST_ID)
    return SheetFormPage(spot, 7, fields, about=size.line, can_remove=True, lost_with_it=size.many)


def tools_page(size: Size) -> ToolsPage:
    return ToolsPage(case(size), dict.fromkeys(Tool, DAY), has_result=False, experience=experience(size))


def empty_needs_page() -> NeedsPage:
    return NeedsPage(empty_case(), Needs(), needs.summary(Needs()))


def empty_risks_page() -> RisksPage:
    return RisksPage(empty_case(), Risks(), risks.summary(Risks()))


def empty_transfer_page(verdict: str = "") -> TransferPage:
    return TransferPage(empty_case(), TransferPlan(), transfer.summary(TransferPlan()), verdict)
