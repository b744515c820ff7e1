"""`/pushback pause`: silence until a day, or until resumed."""

from bot.coaching.nudge_pages import PausePage
from bot.locales.words import Words
from bot.surface import ids, kit, nudge_lines
from bot.surface.kit import Json


def pause_modal(page: PausePage, words: Words) -> Json:
    """Draw the form for a pause: `until`, the first day on which nudges come again; empty: until resumed."""
    back_on = page.back_on or nudge_lines.back_on(page.paused_until)
    calendar = kit.date_picker(back_on, placeholder=words("kit.pick_day"))
    return kit.modal(
        ids.PAUSE,
        words("pause.title"),
        [
            *nudge_lines.resting(is_paused=page.is_paused, until=page.paused_until, words=words),
            kit.section(words("pause.promise")),
            kit.question(words("pause.until"), "until", calendar, hint=words("pause.until_hint")),
        ],
        submit=words("pause.submit"),
        close=words("kit.cancel"),
    )
