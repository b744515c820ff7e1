"""A reminder of the trainer's own, in words and with a moment."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.coaching.case import Case
from bot.coaching.nudge_pages import NudgeItem, OwnNudgePage
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit, limits
from bot.surface.chooser import case_option
from bot.surface.kit import Json


def own_nudge_modal(page: OwnNudgePage, words: Words, zone: str) -> Json:
    """Draw the form for an own nudge, new or changed, in the zone (IANA name) of its owner.

    Its fields are `text`, `day`, `hour`, which may stay empty, and `case` (`ids.NONE`: none) when there are any. The
    one that is changed is carried along as `nudge`.
    """
    item = page.item
    planned = item.due_at.astimezone(ZoneInfo(zone)) if item and item.due_at else None
    return kit.modal(
        ids.OWN_NUDGE,
        words("own_nudge.title"),
        [*_fields(page, planned, words), *_case(page.cases, item, words)],
        submit=words("own_nudge.submit"),
        close=words("kit.cancel"),
        carried=kit.metadata(nudge=item.id if item else None),
    )


def _fields(page: OwnNudgePage, planned: datetime | None, words: Words) -> list[Json]:
    text = kit.text_input(page.item.text if page.item else "", placeholder=words("own_nudge.example"))
    calendar = kit.date_picker(planned.date() if planned else page.earliest, placeholder=words("kit.pick_day"))
    clock = kit.time_picker(planned.time() if planned else None, placeholder=words("kit.pick_hour"))
    return [
        kit.question(words("own_nudge.text"), "text", text, required=True),
        kit.question(words("own_nudge.day"), "day", calendar, required=True),
        kit.question(words("own_nudge.hour"), "hour", clock, hint=words("own_nudge.hour_hint")),
    ]


def _case(cases: Sequence[Case], item: NudgeItem | None, words: Words) -> list[Json]:
    if not cases:
        return []
    known = [case_option(case, words, words(f"names.stage.{case.stage}")) for case in cases]
    chosen = (item.case_id if item else None) or ids.NONE
    options = [*known[: limits.SELECT_OPTIONS - 1], Option(ids.NONE, words("own_nudge.no_case"))]
    if len(options) <= limits.RADIO_OPTIONS:
        element = kit.radio(options, chosen)
    else:
        element = kit.select(options, chosen, placeholder=words("kit.choose"))
    return [kit.question(words("own_nudge.case"), "case", element, required=True)]
