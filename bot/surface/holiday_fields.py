"""The questions whose public holidays are kept: a country, and one of its regions where those have their own."""

from collections.abc import Iterator

from bot.coaching.calendar import WorkingCalendar
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit, limits, places
from bot.surface.kit import Json


def blocks(calendar: WorkingCalendar, words: Words, label: str) -> Iterator[Json]:
    """Draw the fields `country` and `region` (`ids.NONE`: none); regions are those of the country that is set."""
    yield kit.question(label, "country", _country(calendar, words), required=True)
    if calendar.country and (regions := places.regions(calendar.country)):
        block_id = ids.marked("region", calendar.country)
        menu = _region(calendar, regions, words)
        yield kit.question(words("settings.region"), block_id, menu, hint=words("settings.region_hint"), required=True)


def _country(calendar: WorkingCalendar, words: Words) -> Json:
    none = Option(ids.NONE, words("settings.no_country"))
    groups = {words("settings.none"): (none,), **places.countries(words)}
    return kit.grouped_select(groups, calendar.country or ids.NONE, placeholder=words("settings.find_country"))


def _region(calendar: WorkingCalendar, regions: tuple[Option, ...], words: Words) -> Json:
    none, chosen = Option(ids.NONE, words("settings.no_region")), calendar.region or ids.NONE
    if len(regions) < limits.SELECT_OPTIONS:
        return kit.select([none, *regions], chosen, placeholder=words("kit.choose"))
    groups = {words("settings.none"): (none,), **places.by_initial(regions)}
    return kit.grouped_select(groups, chosen, placeholder=words("kit.choose"))
