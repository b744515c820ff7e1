"""The forms of an estimate: a benefit, a cost of a kind, what has no price, the currency."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from babel.numbers import get_currency_name

from bot.coaching import money
from bot.coaching.estimate import BenefitLine, CostKind, CostLine, Gain, Intangible, Method, Period
from bot.coaching.estimate_forms import Part
from bot.coaching.estimate_pages import EstimateFormPage
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit
from bot.surface.kit import Json


def estimate_form_modal(page: EstimateFormPage, words: Words) -> Json:
    """Draw the form of a line, blank or as it stands. Its fields are named like those of the line."""
    spot = page.spot
    return kit.modal(
        ids.ESTIMATE_LINE,
        words(f"estimate.form.{spot.part}"),
        list(_FORMS[spot.part](page, words)),
        submit=words("estimate.save"),
        close=words("kit.cancel"),
        carried=kit.metadata(case=page.case_id, part=spot.part, line=spot.line_id, kind=spot.kind, rev=page.revision),
    )


def _benefit(page: EstimateFormPage, words: Words) -> Iterator[Json]:
    line = page.line if isinstance(page.line, BenefitLine) else BenefitLine("", "")
    ask = _Asking(page, words)
    gains = [Option(gain, words(f"estimate.gain.{gain}")) for gain in Gain]
    periods = [Option(period, words(f"estimate.period.{period}")) for period in Period]
    yield ask.text("what", line.what, example="what_example", required=True)
    yield ask.choice("gain", kit.radio(gains, line.gain))
    yield from _group("much", words)
    yield ask.text("unit", line.unit, example="unit_example")
    yield ask.number("unit_value", line.unit_value)
    yield ask.number("expected", line.expected)
    yield ask.number("low", line.low)
    yield ask.choice("period", kit.radio(periods, line.period))
    yield ask.number("months", line.months)
    yield from _group("share", words)
    yield ask.percent("margin", line.margin)
    yield ask.percent("isolation", line.isolation)
    yield ask.choice("method", _method(line, words))
    yield ask.percent("confidence", line.confidence)
    yield from _group("whence", words)
    yield ask.text("source", line.source, example="source_example", required=True)
    yield ask.text("owner", line.owner, example="owner_example")
    yield ask.day(line)


def _group(name: str, words: Words) -> Iterator[Json]:
    yield kit.divider()
    yield kit.section(f"*{words(f'estimate.group.{name}')}*")


def _method(line: BenefitLine, words: Words) -> Json:
    options = [Option(each, words(f"estimate.known_by.{each}")) for each in (ids.NONE, *Method)]
    return kit.select(options, line.method or ids.NONE, placeholder=words("kit.choose"))


def _cost(page: EstimateFormPage, words: Words) -> Iterator[Json]:
    kind = page.spot.kind
    line = page.line if isinstance(page.line, CostLine) else _new_cost(page)
    ask = _Asking(page, words)
    yield kit.section(kit.heading(words(f"estimate.cost.{kind}"), words(f"estimate.about.{kind}")))
    if kind is CostKind.OTHER:
        yield ask.text("what", line.what, label="cost_what", required=True)
    if kind is CostKind.LEARNERS_TIME:
        yield ask.number("people", line.people, required=True)
        yield ask.number("hours", line.hours, required=True)
        yield ask.number("hourly_rate", line.hourly_rate, required=True)
    elif kind is CostKind.DEVELOPMENT:
        yield ask.number("amount", line.amount, label="development", required=True)
        yield ask.number("users", line.users)
        yield ask.number("people", line.people, label="people_here")
    else:
        yield ask.number("amount", line.amount, required=True)
    if kind is not CostKind.OTHER:
        yield ask.text("what", line.what, label="cost_name")
    yield ask.text("source", line.source, example="source_example")
    yield ask.text("owner", line.owner, example="owner_example")
    yield ask.day(line)


def _new_cost(page: EstimateFormPage) -> CostLine:
    """Return a blank cost; how many people take part is known from the other lines."""
    kind = page.spot.kind
    return CostLine("", kind, people=page.people if kind is CostKind.LEARNERS_TIME else None)


def _intangible(page: EstimateFormPage, words: Words) -> Iterator[Json]:
    what = page.line.what if isinstance(page.line, Intangible) else ""
    yield _Asking(page, words).text("what", what, label="intangible", example="intangible_example", required=True)


def _currency(page: EstimateFormPage, words: Words) -> Iterator[Json]:
    named = sorted((code, get_currency_name(code, locale=words.locale)) for code in money.currencies())
    groups: dict[str, list[Option]] = {}
    for code, name in named:
        groups.setdefault(code[0], []).append(Option(code, words("estimate.currency", code=code, name=name)))
    menu = kit.grouped_select(groups, page.currency, placeholder=words("estimate.ask.find_currency"))
    yield _Asking(page, words).choice("currency", menu)


class _Asking:
    """Draws the inputs of one form; labels, hints and examples are found by the field's name."""

    def __init__(self, page: EstimateFormPage, words: Words) -> None:
        self._page = page
        self._words = words

    def text(self, name: str, value: str, *, label: str = "", example: str = "", required: bool = False) -> Json:
        placeholder = self._words(f"estimate.ask.{example}") if example else ""
        return self._asked(name, kit.text_input(value, placeholder=placeholder), label=label, required=required)

    def number(self, name: str, value: Decimal | None, *, label: str = "", required: bool = False) -> Json:
        typed = "" if value is None else _as_typed(value, self._words)
        return self._asked(name, kit.text_input(typed), label=label, required=required)

    def percent(self, name: str, value: Decimal | None) -> Json:
        return self._asked(name, kit.text_input("" if value is None else self._words.percent(value)))

    def choice(self, name: str, element: Json) -> Json:
        return self._asked(name, element, required=True)

    def day(self, line: BenefitLine | CostLine) -> Json:
        return self._asked("dated_on", kit.date_picker(line.dated_on, placeholder=self._words("kit.pick_day")))

    def _asked(self, name: str, element: Json, *, label: str = "", required: bool = False) -> Json:
        key = f"estimate.ask.{label or name}"
        hint = self._words(f"{key}_hint") if f"{key}_hint" in self._words else ""
        asked = self._words(key, currency=self._page.currency)
        return kit.question(asked, name, element, hint=hint, required=required)


def _as_typed(value: Decimal, words: Words) -> str:
    """Return a figure as its form takes it back unchanged: a language's own form shows three decimals only."""
    return words.number(value) if value == money.rounded(value, 3) else f"{value:f}"


_FORMS: Final[Mapping[Part, Callable[[EstimateFormPage, Words], Iterator[Json]]]] = {
    Part.BENEFIT: _benefit,
    Part.COST: _cost,
    Part.INTANGIBLE: _intangible,
    Part.CURRENCY: _currency,
}
