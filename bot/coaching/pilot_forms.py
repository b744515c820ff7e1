"""The pilot's forms: what they ask, what stands in them, and what comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any, Final

from bot.coaching import answers, money, pilot_checks, pilot_words, worksheet
from bot.coaching.answers import MOST_WEEKS, AnswerError
from bot.coaching.estimate import Estimate, Period
from bot.coaching.pages import Field
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot, Reading, Results, Sample
from bot.coaching.pilot_answers import suggested
from bot.coaching.pilot_pages import Part
from bot.coaching.worksheet import Blank
from bot.locales.words import Sentence, Words
from bot.playbook.model import Kind, Option, Question, Value

Said = dict[str, object]
Problems = dict[str, Sentence]

_NAME: Final = 60
"""Characters of a measure's name in the label of a field."""

_SEPARATOR: Final = ";"
"""Between earlier values: a comma may stand within a number."""

_SETTING: Final = (
    Blank("audience"),
    Blank("size", Kind.NUMBER),
    Blank("starts_on", Kind.DATE),
    Blank("weeks", Kind.NUMBER),
    Blank("comparison", Kind.CHOICE, is_required=True, choices=Comparison),
    Blank("comparison_who"),
    Blank("owner"),
    Blank("cost"),
)
_MEASURE: Final = (
    Blank("name", is_required=True),
    Blank("unit"),
    Blank("direction", Kind.CHOICE, is_required=True, choices=Direction),
    Blank("baseline", Kind.NUMBER),
    Blank("baseline_on", Kind.DATE),
    Blank("baseline_source"),
    Blank("target", Kind.NUMBER),
    Blank("go", Kind.NUMBER),
    Blank("no_go", Kind.NUMBER),
)
_TREND: Final = (Blank("earlier"), Blank("every_weeks", Kind.NUMBER))
_WORTH: Final = (
    Blank("line_id", Kind.CHOICE),
    Blank("period", Kind.CHOICE, choices=Period),
    Blank("is_per_person", Kind.YES_NO),
)
_DECISION: Final = (
    Blank("decider"),
    Blank("decision_on", Kind.DATE),
    Blank("if_go"),
    Blank("between"),
    Blank("if_no_go"),
)
_REASON: Final = Blank("reason", Kind.LONG_TEXT, is_required=True)
_MEASURED: Final = Blank("measured_on", Kind.DATE, is_required=True)
_PEOPLE: Final = Blank("people", Kind.NUMBER)
_OTHERS: Final = Blank("others", Kind.NUMBER)
_VALUE: Final = Blank("value", Kind.NUMBER, is_required=True)
_SPREAD: Final = Blank("spread", Kind.NUMBER)
_COMPARED: Final = Blank("compared", Kind.NUMBER)
_COMPARED_SPREAD: Final = Blank("compared_spread", Kind.NUMBER)
_LEARNED: Final = Blank("learned", Kind.LONG_TEXT)

_WHOLE: Final = frozenset({"size", "weeks", "people", "others"})
_ABOVE_NOTHING: Final = frozenset({"every_weeks"})
_NOT_BELOW_NOTHING: Final = frozenset({"spread", "compared_spread"})


# What stands in a form.


def of_setting(pilot: Pilot, words: Words, reset: int) -> tuple[Field, ...]:
    """Return the form for who takes part, when, and what the result is held against."""
    amount = pilot_words.cost(pilot, words)
    shown = {blank.name: worksheet.value_of(pilot, blank) for blank in _SETTING} | {"cost": amount or None}
    return _fields(Part.SETTING, _SETTING, shown, words, reset)


def of_decision(pilot: Pilot, words: Words, reset: int) -> tuple[Field, ...]:
    """Return the form for who decides, when, and what follows."""
    shown = {blank.name: worksheet.value_of(pilot, blank) for blank in _DECISION}
    return _fields(Part.DECISION, _DECISION, shown, words, reset)


