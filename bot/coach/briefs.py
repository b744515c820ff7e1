"""The brief: one page for the meeting, shown, and sent to its trainer as a file."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.coach import cases, pilots, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import brief, pilot_brief, shelf
from bot.coaching.brief import Worked
from bot.coaching.brief_pages import BriefChoices, BriefChoicesPage, BriefFile, BriefPage, FileKind
from bot.coaching.conversation import Sitting
from bot.coaching.estimate import Estimate
from bot.coaching.pages import ChooserPage
from bot.errors import BotError
from bot.locales.words import Sentence, Words, load_words
from bot.store.sheets import BRIEF, ESTIMATE, NEEDS, RISKS, TRANSFER
from bot.store.work import Work

SENT_AS: Final = {"brief_pdf": FileKind.PDF, "brief_markdown": FileKind.MARKDOWN}
"""The deliveries that bring a brief as a file, by what they bring."""

_KINDS: Final = {kind: name for name, kind in SENT_AS.items()}
_WANTED_FOR: Final = timedelta(hours=1)
"""Later, whoever asked has found another way, and a file out of the blue would only puzzle them."""


@dataclass(frozen=True, slots=True)
class ChoicesForm:
    """What was chosen for a brief, as it comes back from a person."""

    case_id: str
    choices: BriefChoices
    receipt: str  # unlike for every submission, alike when one is repeated


@dataclass(frozen=True, slots=True)
class Wanted:
    """A brief that somebody wants as a file."""

    case_id: str
    kind: FileKind
    receipt: str  # alike for what is pressed twice in the same window


async def show(coach: Coach, asker: Asker, case_id: str) -> Shown[BriefPage]:
    """Return the brief of a case."""
    async with coach.store.view(asker.workspace_id) as work:
        return await _brief(coach, work, asker, case_id)


async def start(coach: Coach, asker: Asker, named: str = "") -> Shown[BriefPage | ChooserPage]:
    """Return the brief of the case with a named executive; which one, where several are open.

    Raises:
        BotError: no case is open.
    """
    chosen = await cases.choose(coach, asker, "brief", named)
    return chosen if isinstance(chosen, Shown) else await show(coach, asker, chosen)


async def send(coach: Coach, asker: Asker, wanted: Wanted, *, may_send: bool) -> Shown[BriefPage]:
    """Plan the brief as a file in its trainer's conversation with the bot, once for each receipt.

    `may_send` says whether Slack lets the bot send files there.
    """
    name, case_id = _KINDS[wanted.kind], wanted.case_id
    async with coach.store.work(asker.workspace_id) as work:
        shown = await _brief(coach, work, asker, case_id)
        if not may_send:
            key = "brief.no_files_admin" if shown.person.is_admin else "brief.no_files"
            return replace(shown, page=replace(shown.page, notice=Sentence(key)))
        key = f"{name}:{wanted.receipt}"
        if await work.inbox.first_time("action", key):
            now = coach.clock.now()
            await work.deliveries.plan(name, asker.user_id, key, case_id, now, expires_at=now + _WANTED_FOR)
        return replace(shown, page=replace(shown.page, notice=Sentence(f"brief.on_its_way.{wanted.kind}")))


async def file_of(coach: Coach, work: Work, user_id: str, case_id: str, kind: FileKind) -> BriefFile | None:
    """Return the brief as a file says it now; None when the case is gone, or somebody else's."""
    try:
        shown = await _brief(coach, work, Asker(work.workspace_id, user_id), case_id)
    except BotError:
        return None
    return BriefFile(shown.page, kind)


async def choosing(coach: Coach, asker: Asker, case_id: str) -> Shown[BriefChoicesPage]:
    """Return the form for language and quote."""
    async with coach.store.view(asker.workspace_id) as work:
        shown = await _brief(coach, work, asker, case_id)
        page = shown.page
        return Shown(shown.person, BriefChoicesPage(case_id, page.choices, page.spoken, page.language))


async def choose(coach: Coach, asker: Asker, form: ChoicesForm) -> Shown[BriefPage]:
    """Keep what was chosen for a case's brief, and return the brief by it."""
    async with coach.store.work(asker.workspace_id) as work:
        await work.cases.find(form.case_id, asker.user_id)
        if await work.inbox.first_time("view", form.receipt):
            now = coach.clock.now()
            await work.worksheets.add(form.case_id, BRIEF, form.choices, asker.user_id, now)
        return await _brief(coach, work, asker, form.case_id)


async def _brief(coach: Coach, work: Work, asker: Asker, case_id: str) -> Shown[BriefPage]:
    sitting = await seats.seat(coach, work, asker, case_id)
    sheets = await work.worksheets.of_case(case_id)
    choices = sheets.of(BRIEF) or BriefChoices()
    words = await _words(work, sitting, choices)
    estimate = sheets.of(ESTIMATE)
    worked = Worked(
        choices=choices,
        estimate=estimate,
        needs=sheets.of(NEEDS),
        risks=sheets.of(RISKS),
        tested=await _tested(work, sitting, words, estimate),
        transfer=sheets.of(TRANSFER),
        withheld=shelf.withheld(await work.shelf.of(sitting.person.id), case_id),
    )
    page = brief.brief_of(sitting.file, sitting.playbook, sitting.facts, words, worked)
    changed_at = max([sitting.file.case.updated_at, *(kept.saved_at for kept in sheets.found.values())])
    zone = sitting.person.zone
    as_of = changed_at.astimezone(ZoneInfo(zone)).date()
    return Shown(sitting.person, replace(page, trainer=sitting.person.name, zone=zone, as_of=as_of))


async def _words(work: Work, sitting: Sitting, choices: BriefChoices) -> Words:
    """Return the words of the brief: as chosen, else as the executive has Slack, else as the trainer does."""
    if choices.language:
        return load_words(choices.language)
    executive = sitting.file.case.executive
    known = await work.people.find(executive.slack_user_id) if executive and executive.slack_user_id else None
    return load_words((known or sitting.person).language)


async def _tested(
    work: Work, sitting: Sitting, words: Words, estimate: Estimate | None
) -> pilot_brief.PilotSummary | None:
    """Return the pilot as it was designed with its tool; without one, the brief tells what the conversation knows."""
    file = await pilots.of_case(work, sitting)
    if not file.revision:
        return None
    return pilot_brief.summary_of(file, words, sitting.person.zone, estimate)
