"""What is asked of a lead: a new team, a team's settings, its channel, and whom to invite."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from babel import Locale

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.team import LEAST_THRESHOLD, Section
from bot.coaching.team_choices import MOST_THRESHOLD, TeamChoices
from bot.coaching.team_pages import InvitePage, TeamChannelPage, TeamFormPage
from bot.locales.words import Words, languages
from bot.playbook.model import Option
from bot.surface import holiday_fields, kit, places, team_ids, team_lines
from bot.surface.kit import Json

QUIET_LINE: Final = "line"
QUIET_SKIPPED: Final = "skipped"
MOST_INVITED: Final = 10
"""At once: each gets a message, and Slack is asked about those whom the bot has not met."""

_WEEK: Final = 7


def team_form_modal(page: TeamFormPage, words: Words) -> Json:
    """Draw the form of a team: a new one asks for little."""
    return _settings(page, words) if page.team_id else _new(page, words)


def _new(page: TeamFormPage, words: Words) -> Json:
    """Draw what a new team needs: `name`, `channel`, which may wait, `day` and `hour`. The rest has good defaults."""
    choices = page.choices
    blocks = [
        kit.section(words("team.new.promise")),
        _name(choices, words),
        kit.question(words("team.new.channel"), "channel", _channels(None, words), hint=words("team.new.channel_hint")),
        *_rhythm(choices, words, words("team.new.hour_hint", zone=places.zone_label(choices.zone))),
    ]
    return kit.modal(
        team_ids.NEW, words("team.title.new"), blocks, submit=words("team.submit.new"), close=words("kit.cancel"),
        carried=_carried(page),
    )  # fmt: skip


def _settings(page: TeamFormPage, words: Words) -> Json:
    """Draw a team's settings: the fields are those of `TeamChoices`, `quiet` instead of `skips_quiet_weeks`."""
    choices = page.choices
    blocks = [
        _name(choices, words),
        *_rhythm(choices, words, ""),
        *_place(choices, words),
        *_reader(choices, words),
        *_shown(choices, words),
    ]
    return kit.modal(
        team_ids.SETTINGS, words("team.title.settings"), blocks, submit=words("team.submit.settings"),
        close=words("kit.cancel"), carried=_carried(page),
    )  # fmt: skip


def team_channel_modal(page: TeamChannelPage, words: Words) -> Json:
    """Draw the question which channel a team's digest goes to: `channel`."""
    chosen = page.team.channel.id if page.team.channel else None
    blocks = [
        kit.section(words("team.choose.promise", name=team_lines.name(page.team))),
        kit.question(
            words("team.choose.channel"), "channel", _channels(chosen, words), hint=words("team.choose.hint"),
            required=True,
        ),
        kit.context(words("team.choose.invite")),
    ]  # fmt: skip
    return kit.modal(
        team_ids.CHANNEL, words("team.title.channel"), blocks, submit=words("team.submit.channel"),
        close=words("kit.cancel"), carried=kit.metadata(team=page.team.id),
    )  # fmt: skip


def invite_modal(page: InvitePage, words: Words) -> Json:
    """Draw the question whom to invite: `people`, some of the workspace."""
    menu = kit.people_select(placeholder=words("kit.pick_person"), most=MOST_INVITED)
    blocks = [
        kit.section(words("team.invite.promise", name=team_lines.name(page.team))),
        kit.question(words("team.invite.people"), "people", menu, hint=words("team.invite.hint"), required=True),
    ]
    return kit.modal(
        team_ids.INVITE, words("team.title.invite"), blocks, submit=words("team.submit.invite"),
        close=words("kit.cancel"), carried=kit.metadata(team=page.team.id),
    )  # fmt: skip


def _carried(page: TeamFormPage) -> str:
    return kit.metadata(team=page.team_id, was={**asdict(page.choices), "hour": f"{page.choices.hour:%H:%M}"})


def _name(choices: TeamChoices, words: Words) -> Json:
    typed = kit.text_input(choices.name, placeholder=words("team.form.name_example"))
    return kit.question(words("team.form.name"), "name", typed, required=True)


def _channels(chosen: str | None, words: Words) -> Json:
    return kit.channel_select(chosen, placeholder=words("team.form.find_channel"))


def _rhythm(choices: TeamChoices, words: Words, hour_hint: str) -> Iterator[Json]:
    day = kit.select(_days(words), str(choices.day), placeholder=words("kit.choose"))
    yield kit.question(words("team.form.day"), "day", day, required=True)
    clock = kit.time_picker(choices.hour, placeholder=words("kit.pick_hour"))
    yield kit.question(words("team.form.hour"), "hour", clock, hint=hour_hint, required=True)


def _place(choices: TeamChoices, words: Words) -> Iterator[Json]:
    groups = places.zones()
    own = [] if _is_offered(choices.zone) else [Option(choices.zone, places.zone_label(choices.zone))]
    zones = {**({words("team.form.now"): own} if own else {}), **groups}
    menu = kit.grouped_select(zones, choices.zone, placeholder=words("settings.find_city"))
    yield kit.question(words("team.form.zone"), "zone", menu, required=True)
    boxes = kit.checkboxes(_days(words), [str(day) for day in choices.weekdays])
    yield kit.question(words("team.form.weekdays"), "weekdays", boxes, hint=words("team.form.moved"), required=True)
    calendar = WorkingCalendar(choices.zone, frozenset(choices.weekdays), choices.country, choices.region)
    yield from holiday_fields.blocks(calendar, words, words("team.form.country"))


def _reader(choices: TeamChoices, words: Words) -> Iterator[Json]:
    spoken = languages()
    if len(spoken) > 1:
        known = [Option(language, str(Locale.parse(language).display_name)) for language in spoken]
        if choices.language not in spoken:
            known = [Option(choices.language, _called(choices.language)), *known]
        menu = kit.select(known, choices.language, placeholder=words("kit.choose"))
        yield kit.question(words("team.form.language"), "language", menu, required=True)
    currencies = kit.grouped_select(places.currencies(words), choices.currency, placeholder=words("kit.choose"))
    yield kit.question(words("team.form.currency"), "currency", currencies, required=True)


def _shown(choices: TeamChoices, words: Words) -> Iterator[Json]:
    parts = [Option(section, words(f"team.section.{section}.long")) for section in Section]
    boxes = kit.checkboxes(parts, choices.shows)
    yield kit.question(words("team.form.shows"), "shows", boxes, hint=words("team.form.shows_hint"))
    numbers = [
        Option(str(number), words("team.form.cases", count=number))
        for number in range(LEAST_THRESHOLD, MOST_THRESHOLD + 1)
    ]
    menu = kit.select(numbers, str(choices.threshold), placeholder=words("kit.choose"))
    yield kit.question(
        words("team.form.threshold"), "threshold", menu, hint=words("team.form.threshold_hint"), required=True
    )
    quiet = [Option(name, words(f"team.form.quiet_week.{name}")) for name in (QUIET_LINE, QUIET_SKIPPED)]
    chosen = QUIET_SKIPPED if choices.skips_quiet_weeks else QUIET_LINE
    yield kit.question(words("team.form.quiet"), "quiet", kit.radio(quiet, chosen), required=True)


def _days(words: Words) -> list[Option]:
    names, first = words.locale.days["stand-alone"]["wide"], words.locale.first_week_day
    week = [(first + number) % _WEEK for number in range(_WEEK)]
    return [Option(str(day), str(names[day])) for day in week]


def _is_offered(zone: str) -> bool:
    return any(option.id == zone for group in places.zones().values() for option in group)


def _called(language: str) -> str:
    return str(Locale.parse(language, sep="-").display_name)
