"""The estimate's forms: from what stands in their fields to a line, or to what is wrong, by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from bot.coaching import answers, money
from bot.coaching.answers import AnswerError
from bot.coaching.estimate import BenefitLine, CostKind, CostLine, Estimate, Gain, Intangible, Method, Period
from bot.coaching.needs import Needs
from bot.coaching.returns import FIRST_YEAR
from bot.locales.words import Sentence, Words

Line = BenefitLine | CostLine | Intangible
Read = TypeVar("Read")
Kept = TypeVar("Kept", bound=Line)

MOST_LINES: Final = 12
"""Of each part: more fit no window and no page, and nobody reads them."""

LONGEST_NAME: Final = 200
"""Characters of what a line is called: it stands in a table, and on a page."""

_LONGEST_SOURCE: Final = 500
_BIGGEST: Final = Decimal(10) ** 10


class Part(StrEnum):
    """What a form of the estimate is about."""

    BENEFIT = "benefit"
    COST = "cost"
    INTANGIBLE = "intangible"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class LineSpot:
    """Which form it is: for what, of which cost kind, for which line."""

    part: Part
    line_id: str = ""  # empty: a new line
    kind: CostKind = CostKind.OTHER  # of a cost


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a submitted form, and how it is meant."""

    fields: Mapping[str, object]  # by name; None or nothing where a field is empty
    words: Words  # of who typed it: numbers are in this language's form
    today: date  # where they are
    currency: str = ""  # of the estimate


@dataclass(slots=True)
class _Fields:
    """The fields of one submitted form, read one by one; what cannot be read is noted at its field."""

    typed: Typed
    problems: dict[str, Sentence] = field(default_factory=dict)

    def chosen(self, name: str) -> str:
        return str(self.typed.fields.get(name) or "")

    def text(self, name: str, longest: int = LONGEST_NAME, *, required: bool = False) -> str:
        text = self.chosen(name).strip()
        if required and not text:
            self.refuse(name, "answers.required.text")
        if len(text) > longest:
            self.refuse(name, "answers.too_long", length=len(text), limit=longest)
        return text

    def number(self, name: str, *, required: bool = False) -> Decimal | None:
        value = self._read(name, lambda raw: answers.number(raw, self.typed.words))
        if value is not None and value < 0:
            self.refuse(name, "estimate.wrong.negative")
            return None
        self._check_size(name, value)
        return self._given(name, value, "answers.required.number", required=required)

    def amount(self, name: str, *, required: bool = False) -> Decimal | None:
        value = self._read(name, lambda raw: money.read(raw, self.typed.words, self.typed.currency))
        self._check_size(name, value)
        return self._given(name, value, "answers.required.money", required=required)

    def percent(self, name: str) -> Decimal | None:
        return self._read(name, lambda raw: answers.percent(raw, self.typed.words))

    def day(self, name: str) -> date | None:
        day = self._read(name, lambda raw: date.fromisoformat(str(raw)))
        if day and day > self.typed.today:
            self.refuse(name, "answers.date.not_yet_made")
        return day

    def refuse(self, name: str, key: str, **values: object) -> None:
        self.problems.setdefault(name, Sentence(key, values))

    def _read(self, name: str, reader: Callable[[object], Read]) -> Read | None:
        raw = self.typed.fields.get(name)
        if raw is None or not str(raw).strip():
            return None
        try:
            return reader(raw)
        except AnswerError as error:
            self.problems[name] = error.sentence
            return None

    def _check_size(self, name: str, value: Decimal | None) -> None:
        if value is not None and value > _BIGGEST:
            self.refuse(name, "answers.number.too_big")

    def _given(self, name: str, value: Decimal | None, key: str, *, required: bool) -> Decimal | None:
        if required and value is None:
            self.refuse(name, key)
        return value


def lines_of(estimate: Estimate, part: Part) -> tuple[Line, ...]:
    """Return the lines of a part."""
    match part:
        case Part.BENEFIT:
            return estimate.benefits
        case Part.COST:
            return estimate.costs
        case Part.INTANGIBLE:
            return estimate.intangibles
        case Part.CURRENCY:
            return ()


def line_of(estimate: Estimate, spot: LineSpot) -> Line | None:
    """Return the line a form is for; None: a new one, or one that is gone."""
    return next((line for line in lines_of(estimate, spot.part) if line.id == spot.line_id), None)


def suggested(estimate: Estimate, spot: LineSpot, needs: Needs) -> BenefitLine | None:
    """Return a first benefit to begin with: what the needs analysis says that closing the gap is worth."""
    worth = needs.worth
    if spot.part is not Part.BENEFIT or estimate.benefits or not worth.what:
        return None
    what = " ".join(worth.what.split())
    return BenefitLine("", what if len(what) <= LONGEST_NAME else "", source=worth.source)


def line(spot: LineSpot, line_id: str, typed: Typed) -> Line | dict[str, Sentence]:
    """Return the line that a form makes, or what is wrong with it, by field."""
    match spot.part:
        case Part.COST:
            return cost(line_id, spot.kind, typed)
        case Part.INTANGIBLE:
            return intangible(line_id, typed)
    return benefit(line_id, typed)


