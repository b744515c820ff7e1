"""Which case it is about: one that is open, or a new one."""

from bot.coaching.case import Case
from bot.coaching.pages import ChooserPage
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit, limits, titles
from bot.surface.kit import Json

_QUOTE = 300


def chooser_modal(page: ChooserPage, words: Words) -> Json:
    """Draw the open cases to choose from; for resuming, a new case stands beside them.

    What was typed after the command is carried along unseen (`quote`) where it fits, else as a field of that name.
    """
    carries_quote = kit.fits_metadata(purpose=page.purpose, quote=page.quote)
    blocks = [*_quote(page.quote, words)] if carries_quote else [_quote_field(page.quote, words)]
    return kit.modal(
        ids.CHOOSE,
        words(f"chooser.title.{page.purpose}"),
        [*blocks, kit.question(words(f"chooser.ask.{page.purpose}"), "case", _cases(page, words), required=True)],
        submit=words(f"chooser.submit.{page.purpose}"),
        close=words("kit.close"),
        carried=kit.metadata(purpose=page.purpose, quote=page.quote if carries_quote else ""),
    )


def case_option(case: Case, words: Words, description: str) -> Option:
    """Return a case as something to choose."""
    return Option(case.id, titles.case_title(case.executive, case.initiative, words), description)


def _cases(page: ChooserPage, words: Words) -> Json:
    options = [case_option(case, words, _where(case, words)) for case in page.cases]
    if page.purpose == "resume":
        options = [*options[: limits.SELECT_OPTIONS - 1], Option(ids.NEW_CASE, words("chooser.new"))]
    chosen = ids.NEW_CASE if page.quote and page.purpose == "resume" else options[0].id
    if len(options) <= limits.RADIO_OPTIONS:
        return kit.radio(options, chosen)
    return kit.select(options, chosen, placeholder=words("kit.choose"))


def _where(case: Case, words: Words) -> str:
    stage = words(f"names.stage.{case.stage}")
    return words("chooser.where", stage=stage, action=case.next_action) if case.next_action else stage


def _quote(quote: str, words: Words) -> list[Json]:
    return kit.sections(kit.heading(words("chooser.quote"), kit.quoted(quote, _QUOTE))) if quote else []


def _quote_field(quote: str, words: Words) -> Json:
    return kit.question(words("chooser.quote"), "quote", kit.text_input(quote, long=True))
