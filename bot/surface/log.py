"""*Log what happened*: four taps and one text field."""

from collections.abc import Iterator

from bot.coaching.case import Case, Engagement, Interaction, Reaction
from bot.coaching.contacts import Contact
from bot.coaching.pages import LogPage
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit, limits, titles
from bot.surface.chooser import case_option
from bot.surface.kit import Json


def log_modal(page: LogPage, words: Words) -> Json:
    """Draw the form for one contact with the executive, or for the correction of one.

    Its fields are `case` (when several are open), `reaction`, `engagement`, `second_act` (when asked), `tactic`,
    `next_contact_on` and `quote`; a correction has `happened_on` too. With one case, its id is carried along as
    `case`; so is what is `corrects`ed.
    """
    corrected = page.corrects.id if page.corrects else None
    case_id = page.cases[0].id if len(page.cases) == 1 else None
    return kit.modal(
        ids.LOG,
        words("log.title"),
        [*_about(page, words), *_fields(page, _filled(page), words)],
        submit=words("log.submit"),
        close=words("kit.cancel"),
        carried=kit.metadata(case=case_id, corrects=corrected),
    )


def _about(page: LogPage, words: Words) -> Iterator[Json]:
    if len(page.cases) == 1:
        yield kit.context(kit.escape(_title(page.cases[0], words)))
    else:
        yield kit.question(words("log.case"), "case", _cases(page, words), required=True)
    if page.asks_second_act:
        yield kit.section(words("log.leading"))
    if page.corrects:
        yield kit.section(_correcting(page.corrects, words))
        day = (page.filled.happened_on if page.filled else None) or page.corrects.happened_on
        calendar = kit.date_picker(day, placeholder=words("kit.pick_day"))
        yield kit.question(words("log.happened_on"), "happened_on", calendar, required=True)


def _correcting(logged: Interaction, words: Words) -> str:
    if logged.reaction is None:
        return words("log.correcting_first", day=logged.happened_on)
    reaction = words(f"names.reaction.{logged.reaction}")
    return words("log.correcting", day=logged.happened_on, reaction=reaction)


def _fields(page: LogPage, filled: Contact, words: Words) -> Iterator[Json]:
    reactions = [Option(reaction, words(f"names.reaction.{reaction}")) for reaction in Reaction]
    reacted = page.corrects is None or page.corrects.reaction is not None
    yield kit.question(words("log.reaction"), "reaction", kit.radio(reactions, filled.reaction), required=reacted)
    levels = kit.radio(_levels(page, words), filled.engagement)
    yield kit.question(words("log.engagement"), "engagement", levels, hint=words("log.unchanged"))
    if page.asks_second_act:
        act = kit.text_input(filled.second_act or "", long=True)
        yield kit.question(words("log.second_act"), "second_act", act, hint=words("log.second_act_hint"))
    if page.tactics:
        tactics = kit.select(page.tactics, filled.tactic, placeholder=words("kit.choose"))
        yield kit.question(words("log.tactic"), "tactic", tactics)
    calendar = kit.date_picker(filled.next_contact_on, placeholder=words("kit.pick_day"))
    yield kit.question(words("log.next_contact_on"), "next_contact_on", calendar)
    quote = kit.text_input(filled.quote, long=True)
    yield kit.question(words("log.quote"), "quote", quote, hint=words("log.quote_hint"))


def _filled(page: LogPage) -> Contact:
    """Return what stands in the form when it is drawn: what was entered before, else what is corrected."""
    if page.filled:
        return page.filled
    logged = page.corrects
    if logged is None:
        return Contact()
    return Contact(
        reaction=logged.reaction,
        engagement=logged.engagement_after,
        tactic=logged.tactic,
        next_contact_on=logged.next_contact_on,
        quote=logged.quote,
        second_act=logged.second_act,
    )


def _cases(page: LogPage, words: Words) -> Json:
    options = [case_option(case, words, _until_now(case.engagement, words)) for case in page.cases]
    if len(options) <= limits.RADIO_OPTIONS:
        return kit.radio(options, options[0].id)
    return kit.select(options, options[0].id, placeholder=words("kit.choose"))


def _levels(page: LogPage, words: Words) -> list[Option]:
    """Return the levels of engagement; with one case, the one until now says so, else each case says its own."""
    marked = page.engagement if len(page.cases) == 1 else None
    return [
        Option(level, words(f"names.engagement.{level}"), words("log.until_now") if level is marked else "")
        for level in Engagement
    ]


def _until_now(level: Engagement, words: Words) -> str:
    return words("log.case_until_now", engagement=words(f"names.engagement.{level}"))


def _title(case: Case, words: Words) -> str:
    return titles.case_title(case.executive, case.initiative, words)
