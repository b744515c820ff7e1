"""The brief as it is set on paper: every part in the executive's words, still plain text, cut to the room there is.

The window, the Markdown file and the PDF are all made of this, so that they say the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.coaching.brief_pages import BriefPage
from bot.coaching.estimate import Assumption, EstimateSummary, Reading, Scenario, benefit_of, cost_of, summary
from bot.coaching.money import rounded
from bot.coaching.pilot_brief import PilotSummary, RuleVersion
from bot.coaching.returns import Return
from bot.coaching.transfer import Component, TransferSummary
from bot.coaching.verbatim import showable
from bot.locales.words import Words
from bot.surface import estimate_lines

_SPACES: Final = re.compile(r"\s+")
_UNSETTABLE: Final = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u20e3\u200d\ufe00-\ufe0f\U000e0020-\U000e007f]+"
)
"""Emoji and what joins them: no font of the page has them, and empty boxes say less than nothing."""

_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSING: Final = {'"': '"', "\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb"}
"""Quotation marks that open, and those that close what they opened."""

_CUT: Final = "\u2026"
_MINUS: Final = "\u2212"  # as wide as a digit, and read as what it is
_LETTER: Final = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "SV", "NI", "PA", "DO", "PR"})
"""Territories whose paper is US letter. Source: CLDR, territory paper sizes."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing of several, with a remark behind it."""

    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in columns; all but the first `left` are set to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page. `id` is its name among the words of the page."""

    id: str
    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    points: tuple[Point, ...] = ()
    seals: tuple[str, ...] = ()  # what has to stand whole, and is never cut
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of the sheet of assumptions: what it comes to, how, and who says so."""

    name: str
    low: str
    expected: str
    how: str  # empty: an amount and nothing else
    source: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The sheet behind the page."""

    title: str
    intro: str
    head: tuple[str, str]  # of the two columns
    benefits: tuple[Counted, ...]
    costs: tuple[Counted, ...]
    names: tuple[str, str, str, str, str]  # of the groups: benefits, costs, together, the result, in words
    totals: tuple[tuple[str, str], tuple[str, str]]  # of benefits and of costs
    result: tuple[tuple[str, str, str], ...]  # name, low, expected
    formulae: tuple[str, ...]
    asides: tuple[tuple[str, tuple[str, ...]], ...]  # what is not priced, and what is not counted


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole brief, ready to be set."""

    language: str
    format: str  # `a4` or `us-letter`
    kicker: str
    title: str
    subtitle: str
    foot: str
    parts: tuple[Part, ...]
    assumptions: Assumptions | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each text and of each list fits."""

    text: int  # characters of a paragraph
    note: int  # characters of a line of a list, of a cell, and of a remark
    rows: int  # of a table, a list, or of remarks


ROOMS: Final = (
    Room(text=800, note=320, rows=6),
    Room(text=520, note=280, rows=5),
    Room(text=360, note=230, rows=4),
    Room(text=260, note=180, rows=4),
    Room(text=180, note=120, rows=3),
    Room(text=130, note=76, rows=3),
    Room(text=92, note=56, rows=3),
)
"""From all there usually is to what always fits on one page; the page takes the first it has room for."""


def paper_of(page: BriefPage, words: Words) -> Paper:
    """Return the brief in the words of the executive, nothing cut; what is not known is left out.

    Figures that show no return worth the name do not lead: they stand behind the risks.
    """
    who, figures = _named(page, words), _figures(page, words)
    leads = page.estimate is not None and not summary(page.estimate).reading.is_weak
    parts = (
        _text("quote", _unquoted(page.quote), words),
        _text("heard", page.restatement, words),
        _text("goal", _goal(page, words), words),
        figures if leads else None,
        _needs(page, words),
        _proofs(page, words),
        _risks(page, words),
        None if leads else figures,
        _text("cost_of_yes", page.cost_of_yes, words),
        _pilot(page, words),
        _text("ask", page.ask, words),
    )
    return Paper(
        language=page.language,
        format=_format(page.language),
        kicker=words("paper.kicker"),
        title=_begun_large(page.title_initiative) or words("paper.untitled"),
        subtitle=words("paper.put_to", executive=who) if who else "",
        foot=_foot(page, words),
        parts=tuple(part for part in parts if part),
        assumptions=_assumptions(page, words),
    )


def fitted(paper: Paper, room: Room) -> Paper:
    """Return the page with its texts cut to the room there is: between words, and marked with an ellipsis."""
    return replace(
        paper,
        title=cut(paper.title, room.note),
        subtitle=cut(paper.subtitle, room.note),
        foot=cut(paper.foot, room.note),
        parts=tuple(_fitted(part, room) for part in paper.parts),
    )


def cut(text: str, most: int) -> str:
    """Return a text on one line of at most so many characters, cut between two words where it is longer."""
    line = settable(_SPACES.sub(" ", text)).strip()
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    at = kept.rfind(" ")
    return (kept[:at] if at > most // 2 and line[most - 1] != " " else kept).rstrip(" ,;:.-") + _CUT


def settable(text: str) -> str:
    """Return what people typed without what no font has and what would turn the lines around it."""
    return _SPACES.sub(" ", _UNSETTABLE.sub("", _TURNING.sub("", showable(text))))


def _fitted(part: Part, room: Room) -> Part:
    table = part.table
    return replace(
        part,
        lines=tuple(cut(line, room.text) for line in part.lines),
        points=tuple(Point(cut(each.what, room.note), cut(each.note, room.note)) for each in part.points[: room.rows]),
        seals=part.seals[: room.rows],
        notes=tuple(cut(note, room.note) for note in part.notes[: room.rows]),
        table=table
        and replace(
            table, rows=tuple(tuple(cut(cell, room.note // 2) for cell in row) for row in table.rows[: room.rows])
        ),
    )


def _named(page: BriefPage, words: Words) -> str:
    who, role = page.title_executive, page.executive_role
    return words("paper.named", name=who, role=role) if who and role else who


def _begun_large(title: str) -> str:
    """Return a title with a capital at its beginning: in a case it stands behind a comma."""
    return title[:1].upper() + title[1:]


def _foot(page: BriefPage, words: Words) -> str:
    if page.trainer and page.as_of:
        return words("paper.by_on", trainer=page.trainer, day=page.as_of)
    return page.trainer


def _format(language: str) -> str:
    return "us-letter" if language.rpartition("-")[2] in _LETTER else "a4"


def _text(name: str, text: str, words: Words) -> Part | None:
    return Part(name, words(f"paper.{name}"), (text,)) if text.strip() else None


def _unquoted(said: str) -> str:
    """Return somebody's words without the marks that they were typed or pasted in: the page sets its own."""
    words = said.strip()
    first, inner, last = words[:1], words[1:-1], words[-1:]
    is_quoted = bool(inner) and _CLOSING.get(first) == last and not {first, last} & set(inner)
    return inner.strip() if is_quoted else words


