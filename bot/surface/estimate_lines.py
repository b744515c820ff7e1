"""An estimate in words: its result, its lines, what it rests on. For its window and for the brief."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from bot.coaching.estimate import (
    HUGE,
    Assumption,
    BenefitLine,
    CostKind,
    CostLine,
    EstimateSummary,
    Gain,
    Gap,
    Oddity,
    Reading,
    Scenario,
    benefit_of,
    cost_of,
)
from bot.coaching.estimate_forms import Line
from bot.coaching.money import rounded
from bot.coaching.returns import FIRST_YEAR, Return
from bot.locales.words import Words

Safe = Callable[[str], str]
"""Makes what people typed harmless where it goes: escaped for mrkdwn, or as it is where data stays data."""

_WHOLE_FROM: Final = 100
"""From this amount on, cents only distract."""


def amount(value: Decimal, currency: str, words: Words) -> str:
    """Return an amount, rounded half up: to whole units where it is large."""
    if abs(value) >= _WHOLE_FROM or value == value.to_integral_value():
        return words.whole_money(rounded(value), currency)
    return words.money(rounded(value, 2), currency)


def number(value: Decimal, words: Words) -> str:
    """Return a quantity, rounded half up: to one decimal where it is small."""
    return words.number(rounded(value, 0 if abs(value) >= _WHOLE_FROM else 1).normalize() + 0)


def roi(result: Return, words: Words, places: int = 0) -> str:
    """Return the return in percent, whole ones as usual; *not computable* without costs."""
    return words("estimate.not_computable") if result.roi is None else words.percent(rounded(result.roi, places))


def bcr(result: Return, words: Words) -> str:
    """Return the benefit-cost ratio to two places; *not computable* without costs."""
    return words("estimate.not_computable") if result.bcr is None else words.number(rounded(result.bcr, 2))


def payback(result: Return, words: Words) -> str:
    """Return when the costs are back, to one decimal of a month."""
    if not result.cost:
        return words("estimate.payback.none")
    if result.payback_months is None:
        return words("estimate.payback.never")
    key = "estimate.payback.late" if result.payback_months > FIRST_YEAR else "estimate.payback.months"
    return words(key, months=words.number(rounded(result.payback_months, 1)))


def result(result_: Return, currency: str, words: Words) -> Iterator[str]:
    """Return what one case comes to, a line each, the return first."""
    yield words("estimate.result.roi", roi=roi(result_, words))
    yield words("estimate.result.net", net=amount(result_.net, currency, words))
    yield words("estimate.result.bcr", bcr=bcr(result_, words))
    yield words("estimate.result.benefit", benefit=amount(result_.benefit, currency, words))
    yield words("estimate.result.payback", payback=payback(result_, words))


def verdict(summary: EstimateSummary, words: Words, safe: Safe) -> str:
    """Say plainly what the estimate says, and what to do with it."""
    match summary.reading:
        case Reading.NO_BENEFIT if not summary.gaps:
            return words("estimate.says.only_costs")
        case Reading.NO_ISOLATION:
            what = next(line.what for line, gaps in summary.gaps if Gap.ISOLATION in gaps)
            return words("estimate.says.no_isolation", what=safe(what))
        case Reading.LOSES if summary.expected:
            return words("estimate.says.loses", net=amount(-summary.expected.net, summary.currency, words))
        case Reading.TINY if summary.expected:
            return words("estimate.says.tiny", roi=roi(summary.expected, words, 1))
    return words(f"estimate.says.{summary.reading}")


def break_even(summary: EstimateSummary, words: Words, safe: Safe) -> str:
    """Say what would have to be true for the costs to come back; empty where nothing is expected."""
    found = summary.break_even
    if found is None:
        return ""
    what = safe(found.line.what)
    if not found.quantity:
        return words("estimate.break_even.without", what=what)
    return words(
        "estimate.break_even.within" if found.share <= 100 else "estimate.break_even.beyond",  # noqa: PLR2004  percent
        share=words.percent(rounded(found.share)),
        what=what,
        needed=quantity(found.line, found.quantity, words, safe),
        expected=quantity(found.line, found.line.expected, words, safe),
    )


def quantity(line: BenefitLine, value: Decimal | None, words: Words, safe: Safe) -> str:
    """Say a quantity of a benefit: `30 complaints a month`."""
    said = words("estimate.line.unknown") if value is None else number(value, words)
    return " ".join(words(f"estimate.quantity.{line.period}", number=said, unit=safe(line.unit)).split())


def benefit(line: BenefitLine, currency: str, words: Words, safe: Safe) -> str:
    """Say how a benefit is counted."""
    return words.listed(list(_benefit(line, currency, words, safe)))


def cost(line: CostLine, currency: str, words: Words) -> str:
    """Say how a cost is counted, its sum in bold."""
    total = cost_of(line)
    said = words("estimate.line.unknown") if total is None else amount(total, currency, words)
    if line.kind is CostKind.LEARNERS_TIME:
        return words(
            "estimate.line.learners",
            people=_number(line.people, words),
            hours=_number(line.hours, words),
            rate=_amount(line.hourly_rate, currency, words),
            cost=said,
        )
    if line.users and line.people is not None:
        return words(
            "estimate.line.prorated",
            amount=_amount(line.amount, currency, words),
            users=_number(line.users, words),
            people=_number(line.people, words),
            cost=said,
        )
    return words("estimate.line.amount", cost=said)


def name(line: Line, words: Words, safe: Safe) -> str:
    """Return what a line is called."""
    if isinstance(line, CostLine):
        kind = words(f"estimate.cost.{line.kind}")
        if line.kind is CostKind.OTHER:
            return safe(line.what)
        return f"{kind}: {safe(line.what)}" if line.what else kind
    return safe(line.what)


def source(line: BenefitLine | CostLine, words: Words, safe: Safe) -> str:
    """Say where the figures come from, who stands behind them, and which day they are from; empty: nobody said."""
    said, owner = safe(line.source), safe(line.owner)
    whole = words("estimate.line.owned", source=said, owner=owner) if said and owner else said or owner
    if whole and line.dated_on:
        return words("answers.dated", source=whole, day=line.dated_on)
    return whole


def assumption(found: Assumption, currency: str, words: Words, safe: Safe) -> str:
    """Name one of the assumptions that matter, what hangs on it, and who stands behind it."""
    said = {"what": name(found.line, words, safe), "amount": amount(found.amount, currency, words)}
    whence = source(found.line, words, safe)
    return words("estimate.line.rests_from", **said, source=whence) if whence else words("estimate.line.rests", **said)


def counted(line: BenefitLine, currency: str, words: Words) -> str:
    """Say what a benefit comes to in both cases."""
    low, expected = (benefit_of(line, scenario) for scenario in (Scenario.LOW, Scenario.EXPECTED))
    return words(
        "estimate.line.counts",
        expected=amount(expected, currency, words),
        low=amount(low, currency, words),
    )


def oddity(line: BenefitLine | None, found: Oddity, words: Words, safe: Safe) -> str:
    """Say what a doubter would point at."""
    if line is None:
        return words("estimate.oddity.huge", limit=words.percent(HUGE))
    return words(f"estimate.oddity.{found}", what=safe(line.what))


def not_covered(summary: EstimateSummary, words: Words) -> str:
    """Name the costs of the checklist that nobody has answered; empty: all are."""
    kinds = [words(f"estimate.cost.{kind}") for kind in summary.not_covered]
    return words("estimate.not_covered", kinds=words.listed(kinds)) if kinds else ""


def _benefit(line: BenefitLine, currency: str, words: Words, safe: Safe) -> Iterator[str]:
    expected, value = quantity(line, line.expected, words, safe), _amount(line.unit_value, currency, words)
    if line.low is None:
        yield words("estimate.line.benefit", quantity=expected, value=value)
    else:
        yield words("estimate.line.benefit_low", quantity=expected, low=number(line.low, words), value=value)
    if line.months != FIRST_YEAR:
        yield words("estimate.line.months", months=number(line.months, words))
    if line.gain is Gain.REVENUE and line.margin is not None:
        yield words("estimate.line.margin", margin=words.percent(line.margin))
    if line.isolation is None or line.method is None:
        yield words("estimate.line.not_isolated")
    else:
        method = words(f"estimate.method.{line.method}")
        yield words("estimate.line.isolated", share=words.percent(line.isolation), method=method)
    if line.confidence is not None:
        yield words("estimate.line.sure", confidence=words.percent(line.confidence))


def _number(value: Decimal | None, words: Words) -> str:
    return words("estimate.line.unknown") if value is None else number(value, words)


def _amount(value: Decimal | None, currency: str, words: Words) -> str:
    return words("estimate.line.unknown") if value is None else amount(value, currency, words)