def of_measure(pilot: Pilot, measure: Measure | None, words: Words, reset: int) -> tuple[Field, ...]:
    """Return the form for a measure, its thresholds suggested where it has none; blank for a new one."""
    held = suggested(measure) if measure else None
    blanks = _blanks_of_measure(pilot)
    shown = {blank.name: worksheet.value_of(held, blank) for blank in blanks if blank.name != "earlier"}
    if held:
        shown["earlier"] = f"{_SEPARATOR} ".join(words.number(value) for value in held.earlier) or None
    return _fields(Part.MEASURE, blanks, shown, words, reset)


def of_worth(pilot: Pilot, estimate: Estimate | None, words: Words, reset: int) -> tuple[Field, ...]:
    """Return the form for what the measures are worth; which line of the estimate, where there is one."""
    lines = tuple(Option(line.id, line.what) for line in estimate.benefits) if estimate else ()
    every = (
        field
        for measure in pilot.measures
        for field in _fields_of_measure(
            Part.WORTH,
            _WORTH,
            measure,
            {blank.name: worksheet.value_of(measure, blank) for blank in _WORTH},
            words,
            reset,
            {"line_id": lines},
        )
    )
    return tuple(field for field in every if field.options or field.question.kind is not Kind.CHOICE)


def of_lock(words: Words, reset: int, reason: str = "") -> tuple[Field, ...]:
    """Return the form for locking another version of the rule: why there is one."""
    return _fields(Part.LOCK, (_REASON,), {"reason": reason or None}, words, reset)


def of_results(pilot: Pilot, results: Results | None, today: date, words: Words, reset: int) -> tuple[Field, ...]:
    """Return the form for the result, as it was entered before."""
    compares = pilot.comparison is Comparison.GROUP
    first = results.readings[0] if results and results.readings else None
    people = first.trained.size if first else pilot.size
    others = first.compared.size if first and first.compared else None
    known: dict[str, Value | None] = {
        "measured_on": results.measured_on if results else today,
        "people": None if people is None else Decimal(people),
        "others": None if others is None else Decimal(others),
        "learned": (results.learned or None) if results else None,
    }
    begun = _fields(Part.RESULTS, (_MEASURED, _PEOPLE, *([_OTHERS] if compares else [])), known, words, reset)
    blanks = _blanks_of_reading(compares=compares)
    of_measures = (
        field
        for measure in pilot.measures
        for field in _fields_of_measure(
            Part.RESULTS, blanks, measure, _shown(results.reading(measure.id) if results else None), words, reset
        )
    )
    return (*begun, *of_measures, *_fields(Part.RESULTS, (_LEARNED,), known, words, reset))


# What comes back.


def read_setting(raw: Mapping[str, object], currency: str, words: Words, today: date) -> tuple[Said, Problems]:
    """Read who takes part, when, and what the result is held against."""
    said, problems = _read(_SETTING, raw, words, today)
    try:
        said["cost"] = money.read(raw["cost"], words, currency) if raw.get("cost") else None
    except AnswerError as error:
        problems["cost"] = error.sentence
    weeks = said.get("weeks")
    if isinstance(weeks, int) and weeks > MOST_WEEKS:
        problems["weeks"] = Sentence("answers.number.weeks", {"limit": MOST_WEEKS})
    return said, problems


def read_decision(raw: Mapping[str, object], words: Words, today: date) -> tuple[Said, Problems]:
    """Read who decides, when, and what follows."""
    return _read(_DECISION, raw, words, today)


def read_measure(pilot: Pilot, raw: Mapping[str, object], words: Words, today: date) -> tuple[Said, Problems]:
    """Read a measure; one value must not be a go and a no-go at once."""
    blanks = _blanks_of_measure(pilot)
    said, problems = _read(blanks, raw, words, today)
    if "earlier" in said:
        try:
            said["earlier"] = _numbers(str(said["earlier"]), words)
        except AnswerError as error:
            problems["earlier"] = error.sentence
    if not problems:
        made = suggested(replace(Measure("", ""), **said))  # type: ignore[arg-type]
        said |= {"go": made.go, "no_go": made.no_go}
        if pilot_checks.is_contradictory(made):
            problems["no_go"] = Sentence("pilot.problem.order")
        if made.baseline_on and made.baseline_on > today:
            problems["baseline_on"] = Sentence("pilot.problem.baseline_later")
    return said, problems


