"""Time zones, countries, their regions and currencies, as options to choose from."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from babel.numbers import get_currency_name

from bot.coaching import calendar, money
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import limits

Groups = Mapping[str, tuple[Option, ...]]

_AREAS: Final = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)
"""Where a zone is named by a city. The other names (`US/Eastern`, `EST5EDT`) are older ones for the same zones."""


@cache
def zones() -> Groups:
    """Return every zone that is named by a city, under its part of the world."""
    areas: dict[str, list[str]] = defaultdict(list)
    for name in sorted(available_timezones()):
        area, _, city = name.partition("/")
        if area in _AREAS and city:
            areas[area].append(name)
    chunks = ((area, chunk) for area, names in areas.items() for chunk in _chunks(names))
    return {f"{area} {_city(chunk[0])[0]}-{_city(chunk[-1])[0]}": tuple(map(_zone, chunk)) for area, chunk in chunks}


def zone_label(zone: str) -> str:
    """Return a zone's name as people read it: `America/New York`."""
    return zone.replace("_", " ")


def countries(words: Words) -> Groups:
    """Return every country whose public holidays are known, in the reader's language, by first letter."""
    names = words.locale.territories
    return by_initial(Option(code, str(names.get(code, code))) for code in calendar.countries())


def regions(country: str) -> tuple[Option, ...]:
    """Return the regions of a country that keep holidays of their own, as they are called there."""
    options = (Option(code, name) for code, name in calendar.regions(country).items())
    return tuple(sorted(options, key=lambda option: _unaccented(option.label)))


def currencies(words: Words) -> Groups:
    """Return the currencies that are paid with today, by the first letter of their codes (ISO 4217)."""
    groups: dict[str, list[Option]] = defaultdict(list)
    for code in sorted(money.currencies()):
        name = get_currency_name(code, locale=words.locale)
        groups[code[0]].append(Option(code, words("estimate.currency", code=code, name=name)))
    return {initial: tuple(group) for initial, group in groups.items()}


def by_initial(options: Iterable[Option]) -> Groups:
    """Return options by the first letter of their labels, accents aside."""
    groups: dict[str, list[Option]] = defaultdict(list)
    for option in sorted(options, key=lambda option: _unaccented(option.label)):
        groups[_unaccented(option.label)[0].upper()].append(option)
    return {initial: tuple(group) for initial, group in groups.items()}


def _zone(name: str) -> Option:
    return Option(name, zone_label(name))


def _city(name: str) -> str:
    return name.partition("/")[2]


def _chunks(names: list[str]) -> list[list[str]]:
    return [names[at : at + limits.GROUP_OPTIONS] for at in range(0, len(names), limits.GROUP_OPTIONS)]


def _unaccented(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)).casefold()
