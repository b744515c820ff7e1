"""Estimates to draw, from nothing at all to the largest plausible."""

from dataclasses import replace
from decimal import Decimal

from bot.coaching.estimate import (
    CHECKLIST,
    BenefitLine,
    CostKind,
    CostLine,
    Estimate,
    Gain,
    Intangible,
    Method,
    Period,
    summary,
)
from bot.coaching.estimate_forms import MOST_LINES, LineSpot, Part
from bot.coaching.estimate_pages import EstimateFormPage, EstimatePage
from bot.coaching.word_guard import Finding, Slip
from bot.locales.words import Sentence
from tests.support.samples import DAY, Size, case, empty_case

ID = "f" * 29
BIG = Decimal(10) ** 14


def benefit(size: Size, number: int = 0) -> BenefitLine:
    """Return a benefit; of several, some lack something and some are extreme."""
    return BenefitLine(
        id=f"{ID}{number:03}",
        what=size.line[:200],
        unit=size.line[:200],
        gain=tuple(Gain)[number % 2],
        unit_value=BIG if number % 2 else Decimal("120.50"),
        low=None if number % 3 == 1 else Decimal(20),
        expected=Decimal("30.25"),
        period=tuple(Period)[number % 4],
        months=Decimal(12 - number % 12),
        margin=Decimal(25) if number % 4 else None,
        isolation=Decimal(100),
        method=tuple(Method)[number % 7],
        confidence=Decimal(100),
        source=size.text[:500],
        owner=size.line[:200],
        dated_on=DAY,
    )


def cost(size: Size, kind: CostKind) -> CostLine:
    """Return a cost with everything filled in."""
    return CostLine(
        f"{ID}{kind}"[-32:],
        kind,
        size.line[:200],
        amount=BIG,
        people=BIG,
        hours=BIG,
        hourly_rate=BIG,
        users=BIG,
        source=size.text[:500],
        owner=size.line[:200],
    )


def estimate(size: Size) -> Estimate:
    """Return an estimate with as many lines as there may be."""
    many = range(min(size.many, MOST_LINES))
    return Estimate(
        "EUR",
        tuple(benefit(size, number) for number in many),
        tuple(cost(size, tuple(CostKind)[number % len(CostKind)]) for number in many),
        tuple(Intangible(f"{ID}{number:03}", size.line[:200]) for number in many),
    )


def estimate_page(size: Size, **changed: object) -> EstimatePage:
    """Return the overview, with words that would be picked apart."""
    made = replace(estimate(size), **changed)  # type: ignore[arg-type]
    found = tuple(
        Finding(0, 1, slip, Sentence(f"word_guard.slip.{slip}", {"typed": size.line[:80], "bcr": "1.8", "roi": "80 %"}))
        for slip in Slip
    )
    return EstimatePage(case(size), made, summary(made), found * min(size.many, 3))


def unisolated_page(size: Size) -> EstimatePage:
    """Return an overview without a return."""
    return estimate_page(size, benefits=(replace(benefit(size), isolation=None, method=None, expected=None),))


def losing_page(size: Size) -> EstimatePage:
    """Return an overview of a loss."""
    loses = replace(benefit(size, 2), margin=None, gain=Gain.SAVING)
    return estimate_page(size, benefits=(loses,))


def tiny_page(size: Size) -> EstimatePage:
    """Return an overview of a return that is next to nothing, on few costs."""
    line = replace(benefit(size), gain=Gain.SAVING, period=Period.YEAR, expected=Decimal(1), low=Decimal(1))
    fee = CostLine("c", CostKind.DELIVERY, amount=Decimal("120.40"))
    return estimate_page(size, benefits=(line,), costs=(fee,))


def empty_estimate_page() -> EstimatePage:
    """Return the overview of an estimate that has not begun."""
    blank = Estimate("EUR")
    return EstimatePage(empty_case(), blank, summary(blank))


def form_pages(size: Size) -> tuple[EstimateFormPage, ...]:
    """Return every form, blank and filled in."""
    spots = [LineSpot(part) for part in (Part.BENEFIT, Part.INTANGIBLE, Part.CURRENCY)]
    spots += [LineSpot(Part.COST, kind=kind) for kind in (*CHECKLIST, CostKind.OTHER)]
    blank = tuple(EstimateFormPage("case0", spot, 0, "EUR", people=Decimal(24)) for spot in spots)
    filled = (
        EstimateFormPage("case0", LineSpot(Part.BENEFIT, ID), 3, "EUR", benefit(size, 1)),
        EstimateFormPage("case0", LineSpot(Part.INTANGIBLE, ID), 3, "EUR", Intangible(ID, size.line[:200])),
        *(
            EstimateFormPage("case0", LineSpot(Part.COST, ID, kind), 3, "EUR", cost(size, kind))
            for kind in (CostKind.LEARNERS_TIME, CostKind.DEVELOPMENT, CostKind.OTHER)
        ),
    )
    return (*blank, *filled)
