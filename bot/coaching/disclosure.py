"""What a digest may say of a few cases without saying it of one.

**What is guarded.** A breakdown splits a total (new cases, moves forward, pilots decided, cases closed) by something
that a reader may not learn of a single case: the kind of concern, the tactic, the verdict, the outcome. A total alone
says none of that and stands at any size. The cases of one kind are a *group*; one of fewer cases than the team's
threshold is never told, nor is its size found from anything that is.

**How.**

1. *Batches.* A breakdown is told of a batch of whole digests' cases, and each case is in one batch only. A batch is
   closed by its total, never by what is in it: otherwise the one new case of a week would name its kind whenever the
   kind appeared with it. So breakdowns of two weeks never overlap, and there is nothing to subtract.
2. *Groups.* In a closed batch a kind is told from the threshold up, all others are merged. Where the merged rest is
   itself a few cases, the smallest kind told joins it, and the next, until the rest is large enough or none is told;
   likewise where the rest is so large that kinds below the threshold could not make it up without each of them.
3. *All of one kind.* A batch over several digests in which all are of one kind would tell the kind of the single new
   case of one week: then nothing is told, unless each of those weeks had as many cases as the threshold, or none.
4. *What lines tell.* A case of which a trainer's line tells in the same digest hides nobody: groups are measured
   without it.
5. *Corrections and ranges.* A breakdown that was posted is never counted again: a corrected digest repeats it, and a
   month is the sum of what its digests told. Neither says more than they did.
6. *Executives in the channel.* A case whose executive reads along is in no group. It counts in the totals while at
   least the threshold of other cases stands in every total that it would be part of, and otherwise in none, for good:
   a case that came and went would be found by subtracting weeks. What is merged is the total less the groups told, so
   that the totals and the breakdown agree whether such a case is counted or not.

**The model.** The attacker has every digest of one team, knows these rules, and knows nothing else of its cases. No
linear combination of the figures is the number of cases of one kind, over any weeks, if that is 1 to threshold - 1.
`tests/coaching/test_disclosure.py` holds the attack: it solves for such numbers, and for small teams goes through every
world in which the same digests would have been posted.

**What it cannot do.** Whoever knows the kinds of some cases already (a trainer knows their own) may subtract those: the
threshold is the number of others among whom the last one hides. Batches in which every case is of one kind say so of
all of them. Two teams that share trainers are two models; who reads both channels may compare them. What was posted
before an executive joined a channel stays in its history. What a trainer writes in a line is theirs to tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_ASKED_EARLY_FROM: Final = 3
"""With a threshold of two, that two cases are *not* of one kind tells that each is alone in its own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The cases of one kind in a batch; those whose kind is not known yet have no label."""

    label: str | None
    cases: int  # of which nothing else is told
    told: int = 0  # of which a line in the same digest tells

    @property
    def count(self) -> int:
        """Return how many there are."""
        return self.cases + self.told


@dataclass(frozen=True, slots=True)
class Group:
    """A kind that may be told, with how many cases are of it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Split:
    """A total as it may be told: kinds, the most frequent first, and how many others there are."""

    groups: tuple[Group, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Rule:
    """From how many cases up a kind is told."""

    threshold: int  # cases among which each hides
    kinds: int  # how many there are, *not known* among them where it may be
    least: int = 1  # cases below which a figure means nothing

    @property
    def smallest(self) -> int:
        """Return the size of the smallest group that is told."""
        return max(self.threshold, self.least)

    @property
    def full(self) -> int:
        """Return the total at which a batch is closed: a smallest group and a rest in which the others hide."""
        return self.smallest + self.threshold


def split(totals: Sequence[int], cells: Iterable[Cell], rule: Rule) -> Split | None:
    """Split a batch; None while it is to go on collecting.

    `totals` are what each digest of the batch told (the last one included), `cells` its cases by kind as they are now;
    cases that are in the totals and in no cell are others.
    """
    found = [cell for cell in cells if cell.count]
    total = sum(totals)
    if total < rule.full:
        is_told = rule.threshold >= _ASKED_EARLY_FROM and _is_of_one_kind(found, total, rule)
        return _uniform(totals, found[0], rule) if is_told else None
    named = sorted(
        (cell for cell in found if cell.label and cell.cases >= rule.threshold and cell.count >= rule.smallest),
        key=lambda cell: (-cell.count, str(cell.label)),
    )
    while named:
        rest = [cell for cell in found if cell not in named]
        others = total - sum(cell.count for cell in named)
        if others == 0 and not rest:
            return _uniform(totals, named[0], rule) or Split((), total) if len(named) == 1 else _told(named, 0)
        if others >= sum(cell.count for cell in rest) and _are_merged(rest, others, rule.kinds - len(named), rule):
            return _told(named, others)
        named.pop()
    return Split((), total)


def hides(others: int, threshold: int) -> bool:
    """Tell whether so many other cases are enough for one to be counted among them."""
    return others >= threshold


def _are_merged(rest: Iterable[Cell], others: int, kinds: int, rule: Rule) -> bool:
    """Tell whether the others hide one another: enough cases, and so few that no kind must be among them.

    Where each of two kinds that are not told is below three, and there are four others, there are two of each.
    """
    return sum(cell.cases for cell in rest) >= rule.threshold and others <= (kinds - 1) * (rule.threshold - 1)


def _is_of_one_kind(found: Sequence[Cell], total: int, rule: Rule) -> bool:
    return (
        len(found) == 1
        and found[0].label is not None
        and found[0].count == total
        and found[0].cases >= rule.threshold
        and total >= rule.smallest
    )


def _uniform(totals: Iterable[int], cell: Cell, rule: Rule) -> Split | None:
    """Tell of a batch that all of it is of one kind, where no week's share in it is a few cases."""
    return _told([cell], 0) if all(count == 0 or count >= rule.threshold for count in totals) else None


def _told(cells: Iterable[Cell], others: int) -> Split:
    return Split(tuple(Group(str(cell.label), cell.count) for cell in cells), others)
