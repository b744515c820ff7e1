"""`/pushback roi`: the overview of an estimate, the result on top, then what it is made of."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.coaching.estimate import BenefitLine, CostKind, CostLine, EstimateSummary, Gap, Reading
from bot.coaching.estimate_forms import Line, LineSpot, Part, lines_of
from bot.coaching.estimate_pages import EstimatePage
from bot.locales.words import Words
from bot.playbook.model import Option, Tool
from bot.surface import estimate_lines, ids, kit, titles, tools
from bot.surface.kit import Json

_WHAT: Final = 120
_WARNED: Final = 8  # more would be a wall; the first are mended first


def estimate_modal(page: EstimatePage, words: Words) -> Json:
    """Draw an estimate. `estimate.form` opens the form of a line, `estimate.remove` takes one off (a menu)."""
    blocks = [
        kit.context(kit.escape(titles.case_title(page.case.executive, page.case.initiative, words))),
        *(kit.section(kit.say(notice, words)) for notice in page.notices),
        *_result(page, words),
        *_benefits(page, words),
        *_costs(page, words),
        *_intangibles(page, words),
        *_warned("doubts", _doubts(page.summary, words), words),
        *_warned("wording", (kit.say(finding.advice, words) for finding in page.findings), words),
        *_currency(page, words),
    ]
    return kit.modal(
        ids.ESTIMATE, words("estimate.title"), blocks, close=words("kit.close"), carried=kit.metadata(case=page.case.id)
    )


def _result(page: EstimatePage, words: Words) -> Iterator[Json]:
    summary = page.summary
    yield kit.section(estimate_lines.verdict(summary, words, _line))
    if summary.reading is Reading.EMPTY:
        yield kit.context(words("estimate.intro"))
        return
    if summary.low and summary.expected and page.estimate.benefits:
        both = {"low": summary.low, "expected": summary.expected}
        yield kit.columns(
            [
                kit.heading(
                    words(f"estimate.scenario.{scenario}"),
                    "\n".join(estimate_lines.result(result, summary.currency, words)),
                )
                for scenario, result in both.items()
            ]
        )
    if true := estimate_lines.break_even(summary, words, _line):
        yield kit.section(kit.heading(words("estimate.break_even.heading"), true))
    if len(summary.assumptions) > 1:
        rests = (estimate_lines.assumption(each, summary.currency, words, _line) for each in summary.assumptions)
        yield kit.section(kit.heading(words("estimate.part.rests_on"), kit.bullets(rests)))
    cost = estimate_lines.amount(summary.cost, summary.currency, words)
    yield kit.context(words("estimate.costs_in_full", cost=cost, currency=summary.currency))
    yield from tools.buttons(_beside(summary.reading), page.case.id, words)


def _beside(reading: Reading) -> tuple[Tool, ...]:
    """Return where to go from here: money that is no argument leads to what is not money, a hope to a pilot."""
    if reading.is_weak:
        return (Tool.RISKS,)
    return (Tool.PILOT,) if reading is Reading.UNSURE else ()


def _benefits(page: EstimatePage, words: Words) -> Iterator[Json]:
    currency, gaps_of = page.estimate.currency, {line.id: gaps for line, gaps in page.summary.gaps}
    yield from _heading("benefits", page.estimate.benefits, words)
    for line in page.estimate.benefits:
        gaps = gaps_of.get(line.id, ())
        told = [
            f"*{_line(line.what)}*",
            estimate_lines.benefit(line, currency, words, _line),
            *([estimate_lines.counted(line, currency, words)] if not set(gaps) - {Gap.LOW} else []),
            *(f"_{words(f'estimate.gap.{gap}')}_" for gap in gaps),
            *_source(line, words),
        ]
        yield _told(page, LineSpot(Part.BENEFIT, line.id), line, told, words)
    add = kit.button(
        words("estimate.add.benefit"),
        ids.ESTIMATE_FORM,
        ids.line_value(page.case.id, LineSpot(Part.BENEFIT)),
        primary=not page.estimate.benefits,
    )
    yield kit.actions(add, *_remove(page, Part.BENEFIT, words))


def _costs(page: EstimatePage, words: Words) -> Iterator[Json]:
    yield from _heading("costs", page.estimate.costs, words)
    for line in page.estimate.costs:
        told = [
            f"*{estimate_lines.name(line, words, _line)}*",
            estimate_lines.cost(line, page.estimate.currency, words),
            *_source(line, words),
        ]
        yield _told(page, LineSpot(Part.COST, line.id, line.kind), line, told, words)
    if page.estimate.costs and (uncovered := estimate_lines.not_covered(page.summary, words)):
        yield kit.context(uncovered)
    kinds = [
        Option(ids.line_value(page.case.id, LineSpot(Part.COST, kind=kind)), words(f"estimate.cost.{kind}"))
        for kind in CostKind
    ]
    add = kit.menu(words("estimate.add.cost"), ids.ESTIMATE_FORM, kinds)
    yield kit.actions(add, *_remove(page, Part.COST, words))


def _intangibles(page: EstimatePage, words: Words) -> Iterator[Json]:
    yield from _heading("intangibles", page.estimate.intangibles, words)
    for line in page.estimate.intangibles:
        yield _told(page, LineSpot(Part.INTANGIBLE, line.id), line, [_line(line.what)], words)
    spot = ids.line_value(page.case.id, LineSpot(Part.INTANGIBLE))
    add = kit.button(words("estimate.add.intangible"), ids.ESTIMATE_FORM, spot)
    yield kit.actions(add, *_remove(page, Part.INTANGIBLE, words))


def _heading(part: str, lines: Sequence[Line], words: Words) -> Iterator[Json]:
    yield kit.divider()
    title = words(f"estimate.part.{part}")
    yield kit.section(f"*{title}*" if lines else kit.heading(title, words(f"estimate.none.{part}")))


def _told(page: EstimatePage, spot: LineSpot, line: Line, told: Iterable[str], words: Words) -> Json:
    """Draw a line with the button that opens its form."""
    what = estimate_lines.name(line, words, str)
    change = kit.button(
        words("estimate.change"),
        ids.ESTIMATE_FORM,
        ids.line_value(page.case.id, spot),
        about=words("estimate.change_line", what=kit.one_line(what, _WHAT)),
    )
    return kit.section("\n".join(told), accessory=change)


def _source(line: BenefitLine | CostLine, words: Words) -> Iterator[str]:
    if source := estimate_lines.source(line, words, _line):
        yield f"_{source}_"


def _remove(page: EstimatePage, part: Part, words: Words) -> list[Json]:
    """Draw the menu that takes a line off; none where there is nothing to take."""
    options = [
        Option(
            ids.line_value(page.case.id, LineSpot(part, line.id)),
            estimate_lines.name(line, words, str),
        )
        for line in lines_of(page.estimate, part)
    ]
    if not options:
        return []
    remove = words("kit.button.remove")
    confirm = kit.confirmation(
        words("step.remove.title"), words("estimate.removed"), do=remove, leave=words("step.remove.leave")
    )
    return [kit.menu(remove, ids.ESTIMATE_REMOVE, options, confirm=confirm)]


def _doubts(summary: EstimateSummary, words: Words) -> Iterator[str]:
    for line, oddity in summary.oddities:
        yield estimate_lines.oddity(line, oddity, words, _line)


def _warned(part: str, lines: Iterable[str], words: Words) -> list[Json]:
    told = list(lines)[:_WARNED]
    if not told:
        return []
    return [kit.divider(), *kit.sections(kit.heading(words(f"estimate.part.{part}"), kit.bullets(told)))]


def _currency(page: EstimatePage, words: Words) -> list[Json]:
    """Offer another currency until an amount stands in the estimate."""
    if page.estimate.has_amounts:
        return []
    change = kit.button(
        words("estimate.set_currency"), ids.ESTIMATE_FORM, ids.line_value(page.case.id, LineSpot(Part.CURRENCY))
    )
    return [
        kit.divider(),
        kit.section(words("estimate.in_currency", currency=page.estimate.currency), accessory=change),
    ]


def _line(text: str) -> str:
    """Return what people typed on one line, harmless, and short enough for a page of such lines."""
    return kit.escape_line(text, _WHAT)
