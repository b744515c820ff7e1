"""Insight: what the workspace has seen of tactics for a case's main concern, as far as that exposes nobody."""

from datetime import date

from bot.coaching.case import Case
from bot.coaching.insight import Insight, insights
from bot.coaching.team import USUAL_THRESHOLD
from bot.store.work import Work


async def of_case(work: Work, case: Case, today: date) -> tuple[Insight, ...]:
    """Return what is known of tactics for a case's main concern, the most promising first; mostly nothing.

    What all trainers of the workspace recorded is counted together, so the strictest of its teams says among how many
    cases and trainers each of them hides.
    """
    if not case.primary_concern:
        return ()
    trials, reach = await work.insights.of_concern(case.primary_concern, today)
    if not trials:
        return ()
    threshold = max(USUAL_THRESHOLD, await work.insights.strictest_threshold())
    return insights(trials, reach, today=today, threshold=threshold)
