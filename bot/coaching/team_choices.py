"""A team's settings as a lead chooses them, and the team they make."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import get_territory_currencies

from bot.coaching import money
from bot.coaching.calendar import CalendarError, WorkingCalendar
from bot.coaching.case import Person
from bot.coaching.team import DIGEST_HOUR, LEAST_THRESHOLD, LONGEST_NAME, USUAL_THRESHOLD, Section, Team
from bot.coaching.verbatim import showable
from bot.locales.words import Sentence

MOST_THRESHOLD: Final = 10
_EURO: Final = "EUR"

_FIELD_OF: Mapping[str, str] = {
    "nudges.calendar.zone": "zone",
    "nudges.calendar.weekdays": "weekdays",
    "nudges.calendar.country": "country",
    "nudges.calendar.region": "region",
}


@dataclass(frozen=True, slots=True)
class TeamChoices:
    """What stands in the form of a team's settings; an empty country or region means none."""

    name: str
    zone: str
    day: int = 0  # 0 is Monday
    hour: time = DIGEST_HOUR
    language: str = "en"
    currency: str = _EURO
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    country: str = ""
    region: str = ""
    threshold: int = USUAL_THRESHOLD
    skips_quiet_weeks: bool = False
    shows: tuple[str, ...] = tuple(Section)


def choices_of(team: Team) -> TeamChoices:
    """Return what the form shows of a team."""
    return TeamChoices(
        name=team.name,
        zone=team.calendar.zone,
        day=team.day,
        hour=team.hour,
        language=team.language,
        currency=team.currency,
        weekdays=tuple(sorted(team.calendar.weekdays)),
        country=team.calendar.country,
        region=team.calendar.region,
        threshold=team.threshold,
        skips_quiet_weeks=team.skips_quiet_weeks,
        shows=tuple(section for section in Section if section in team.shows),
    )


def usual(lead: Person) -> TeamChoices:
    """Return what a new team begins with: where its lead works, and how they write."""
    return TeamChoices(name="", zone=lead.zone, language=lead.language, currency=_currency_of(lead.language))


def merged(was: TeamChoices, chosen: TeamChoices, now: TeamChoices) -> TeamChoices:
    """Return what a form changed upon what is now: `was` stood in it when it was opened, perhaps long ago."""
    names = (field.name for field in fields(TeamChoices))
    changed = {name: getattr(chosen, name) for name in names if getattr(chosen, name) != getattr(was, name)}
    return replace(now, **changed)


def made_of(chosen: TeamChoices, team: Team) -> Team | dict[str, Sentence]:
    """Return a team with its settings as they were chosen, or what is wrong with them, by field."""
    name = " ".join(showable(chosen.name).split())
    try:
        calendar = _calendar(chosen, team)
    except CalendarError as error:
        return {_FIELD_OF[error.sentence.key]: error.sentence}
    problems = dict(_problems(replace(chosen, name=name)))
    if problems:
        return problems
    return replace(
        team,
        name=name,
        calendar=calendar,
        day=chosen.day,
        hour=chosen.hour,
        language=chosen.language,
        currency=chosen.currency,
        threshold=chosen.threshold,
        skips_quiet_weeks=chosen.skips_quiet_weeks,
        shows=frozenset(map(Section, chosen.shows)),
    )


def _calendar(chosen: TeamChoices, team: Team) -> WorkingCalendar:
    """Return the calendar; a region of another country than before was chosen for the old one."""
    moved = chosen.country != team.calendar.country
    return WorkingCalendar(
        chosen.zone, frozenset(chosen.weekdays), chosen.country, "" if moved else chosen.region, team.calendar.days_off
    )


def _problems(chosen: TeamChoices) -> list[tuple[str, Sentence]]:
    unknown_currency = Sentence("team.wrong.currency", {"code": chosen.currency})
    checks = (
        ("name", not chosen.name, Sentence("team.wrong.no_name")),
        ("name", len(chosen.name) > LONGEST_NAME, Sentence("team.wrong.long_name", {"limit": LONGEST_NAME})),
        ("day", chosen.day not in chosen.weekdays, Sentence("team.wrong.day_off")),
        ("currency", chosen.currency not in money.currencies(), unknown_currency),
        (
            "threshold",
            not LEAST_THRESHOLD <= chosen.threshold <= MOST_THRESHOLD,
            Sentence("team.wrong.threshold", {"least": LEAST_THRESHOLD, "most": MOST_THRESHOLD}),
        ),
    )
    return [(name, sentence) for name, is_wrong, sentence in checks if is_wrong]


def _currency_of(language: str) -> str:
    """Return the currency of the country that a language tag names; euros where it names none."""
    try:
        territory = Locale.parse(language, sep="-").territory
    except (UnknownLocaleError, ValueError):
        return _EURO
    current = get_territory_currencies(territory) if territory else []
    return str(current[0]) if current else _EURO
