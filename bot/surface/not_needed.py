"""*Not needed*: why a nudge does not help, so that the next ones do."""

from bot.coaching.nudge_pages import NotNeeded, NotNeededPage
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit, nudge_lines
from bot.surface.kit import Json


def not_needed_modal(page: NotNeededPage, words: Words) -> Json:
    """Draw the question why: `reason`, and `note` in words. The nudge is carried along as `nudge`."""
    reasons = [Option(reason, words(f"not_needed.because.{reason}")) for reason in NotNeeded]
    return kit.modal(
        ids.NOT_NEEDED,
        words("not_needed.title"),
        [
            kit.section(f"{nudge_lines.heading(page.item, words)}\n{nudge_lines.due(page.item, words)}"),
            kit.question(words("not_needed.reason"), "reason", kit.radio(reasons), required=True),
            kit.question(words("not_needed.note"), "note", kit.text_input(long=True)),
        ],
        submit=words("not_needed.submit"),
        close=words("kit.cancel"),
        carried=kit.metadata(nudge=page.item.id),
    )
