"""A pilot in words: amounts, thresholds, the rule, what a new version changed. Plain text, in any language."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Final

from bot.coaching.pilot import Direction, Measure, Pilot
from bot.locales.words import Words

_PERCENT: Final = "%"
_OPPOSITE: Final = {Direction.LOWER: Direction.HIGHER, Direction.HIGHER: Direction.LOWER}
_UNSAID: Final = frozenset({"measures", "owner", "cost", "currency", "as_of"})
_UNSAID_OF_A_MEASURE: Final = frozenset({"id", "name", "period", "is_per_person", "line_id"})


def amount(value: Decimal, unit: str, words: Words) -> str:
    """Return a value with its unit."""
    if unit == _PERCENT:
        return words.percent(value)
    said = words.number(value)
    return words("pilot.amount", value=said, unit=unit) if unit else said


def places(value: Decimal) -> int:
    """Return how many decimals a value has."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def at_least_as_good(measure: Measure, value: Decimal, words: Words) -> str:
    """Say "this or better" in the direction of a measure: `at most 9`."""
    return words(f"pilot.threshold.{measure.direction}", value=amount(value, measure.unit, words))


def at_least_as_bad(measure: Measure, value: Decimal, words: Words) -> str:
    """Say "this or worse" in the direction of a measure: `13 or more`."""
    return words(f"pilot.threshold.{_OPPOSITE[measure.direction]}", value=amount(value, measure.unit, words))


def go(measure: Measure, words: Words) -> str:
    """Say what is a go by one measure; empty while there is no number."""
    return "" if measure.go is None else at_least_as_good(measure, measure.go, words)


def no_go(measure: Measure, words: Words) -> str:
    """Say what is a no-go by one measure; empty while there is no number."""
    return "" if measure.no_go is None else at_least_as_bad(measure, measure.no_go, words)


def target(measure: Measure, words: Words) -> str:
    """Say a measure's target; empty while there is none."""
    return "" if measure.target is None else at_least_as_good(measure, measure.target, words)


def baseline(measure: Measure, words: Words) -> str:
    """Say a measure's value before the pilot, with its day and source; empty while there is none."""
    if measure.baseline is None:
        return ""
    said = amount(measure.baseline, measure.unit, words)
    known = [words.date(measure.baseline_on)] if measure.baseline_on else []
    known += [measure.baseline_source] if measure.baseline_source else []
    return words("pilot.with_source", value=said, source=", ".join(known)) if known else said


def rule_yes(pilot: Pilot, words: Words) -> str:
    """Say what counts as a go and what it leads to; empty while a measure lacks its number."""
    return _outcome("all", [(measure, go(measure, words)) for measure in pilot.measures], pilot.if_go, words)


def rule_no(pilot: Pilot, words: Words) -> str:
    """Say what counts as a no-go and what it leads to; empty while a measure lacks its number."""
    return _outcome("any", [(measure, no_go(measure, words)) for measure in pilot.measures], pilot.if_no_go, words)


def between(pilot: Pilot, words: Words) -> str:
    """Say what happens when it is neither a go nor a no-go."""
    return pilot.between or words("pilot.between.open")


def rule(pilot: Pilot, words: Words) -> tuple[str, ...]:
    """Return the whole rule, a sentence each for go, no-go and what lies between; empty while a number is missing."""
    if not pilot.has_rule:
        return ()
    return (
        words("pilot.rule.go", when=rule_yes(pilot, words)),
        words("pilot.rule.no_go", when=rule_no(pilot, words)),
        words("pilot.rule.between", then=between(pilot, words)),
    )


def claim(pilot: Pilot, words: Words) -> str:
    """Say what the result is held against, and what that allows one to claim."""
    who = pilot.comparison_who or words("pilot.claim.somebody")
    return words(f"pilot.claim.{pilot.comparison}", who=who)


def cost(pilot: Pilot, words: Words) -> str:
    """Say what a pilot costs, without cents where there are none; empty while that is not known."""
    if pilot.cost is None or not pilot.currency:
        return ""
    is_whole = pilot.cost == pilot.cost.to_integral_value()
    return (words.whole_money if is_whole else words.money)(pilot.cost, pilot.currency)


def changes(before: Pilot, after: Pilot, words: Words) -> tuple[str, ...]:
    """Return what a new version of the rule changed, a line each."""
    return (*_changed_fields(before, after, words), *_changed_measures(before, after, words))


def _outcome(joined: str, parts: list[tuple[Measure, str]], then: str, words: Words) -> str:
    if not parts or not all(said for _, said in parts):
        return ""
    said = [words("pilot.when", measure=measure.name, says=says) for measure, says in parts]
    when = said[0] if len(said) == 1 else words(f"pilot.{joined}", parts="; ".join(said))
    return words("pilot.then", when=when, then=then) if then else when


def _changed_fields(before: Pilot, after: Pilot, words: Words) -> Iterator[str]:
    for name in (field.name for field in fields(Pilot) if field.name not in _UNSAID):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield _changed(words(f"pilot.field.{name}"), _said(old, words), _said(new, words), words)


def _changed_measures(before: Pilot, after: Pilot, words: Words) -> Iterator[str]:
    for measure in after.measures:
        old = before.measure(measure.id)
        if old is None:
            yield words("pilot.changed.added", measure=measure.name)
        else:
            yield from _changed_measure(old, measure, words)
    for measure in before.measures:
        if after.measure(measure.id) is None:
            yield words("pilot.changed.removed", measure=measure.name)


def _changed_measure(old: Measure, new: Measure, words: Words) -> Iterator[str]:
    if old.name != new.name:
        yield _changed(words("pilot.field.name"), old.name, new.name, words)
    for name in (field.name for field in fields(Measure) if field.name not in _UNSAID_OF_A_MEASURE):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            label = words("pilot.changed.of", measure=new.name, field=words(f"pilot.field.{name}"))
            yield _changed(label, _said(was, words), _said(now, words), words)


def _changed(what: str, old: str, new: str, words: Words) -> str:
    return words("pilot.changed.from_to", what=what, old=old, new=new)


def _said(value: object, words: Words) -> str:
    match value:
        case None | "" | ():
            return words("pilot.nothing")
        case Direction():
            return words(f"pilot.direction.{value}")
        case Decimal() | int():
            return words.number(Decimal(value))
        case date():
            return words.date(value)
        case tuple():
            return "; ".join(words.number(each) for each in value)
    said = str(value)
    return words(f"pilot.comparison.{said}") if f"pilot.comparison.{said}" in words else said
