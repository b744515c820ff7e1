"""Settings as a person chooses them, and the preferences they make."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time

from bot.coaching import days_off
from bot.coaching.answers import AnswerError
from bot.coaching.calendar import CalendarError, WorkingCalendar
from bot.coaching.case import Person
from bot.coaching.preferences import HoursError, OpenHours, Preferences
from bot.locales.words import Sentence
from bot.playbook.model import NudgeKind


@dataclass(frozen=True, slots=True)
class Choices:
    """What stands in the settings' form; an empty text means Slack's word for it, or none."""

    zone: str
    language: str
    weekdays: tuple[str, ...]
    country: str
    region: str
    days_off: str
    nudge_hour: time
    opens: time
    closes: time
    weekly_cap: str
    kinds_off: tuple[str, ...]


_FIELD_OF: Mapping[str, str] = {
    "nudges.calendar.zone": "zone",
    "nudges.calendar.weekdays": "weekdays",
    "nudges.calendar.country": "country",
    "nudges.calendar.region": "region",
    "nudges.hours.short": "closes",
}


def made_of(choices: Choices, person: Person, before: Preferences) -> Preferences | dict[str, Sentence]:
    """Return the preferences that choices make, or what is wrong with them, by field. A pause stays as it was."""
    try:
        return replace(
            before,
            calendar=_calendar(choices, person, before),
            language=choices.language or person.language_in_slack,
            nudge_hour=choices.nudge_hour,
            open_hours=OpenHours(choices.opens, choices.closes),
            weekly_cap=int(choices.weekly_cap) if choices.weekly_cap else None,
            kinds_off=frozenset(map(NudgeKind, choices.kinds_off)),
        )
    except AnswerError as error:
        return {"days_off": error.sentence}
    except (CalendarError, HoursError) as error:
        return {_FIELD_OF[error.sentence.key]: error.sentence}


def _calendar(choices: Choices, person: Person, before: Preferences) -> WorkingCalendar:
    """Return the calendar; a region of another country than before was chosen for the old one."""
    moved = choices.country != before.calendar.country
    return WorkingCalendar(
        zone=choices.zone or person.zone_in_slack,
        weekdays=frozenset(map(int, choices.weekdays)),
        country=choices.country,
        region="" if moved else choices.region,
        days_off=days_off.read(choices.days_off),
    )
