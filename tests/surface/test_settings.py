import json
from typing import Any

from bot.coaching.calendar import SUNDAY_TO_THURSDAY, WorkingCalendar
from bot.coaching.nudge_pages import SettingsPage
from bot.locales.words import Words, load_words
from bot.playbook.model import NudgeKind
from bot.surface import ids, limits
from bot.surface.settings import settings_modal
from tests.support import samples
from tests.support.samples import TYPICAL, ZONE

FIELDS = [
    "zone",
    "language",
    "weekdays",
    "country",
    "days_off",
    "nudge_hour",
    "opens",
    "closes",
    "weekly_cap",
    "kinds_off",
]


def test_everything_that_moves_a_nudge_can_be_set() -> None:
    assert [block["block_id"] for block in _inputs(SettingsPage(samples.preferences()))] == FIELDS


def test_at_first_nothing_is_set_but_what_slack_knows() -> None:
    chosen = _chosen(SettingsPage(samples.preferences(), slack_zone=ZONE))

    assert chosen["zone"] == {"text": f"As in Slack ({ZONE})", "value": ids.AS_IN_SLACK}
    assert chosen["weekdays"] == ["0", "1", "2", "3", "4"]
    assert chosen["country"]["value"] == chosen["weekly_cap"]["value"] == ids.NONE
    assert (chosen["nudge_hour"], chosen["opens"], chosen["closes"]) == ("09:00", "08:00", "18:00")


def test_what_was_set_stands_in_the_form() -> None:
    chosen = _chosen(samples.settings_page(TYPICAL))

    assert chosen["zone"] == {"text": "Asia/Kolkata", "value": "Asia/Kolkata"}
    assert chosen["weekdays"] == ["0", "1", "6"]
    assert (chosen["country"]["text"], chosen["region#IT"]["value"]) == ("Italy", "RM")
    assert chosen["days_off"] == "2026-03-26\n2026-08-03 - 2026-08-21"
    assert (chosen["nudge_hour"], chosen["opens"], chosen["closes"]) == ("07:30", "07:00", "16:00")
    assert chosen["weekly_cap"]["text"] == "7 messages a week"
    assert len(chosen["kinds_off"]) == len(NudgeKind) - 1  # one's own always come


def test_a_zone_under_an_older_name_is_offered_too() -> None:
    page = SettingsPage(samples.preferences(calendar=WorkingCalendar("EST5EDT")), follows_zone=False)

    assert _chosen(page)["zone"]["value"] == "EST5EDT"


def test_regions_are_offered_where_a_country_has_them_and_change_with_it() -> None:
    german = SettingsPage(samples.preferences(calendar=WorkingCalendar(ZONE, country="DE")))
    greek = SettingsPage(samples.preferences(calendar=WorkingCalendar(ZONE, country="GR")))

    assert "region#DE" in _chosen(german)
    assert not [name for name in _chosen(greek) if ids.stem(name) == "region"]


def test_the_week_begins_as_it_does_where_the_reader_is() -> None:
    page = SettingsPage(samples.preferences(calendar=WorkingCalendar(ZONE, SUNDAY_TO_THURSDAY)))
    english = load_words("en")

    weekdays = _field(page, "weekdays", english)["options"]

    assert [option["value"] for option in weekdays] == [
        str((english.locale.first_week_day + number) % 7) for number in range(7)
    ]


def test_after_saving_the_nudges_that_moved_are_told_with_their_new_moments() -> None:
    view: dict[str, Any] = settings_modal(samples.settings_page(TYPICAL), load_words("en"))

    said = view["blocks"][0]["text"]["text"].replace("\u202f", " ").split("\n")

    assert said[0] == "*Saved.* These reminders have moved:"
    assert said[1].startswith("• *Thu, Mar 26, 2026 6:35 PM* · Διευθυντής")


def test_after_saving_it_says_so_when_nothing_moved() -> None:
    view: dict[str, Any] = settings_modal(SettingsPage(samples.preferences(), is_saved=True), load_words("en"))

    assert view["blocks"][0]["text"]["text"] == "*Saved.* No reminder had to move."


def test_the_form_leaves_room_in_what_slack_takes_and_sends_back() -> None:
    drawn = settings_modal(samples.settings_page(TYPICAL), load_words("qps"))

    assert len(json.dumps(drawn).encode()) < limits.VIEW_BYTES / 2


def _inputs(page: SettingsPage) -> list[dict[str, Any]]:
    view: dict[str, Any] = settings_modal(page, load_words("en"))
    return [block for block in view["blocks"] if block["type"] == "input"]


def _field(page: SettingsPage, name: str, words: Words) -> dict[str, Any]:
    view: dict[str, Any] = settings_modal(page, words)
    element: dict[str, Any] = next(block["element"] for block in view["blocks"] if block.get("block_id") == name)
    return element


def _chosen(page: SettingsPage) -> dict[str, Any]:
    """Return what stands in each field."""
    return {block["block_id"]: _initial(block["element"]) for block in _inputs(page)}


def _initial(element: dict[str, Any]) -> object:
    if "initial_option" in element:
        option = element["initial_option"]
        return {"text": option["text"]["text"], "value": option["value"]}
    if "initial_options" in element:
        return [option["value"] for option in element["initial_options"]]
    return next((element[name] for name in ("initial_time", "initial_value") if name in element), None)
