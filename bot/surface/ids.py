"""The names by which Slack tells which modal was submitted and which button was pressed."""

from typing import Final

from bot.coaching import pilot_pages
from bot.coaching.estimate import CostKind
from bot.coaching.estimate_forms import LineSpot, Part
from bot.coaching.nudge_pages import Later
from bot.coaching.pilot_pages import Place
from bot.coaching.sheet_pages import Spot
from bot.playbook.model import Tool

# Modals (`callback_id`).
STEP: Final = "step"
CHOOSE: Final = "choose"
LOG: Final = "log"
CLOSE: Final = "close"
BRIEF: Final = "brief"
HELP: Final = "help"
SUMMARY: Final = "summary"
NOTICE: Final = "notice"
NUDGES: Final = "nudges"
LATER: Final = "later"
NOT_NEEDED: Final = "not_needed"
OWN_NUDGE: Final = "own_nudge"
SETTINGS: Final = "settings"
PAUSE: Final = "pause"
NEEDS: Final = "needs"
RISKS: Final = "risks"
TRANSFER: Final = "transfer"
SHEET: Final = "sheet"
TOOLS: Final = "tools"
SHELF: Final = "shelf"
BRIEF_CHOICES: Final = "brief_choices"
SHELF_ITEM: Final = "shelf_item"
ESTIMATE: Final = "estimate"
ESTIMATE_LINE: Final = "estimate_line"

PILOT: Final = "pilot"
PILOT_FORM: Final = "pilot_form"

# Buttons (`action_id`); the button's `value` is the id of the thing.
COACH_OPEN: Final = "coach.open"
CASE_CONTINUE: Final = "case.continue"
CASE_LOG: Final = "case.log"
CASE_BRIEF: Final = "case.brief"
CASE_CLOSE: Final = "case.close"
CASE_REOPEN: Final = "case.reopen"
CASE_DISCARD: Final = "case.discard"
CASE_TOOLS: Final = "case.tools"
CASES_LIST: Final = "cases.list"
STEP_BACK: Final = "step.back"
STEP_SKIP: Final = "step.skip"
ENTRY_ADD: Final = "entry.add"
ENTRY_REMOVE: Final = "entry.remove"
INTERACTION_CORRECT: Final = "interaction.correct"
HELP_SHOW: Final = "help.show"
COMMAND_RUN: Final = "command.run"
QUOTE_USE: Final = "quote.use"
PROMISE_KEPT: Final = "promise.kept"
NUDGE_DONE: Final = "nudge.done"
NUDGE_LATER: Final = "nudge.later"  # a menu: what is chosen is read with `read_later`
NUDGE_NOT_NEEDED: Final = "nudge.not_needed"
NUDGE_LOG: Final = "nudge.log"
NUDGE_OPEN: Final = "nudge.open"
NUDGE_EDIT: Final = "nudge.edit"
NUDGE_CANCEL: Final = "nudge.cancel"
NUDGES_LIST: Final = "nudges.list"
NUDGES_ADD: Final = "nudges.add"
SETTINGS_SHOW: Final = "settings.show"
PAUSE_SHOW: Final = "pause.show"
PAUSE_END: Final = "pause.end"
BRIEF_PDF: Final = "brief.pdf"
BRIEF_MARKDOWN: Final = "brief.markdown"
BRIEF_CHOOSE: Final = "brief.choose_words"
SHELF_OPEN: Final = "shelf.open"
SHELF_ADD: Final = "piece.add"
SHELF_EDIT: Final = "piece.edit"
SHELF_REMOVE: Final = "piece.remove"
SHELF_FILTER: Final = "shelf.filter"  # a menu: a concern, or `NONE`
SHELF_TAKE: Final = "piece.take"
SHELF_RESULT: Final = "piece.result"  # its value is a case
EVIDENCE_TAKE: Final = "evidence.take"  # in the step that collects evidence
SHEET_ADD: Final = "sheet.add"
SHEET_CHANGE: Final = "sheet.change"  # a menu
SHEET_REMOVE: Final = "sheet.remove"
SHEET_SHOW: Final = "sheet.show"
TRANSFER_DRAFT: Final = "transfer.draft"
PILOT_EDIT: Final = "pilot.edit"
PILOT_REMOVE: Final = "pilot.remove"
PILOT_REVERT: Final = "pilot.revert"
ESTIMATE_FORM: Final = "estimate.form"  # a button or a menu: what is pressed is read with `read_line`
ESTIMATE_REMOVE: Final = "estimate.remove"  # a menu, likewise
TOOL_OPEN: Final = "tool.open"  # what is pressed is read with `read_tool`