def read_worth(pilot: Pilot, raw: Mapping[str, object], words: Words, today: date) -> tuple[dict[str, Said], Problems]:
    """Read what the measures are worth, by measure."""
    every: dict[str, Said] = {}
    problems: Problems = {}
    for measure in pilot.measures:
        said, wrong = _read(_WORTH, _of_measure(raw, measure), words, today)
        said["is_per_person"] = bool(said.get("is_per_person"))
        every[measure.id] = said
        problems |= _at_measure(wrong, measure)
    return every, problems


def read_reason(raw: Mapping[str, object], words: Words, today: date) -> tuple[str, Problems]:
    """Read why there is another version of the rule."""
    said, problems = _read((_REASON,), raw, words, today)
    return str(said.get("reason") or ""), problems


def read_results(
    pilot: Pilot, raw: Mapping[str, object], words: Words, today: date
) -> tuple[tuple[tuple[Reading, ...], date, str] | None, Problems]:
    """Read the result: the readings, the day they are from, and what was learned; None where something is wrong."""
    compares = pilot.comparison is Comparison.GROUP
    said, problems = _read((_MEASURED, _PEOPLE, _OTHERS, _LEARNED), raw, words, today)
    readings = []
    for measure in pilot.measures:
        blanks = _blanks_of_reading(compares=compares)
        read, wrong = _read(blanks, _of_measure(raw, measure), words, today)
        problems |= _at_measure(wrong, measure)
        if not wrong:
            readings.append(_reading(measure, read, said))
    measured_on = said.get("measured_on")
    if isinstance(measured_on, date) and measured_on > today:
        problems["measured_on"] = Sentence("pilot.problem.measured_later")
    if problems or not isinstance(measured_on, date):
        return None, problems
    return (tuple(readings), measured_on, str(said.get("learned") or "")), problems


def changed(held: Any, base: Any, said: Said) -> Any:  # noqa: ANN401  a pilot, or a measure
    """Return what is held now, with what this form changed since it was drawn from `base`."""
    return replace(held, **{name: value for name, value in said.items() if value != getattr(base, name)})


def with_currency(pilot: Pilot, currency: str) -> Pilot:
    """Return a pilot whose cost is in a currency, unless it has one already."""
    return pilot if pilot.cost is None or pilot.currency else replace(pilot, currency=currency)


def with_measure(pilot: Pilot, base: Measure | None, measure_id: str, said: Said) -> Pilot:
    """Return a pilot with what a form says of a measure; one that another window left out comes back."""
    held = pilot.measure(measure_id) or base
    blank = Measure(_free_id(pilot), "")
    made = changed(held, base or held, said) if held else changed(blank, blank, said)
    return replace(pilot, measures=worksheet.put(pilot.measures, made))


def with_worth(pilot: Pilot, every: Mapping[str, Said]) -> Pilot:
    """Return a pilot with what its measures are worth."""
    return replace(pilot, measures=tuple(changed(each, each, every[each.id]) for each in pilot.measures))


def _free_id(pilot: Pilot) -> str:
    taken = {measure.id for measure in pilot.measures}
    return next(name for name in (f"m{number}" for number in count(1)) if name not in taken)


def _blanks_of_measure(pilot: Pilot) -> tuple[Blank, ...]:
    return (*_MEASURE, *_TREND) if pilot.comparison is Comparison.TREND else _MEASURE


def _blanks_of_reading(*, compares: bool) -> tuple[Blank, ...]:
    return (_VALUE, _SPREAD, _COMPARED, _COMPARED_SPREAD) if compares else (_VALUE,)


def _read(blanks: Iterable[Blank], raw: Mapping[str, object], words: Words, today: date) -> tuple[Said, Problems]:
    """Read the fields that stand in a form; numbers may carry a percent sign, people and weeks are whole."""
    there = tuple(blank for blank in blanks if blank.name in raw)
    options = {blank.name: tuple(Option(each, each) for each in blank.choices) for blank in there if blank.choices}
    plain = {
        blank.name: _without_sign(raw[blank.name]) if blank.kind is Kind.NUMBER else raw[blank.name] for blank in there
    }
    part = worksheet.Part("", dict, there)
    said, problems = worksheet.read(part, plain, options, words=words, today=today)
    for name, value in list(said.items()):
        if isinstance(value, Decimal) and (wrong := _wrong(name, value)):
            problems[name] = Sentence(wrong)
        elif isinstance(value, Decimal) and name in _WHOLE:
            said[name] = int(value)
    return said, problems


