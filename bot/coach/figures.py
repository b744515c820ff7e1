"""Figures for whoever asks: their teams' as far as a digest tells them, and those of their own cases."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from bot.coach import digest_post, digests, people, sharing
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import digest as digest_rules
from bot.coaching import figures as rules
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import Person
from bot.coaching.digest import Part
from bot.coaching.digest_life import Occurrence, Published, Sight
from bot.coaching.digest_pages import DigestPage
from bot.coaching.figures import MINE, Asked, FiguresFile, FiguresPage, Range
from bot.coaching.team import Team, TeamChannel
from bot.coaching.team_week import next_week
from bot.errors import NotAllowedError, NotFoundError
from bot.locales.words import Sentence
from bot.store.digest_counts import Period, Scope
from bot.store.sending import Claim
from bot.store.work import Work

SENT_AS: Final = "figures"
"""The deliveries that bring figures as a file."""

_WANTED_FOR: Final = timedelta(hours=1)
_LONGEST: Final = timedelta(days=200)
"""Before which no digest is of the last quarter."""

_UNREAD: Final = Sight(TeamChannel(""), frozenset())
"""What is seen of a team without a channel: nobody reads along."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Figures that somebody wants as a file."""

    asked: Asked
    receipt: str  # alike for what is pressed twice in the same window


async def first_asked(coach: Coach, asker: Asker, range_: Range) -> Asked:
    """Return whose figures somebody sees who named nobody: those of the team they lead, else their own."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        led = (team for team, member in await work.teams.of_person(person.id) if member.leads)
        return Asked(range_, next((team.id for team in led), MINE))


async def channel_of(coach: Coach, asker: Asker, asked: Asked) -> str | None:
    """Return the channel that has to be looked at before these figures are shown; None: no look is needed."""
    if asked.whose == MINE or asked.range is not Range.THIS_WEEK:
        return None
    async with coach.store.view(asker.workspace_id) as work:
        team = await _own_team(work, await people.member(work, asker), asked.whose)
        return team.channel.id if team.channel else None


async def show(coach: Coach, asker: Asker, asked: Asked, sight: Sight | None) -> Shown[FiguresPage]:
    """Return figures; `sight` is what a look at the team's channel found, where there was one to look at.

    Raises:
        NotFoundError: there is no such team, or it is none of theirs.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return Shown(person, await _page(coach, work, person, asked, sight))


async def send(
    coach: Coach, asker: Asker, wanted: Wanted, sight: Sight | None, *, may_send: bool
) -> Shown[FiguresPage]:
    """Plan figures as a file in the conversation with who asks, once for each receipt; or write them out.

    `may_send` says whether Slack lets the bot send files there.
    """
    async with coach.store.work(asker.workspace_id) as work:
        person, now = await people.member(work, asker), coach.clock.now()
        page = await _page(coach, work, person, wanted.asked, sight)
        if not may_send:
            key = "figures.no_files_admin" if person.is_admin else "figures.no_files"
            return Shown(person, replace(page, notice=Sentence(key), is_written_out=True))
        key = f"{SENT_AS}:{wanted.receipt}"
        if await work.inbox.first_time("action", key):
            subject = _subject(wanted.asked, _calendar(person).day_of(now))
            await work.deliveries.plan(SENT_AS, person.id, key, subject, now, expires_at=now + _WANTED_FOR)
        return Shown(person, replace(page, notice=Sentence("figures.on_its_way")))


async def file_of(coach: Coach, claim: Claim, sight: Sight | None) -> Shown[FiguresFile] | None:
    """Return figures as a file says them now; None when their reader is gone, or no longer in the team."""
    try:
        shown = await show(coach, Asker(claim.workspace_id, claim.recipient), asked_by(claim), sight)
    except (NotAllowedError, NotFoundError):
        return None
    return Shown(shown.person, FiguresFile(shown.page)) if shown.page.shown else None


def asked_by(claim: Claim) -> Asked:
    """Return what a delivery of figures was asked for."""
    range_, whose, _ = claim.subject_id.split(":")
    return Asked(Range(range_), whose)


def _subject(asked: Asked, today: date) -> str:
    return f"{asked.range}:{asked.whose}:{today}"


async def _page(coach: Coach, work: Work, person: Person, asked: Asked, sight: Sight | None) -> FiguresPage:
    own = [team for team, member in await work.teams.of_person(person.id) if member.has_joined]
    named = tuple((team.id, team.name) for team in own)
    if asked.whose == MINE:
        return FiguresPage(asked, named, await _mine(coach, work, person, asked.range))
    team = _among(own, asked.whose)
    if asked.range is Range.THIS_WEEK:
        return FiguresPage(asked, named, await _so_far(coach, work, team, sight))
    shown, digests_ = await _posted(coach, work, team, asked.range)
    return FiguresPage(asked, named, shown, digests_)


async def _mine(coach: Coach, work: Work, person: Person, range_: Range) -> DigestPage:
    calendar = _calendar(person)
    today = calendar.day_of(coach.clock.now())
    first, last = rules.days_of(range_, today)
    period = Period(first, last, calendar, dict.fromkeys(Part, first))
    counted = await work.digest_counts.of(Scope(frozenset({person.id})), period)
    playbook = coach.newest(person.language)
    return DigestPage(
        rules.of_own(range_, counted, today),
        team="",
        threshold=1,
        concerns={name: concern.name for name, concern in playbook.concerns.items()},
        tactics={name: tactic.name for name, tactic in playbook.tactics.items()},
    )


async def _so_far(coach: Coach, work: Work, team: Team, sight: Sight | None) -> DigestPage:
    """Return what a team's next digest would say now, its totals only."""
    occurrence = await digests.next_of(work, team) or await _unplanned(coach, work, team)
    digest = await digest_post.so_far(coach, work, team, occurrence, sight or _UNREAD)
    return DigestPage(digest, team.name, team.threshold)


async def _unplanned(coach: Coach, work: Work, team: Team) -> Occurrence:
    week = next_week(team, coach.clock.now(), await work.teams.published_until(team.id))
    return Occurrence(team.id, week.name, week.first, week.last, week.due_at)


async def _posted(coach: Coach, work: Work, team: Team, range_: Range) -> tuple[DigestPage | None, int]:
    today = team.calendar.day_of(coach.clock.now())
    told = {published.digest.week: published for _, published in await digests.posted(work, team, today - _LONGEST)}
    chosen = rules.within(range_, (published.digest for published in told.values()), today)
    whole = digest_rules.span(chosen)
    if whole is None:
        return None, 0
    figures = replace(whole if range_ is Range.LAST_WEEK else rules.without_what_was_ahead(whole), lines=())
    newest: Published = told[chosen[-1].week]
    return digest_post.page_of(coach, team, replace(newest, digest=figures, was_due_on=None)), len(chosen)


async def _own_team(work: Work, person: Person, team_id: str) -> Team:
    return _among(await sharing.teams_of(work, person), team_id)


def _among(own: Iterable[Team], team_id: str) -> Team:
    """Return one of a person's teams.

    Raises:
        NotFoundError: it is none of theirs.
    """
    team = next((team for team in own if team.id == team_id), None)
    if team is None:
        raise NotFoundError("errors.team_gone")
    return team


def _calendar(person: Person) -> WorkingCalendar:
    return WorkingCalendar(person.zone)
