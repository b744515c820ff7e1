"""Which surface draws which page."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.coach.coach import Shown
from bot.coaching.brief_pages import BriefChoicesPage, BriefPage
from bot.coaching.case import Case
from bot.coaching.check_up import CheckUpPage
from bot.coaching.conversation import Refused
from bot.coaching.estimate_pages import EstimateFormPage, EstimatePage
from bot.coaching.figures import FiguresPage
from bot.coaching.nudge_pages import LaterPage, NotNeededPage, NudgesPage, OwnNudgePage, PausePage, SettingsPage
from bot.coaching.pages import ChooserPage, ClosedPage, HelpPage, HomePage, LogPage, StepPage, SummaryPage
from bot.coaching.pilot_pages import PilotFormPage, PilotPage
from bot.coaching.sheet_pages import NeedsPage, RisksPage, SheetFormPage, TransferPage
from bot.coaching.shelf_pages import ShelfItemPage, ShelfPage
from bot.coaching.team_pages import (
    ConsentPage,
    InvitePage,
    LinePage,
    MembersPage,
    SeenPage,
    TeamChannelPage,
    TeamFormPage,
    TeamPage,
    TeamsPage,
)
from bot.coaching.toolbox import ToolsPage
from bot.listeners import windows
from bot.locales.words import Sentence, Words, load_words
from bot.surface.brief import brief_modal
from bot.surface.brief_choices import brief_choices_modal
from bot.surface.chooser import chooser_modal
from bot.surface.close import close_modal
from bot.surface.doctor import doctor_modal
from bot.surface.estimate import estimate_modal
from bot.surface.estimate_form import estimate_form_modal
from bot.surface.figures import figures_modal
from bot.surface.help import help_modal
from bot.surface.home import closed_view, home_view
from bot.surface.kit import Json
from bot.surface.later import later_modal
from bot.surface.log import log_modal
from bot.surface.needs import needs_modal
from bot.surface.not_needed import not_needed_modal
from bot.surface.notice import notice_modal
from bot.surface.nudges import nudges_modal
from bot.surface.own_nudge import own_nudge_modal
from bot.surface.pause import pause_modal
from bot.surface.pilot import pilot_modal
from bot.surface.pilot_form import pilot_form_modal
from bot.surface.risks import risks_modal
from bot.surface.settings import settings_modal
from bot.surface.sharing import consent_modal, line_modal, seen_modal
from bot.surface.sheet import form_modal
from bot.surface.shelf import shelf_modal
from bot.surface.shelf_item import shelf_item_modal
from bot.surface.step import step_errors, step_modal
from bot.surface.summary import summary_modal
from bot.surface.team import members_modal, team_modal
from bot.surface.team_forms import invite_modal, team_channel_modal, team_form_modal
from bot.surface.teams import teams_modal
from bot.surface.tools import tools_modal
from bot.surface.transfer import transfer_modal

ModalPage = (
    BriefChoicesPage
    | BriefPage
    | Case
    | CheckUpPage
    | ChooserPage
    | ConsentPage
    | EstimateFormPage
    | EstimatePage
    | FiguresPage
    | HelpPage
    | InvitePage
    | LaterPage
    | LinePage
    | LogPage
    | MembersPage
    | NeedsPage
    | NotNeededPage
    | NudgesPage
    | OwnNudgePage
    | PausePage
    | PilotFormPage
    | PilotPage
    | RisksPage
    | SeenPage
    | Sentence
    | SettingsPage
    | SheetFormPage
    | ShelfItemPage
    | ShelfPage
    | StepPage
    | SummaryPage
    | TeamChannelPage
    | TeamFormPage
    | TeamPage
    | TeamsPage
    | ToolsPage
    | TransferPage
)
ShownModal = Shown[ModalPage]

_MODALS: Final[Mapping[type[ModalPage], Callable[[Any, Words], Json]]] = {
    BriefChoicesPage: brief_choices_modal,
    BriefPage: brief_modal,
    Case: close_modal,
    ChooserPage: chooser_modal,
    EstimateFormPage: estimate_form_modal,
    EstimatePage: estimate_modal,
    FiguresPage: figures_modal,
    HelpPage: help_modal,
    InvitePage: invite_modal,
    LinePage: line_modal,
    LogPage: log_modal,
    MembersPage: members_modal,
    NeedsPage: needs_modal,
    NotNeededPage: not_needed_modal,
    PausePage: pause_modal,
    PilotFormPage: pilot_form_modal,
    RisksPage: risks_modal,
    Sentence: notice_modal,
    SettingsPage: settings_modal,
    SheetFormPage: form_modal,
    ShelfItemPage: shelf_item_modal,
    ShelfPage: shelf_modal,
    StepPage: step_modal,
    TeamChannelPage: team_channel_modal,
    TeamFormPage: team_form_modal,
    ToolsPage: tools_modal,
    TransferPage: transfer_modal,
}
_TIMED_MODALS: Final[Mapping[type[ModalPage], Callable[[Any, Words, str], Json]]] = {
    CheckUpPage: doctor_modal,
    ConsentPage: consent_modal,
    LaterPage: later_modal,
    NudgesPage: nudges_modal,
    OwnNudgePage: own_nudge_modal,
    PilotPage: pilot_modal,
    SeenPage: seen_modal,
    SummaryPage: summary_modal,
    TeamPage: team_modal,
    TeamsPage: teams_modal,
}
"""Those that tell moments, and so need the person's zone."""


def modal(shown: Shown[ModalPage]) -> Json:
    """Draw a page as a modal, in the words of the person it is for."""
    kind, words = type(shown.page), load_words(shown.person.language)
    if kind in _TIMED_MODALS:
        return _TIMED_MODALS[kind](shown.page, words, shown.person.zone)
    return _MODALS[kind](shown.page, words)


def home(shown: Shown[HomePage | ClosedPage]) -> Json:
    """Draw App Home, in the words and the zone of the person it is for."""
    words = load_words(shown.person.language)
    if isinstance(shown.page, ClosedPage):
        return closed_view(words)
    return home_view(shown.page, words, shown.person.zone)


def answer(shown: Shown[ModalPage | Refused], view: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a submitted modal: the next page in its place, or what is wrong at its fields."""
    if isinstance(shown.page, Refused):
        words = load_words(shown.person.language)
        return windows.errors(step_errors(shown.page.problems, words, view["state"]["values"]))
    return windows.instead(modal(Shown(shown.person, shown.page)))
