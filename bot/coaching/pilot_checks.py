"""What an experienced trainer would ask before a pilot begins: what the rule still lacks, and what may go wrong."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from bot.coaching import pilot_words
from bot.coaching.pilot import FEWEST_VALUES, Comparison, Measure, Pilot
from bot.locales.words import Sentence, Words

FEWEST_PEOPLE: Final = 20
"""Source: pilot design, 20 to 50 people (evous.ai)."""

_REACTION: Final = ("attendance", "satisfaction")
"""What only counts who came, or how they liked it: no measure of what the training does (Kirkpatrick's level 1)."""

_TRADE_OFFS: Final = (("speed", "quality"), ("volume", "quality"), ("cost", "quality"), ("speed", "service"))
"""Kinds of measures of which one is often bought with the other."""


def missing(pilot: Pilot) -> tuple[Sentence, ...]:
    """Return what a rule lacks before it can be locked."""
    return tuple(_missing(pilot))


def warnings(pilot: Pilot, words: Words) -> tuple[Sentence, ...]:
    """Return what should be thought about once more. Nothing of it keeps anybody from going on."""
    return (
        *_people(pilot),
        *_days(pilot),
        *_comparison(pilot),
        *(warning for measure in pilot.measures for warning in _of_measure(measure, words)),
        *_contradictions(pilot, words),
    )


def is_contradictory(measure: Measure) -> bool:
    """Tell whether a value could be a go and a no-go at once."""
    return measure.go is not None and measure.no_go is not None and measure.is_at_least(measure.no_go, measure.go)


def _missing(pilot: Pilot) -> Iterator[Sentence]:
    if not pilot.measures:
        yield Sentence("pilot.missing.measure")
    for measure in pilot.measures:
        if not measure.has_rule:
            yield Sentence("pilot.missing.thresholds", {"measure": measure.name})
        elif is_contradictory(measure):
            yield Sentence("pilot.missing.order", {"measure": measure.name})
    if pilot.decision_on is None:
        yield Sentence("pilot.missing.decision_on")
    if not pilot.decider:
        yield Sentence("pilot.missing.decider")


def _people(pilot: Pilot) -> Iterator[Sentence]:
    if pilot.size is not None and pilot.size < FEWEST_PEOPLE:
        yield Sentence("pilot.warning.few", {"count": pilot.size, "fewest": FEWEST_PEOPLE})


def _days(pilot: Pilot) -> Iterator[Sentence]:
    if pilot.decision_on and pilot.ends_on and pilot.decision_on < pilot.ends_on:
        yield Sentence("pilot.warning.early", {"decision": pilot.decision_on, "end": pilot.ends_on})


def _comparison(pilot: Pilot) -> Iterator[Sentence]:
    if pilot.comparison is Comparison.GROUP and not pilot.comparison_who:
        yield Sentence("pilot.warning.nobody_compared")
    if pilot.comparison is Comparison.TREND:
        for measure in pilot.measures:
            if len(measure.earlier) < FEWEST_VALUES or not measure.every_weeks:
                yield Sentence("pilot.warning.no_trend", {"measure": measure.name, "count": FEWEST_VALUES})


def _of_measure(measure: Measure, words: Words) -> Iterator[Sentence]:
    named = {"measure": measure.name}
    if measure.has_rule and measure.baseline is None:
        yield Sentence("pilot.warning.no_baseline", named)
    elif measure.baseline is not None and not measure.baseline_source:
        yield Sentence("pilot.warning.no_source", named)
    if measure.go is not None and measure.baseline is not None and measure.is_at_least(measure.baseline, measure.go):
        value = pilot_words.amount(measure.baseline, measure.unit, words)
        yield Sentence("pilot.warning.go_already", {**named, "value": value})
    for kind in _REACTION:
        if _is_about(measure, kind, words):
            yield Sentence(f"pilot.warning.{kind}", named)


def _contradictions(pilot: Pilot, words: Words) -> Iterator[Sentence]:
    for one, other in combinations(pilot.measures, 2):
        pair = {"one": one.name, "other": other.name}
        if one.name.casefold() == other.name.casefold():
            yield Sentence("pilot.warning.twice", pair)
        elif any(_is_pair(one, other, kinds, words) or _is_pair(other, one, kinds, words) for kinds in _TRADE_OFFS):
            yield Sentence("pilot.warning.contradict", pair)


def _is_pair(one: Measure, other: Measure, kinds: tuple[str, str], words: Words) -> bool:
    return _is_about(one, kinds[0], words) and _is_about(other, kinds[1], words)


def _is_about(measure: Measure, kind: str, words: Words) -> bool:
    """Tell whether a measure's name sounds like a kind of measure: it holds one of its words and none against it."""
    name = f"{measure.name} {measure.unit}".casefold()
    against = _signals(f"pilot.against.{kind}", words) if f"pilot.against.{kind}" in words else ()
    return any(signal in name for signal in _signals(f"pilot.signal.{kind}", words)) and not any(
        signal in name for signal in against
    )


def _signals(key: str, words: Words) -> tuple[str, ...]:
    return tuple(signal.strip().casefold() for signal in words(key).split(","))
