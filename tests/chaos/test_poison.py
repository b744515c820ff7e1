"""Three rows of a thousand that nobody can work out: the other 997 are delivered."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.store.tables import DeliveryState
from tests.chaos.crew import gathered, seeded
from tests.chaos.slack import TEAM
from tests.support.outgoing import MAYA, PLAYBOOK, new_case

pytestmark = pytest.mark.chaos


async def test_poison_stops_nobody_elses_message(postgresql_url: str, tmp_path: Path) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew:
            async with crew.store.work(TEAM) as work:
                await work.playbooks.keep(PLAYBOOK, "unreadable", {"playbook.yaml": "id: executive-pushback"})
                for number in range(3):
                    broken = replace(new_case(MAYA), playbook_version="unreadable")
                    await work.cases.add(broken)
                    await work.deliveries.plan("card", MAYA.id, f"card:{number}", broken.id, due_at=crew.clock.now())
            await crew.plans(997, people=500)
            crew.starts()

            rows = await crew.rests(within=120)

            settled = [row.state for row in rows]
            assert (settled.count(DeliveryState.SENT), settled.count(DeliveryState.QUARANTINED)) == (997, 3)
            assert crew.slack.doubled == []
            assert len(crew.slack.messages) == 997
