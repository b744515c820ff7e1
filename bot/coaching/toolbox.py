"""The tools of a case, at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.coaching.case import Case
from bot.coaching.insight import Experience
from bot.playbook.model import Tool


@dataclass(frozen=True, slots=True)
class ToolsPage:
    """Every tool there is for a case."""

    case: Case
    worked_on: Mapping[Tool, date]  # the day of the newest save, of tools that were used
    has_result: bool  # the pilot's, before which the transfer plan stays closed
    experience: Experience | None = None  # of the workspace with tactics, once the concern was said back