def _wrong(name: str, value: Decimal) -> str:
    if name in _WHOLE and (value < 1 or value != value.to_integral_value()):
        return "answers.number.whole"
    is_too_small = (name in _ABOVE_NOTHING and value <= 0) or (name in _NOT_BELOW_NOTHING and value < 0)
    return "pilot.problem.negative" if is_too_small else ""


def _without_sign(raw: object) -> object:
    return raw.strip().removesuffix("%").rstrip() if isinstance(raw, str) else raw


def _numbers(text: str, words: Words) -> tuple[Decimal, ...]:
    return tuple(answers.number(each.strip(), words) for each in text.split(_SEPARATOR) if each.strip())


def _of_measure(raw: Mapping[str, object], measure: Measure) -> dict[str, object]:
    """Return what stands in the fields of one measure, by their plain names."""
    return {
        name.removesuffix(f"-{measure.id}"): value for name, value in raw.items() if name.endswith(f"-{measure.id}")
    }


def _at_measure(problems: Problems, measure: Measure) -> Problems:
    return {f"{name}-{measure.id}": problem for name, problem in problems.items()}


def _reading(measure: Measure, read: Said, said: Said) -> Reading:
    def sample(value: object, spread: object, size: object) -> Sample:
        return Sample(
            value if isinstance(value, Decimal) else Decimal(0),
            size if isinstance(size, int) else None,
            spread if isinstance(spread, Decimal) else None,
        )

    compared = read.get("compared")
    return Reading(
        measure.id,
        sample(read["value"], read.get("spread"), said.get("people")),
        None if compared is None else sample(compared, read.get("compared_spread"), said.get("others")),
    )


def _fields_of_measure(  # noqa: PLR0913, PLR0917  all that such a field is made of
    part: Part,
    blanks: Iterable[Blank],
    measure: Measure,
    shown: Mapping[str, Value | None],
    words: Words,
    reset: int,
    options: Mapping[str, tuple[Option, ...]] | None = None,
) -> tuple[Field, ...]:
    drawn = _fields(part, blanks, shown, words, reset, options, measure=_short(measure.name))
    return tuple(
        replace(field, question=replace(field.question, id=f"{field.question.id}-{measure.id}")) for field in drawn
    )


def _shown(reading: Reading | None) -> dict[str, Value | None]:
    if reading is None:
        return {}
    compared = reading.compared
    return {
        "value": reading.trained.value,
        "spread": reading.trained.spread,
        "compared": compared.value if compared else None,
        "compared_spread": compared.spread if compared else None,
    }


def _fields(  # noqa: PLR0913, PLR0917  all that fields are made of
    part: Part,
    blanks: Iterable[Blank],
    shown: Mapping[str, Value | None],
    words: Words,
    reset: int,
    options: Mapping[str, tuple[Option, ...]] | None = None,
    **said: object,
) -> tuple[Field, ...]:
    fields = []
    for blank in blanks:
        keys = {each: f"pilot.form.{part}.{blank.name}.{each}" for each in ("hint", "placeholder")}
        texts = {each: words(key) if key in words else "" for each, key in keys.items()}
        offered = (options or {}).get(blank.name) or _choices(blank, words)
        asked = Question(
            blank.name, blank.kind, "", placeholder=texts["placeholder"], required=blank.is_required, options=offered
        )
        label = words(f"pilot.form.{part}.{blank.name}.label", **said)
        fields.append(Field(asked, label, texts["hint"], offered, shown.get(blank.name), reset))
    return tuple(fields)


def _choices(blank: Blank, words: Words) -> tuple[Option, ...]:
    if blank.choices is None:
        return ()
    return tuple(Option(each, words(f"pilot.{blank.name}.{each}")) for each in blank.choices)


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
