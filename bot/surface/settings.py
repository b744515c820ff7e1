"""`/pushback settings`: where and when a person works, and when reminders may come."""

from collections.abc import Iterator
from typing import Final

from babel import Locale

from bot.coaching import days_off
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.nudge_pages import SettingsPage
from bot.coaching.preferences import Preferences
from bot.locales.words import Words, languages
from bot.playbook.model import NudgeKind, Option
from bot.surface import holiday_fields, ids, kit, nudge_lines, places
from bot.surface.kit import Json

_WEEK: Final = 7
_CAPS: Final = range(1, 6)
_MOVED: Final = 8


def settings_modal(page: SettingsPage, words: Words) -> Json:
    """Draw what a person has set, and after saving, which nudges moved to which moment.

    The fields: `zone` and `language` (`ids.AS_IN_SLACK`: Slack's; languages only where there are several), `weekdays`,
    `country` and `region` (`ids.NONE`: none; regions of the country that is set), `days_off` (see
    `coaching.days_off`), `nudge_hour`, `opens`, `closes`, `weekly_cap` (`ids.NONE`: none), `kinds_off`.
    """
    preferences = page.preferences
    blocks = [
        *_saved(page, words),
        *_reader(page, words),
        *_calendar(preferences.calendar, words),
        *_hours(preferences, words),
        *_amount(preferences, words),
    ]
    return kit.modal(
        ids.SETTINGS, words("settings.title"), blocks, submit=words("settings.submit"), close=words("kit.close")
    )


def _saved(page: SettingsPage, words: Words) -> Iterator[Json]:
    if not page.is_saved:
        return
    if page.moved:
        moved = nudge_lines.lines(page.moved, words, page.preferences.calendar.zone, _MOVED)
        yield kit.section(f"{words('settings.moved')}\n{moved}")
    else:
        yield kit.section(words("settings.saved"))
    yield kit.divider()


def _reader(page: SettingsPage, words: Words) -> Iterator[Json]:
    yield kit.question(words("settings.zone"), "zone", _zone(page, words), required=True)
    if len(languages()) > 1:
        known = [Option(language, _called(language)) for language in languages()]
        options = [Option(ids.AS_IN_SLACK, words("settings.slack_language")), *known]
        chosen = ids.AS_IN_SLACK if page.follows_language else page.preferences.language
        menu = kit.select(options, chosen, placeholder=words("kit.choose"))
        yield kit.question(words("settings.language"), "language", menu, required=True)


def _zone(page: SettingsPage, words: Words) -> Json:
    own, groups = page.preferences.calendar.zone, places.zones()
    slack = places.zone_label(page.slack_zone or own)
    first = [Option(ids.AS_IN_SLACK, words("settings.slack_zone", zone=slack))]
    if not any(option.id == own for group in groups.values() for option in group):
        first.append(Option(own, places.zone_label(own)))
    chosen = ids.AS_IN_SLACK if page.follows_zone else own
    return kit.grouped_select(
        {words("settings.your_zone"): first, **groups}, chosen, placeholder=words("settings.find_city")
    )


def _called(language: str) -> str:
    """Return a language's name in that language."""
    return str(Locale.parse(language).display_name)


def _calendar(calendar: WorkingCalendar, words: Words) -> Iterator[Json]:
    days, first = words.locale.days["stand-alone"]["wide"], words.locale.first_week_day
    week = [(first + number) % _WEEK for number in range(_WEEK)]
    options = [Option(str(day), str(days[day])) for day in week]
    boxes = kit.checkboxes(options, [str(day) for day in calendar.weekdays])
    yield kit.question(words("settings.weekdays"), "weekdays", boxes, required=True)
    yield from holiday_fields.blocks(calendar, words, words("settings.country"))
    typed = kit.text_input(
        days_off.written(calendar.days_off), long=True, placeholder=words("settings.days_off_example")
    )
    yield kit.question(words("settings.days_off"), "days_off", typed, hint=words("settings.days_off_hint"))


def _hours(preferences: Preferences, words: Words) -> Iterator[Json]:
    hours = preferences.open_hours
    for name, hour in (("nudge_hour", preferences.nudge_hour), ("opens", hours.opens), ("closes", hours.closes)):
        clock = kit.time_picker(hour, placeholder=words("kit.pick_hour"))
        yield kit.question(words(f"settings.{name}"), name, clock, required=True)


def _amount(preferences: Preferences, words: Words) -> Iterator[Json]:
    cap = preferences.weekly_cap
    caps = sorted({*_CAPS, *([cap] if cap else [])})
    options = [
        Option(ids.NONE, words("settings.no_cap")),
        *(Option(str(number), words("settings.cap", count=number)) for number in caps),
    ]
    menu = kit.select(options, str(cap) if cap else ids.NONE, placeholder=words("kit.choose"))
    yield kit.question(words("settings.weekly_cap"), "weekly_cap", menu, required=True)
    kinds = [Option(kind, words(f"names.nudge.{kind}")) for kind in NudgeKind if kind is not NudgeKind.OWN]
    boxes = kit.multi_select(kinds, tuple(preferences.kinds_off), placeholder=words("settings.keep_all"))
    yield kit.question(words("settings.kinds_off"), "kinds_off", boxes, hint=words("settings.kinds_off_hint"))