def currency(estimate: Estimate, typed: Typed) -> Estimate | dict[str, Sentence]:
    """Return an estimate in the currency that a form names; amounts that stand in it are never converted."""
    chosen = str(typed.fields.get("currency") or "")
    if chosen not in money.currencies():
        return {"currency": Sentence("answers.required.choice")}
    if estimate.has_amounts and chosen != estimate.currency:
        return {"currency": Sentence("estimate.wrong.settled", {"currency": estimate.currency})}
    return replace(estimate, currency=chosen)


def with_line(estimate: Estimate, line: Line) -> Estimate | dict[str, Sentence]:
    """Return an estimate with a line in its place, or behind the others; a page holds no endless list."""
    match line:
        case BenefitLine():
            return _placed(estimate.benefits, line, lambda lines: replace(estimate, benefits=lines))
        case CostLine():
            return _placed(estimate.costs, line, lambda lines: replace(estimate, costs=lines))
        case Intangible():
            return _placed(estimate.intangibles, line, lambda lines: replace(estimate, intangibles=lines))


def without_line(estimate: Estimate, line_id: str) -> Estimate:
    """Return an estimate without a line; earlier revisions still hold it."""
    return replace(
        estimate,
        benefits=tuple(line for line in estimate.benefits if line.id != line_id),
        costs=tuple(line for line in estimate.costs if line.id != line_id),
        intangibles=tuple(line for line in estimate.intangibles if line.id != line_id),
    )


def _placed(
    lines: tuple[Kept, ...], line: Kept, made: Callable[[tuple[Kept, ...]], Estimate]
) -> Estimate | dict[str, Sentence]:
    if any(line.id == known.id for known in lines):
        return made(tuple(line if known.id == line.id else known for known in lines))
    if len(lines) >= MOST_LINES:
        return {"what": Sentence("estimate.wrong.full", {"most": MOST_LINES})}
    return made((*lines, line))


def benefit(line_id: str, typed: Typed) -> BenefitLine | dict[str, Sentence]:
    """Return the benefit that a form makes, or what is wrong with it, by field.

    What is not known yet may stay empty, except what it is and where it comes from (guiding principle 3).
    """
    fields = _Fields(typed)
    line = BenefitLine(
        id=line_id,
        what=fields.text("what", required=True),
        unit=fields.text("unit"),
        gain=Gain(fields.chosen("gain") or Gain.SAVING),
        unit_value=fields.amount("unit_value"),
        low=fields.number("low"),
        expected=fields.number("expected"),
        period=Period(fields.chosen("period") or Period.MONTH),
        months=_months(fields),
        margin=fields.percent("margin"),
        isolation=fields.percent("isolation"),
        method=Method(fields.chosen("method")) if fields.chosen("method") else None,
        confidence=fields.percent("confidence"),
        source=fields.text("source", _LONGEST_SOURCE, required=True),
        owner=fields.text("owner"),
        dated_on=fields.day("dated_on"),
    )
    _check_benefit(line, fields)
    return fields.problems or line


def cost(line_id: str, kind: CostKind, typed: Typed) -> CostLine | dict[str, Sentence]:
    """Return the cost that a form makes, or what is wrong with it, by field."""
    fields = _Fields(typed)
    is_time, is_development = kind is CostKind.LEARNERS_TIME, kind is CostKind.DEVELOPMENT
    line = CostLine(
        id=line_id,
        kind=kind,
        what=fields.text("what", required=kind is CostKind.OTHER),
        amount=None if is_time else fields.amount("amount", required=True),
        people=fields.number("people", required=is_time) if is_time or is_development else None,
        hours=fields.number("hours", required=True) if is_time else None,
        hourly_rate=fields.amount("hourly_rate", required=True) if is_time else None,
        users=fields.number("users") if is_development else None,
        source=fields.text("source", _LONGEST_SOURCE),
        owner=fields.text("owner"),
        dated_on=fields.day("dated_on"),
    )
    if is_development:
        _check_development(line, fields)
    return fields.problems or line


def intangible(line_id: str, typed: Typed) -> Intangible | dict[str, Sentence]:
    """Return the benefit without a price that a form makes, or what is wrong with it, by field."""
    fields = _Fields(typed)
    line = Intangible(line_id, fields.text("what", required=True))
    return fields.problems or line


def _months(fields: _Fields) -> Decimal:
    months = fields.number("months")
    if months is None:
        return Decimal(FIRST_YEAR)
    if not 0 < months <= FIRST_YEAR:
        fields.refuse("months", "estimate.wrong.months", most=FIRST_YEAR)
    return months


def _check_benefit(line: BenefitLine, fields: _Fields) -> None:
    if line.low is not None and line.expected is not None and line.low > line.expected:
        fields.refuse("low", "estimate.wrong.low")
    if line.gain is Gain.REVENUE and line.margin is None:
        fields.refuse("margin", "estimate.wrong.margin")
    if line.isolation is not None and line.method is None:
        fields.refuse("method", "estimate.wrong.method")
    if line.method and line.isolation is None:
        fields.refuse("isolation", "estimate.wrong.isolation")


def _check_development(line: CostLine, fields: _Fields) -> None:
    if line.users is not None and line.people is None:
        fields.refuse("people", "estimate.wrong.people")
    if line.people is not None and line.users is None:
        fields.refuse("users", "estimate.wrong.users")
    if line.people is not None and line.users is not None and line.people > line.users:
        fields.refuse("users", "estimate.wrong.users_few")
