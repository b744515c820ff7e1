"""What the coach can do, and how a conversation with it goes."""

from collections.abc import Iterator

from bot.coaching.pages import HelpPage
from bot.locales.words import Words
from bot.surface import ids, kit, limits
from bot.surface.kit import Json

_TYPED = 200


def help_modal(page: HelpPage, words: Words) -> Json:
    """Draw the help; after a near miss it begins with the command that was probably meant."""
    dialogue = "\n\n".join(
        words("help.line", who=words(f"names.speaker.{who}"), says=kit.escape(says)) for who, says in page.dialogue
    )
    blocks = [
        *_near_miss(page, words),
        kit.section(words("help.promise")),
        *_commands(words),
    ]
    if dialogue:
        blocks += [kit.divider(), *kit.sections(kit.heading(words("help.example"), dialogue))]
    return kit.modal(ids.HELP, words("help.title"), blocks, close=words("kit.close"))


def help_message(page: HelpPage, words: Words) -> Json:
    """Draw the help as a message: what can be typed, and where the example is."""
    promise = words("help.promise")
    start = kit.button(words("kit.button.open"), ids.COACH_OPEN, primary=True)
    buttons = [start, kit.button(words("kit.button.show"), ids.HELP_SHOW)] if page.dialogue else [start]
    return kit.message(promise, [kit.section(promise), *_commands(words), kit.actions(*buttons)])


def _commands(words: Words) -> list[Json]:
    return [
        kit.section(kit.heading(words("help.commands.title"), words("help.commands.list"))),
        kit.section(words("help.elsewhere")),
    ]


def _near_miss(page: HelpPage, words: Words) -> Iterator[Json]:
    if not page.typed:
        return
    typed = kit.escape_line(page.typed, _TYPED)
    meant = kit.escape_line(page.meant or "", _TYPED)
    yield kit.section(words("help.meant", typed=typed, meant=meant) if meant else words("help.unknown", typed=typed))
    if len(page.typed) <= limits.BUTTON_VALUE:
        run = [kit.button(words("kit.button.run"), ids.COMMAND_RUN, page.meant, primary=True)] if page.meant else []
        yield kit.actions(*run, kit.button(words("kit.button.use"), ids.QUOTE_USE, page.typed))
    yield kit.divider()