ANSWER: Final = "answer"
"""The `action_id` of every input; which question it answers stands in its `block_id`."""

NEW_CASE: Final = "new"
"""What the chooser answers instead of a case id."""

NONE: Final = "none"
"""What a menu answers for *none of these*: Slack lets nobody take back a choice from a menu."""

AS_IN_SLACK: Final = "slack"
"""What the settings answer for a zone or a language that follows the person's in Slack."""


def numbered(name: str, number: int) -> str:
    """Return an id that Slack takes for another one: `quote#2`. The number 0 leaves the name as it is."""
    return f"{name}#{number}" if number else name


def stem(name: str) -> str:
    """Return an id without its number."""
    return name.partition("#")[0]


def marked(name: str, mark: str) -> str:
    """Return an id that Slack takes for another one: `region#DE`. An empty mark leaves the name as it is."""
    return f"{name}#{mark}" if mark else name


def later_value(choice: Later, nudge_id: str) -> str:
    """Return what the menu *Later* answers: until when, and which nudge."""
    return f"{choice}:{nudge_id}"


def read_later(value: str) -> tuple[Later, str]:
    """Return until when a nudge is put off, and its id.

    Raises:
        ValueError: this is no answer of that menu.
    """
    choice, _, nudge_id = value.partition(":")
    return Later(choice), nudge_id


def tool_value(tool: Tool, case_id: str) -> str:
    """Return what the button of a tool carries: which tool, and the case it is for."""
    return f"{tool}:{case_id}"


def read_tool(value: str) -> tuple[Tool, str]:
    """Return the tool that a button opens, and the case it is for.

    Raises:
        ValueError: this is no value of such a button.
    """
    tool, _, case_id = value.partition(":")
    return Tool(tool), case_id


def sheet_value(spot: Spot) -> str:
    """Return what a button or an option for a place on a worksheet carries."""
    return f"{spot.tool}:{spot.part}:{spot.case_id}:{spot.entry_id}"


def read_sheet(value: str) -> Spot:
    """Return the place on a worksheet that a button or an option is for.

    Raises:
        ValueError: this is no value of such a button.
    """
    tool, part, case_id, entry_id = value.split(":")
    return Spot(Tool(tool), part, case_id, entry_id)


def line_value(case_id: str, spot: LineSpot) -> str:
    """Return what a button or an option for a line of an estimate carries."""
    return f"{case_id}:{spot.part}:{spot.kind}:{spot.line_id}"


def read_line(value: str) -> tuple[str, LineSpot]:
    """Return the case and the line of its estimate that a button or an option is for.

    Raises:
        ValueError: this is no value of such a button.
    """
    case_id, part, kind, line_id = value.split(":")
    return case_id, LineSpot(Part(part), line_id, CostKind(kind))


def pilot_value(place: Place) -> str:
    """Return what a button for one of the pilot's forms carries."""
    return f"{place.part}:{place.case_id}:{place.measure_id}"


def read_pilot(value: str) -> Place:
    """Return the form of a pilot that a button is for.

    Raises:
        ValueError: this is no value of such a button.
    """
    part, case_id, measure_id = value.split(":")
    return Place(pilot_pages.Part(part), case_id, measure_id)
