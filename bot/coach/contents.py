"""What a planned message says, worked out anew when it is sent."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Final

from bot.coach import digests, people, teams
from bot.coach.briefs import SENT_AS, file_of
from bot.coach.coach import Coach, Shown
from bot.coach.deliveries import CARD, HELP, HOME
from bot.coach.digest_plan import KEPT, SILENCE
from bot.coach.helping import help_page
from bot.coach.homes import home_of
from bot.coach.planning import NUDGE, message_of, opened, put_in, take_back
from bot.coaching import card
from bot.coaching.brief_pages import BriefFile
from bot.coaching.case import Person
from bot.coaching.digest_notices import DigestPreview, DigestSilence, DigestTrouble
from bot.coaching.digest_pages import DigestPage
from bot.coaching.figures import FiguresFile
from bot.coaching.nudge_pages import NudgeMessage
from bot.coaching.pages import CaseCard, ClosedPage, HelpPage, HomePage
from bot.coaching.team_pages import ChannelTrouble, Invitation
from bot.errors import NotFoundError
from bot.locales.words import Sentence
from bot.store.sending import Claim
from bot.store.work import Work

Content = (
    BriefFile
    | CaseCard
    | ChannelTrouble
    | ClosedPage
    | DigestPage
    | DigestPreview
    | DigestSilence
    | DigestTrouble
    | FiguresFile
    | HelpPage
    | HomePage
    | Invitation
    | NudgeMessage
    | Sentence
)


async def give_up(coach: Coach, claim: Claim) -> None:
    """Find a later day for what a message was to say, if it will not arrive."""
    if claim.kind == NUDGE and not claim.slack_ts:
        await take_back(coach, claim.workspace_id, claim.recipient)


async def content(coach: Coach, claim: Claim) -> Shown[Content] | None:
    """Return what a delivery says now; None when there is nothing left to say (erased, or the person is gone).

    What goes into a day's message is written down with it: its nudges count as sent from then on.
    """
    transaction = coach.store.work if _is_to_be_filled(claim) else coach.store.view
    async with transaction(claim.workspace_id) as work:
        person = await work.people.find(claim.recipient)
        if person is None or person.is_gone:
            return None
        if not people.is_member(person):
            return Shown(person, ClosedPage()) if claim.kind == HELP else None
        page = await _PAGES[claim.kind](coach, work, person, claim)
        return Shown(person, page) if page else None


async def _card(coach: Coach, work: Work, person: Person, claim: Claim) -> CaseCard | Sentence | None:
    try:
        file = await work.cases.file(claim.subject_id, person.id)
    except NotFoundError:
        return _erased(claim)
    return card.card_of(file, await coach.pinned(work, file.case, person.language))


async def _home(coach: Coach, work: Work, person: Person, _claim: Claim) -> HomePage:
    return await home_of(coach, work, person)


async def _help(coach: Coach, _work: Work, person: Person, _claim: Claim) -> HelpPage:
    return help_page(coach, person)


async def _nudges(coach: Coach, work: Work, person: Person, claim: Claim) -> NudgeMessage | Sentence | None:
    diary, day = await opened(coach, work, person, coach.clock.now()), date.fromisoformat(claim.subject_id)
    known = await put_in(diary, day) if _is_to_be_filled(claim) else ()
    return await message_of(diary, day, known) or _erased(claim)


def _erased(claim: Claim) -> Sentence | None:
    """Return what stands in the place of a message whose case is no more."""
    return Sentence("notices.erased") if claim.slack_ts else None


async def _invitation(_coach: Coach, work: Work, person: Person, claim: Claim) -> Invitation | None:
    return await teams.invitation(work, person, claim.subject_id)


async def _trouble(_coach: Coach, work: Work, person: Person, claim: Claim) -> ChannelTrouble | None:
    return await teams.trouble(work, person, claim.subject_id)


async def _file(coach: Coach, work: Work, person: Person, claim: Claim) -> BriefFile | None:
    return await file_of(coach, work, person.id, claim.subject_id, SENT_AS[claim.kind])


async def _digest_kept(_coach: Coach, work: Work, person: Person, claim: Claim) -> DigestTrouble | None:
    return await digests.trouble(work, person, claim)


async def _silence(coach: Coach, work: Work, _person: Person, claim: Claim) -> DigestSilence | None:
    return await digests.silence(work, claim, coach.clock.now())


def _is_to_be_filled(claim: Claim) -> bool:
    return claim.kind == NUDGE and not claim.slack_ts


_PAGES: Final[Mapping[str, Callable[[Coach, Work, Person, Claim], Awaitable[Content | None]]]] = {
    CARD: _card,
    HELP: _help,
    HOME: _home,
    KEPT: _digest_kept,
    NUDGE: _nudges,
    SILENCE: _silence,
    **dict.fromkeys(SENT_AS, _file),
    teams.CHANNEL_TROUBLE: _trouble,
    teams.INVITATION: _invitation,
}