def _goal(page: BriefPage, words: Words) -> str:
    if page.goal and page.goal_measure:
        return words("paper.measured", goal=page.goal, measure=page.goal_measure)
    return page.goal or page.goal_measure


def _proofs(page: BriefPage, words: Words) -> Part | None:
    points = tuple(Point(proof.text, proof.note or words("paper.no_source")) for proof in page.proofs)
    return Part("proofs", words("paper.proofs"), points=points) if points else None


# The figures


def _figures(page: BriefPage, words: Words) -> Part | None:
    if page.estimate is None:
        return None
    found = summary(page.estimate)
    title = words("paper.figures_weak" if found.reading.is_weak else "paper.figures")
    cost = _money(found.cost, found.currency, words)
    match found.reading:
        case Reading.NO_ISOLATION:
            return Part("figures", title, (words("paper.figure.no_return", cost=cost),))
        case Reading.NO_BENEFIT:
            return Part("figures", title, (words("paper.figure.no_benefit", cost=cost),))
        case Reading.NO_COST:
            return Part("figures", title, (words("paper.figure.no_cost"),))
    return Part(
        "figures",
        title,
        lines=(words(f"paper.figure.{found.reading}"),) if found.reading.is_weak else (),
        table=_returns(found, words),
        notes=tuple(filter(None, (estimate_lines.break_even(found, words, str), words("paper.figure.first_year")))),
        points=tuple(_rests(each, found.currency, words) for each in found.assumptions),
    )


def _returns(found: EstimateSummary, words: Words) -> Table:
    names = ("benefit", "cost", "net", "roi", "bcr", "payback")
    head = ("", *(words(f"paper.figure.{name}") for name in names))
    cases = (("low", found.low), ("expected", found.expected))
    rows = [(words(f"paper.figure.{name}"), *_return(case, found.currency, words)) for name, case in cases if case]
    return Table(head, tuple(rows))


def _return(found: Return, currency: str, words: Words, places: int = 0) -> tuple[str, ...]:
    return (
        _money(found.benefit, currency, words),
        _money(found.cost, currency, words),
        _money(found.net, currency, words),
        estimate_lines.roi(found, words, places).replace("-", _MINUS),
        estimate_lines.bcr(found, words),
        _payback(found, words),
    )


