"""The kinds of worksheets there are."""

from typing import Final

from bot.coaching.brief_pages import BriefChoices
from bot.coaching.estimate import Estimate
from bot.coaching.needs import Needs
from bot.coaching.pilot import Pilot, Results
from bot.coaching.risks import Risks
from bot.coaching.transfer import TransferPlan
from bot.store.worksheets import Kind

BRIEF: Final = Kind("brief", BriefChoices)
ESTIMATE: Final = Kind("estimate", Estimate)
NEEDS: Final = Kind("needs", Needs)
PILOT: Final = Kind("pilot", Pilot)
PILOT_RESULTS: Final = Kind("pilot_results", Results)
RISKS: Final = Kind("risks", Risks)
TRANSFER: Final = Kind("transfer", TransferPlan)
