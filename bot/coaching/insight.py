"""Insight: after which tactics executives with a concern moved forward, as far as the workspace has seen.

A handful of contacts says little, so a rate is shrunk towards what all tactics show for the concern, the more the
fewer contacts there are; older contacts weigh less; and how sure one may be is said in words. Where there is nothing,
nothing is said.

Source: empirical Bayes for proportions with a beta prior (Efron & Morris 1977; Robinson, "Introduction to Empirical
Bayes", 2017). The weight of the prior, the half-life and the words for an interval's width are our conventions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt
from typing import Final

LEAST: Final = 5
"""Contacts with a tactic, below which nothing is said of it."""

PRIOR: Final = 6.0  # contacts that what all tactics show counts for
HALF_LIFE: Final = 182.0  # days after which a contact counts for half
_TEN: Final = 10
_SHOWN: Final = 4  # tactics of which something is said
_Z: Final = 1.2816  # of an interval that holds four in five


class Sureness(StrEnum):
    """How much the figures bear."""

    FAIRLY = "fairly"  # fairly sure
    ROUGHLY = "roughly"  # a first impression
    HARDLY = "hardly"  # it may well be chance


_WIDEST: Final = {Sureness.FAIRLY: 0.25, Sureness.ROUGHLY: 0.4}  # of the interval that holds four in five


@dataclass(frozen=True, slots=True)
class Trial:
    """How often a tactic was tried for a concern on one day, and how often a move forward followed."""

    tactic: str
    on: date
    tried: int
    moved: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Among how many a tactic and concern were seen at all: what keeps one case, or one trainer, from standing out."""

    cases: int
    trainers: int


@dataclass(frozen=True, slots=True)
class Insight:
    """What is known of a tactic for a concern."""

    tactic: str
    tried: int  # contacts, as they are
    moved: int
    rate: float  # shrunk, by recency
    low: float  # of the interval that holds four in five
    high: float
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class Experience:
    """What a workspace has seen of tactics, as it is shown to a trainer."""

    seen: tuple[tuple[str, Insight], ...]  # with the tactic's name, the most promising first
    is_reordered: bool | None = None  # the tactics that stand beside it; None: none do


def insights(
    trials: Iterable[Trial], reach: Mapping[str, Reach], *, today: date, threshold: int
) -> tuple[Insight, ...]:
    """Return what is known of tactics for one concern, the most promising first; of most, nothing.

    `reach` tells by tactic among how many cases and trainers it was seen; below the threshold in
    either, and below `LEAST` contacts, nothing is said.
    """
    every = list(trials)
    prior = _rate(every, today)
    if prior is None:
        return ()
    mine: dict[str, list[Trial]] = {}
    for trial in every:
        mine.setdefault(trial.tactic, []).append(trial)
    found = [
        _insight(tactic, each, prior, today)
        for tactic, each in mine.items()
        if _may_be_told(reach.get(tactic), threshold)
    ]
    told = [each for each in found if each.tried >= LEAST]
    return tuple(sorted(told, key=lambda each: (-each.low, -each.tried, each.tactic)))


def in_order(tactics: Sequence[str], known: Iterable[Insight]) -> tuple[str, ...]:
    """Return a concern's tactics, the order of the playbook changed only where there is reason to.

    One that did better than what is known of the others, with an interval that does not hold their middle, goes first;
    one that did worse goes last; all others stay as the playbook has them.
    """
    rates = {each.tactic: each for each in known if each.tactic in tactics}
    if not rates:
        return tuple(tactics)
    middle = sum(each.rate for each in rates.values()) / len(rates)
    first = [name for name in rates if rates[name].low > middle]
    last = [name for name in rates if rates[name].high < middle]
    return (
        *sorted(first, key=lambda name: -rates[name].low),
        *(name for name in tactics if name not in first and name not in last),
        *sorted(last, key=lambda name: -rates[name].high),
    )


def experience(
    known: Iterable[Insight], names: Mapping[str, str], fitting: Sequence[str] | None = None
) -> Experience | None:
    """Return what was seen as it is shown, of the most promising tactics; None where nothing was.

    `names` are those of tactics by id, `fitting` the tactics that stand beside it, in the order of the playbook.
    """
    every = tuple(known)
    seen = tuple((names[each.tactic], each) for each in every if each.tactic in names)[:_SHOWN]
    if not seen:
        return None
    return Experience(seen, None if fitting is None else in_order(fitting, every) != tuple(fitting))


def in_ten(insight: Insight) -> tuple[int, int]:
    """Return from how many to how many of ten such contacts to expect; never one number, as if that were known."""
    low, high = round(insight.low * _TEN), round(insight.high * _TEN)
    return (low, high) if low < high else (max(high - 1, 0), min(low + 1, _TEN))


def _may_be_told(reach: Reach | None, threshold: int) -> bool:
    return reach is not None and reach.cases >= threshold and reach.trainers >= threshold


def _weight(trial: Trial, today: date) -> float:
    return float(0.5 ** (max((today - trial.on).days, 0) / HALF_LIFE))


def _rate(trials: Iterable[Trial], today: date) -> float | None:
    """Return the share of contacts that a move forward followed, the newer weighing more; None where there are none."""
    tried = moved = 0.0
    for trial in trials:
        weight = _weight(trial, today)
        tried, moved = tried + weight * trial.tried, moved + weight * trial.moved
    return moved / tried if tried else None


def _insight(tactic: str, trials: Sequence[Trial], prior: float, today: date) -> Insight:
    tried = sum(_weight(trial, today) * trial.tried for trial in trials)
    moved = sum(_weight(trial, today) * trial.moved for trial in trials)
    number = PRIOR + tried
    rate = (PRIOR * prior + moved) / number
    half = _Z * sqrt(rate * (1 - rate) / (number + 1))  # of a beta distribution, as if it were a normal one
    low, high = max(rate - half, 0.0), min(rate + half, 1.0)
    return Insight(
        tactic,
        sum(trial.tried for trial in trials),
        sum(trial.moved for trial in trials),
        rate,
        low,
        high,
        next((each for each, widest in _WIDEST.items() if high - low <= widest), Sureness.HARDLY),
    )