def _payback(found: Return, words: Words) -> str:
    if not found.cost:
        return words("paper.figure.none")
    if found.payback_months is None:
        return words("paper.figure.never")
    return words.number(rounded(found.payback_months, 1))


def _rests(each: Assumption, currency: str, words: Words) -> Point:
    said = {"what": estimate_lines.name(each.line, words, str), "amount": _money(each.amount, currency, words)}
    if each.line.owner:
        return Point(words("paper.rests.line", **said, owner=each.line.owner))
    return Point(words("paper.rests.line_alone", **said))


def _money(value: Decimal, currency: str, words: Words) -> str:
    return estimate_lines.amount(value, currency, words).replace("-", _MINUS)


# Needs, risks


def _needs(page: BriefPage, words: Words) -> Part | None:
    found = page.needs
    if found is None or not (found.open_lines or found.worth):
        return None
    rows = tuple(
        (line.role, line.what, f"{line.present} \u2192 {line.required}", words.number(line.headcount))
        for line in found.open_lines
    )
    head = tuple(words(f"paper.need.{name}") for name in ("role", "what", "levels", "people"))
    worth = words("paper.need.worth_from", worth=found.worth, source=found.worth_source)
    return Part(
        "needs",
        words("paper.needs"),
        lines=(worth if found.worth_source else words("paper.need.worth", worth=found.worth),) if found.worth else (),
        table=Table(head, rows, left=2) if rows else None,
        notes=(words("paper.need.scale"),) if rows else (),
    )


def _risks(page: BriefPage, words: Words) -> Part | None:
    found = page.risks
    if found is None:
        return None
    notes = [_standstill(found.standstill, found.by_when, words)] if found.standstill else []
    if found.benefits:
        notes.append(words("paper.risk.gains", what="; ".join(benefit.what for benefit in found.benefits)))
    return Part(
        "risks",
        words("paper.risks"),
        points=tuple(Point(risk.what, _remedy(risk.mitigation, risk.owner, words)) for risk in found.risks),
        notes=tuple(notes),
    )


def _remedy(remedy: str, owner: str, words: Words) -> str:
    if remedy and owner:
        return words("paper.risk.owned", remedy=remedy, owner=owner)
    return remedy or words("paper.risk.open")


def _standstill(what: str, by_when: str, words: Words) -> str:
    if by_when:
        return words("paper.risk.standstill_by", when=by_when, what=what)
    return words("paper.risk.standstill", what=what)


# The pilot


def _pilot(page: BriefPage, words: Words) -> Part | None:
    if page.tested is None:
        points = tuple(Point(words("paper.pilot.line", label=words(key), says=says)) for key, says in page.pilot)
        notes = tuple(filter(None, (_lasts(page.transfer, words),)))
        return Part("pilot", words("paper.pilot.title"), points=points, notes=notes) if points else None
    found = page.tested
    return Part(
        "pilot",
        words("paper.pilot.title"),
        lines=tuple(filter(None, (_who_and_when(found, words), found.verdict_text, _lasts(page.transfer, words)))),
        table=_measures(found, words),
        points=tuple(map(Point, found.rule)),
        seals=tuple(_locked(version, page.zone, words) for version in reversed(found.versions)),
        notes=tuple(_small_print(found, words)),
    )


def _who_and_when(found: PilotSummary, words: Words) -> str:
    parts = []
    if found.size:
        key = "paper.pilot.who" if found.audience else "paper.pilot.people"
        parts.append(words(key, audience=found.audience, count=found.size))
    elif found.audience:
        parts.append(found.audience)
    if found.starts_on and found.ends_on:
        parts.append(words("paper.pilot.span", start=found.starts_on, end=found.ends_on))
    parts += filter(None, (_decides(found, words), words("paper.pilot.costs", cost=found.cost) if found.cost else ""))
    return ". ".join(parts) + "." if parts else ""


def _decides(found: PilotSummary, words: Words) -> str:
    if found.decider and found.decision_on:
        return words("paper.pilot.decides", who=found.decider, day=found.decision_on)
    if found.decision_on:
        return words("paper.pilot.decides_on", day=found.decision_on)
    return words("paper.pilot.decides_who", who=found.decider) if found.decider else ""


def _lasts(plan: TransferSummary | None, words: Words) -> str:
    """Say what keeps the result in use: the components that are planned, each with its first day."""
    if plan is None or not plan.actions:
        return ""
    planned = {action.component: action.due_on for action in reversed(plan.actions)}
    said = "; ".join(_planned(each, planned[each], words) for each in Component if each in planned)
    key = "paper.pilot.lasts_with" if plan.manager else "paper.pilot.lasts"
    return words(key, plan=said, manager=plan.manager)


