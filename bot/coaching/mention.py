"""Which cases somebody means by naming an executive."""

import re
from collections.abc import Iterable
from typing import Final

from bot.coaching.case import Case, Executive

_SLACK_USER: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def meant(cases: Iterable[Case], named: str) -> tuple[Case, ...]:
    """Return the cases whose executive is named, as a Slack mention or by a part of their name or role.

    Naming nobody, or nobody known, means all of them.
    """
    every = tuple(cases)
    found = tuple(case for case in every if case.executive and _is_named(case.executive, named)) if named else ()
    return found or every


def _is_named(executive: Executive, named: str) -> bool:
    if mention := _SLACK_USER.fullmatch(named):
        return executive.slack_user_id == mention[1]
    wanted = named.lstrip("@").casefold()
    return wanted in executive.name.casefold() or wanted in executive.role.casefold()
