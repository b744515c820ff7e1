"""A workspace that has seen which tactics preceded moves forward."""

from datetime import timedelta

from bot.coaching.case import Case, Engagement, Interaction
from bot.playbook.model import Stage as Step
from bot.store.ids import new_id
from bot.store.store import Store
from tests.support.playground import Stage

CONCERN = "cost_centre"
SEEN = {"case_study": (5, 4), "frame_as_investment": (6, 1)}
"""By tactic: in how many cases of each of three trainers it was tried, and in how many a move forward followed."""


async def gather(store: Store, stage: Stage, trainers: int = 3) -> None:
    """Let trainers have met executives with one concern, each case with one contact."""
    owners = ("U02TOMAS", "U03INGRID", "U01MAYA")[:trainers]
    now = stage.slack.desk.clock.now()
    workspace_id = stage.desk.team.id
    for owner in owners:
        await stage.person(owner).opens_home()
    async with store.work(workspace_id) as work:
        version = (await work.cases.open_of("U01MAYA"))[0].playbook_version
        for owner in owners:
            for tactic, (tried, moved) in SEEN.items():
                for number in range(tried):
                    case = Case(
                        new_id(),
                        owner,
                        "executive-pushback",
                        version,
                        Step.ALIGN,
                        "goal",
                        now,
                        now,
                        1,
                        primary_concern=CONCERN,
                    )
                    await work.cases.add(case)
                    after = Engagement.NEUTRAL if number < moved else Engagement.RESISTANT
                    on = (now - timedelta(days=1)).date()
                    contact = Interaction(new_id(), case.id, on, now, engagement_after=after, tactic=tactic)
                    await work.interactions.add(contact)
