"""What a digest tells of a few cases, and the attack on it.

The attacker knows the rules and every digest of a team. In the first attack they solve the published figures as linear
equations; in the second they go through every world in which the same digests would have been posted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.digest import Counted, Digest, Figure, Memory, Part, Tally, Terms, compose, corrected, days, span
from bot.coaching.disclosure import Cell, Group, Rule, Split, split

RULE = Rule(threshold=3, kinds=21)
LABELS: tuple[str | None, ...] = ("budget", "busyness", "stability", None)
MONDAY = date(2026, 3, 2)


def told(*cells: Cell, totals: Sequence[int] | None = None, rule: Rule = RULE) -> Split | None:
    return split(totals or [sum(cell.count for cell in cells)], cells, rule)


def test_a_kind_is_told_from_the_threshold_up_and_rarer_ones_together() -> None:
    found = told(Cell("budget", 4), Cell("busyness", 2), Cell("stability", 1))

    assert found == Split((Group("budget", 4),), 3)


def test_a_rest_too_small_takes_the_smallest_kind_with_it() -> None:
    found = told(Cell("budget", 5), Cell("busyness", 3), Cell("stability", 1))

    assert found == Split((Group("budget", 5),), 4)


def test_nothing_is_told_where_the_rest_would_take_all() -> None:
    assert told(Cell("budget", 5), Cell("busyness", 1)) == Split((), 6)


def test_a_few_cases_wait_for_more() -> None:
    assert told(Cell("budget", 3), Cell("busyness", 2)) is None


def test_three_cases_of_one_kind_are_told_at_once() -> None:
    assert told(Cell("budget", 3)) == Split((Group("budget", 3),), 0)


def test_two_of_two_wait_because_their_waiting_would_tell() -> None:
    assert told(Cell("budget", 2), rule=Rule(threshold=2, kinds=21)) is None


def test_the_one_new_case_of_a_week_is_not_told_by_all_being_of_one_kind() -> None:
    assert told(Cell("budget", 7), totals=[6, 1]) == Split((), 7)
    assert told(Cell("budget", 7), totals=[4, 3]) == Split((Group("budget", 7),), 0)


def test_cases_whose_kind_is_unknown_are_never_named() -> None:
    assert told(Cell(None, 6), Cell("budget", 3)) == Split((Group("budget", 3),), 6)


def test_a_case_of_which_a_line_tells_hides_nobody() -> None:
    assert told(Cell("budget", 2, told=2), Cell("busyness", 4), Cell("stability", 3)) == Split(
        (Group("busyness", 4),), 7
    )


def test_four_that_are_not_go_are_not_told_when_only_two_verdicts_are_left() -> None:
    verdicts = Rule(threshold=3, kinds=3)

    assert told(Cell("go", 3), Cell("conditional", 2), Cell("no_go", 2), rule=verdicts) == Split((), 7)
    assert told(Cell("go", 3), Cell("no_go", 3), rule=verdicts) == Split((Group("go", 3), Group("no_go", 3)), 0)


def test_a_figure_of_fewer_than_five_says_nothing_of_a_tactic() -> None:
    tactics = Rule(threshold=3, kinds=26, least=5)

    assert told(Cell("involve", 5), Cell("case_study", 4), rule=tactics) == Split((Group("involve", 5),), 4)


# The attack by equations.


@dataclass(frozen=True)
class Case:
    label: str | None
    is_watched: bool
    is_told: bool


WEEKS = st.lists(
    st.lists(
        st.builds(
            Case,
            st.sampled_from(LABELS),
            st.sampled_from([False] * 6 + [True]),
            st.sampled_from([False] * 6 + [True]),
        ),
        max_size=7,
    ),
    min_size=1,
    max_size=7,
)
Variable = tuple[int, str | None]
Equation = tuple[dict[Variable, int], int]


@given(WEEKS, st.integers(2, 4))
def test_no_combination_of_figures_is_the_number_of_a_few_cases_of_one_kind(
    weeks: list[list[Case]], threshold: int
) -> None:
    posted = list(_posted(weeks, threshold))

    known = [equation for number, digest in enumerate(posted) for equation in _equations(number, digest)]

    for group, size in _groups(weeks, known):
        assert size == 0 or size >= threshold, group


@given(WEEKS, st.integers(2, 4))
def test_a_month_and_a_correction_tell_nothing_more(weeks: list[list[Case]], threshold: int) -> None:
    posted = list(_posted(weeks, threshold))
    month = span(posted)
    counted = Counted({Figure.NEW: Tally(9, 9, 3)}, {Part.HEARD: (Cell("budget", 9),)})

    fixed = corrected(posted[-1], counted)

    assert month is not None
    summed: dict[str, int] = defaultdict(int)
    for digest in posted:
        for group in digest.told[Part.HEARD].groups if Part.HEARD in digest.told else ():
            summed[group.label] += group.count
    assert {group.label: group.count for group in _told_groups(month)} == summed
    assert (fixed.told, fixed.collecting, fixed.trend[:-1]) == (
        posted[-1].told,
        posted[-1].collecting,
        posted[-1].trend[:-1],
    )


@given(WEEKS, st.integers(2, 4))
def test_a_case_whose_executive_reads_along_is_in_no_group(weeks: list[list[Case]], threshold: int) -> None:
    unwatched = [[case for case in week if not case.is_watched] for week in weeks]

    posted = list(_posted(weeks, threshold))

    for digest, others in zip(posted, unwatched, strict=True):
        assert digest.number(Figure.NEW) == len(others) or len(others) >= threshold
    named = [group.label for digest in posted for group in _told_groups(digest)]
    assert all(
        sum(group.count for digest in posted for group in _told_groups(digest) if group.label == label)
        <= sum(case.label == label for week in unwatched for case in week)
        for label in named
    )


def _posted(weeks: Sequence[Sequence[Case]], threshold: int) -> Iterator[Digest]:
    """Post a digest for each week, as it would be: each knows what the ones before told."""
    memory = Memory()
    for number, week in enumerate(weeks):
        first = MONDAY + timedelta(weeks=number)
        begun = memory.batches[Part.HEARD].first if Part.HEARD in memory.batches else first
        since = (begun - MONDAY).days // 7
        others = [case for case in week if not case.is_watched]
        batch = [case for each in weeks[since : number + 1] for case in each if not case.is_watched]
        cells = tuple(
            Cell(
                label,
                sum(case.label == label and not case.is_told for case in batch),
                sum(case.label == label and case.is_told for case in batch),
            )
            for label in LABELS
        )
        tally = Tally(len(others), len(others), 1, len(week) - len(others))
        terms = Terms(threshold, kinds={Part.HEARD: len(LABELS) - 1})
        counted = Counted({Figure.NEW: tally}, {Part.HEARD: cells})
        digest, memory = compose(days(first, first + timedelta(days=6)), counted, terms, memory)
        yield digest


def _told_groups(digest: Digest) -> tuple[Group, ...]:
    return digest.told[Part.HEARD].groups if Part.HEARD in digest.told else ()


def _equations(number: int, digest: Digest) -> Iterator[Equation]:
    """Yield what a digest tells, over the numbers of cases by week and kind; those who read along have none."""
    yield {(number, label): 1 for label in LABELS}, digest.number(Figure.NEW)
    if Part.HEARD not in digest.told:
        return
    first = (digest.told[Part.HEARD].since - MONDAY).days // 7
    batch = range(first, number + 1)
    for group in _told_groups(digest):
        yield {(week, group.label): 1 for week in batch}, group.count
    named = {group.label for group in _told_groups(digest)}
    rest = {(week, label): 1 for week in batch for label in LABELS if label not in named}
    yield rest, digest.told[Part.HEARD].others


def _groups(weeks: Sequence[Sequence[Case]], known: Sequence[Equation]) -> Iterator[tuple[object, int]]:
    """Yield each group, of one kind over any weeks in a row, whose number follows from the equations, with its size."""
    variables = list(product(range(len(weeks)), LABELS))
    rows = _reduced([[Fraction(terms.get(each, 0)) for each in variables] for terms, _ in known])
    for label in filter(None, LABELS):
        for first, last in product(range(len(weeks)), repeat=2):
            group = {(week, label) for week in range(first, last + 1)}
            if group and _follows([Fraction(each in group) for each in variables], rows):
                yield (
                    (label, first, last),
                    sum(
                        case.label == label and not case.is_watched for week in weeks[first : last + 1] for case in week
                    ),
                )


def _reduced(rows: Iterable[list[Fraction]]) -> list[list[Fraction]]:
    """Return equations in echelon form."""
    found: list[list[Fraction]] = []
    for row in rows:
        left = _less(row, found)
        if any(left):
            found.append(left)
    return found


def _less(row: list[Fraction], found: Iterable[list[Fraction]]) -> list[Fraction]:
    """Return what is left of an equation after those found so far."""
    for each in found:
        pivot = next(place for place, value in enumerate(each) if value)
        if row[pivot]:
            factor = row[pivot] / each[pivot]
            row = [value - factor * other for value, other in zip(row, each, strict=True)]
    return row


def _follows(row: list[Fraction], rows: list[list[Fraction]]) -> bool:
    return not any(_less(row, rows))


def test_the_attack_finds_what_careless_figures_tell() -> None:
    weeks = [
        [Case("budget", is_watched=False, is_told=False)] * 3,
        [Case("budget", is_watched=False, is_told=False)] * 4,
    ]
    careless: list[Equation] = [({(0, "budget"): 1}, 3), ({(0, "budget"): 1, (1, "budget"): 1}, 7)]

    found = dict(_groups(weeks, careless))

    assert found == {("budget", 0, 0): 3, ("budget", 1, 1): 4, ("budget", 0, 1): 7}


# The attack by every world.


@pytest.mark.parametrize(
    ("threshold", "most", "weeks", "labels"),
    [
        (2, 5, 1, LABELS),
        (3, 8, 1, ("go", "conditional", "no_go")),
        (2, 4, 2, LABELS),
        (2, 3, 3, ("go", "conditional", "no_go")),
        (3, 6, 2, ("go", "conditional", "no_go")),
        (3, 5, 2, LABELS),
        (3, 4, 3, ("go", "no_go")),
    ],
)
def test_in_small_teams_every_group_may_have_had_another_size(
    threshold: int, most: int, weeks: int, labels: tuple[str | None, ...]
) -> None:
    rule = Rule(threshold, len(labels))

    for totals in product(range(most + 1), repeat=weeks):
        worlds = defaultdict(list)
        for world in product(*(list(_compositions(total, len(labels))) for total in totals)):
            worlds[_outcome(world, rule, labels)].append(world)
        for alike in worlds.values():
            for sizes in _possible_sizes(alike, labels):
                assert len(sizes) > 1 or not 0 < min(sizes) < threshold, (totals, alike[:3])


World = tuple[tuple[int, ...], ...]
"""By week, the number of cases of each kind."""


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)


def _outcome(world: World, rule: Rule, labels: Sequence[str | None]) -> tuple[Split | None, ...]:
    """Return what the digests of a world tell."""
    told: list[Split | None] = []
    totals: list[int] = []
    batch = [0] * len(labels)
    for week in world:
        totals.append(sum(week))
        batch = [so_far + more for so_far, more in zip(batch, week, strict=True)]
        told.append(split(totals, [Cell(label, count) for label, count in zip(labels, batch, strict=True)], rule))
        if told[-1] is not None:
            totals, batch = [], [0] * len(labels)
    return tuple(told)


def _possible_sizes(worlds: Sequence[World], labels: Sequence[str | None]) -> Iterator[set[int]]:
    """Yield the sizes that each group has over worlds: of one kind, over weeks in a row."""
    weeks = range(len(worlds[0]))
    for place, label in enumerate(labels):
        if label is not None:
            for first, last in product(weeks, repeat=2):
                if first <= last:
                    yield {sum(week[place] for week in world[first : last + 1]) for world in worlds}


def test_the_attack_finds_what_telling_at_once_would_tell() -> None:
    worlds = [((2, 0), (1, 0))]

    sizes = list(_possible_sizes(worlds, ("budget", "busyness")))

    assert {1} in sizes
    assert replace(RULE, threshold=2).full == 4
