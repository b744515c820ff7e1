"""The names by which Slack tells which modal was submitted and which button was pressed."""

from typing import Final

# Modals (`callback_id`).
STEP: Final = "step"
CHOOSE: Final = "choose"
LOG: Final = "log"
CLOSE: Final = "close"
BRIEF: Final = "brief"
HELP: Final = "help"
SUMMARY: Final = "summary"
NOTICE: Final = "notice"

# Buttons (`action_id`); the button's `value` is the id of the thing.
COACH_OPEN: Final = "coach.open"
CASE_CONTINUE: Final = "case.continue"
CASE_LOG: Final = "case.log"
CASE_BRIEF: Final = "case.brief"
CASE_CLOSE: Final = "case.close"
CASES_LIST: Final = "cases.list"
STEP_BACK: Final = "step.back"
STEP_SKIP: Final = "step.skip"
ENTRY_ADD: Final = "entry.add"
ENTRY_REMOVE: Final = "entry.remove"
INTERACTION_CORRECT: Final = "interaction.correct"
HELP_SHOW: Final = "help.show"
QUOTE_USE: Final = "quote.use"

ANSWER: Final = "answer"
"""The `action_id` of every input; which question it answers stands in its `block_id`."""

NEW_CASE: Final = "new"
"""What the chooser answers instead of a case id."""


def numbered(name: str, number: int) -> str:
    """Return an id that Slack takes for another one: `quote#2`. The number 0 leaves the name as it is."""
    return f"{name}#{number}" if number else name


def stem(name: str) -> str:
    """Return an id without its number."""
    return name.partition("#")[0]
