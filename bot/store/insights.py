"""What a workspace has seen of tactics: counted over all its trainers, told of nobody."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Date, bindparam, case, func, select

from bot.coaching.engagement import Direction
from bot.coaching.insight import Reach, Trial
from bot.store.columns import UtcDateTime
from bot.store.desk import Desk
from bot.store.steps import steps_of
from bot.store.tables import CaseRow, TeamRow

SPAN: Final = timedelta(days=2 * 365)
_MOST: Final = 300  # cases, the newest: older ones weigh little, and somebody waits for the answer

_CASES: Final = (
    select(CaseRow.id)
    .where(CaseRow.primary_concern == bindparam("concern"), CaseRow.opened_at >= bindparam("since", type_=UtcDateTime))
    .order_by(CaseRow.opened_at.desc(), CaseRow.id)
    .limit(_MOST)
)
_STEPS: Final = steps_of(_CASES)
_TRIALS: Final = (
    select(
        _STEPS.c.tactic,
        _STEPS.c.happened_on,
        _STEPS.c.case_id,
        CaseRow.owner_id,
        func.count().label("tried"),
        func.sum(case((_STEPS.c.way == Direction.FORWARD, 1), else_=0)).label("moved"),
    )
    .join(CaseRow, CaseRow.id == _STEPS.c.case_id)
    .where(_STEPS.c.tactic.is_not(None), _STEPS.c.happened_on <= bindparam("until", type_=Date))
    .group_by(_STEPS.c.tactic, _STEPS.c.happened_on, _STEPS.c.case_id, CaseRow.owner_id)
)
_STRICTEST: Final = select(func.max(TeamRow.threshold)).where(TeamRow.archived_at.is_(None))


class Insights:
    """The insights of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def strictest_threshold(self) -> int:
        """Return the largest threshold of the workspace's teams; 0 where there is no team."""
        return (await self._desk.ask(_STRICTEST)).scalar_one() or 0

    async def of_concern(self, concern: str, today: date) -> tuple[tuple[Trial, ...], dict[str, Reach]]:
        """Return how tactics fared for a concern in the newest cases of two years, and among how many each was seen.

        A case counts with its main concern, a contact when somebody saw in it where the executive stands.
        """
        since = datetime.combine(today - SPAN, time(), UTC)
        rows = (await self._desk.ask(_TRIALS, concern=concern, since=since, until=today)).all()
        cases: dict[str, set[str]] = defaultdict(set)
        trainers: dict[str, set[str]] = defaultdict(set)
        sums: dict[tuple[str, date], tuple[int, int]] = {}
        for row in rows:
            cases[row.tactic].add(row.case_id)
            trainers[row.tactic].add(row.owner_id)
            tried, moved = sums.get((row.tactic, row.happened_on), (0, 0))
            sums[row.tactic, row.happened_on] = (tried + row.tried, moved + row.moved)
        trials = tuple(Trial(tactic, on, *counts) for (tactic, on), counts in sorted(sums.items()))
        return trials, {tactic: Reach(len(cases[tactic]), len(trainers[tactic])) for tactic in cases}
