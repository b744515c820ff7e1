"""*Later*: the day and the hour at which a nudge shall come instead."""

from collections.abc import Iterator

from bot.coaching.nudge_pages import LaterPage
from bot.locales.words import Words
from bot.surface import ids, kit, nudge_lines
from bot.surface.kit import Json


def later_modal(page: LaterPage, words: Words, zone: str) -> Json:
    """Draw the form for another moment: `day`, and `hour`, which may stay empty. The nudge is carried as `nudge`."""
    calendar = kit.date_picker(page.earliest, placeholder=words("kit.pick_day"))
    clock = kit.time_picker(None, placeholder=words("kit.pick_hour"))
    return kit.modal(
        ids.LATER,
        words("later.title"),
        [
            kit.section("\n".join(_about(page, words, zone))),
            kit.question(words("later.day"), "day", calendar, required=True),
            kit.question(words("later.hour"), "hour", clock, hint=words("later.hour_hint")),
        ],
        submit=words("later.submit"),
        close=words("kit.cancel"),
        carried=kit.metadata(nudge=page.item.id),
    )


def _about(page: LaterPage, words: Words, zone: str) -> Iterator[str]:
    yield nudge_lines.heading(page.item, words)
    yield nudge_lines.due(page.item, words)
    if page.item.due_at and page.item.is_planned:
        yield words("later.planned", at=words.moment(page.item.due_at, zone))
