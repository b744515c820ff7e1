"""What a case is called."""

from bot.coaching.case import Executive
from bot.locales.words import Words
from bot.surface import kit

_EXECUTIVE = 60  # of the characters that a title may take, so that both parts are seen
_TITLE = 140


def executive_title(executive: Executive | None) -> str:
    """Return how an executive is spoken of: by role, else by name; "" when unknown. Plain text, not escaped."""
    return kit.one_line(executive.role or executive.name, _EXECUTIVE) if executive else ""


def case_title(executive: Executive | None, initiative: str, words: Words) -> str:
    """Return a case's telling title: `CFO, onboarding redesign`. Plain text, not escaped."""
    who, what = executive_title(executive), kit.one_line(initiative, _TITLE - _EXECUTIVE)
    if who and what:
        return words("kit.title", executive=who, initiative=what)
    return who or what or words("kit.untitled")
