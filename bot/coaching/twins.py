"""Cases that look alike: the same executive and the same initiative, twice."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from textwrap import shorten
from typing import Final
from zoneinfo import ZoneInfo

from bot.coaching.case import Case, Person
from bot.locales.words import Words, load_words

_INITIATIVE: Final = 40  # characters that are left to it, so that the day is seen in every list


def told_apart(cases: Iterable[Case], person: Person) -> tuple[Case, ...]:
    """Return cases as they are listed for their owner: those that look alike tell when they were opened.

    What comes back is for showing. The day is said in the initiative; where it is the same one, the hour too.
    """
    every = tuple(cases)
    looks = Counter(map(_look, every))
    days = Counter((_look(case), _opened_on(case, person)) for case in every)
    words = load_words(person.language)
    return tuple(
        _dated(case, person, words, has_hour=days[_look(case), _opened_on(case, person)] > 1)
        if looks[_look(case)] > 1
        else case
        for case in every
    )


def other(case: Case, cases: Iterable[Case]) -> Case | None:
    """Return another one of these cases that is about the same executive and initiative; None without a like."""
    if case.executive is None or not case.initiative:
        return None
    return next((each for each in cases if each.id != case.id and _subject(each) == _subject(case)), None)


def _dated(case: Case, person: Person, words: Words, *, has_hour: bool) -> Case:
    what = shorten(case.initiative, _INITIATIVE, placeholder="\u2026") or words("kit.untitled")
    opened = words.moment(case.opened_at, person.zone) if has_hour else words.date(_opened_on(case, person))
    return replace(case, initiative=words("kit.opened", what=what, opened=opened))


def _opened_on(case: Case, person: Person) -> date:
    return case.opened_at.astimezone(ZoneInfo(person.zone)).date()


def _look(case: Case) -> tuple[str, str]:
    """Return what the title of a case is made of."""
    who = case.executive.role or case.executive.name if case.executive else ""
    return who.casefold(), case.initiative.casefold()


def _subject(case: Case) -> tuple[str, str]:
    return case.executive.id if case.executive else "", case.initiative.casefold()
