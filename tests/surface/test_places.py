from zoneinfo import ZoneInfo

import pytest

from bot.locales.words import load_words
from bot.surface import limits, places

WORDS = load_words("en")


@pytest.mark.parametrize("groups", [places.zones(), places.countries(WORDS), places.by_initial(places.regions("IT"))])
def test_every_group_fits_and_nothing_is_offered_twice(groups: places.Groups) -> None:
    offered = [option.id for group in groups.values() for option in group]

    assert max(map(len, groups.values())) <= limits.GROUP_OPTIONS
    assert len(groups) < limits.OPTION_GROUPS
    assert len(offered) == len(set(offered))


@pytest.mark.parametrize("zone", ["Europe/Athens", "America/New_York", "Asia/Kolkata", "Australia/Adelaide"])
def test_a_zone_is_found_by_its_city(zone: str) -> None:
    offered = {option.id: option.label for group in places.zones().values() for option in group}

    assert offered[zone] == zone.replace("_", " ")


def test_every_zone_offered_is_one() -> None:
    offered = [option.id for group in places.zones().values() for option in group]

    assert all(ZoneInfo(zone).key == zone for zone in offered)


def test_a_country_stands_under_its_first_letter_accents_aside() -> None:
    initials = places.countries(WORDS)

    assert "Åland Islands" in [option.label for option in initials["A"]]
    assert list(initials) == sorted(initials)


def test_a_country_without_regions_has_none_to_choose_from() -> None:
    assert places.regions("GR") == ()
    assert {option.id: option.label for option in places.regions("DE")}["BY"] == "Bayern"
