"""The tools of a case: which there are, and which were used."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.coach import insights, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import insight, tactics, transfer
from bot.coaching.conversation import Sitting
from bot.coaching.toolbox import ToolsPage
from bot.playbook.model import Stage, Tool
from bot.store.sheets import ESTIMATE, NEEDS, PILOT, RISKS, TRANSFER
from bot.store.worksheets import Kind

_KEPT_AS: Final[Mapping[Tool, Kind[Any]]] = {
    Tool.NEEDS: NEEDS,
    Tool.ROI: ESTIMATE,
    Tool.RISKS: RISKS,
    Tool.PILOT: PILOT,
    Tool.TRANSFER: TRANSFER,
}


async def show(coach: Coach, asker: Asker, case_id: str) -> Shown[ToolsPage]:
    """Return the tools of a case."""
    async with coach.store.view(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, case_id)
        sheets = await work.worksheets.of_case(case_id)
        known = await insights.of_case(work, sitting.file.case, sitting.today) if _is_heard(sitting) else ()
    zone = ZoneInfo(sitting.person.zone)
    found = ((tool, sheets.found.get(kind.name)) for tool, kind in _KEPT_AS.items())
    worked_on = {tool: kept.saved_at.astimezone(zone).date() for tool, kept in found if kept}
    page = ToolsPage(
        sitting.file.case,
        worked_on,
        has_result=transfer.is_open(sitting.facts),
        experience=insight.experience(known, tactics.names(sitting.playbook)),
    )
    return Shown(sitting.person, page)


def _is_heard(sitting: Sitting) -> bool:
    """Tell whether the concern was said back: before, listening comes first, and no tactic."""
    return sitting.file.case.stage is not Stage.LISTEN