def _planned(component: Component, day: date | None, words: Words) -> str:
    named = words(f"transfer.component.{component}")
    return f"{named} ({words.date(day)})" if day else named


def _measures(found: PilotSummary, words: Words) -> Table | None:
    if not found.measures:
        return None
    has_result = any(measure.result for measure in found.measures)
    names = ("measure", "before", "target", *(("result",) if has_result else ()))
    unknown = words("paper.pilot.not_known")
    rows = tuple(
        (
            measure.name,
            measure.baseline or unknown,
            measure.target or unknown,
            *((measure.result or unknown,) if has_result else ()),
        )
        for measure in found.measures
    )
    return Table(tuple(words(f"paper.pilot.{name}") for name in names), rows)


def _small_print(found: PilotSummary, words: Words) -> Iterator[str]:
    """Yield the remarks on a pilot: where there is little room, the last are left out."""
    if found.rule and not found.versions:
        yield words("paper.pilot.open")
    for version in reversed(found.versions):
        if version.reason:
            yield words("paper.pilot.because", version=version.version, reason=version.reason)
    if found.measured:
        yield found.measured
    yield from (measure.uncertainty for measure in found.measures if measure.uncertainty)
    if found.learned:
        yield words("paper.pilot.learned", what=found.learned)


def _locked(version: RuleVersion, zone: str, words: Words) -> str:
    moment = words.moment(version.locked_at, zone)
    said = words("paper.pilot.locked", version=version.version, moment=moment, digest=version.digest)
    return f"{said} {version.timing}".strip()


# The sheet of assumptions


def _assumptions(page: BriefPage, words: Words) -> Assumptions | None:
    if page.estimate is None:
        return None
    estimate, found = page.estimate, summary(page.estimate)
    benefits = tuple(
        Counted(
            settable(estimate_lines.name(line, words, str)),
            _money(benefit_of(line, Scenario.LOW), estimate.currency, words),
            _money(benefit_of(line, Scenario.EXPECTED), estimate.currency, words),
            settable(estimate_lines.benefit(line, estimate.currency, words, str)),
            _source(estimate_lines.source(line, words, str), words),
        )
        for line in estimate.benefits
    )
    costs = []
    for line in estimate.costs:
        total = cost_of(line)
        shown = words("paper.pilot.not_known") if total is None else _money(total, estimate.currency, words)
        how = estimate_lines.cost(line, estimate.currency, words).replace("*", "")
        how = "" if how == shown else how
        whence = _source(estimate_lines.source(line, words, str), words)
        costs.append(Counted(settable(estimate_lines.name(line, words, str)), shown, shown, how, whence))
    cost = _money(found.cost, estimate.currency, words)
    cases = [case for case in (found.low, found.expected) if case]
    names = ("net", "roi", "bcr", "payback")
    columns = [_return(case, found.currency, words, places=1)[2:] for case in cases]
    result = tuple((words(f"paper.figure.{name}"), *values) for name, *values in zip(names, *columns, strict=True))
    gross = tuple(_money(case.benefit, found.currency, words) for case in cases)
    return Assumptions(
        title=words("paper.assumptions.title"),
        intro=words("paper.assumptions.intro"),
        head=(words("paper.assumptions.low"), words("paper.assumptions.expected")),
        benefits=benefits,
        costs=tuple(costs),
        names=tuple(
            words(f"paper.assumptions.{name}") for name in ("benefits", "costs", "total", "result", "formulae")
        ),  # type: ignore[arg-type]
        totals=(gross or ("", ""), (cost, cost)),  # type: ignore[arg-type]
        result=result if cases else (),
        formulae=tuple(
            words(f"paper.assumptions.{name}_is") for name in ("benefit", "low", "cost", "roi", "bcr", "payback")
        ),
        asides=tuple(_asides(found, words)),
    )


def _source(said: str, words: Words) -> str:
    source = settable(said)
    return words("paper.assumptions.source", source=source) if source else words("paper.assumptions.no_source")


def _asides(found: EstimateSummary, words: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    if found.intangibles:
        yield words("paper.assumptions.not_priced"), tuple(map(settable, found.intangibles))
    missing = [f"{settable(line.what)}: {words(f'estimate.gap.{gap}')}" for line, gaps in found.gaps for gap in gaps]
    if found.not_covered:
        kinds = words.listed([words(f"estimate.cost.{kind}") for kind in found.not_covered])
        missing.append(words("paper.assumptions.not_covered", kinds=kinds))
    if missing:
        yield words("paper.assumptions.not_counted"), tuple(missing)
