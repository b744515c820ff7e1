"""Teams: made, joined, led, left; and the channel that a team's digest goes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.coach import people
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.deliveries import plan_home
from bot.coaching import team as rules
from bot.coaching import team_choices
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import Person
from bot.coaching.conversation import Refused
from bot.coaching.team import Member, MemberChange, Role, Standing, Team, TeamChannel
from bot.coaching.team_choices import TeamChoices
from bot.coaching.team_pages import (
    ChannelTrouble,
    Invitation,
    InvitePage,
    MembersPage,
    TeamChannelPage,
    TeamFormPage,
    TeamGlance,
    TeamPage,
    TeamsPage,
)
from bot.coaching.team_week import next_week
from bot.errors import NotFoundError
from bot.locales.words import Sentence
from bot.store.ids import new_id
from bot.store.work import Work

INVITATION: Final = "invitation"
CHANNEL_TROUBLE: Final = "channel"

_FORM: Final = "view"
_CLICK: Final = "team"


@dataclass(frozen=True, slots=True)
class TeamForm:
    """A team's settings as their form comes back."""

    chosen: TeamChoices
    was: TeamChoices  # what stood in the form when it was opened
    receipt: str
    team_id: str = ""  # empty: a new team


@dataclass(frozen=True, slots=True)
class InviteForm:
    """Whom a lead invites, as the form comes back."""

    team_id: str
    person_ids: tuple[str, ...]
    receipt: str


@dataclass(frozen=True, slots=True)
class Leading:
    """A lead at work on a team, in one transaction."""

    work: Work
    person: Person
    team: Team
    member: Member
    now: datetime


# Seeing.


async def listed(coach: Coach, asker: Asker) -> Shown[TeamsPage | TeamPage]:
    """Return the teams of who asks; where there is exactly one, the team itself."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        glances = await glances_of(work, person)
        if len(glances) == 1 and glances[0].member.has_joined:
            return Shown(person, await _page(work, glances[0].team, glances[0].member))
        return Shown(person, TeamsPage(glances))


async def all_of(coach: Coach, asker: Asker) -> Shown[TeamsPage]:
    """Return the teams of who asks."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return Shown(person, TeamsPage(await glances_of(work, person)))


async def show(coach: Coach, asker: Asker, team_id: str) -> Shown[TeamPage]:
    """Return a team that who asks belongs to, or is invited to.

    Raises:
        NotFoundError: there is no such team, or it is none of theirs.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        team, member = await _own(work, person, team_id)
        return Shown(person, await _page(work, team, member))


async def show_members(coach: Coach, asker: Asker, team_id: str) -> Shown[MembersPage]:
    """Return who is in a team, for a lead to change."""
    async with coach.store.view(asker.workspace_id) as work:
        led = await _led(coach, work, asker, team_id)
        return Shown(led.person, MembersPage(await _page(work, led.team, led.member)))


async def glances_of(work: Work, person: Person) -> tuple[TeamGlance, ...]:
    """Return a person's teams in a few lines each, for a use case's own transaction."""
    own = await work.teams.of_person(person.id)
    if not own:
        return ()
    alone = await work.teams.leads_alone(person.id)
    lines = len(await work.sharing.lines_of(person.id))
    return tuple(TeamGlance(team, member, team.id in alone, lines) for team, member in own)


# Making and changing.


async def ask_new(coach: Coach, asker: Asker) -> Shown[TeamFormPage]:
    """Return what is asked for a new team."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return Shown(person, TeamFormPage(team_choices.usual(person)))


async def editing(coach: Coach, asker: Asker, team_id: str) -> Shown[TeamFormPage]:
    """Return a team's settings for a lead to change."""
    async with coach.store.view(asker.workspace_id) as work:
        led = await _led(coach, work, asker, team_id)
        return Shown(led.person, TeamFormPage(team_choices.choices_of(led.team), led.team.id))


async def make(
    coach: Coach, asker: Asker, form: TeamForm, channel: TeamChannel | None = None
) -> Shown[TeamPage | TeamsPage | Refused]:
    """Make a team; whoever makes it leads it."""
    async with coach.store.work(asker.workspace_id) as work:
        person, now = await people.member(work, asker), coach.clock.now()
        usual = team_choices.usual(person)
        blank = Team(new_id(), "", WorkingCalendar(usual.zone), created_by=person.id, created_at=now)
        made = team_choices.made_of(form.chosen, blank)
        problems = made if isinstance(made, dict) else await _clashes(work, made)
        if channel and (refusal := rules.refusal(channel)):
            problems = {**problems, "channel": refusal}
        if problems or isinstance(made, dict):
            return Shown(person, Refused(problems))
        if not await work.inbox.first_time(_FORM, form.receipt):
            return Shown(person, TeamsPage(await glances_of(work, person)))
        team = await _scheduled(work, replace(made, channel=channel), now)
        lead = Member(team.id, person.id, Role.LEAD, Standing.JOINED, person.name, joined_at=now)
        await work.teams.save(team)
        await work.teams.put(lead)
        await plan_home(work, person.id, now)
        return Shown(person, await _page(work, team, lead, Sentence("team.made", {"name": team.name})))


async def save(coach: Coach, asker: Asker, form: TeamForm) -> Shown[TeamPage | Refused]:
    """Keep what a lead changed of a team; what another lead changed meanwhile stays."""
    async with coach.store.work(asker.workspace_id) as work:
        led = await _led(coach, work, asker, form.team_id)
        chosen = team_choices.merged(form.was, form.chosen, team_choices.choices_of(led.team))
        made = team_choices.made_of(chosen, led.team)
        problems = made if isinstance(made, dict) else await _clashes(work, made)
        if problems or isinstance(made, dict):
            return Shown(led.person, Refused(problems))
        return await _changed(led, made, Sentence("team.saved"))


async def archive(coach: Coach, asker: Asker, team_id: str) -> Shown[TeamsPage]:
    """Put a team away: no digest comes any more, and nobody belongs to it."""
    async with coach.store.work(asker.workspace_id) as work:
        led = await _led(coach, work, asker, team_id)
        await work.teams.save(replace(led.team, archived_at=led.now, next_digest_at=None))
        for member in await _present(work, team_id):
            await _tell_home(work, member, led.now)
        said = Sentence("team.archived", {"name": led.team.name})
        return Shown(led.person, TeamsPage(await glances_of(work, led.person), said))


# The channel.


async def ask_channel(coach: Coach, asker: Asker, team_id: str) -> Shown[TeamChannelPage]:
    """Return what is asked before a team's digest goes to a channel."""
    async with coach.store.view(asker.workspace_id) as work:
        led = await _led(coach, work, asker, team_id)
        return Shown(led.person, TeamChannelPage(led.team))


async def choose_channel(coach: Coach, asker: Asker, team_id: str, channel: TeamChannel) -> Shown[TeamPage | Refused]:
    """Send a team's digest to a channel from now on, as it was just looked at; some channels are refused."""
    async with coach.store.work(asker.workspace_id) as work:
        led = await _led(coach, work, asker, team_id)
        if refusal := rules.refusal(channel):
            return Shown(led.person, Refused({"channel": refusal}))
        return await _changed(led, replace(led.team, channel=channel), Sentence("team.channel_chosen"))


async def to_look_at(coach: Coach, asker: Asker, team_id: str) -> str | None:
    """Return the channel of a lead's team, for a look at it."""
    async with coach.store.view(asker.workspace_id) as work:
        led = await _led(coach, work, asker, team_id)
        return led.team.channel.id if led.team.channel else None


async def keep_look(coach: Coach, workspace_id: str, team_id: str, found: TeamChannel) -> None:
    """Keep what a look at a team's channel found; its leads are told when a digest would not arrive there any more."""
    async with coach.store.work(workspace_id) as work:
        team, now = await work.teams.find(team_id), coach.clock.now()
        before = team.channel
        seen = replace(found, name=found.name or (before.name if before else ""))
        if not team.is_active or before is None or not await work.teams.saw(team_id, seen):
            return
        if before.state is seen.state and before.name == seen.name:
            return
        is_news = not seen.takes_digests and before.state is not seen.state
        for lead in rules.leads(await work.teams.members(team_id)):
            await plan_home(work, lead.person_id, now)
            if is_news:
                await _tell_trouble(work, team_id, seen, lead.person_id, now)


async def in_channel(coach: Coach, workspace_id: str, channel_id: str) -> tuple[str, ...]:
    """Return the teams whose digest goes to a channel."""
    async with coach.store.view(workspace_id) as work:
        return tuple(team.id for team in await work.teams.with_channel(channel_id))


# Members.


async def ask_invite(coach: Coach, asker: Asker, team_id: str) -> Shown[InvitePage]:
    """Return what is asked before people are invited."""
    async with coach.store.view(asker.workspace_id) as work:
        led = await _led(coach, work, asker, team_id)
        return Shown(led.person, InvitePage(led.team))


async def unknown(coach: Coach, asker: Asker, person_ids: Iterable[str]) -> tuple[str, ...]:
    """Return those of some Slack users whom the bot has not met."""
    async with coach.store.view(asker.workspace_id) as work:
        return tuple([person_id for person_id in person_ids if await work.people.find(person_id) is None])


async def invite(coach: Coach, asker: Asker, form: InviteForm, met: Mapping[str, Person]) -> Shown[TeamPage | Refused]:
    """Ask people by message whether they want to join. `met` are those the bot had not met before."""
    async with coach.store.work(asker.workspace_id) as work:
        led = await _led(coach, work, asker, form.team_id)
        for person in met.values():
            await work.people.save(person)
        invited = [found for each in form.person_ids if (found := await work.people.find(each))]
        if outside := [person.name for person in invited if not people.is_member(person)]:
            return Shown(led.person, Refused({"people": Sentence("team.wrong.guest", {"name": outside[0]})}))
        asked = 0
        if await work.inbox.first_time(_FORM, form.receipt):
            present = {member.person_id for member in await _present(work, form.team_id)}
            for person in invited:
                if person.id not in present:
                    await _ask(led, Member(form.team_id, person.id))
                    asked += 1
        said = Sentence("team.invited", {"count": asked}) if asked else Sentence("team.nobody_new")
        return Shown(led.person, await _page(work, led.team, led.member, said))


async def join(coach: Coach, asker: Asker, team_id: str) -> Shown[TeamPage]:
    """Let who was invited join, and nobody else.

    Raises:
        BotError: they are not invited any more.
    """
    async with coach.store.work(asker.workspace_id) as work:
        person, now = await people.member(work, asker), coach.clock.now()
        team, member = await _own(work, person, team_id)
        if member.standing is Standing.INVITED:
            member = rules.joined(member, now)
            await work.teams.put(member)
            await _tell_all(work, team_id, member, now)
        return Shown(person, await _page(work, team, member, Sentence("team.joined", {"name": team.name})))


async def leave(coach: Coach, asker: Asker, team_id: str) -> Shown[TeamsPage]:
    """Let somebody leave, or say no to an invitation. Who has left already has left.

    Raises:
        BotError: they are its only lead.
    """
    async with coach.store.work(asker.workspace_id) as work:
        person, now = await people.member(work, asker), coach.clock.now()
        team = await work.teams.find(team_id)
        member = await work.teams.member(team_id, person.id)
        if member is None or not team.is_active:
            raise NotFoundError("errors.team_gone")
        if member.standing in {Standing.JOINED, Standing.INVITED}:
            await _let_go(work, member, now)
        has_left = member.standing in {Standing.JOINED, Standing.LEFT}
        said = Sentence("team.left" if has_left else "team.declined", {"name": team.name})
        return Shown(person, TeamsPage(await glances_of(work, person), said))


async def change_member(  # noqa: PLR0913, PLR0917  who changes whom, in which team, how, and by which click
    coach: Coach, asker: Asker, team_id: str, person_id: str, change: MemberChange, receipt: str
) -> Shown[MembersPage]:
    """Let a lead make somebody a lead or a member again, take them off, or ask them once more.

    Raises:
        BotError: the team would be without a lead.
    """
    async with coach.store.work(asker.workspace_id) as work:
        led = await _led(coach, work, asker, team_id)
        member = await work.teams.member(team_id, person_id)
        if member and change in rules.changes(member) and await work.inbox.first_time(_CLICK, receipt):
            await _change(led, member, change)
        mine = await work.teams.member(team_id, led.person.id) or led.member
        return Shown(led.person, MembersPage(await _page(work, led.team, mine)))


async def _change(led: Leading, member: Member, change: MemberChange) -> None:
    match change:
        case MemberChange.INVITE_AGAIN:
            await _ask(led, member)
        case MemberChange.REMOVE | MemberChange.TAKE_BACK:
            await _let_go(led.work, member, led.now)
        case MemberChange.MAKE_LEAD | MemberChange.MAKE_MEMBER:
            role = Role.LEAD if change is MemberChange.MAKE_LEAD else Role.MEMBER
            if role is Role.MEMBER:
                rules.require_other_lead(await led.work.teams.members(led.team.id), member.person_id)
            await led.work.teams.put(replace(member, role=role))
            await _tell_home(led.work, member, led.now)


# What messages say.


async def invitation(work: Work, person: Person, team_id: str) -> Invitation | None:
    """Return what an invitation says now; None when the team is gone."""
    try:
        team = await work.teams.find(team_id)
    except NotFoundError:
        return None
    member = await work.teams.member(team_id, person.id)
    if member is None:
        return None
    inviter = await work.people.find(member.invited_by or "")
    return Invitation(team, member, inviter.name if inviter else "")


async def trouble(work: Work, person: Person, team_id: str) -> ChannelTrouble | None:
    """Return what a lead is told of a channel; None when it takes digests again, or they lead the team no more."""
    try:
        team, member = await _own(work, person, team_id)
    except NotFoundError:
        return None
    if not member.leads or team.channel is None or team.channel.takes_digests:
        return None
    return ChannelTrouble(team, team.channel)


async def _ask(led: Leading, member: Member) -> None:
    """Invite somebody by message; one who is asked again gets another message."""
    work, now = led.work, led.now
    asked = replace(member, standing=Standing.INVITED, role=Role.MEMBER, invited_by=led.person.id, invited_at=now)
    await work.teams.put(asked)
    await work.deliveries.plan(
        INVITATION, member.person_id, dedupe_key=_invitation_key(asked), subject_id=member.team_id, due_at=now
    )
    await plan_home(work, member.person_id, now)


async def _tell_trouble(work: Work, team_id: str, channel: TeamChannel, person_id: str, now: datetime) -> None:
    key = f"{CHANNEL_TROUBLE}:{team_id}:{channel.id}:{channel.state}:{person_id}:{now.date()}"
    await work.deliveries.plan(CHANNEL_TROUBLE, person_id, dedupe_key=key, subject_id=team_id, due_at=now)


async def _let_go(work: Work, member: Member, now: datetime) -> None:
    """Let somebody go who belongs to a team or is invited to.

    Raises:
        BotError: they are its only lead.
    """
    if member.leads:
        rules.require_other_lead(await work.teams.members(member.team_id), member.person_id)
    gone = rules.left(member, now)
    await work.teams.put(gone)
    await _tell_all(work, member.team_id, gone, now)


async def _tell_all(work: Work, team_id: str, member: Member, now: datetime) -> None:
    """Bring up to date where it is seen that somebody came or went."""
    await _tell_home(work, member, now)
    for lead in rules.leads(await work.teams.members(team_id)):
        if lead.person_id != member.person_id:
            await plan_home(work, lead.person_id, now)


async def _tell_home(work: Work, member: Member, now: datetime) -> None:
    await plan_home(work, member.person_id, now)
    if member.invited_at:
        await work.deliveries.plan_update(_invitation_key(member), now)


def _invitation_key(member: Member) -> str:
    asked_at = int(member.invited_at.timestamp()) if member.invited_at else 0
    return f"{INVITATION}:{member.team_id}:{member.person_id}:{asked_at}"


# Rights, and what every change does.


async def _own(work: Work, person: Person, team_id: str) -> tuple[Team, Member]:
    """Return a team that a person belongs to, or is invited to.

    Raises:
        NotFoundError: there is no such team, or it is none of theirs.
    """
    team, member = await work.teams.find(team_id), await work.teams.member(team_id, person.id)
    if not team.is_active or member is None or member.standing not in {Standing.JOINED, Standing.INVITED}:
        raise NotFoundError("errors.team_gone")
    return team, member


async def _led(coach: Coach, work: Work, asker: Asker, team_id: str) -> Leading:
    """Return a team for its lead to change.

    Raises:
        NotAllowedError: who asks is none of its leads.
    """
    person = await people.member(work, asker)
    team, member = await _own(work, person, team_id)
    rules.require_lead(member)
    return Leading(work, person, team, member, coach.clock.now())


async def _changed(led: Leading, team: Team, said: Sentence) -> Shown[TeamPage | Refused]:
    """Keep a changed team, with the moment of its next digest worked out anew."""
    scheduled = await _scheduled(led.work, team, led.now)
    await led.work.teams.save(scheduled)
    for lead in rules.leads(await led.work.teams.members(team.id)):
        await plan_home(led.work, lead.person_id, led.now)
    return Shown(led.person, await _page(led.work, scheduled, led.member, said))


async def _scheduled(work: Work, team: Team, now: datetime) -> Team:
    if team.channel is None or not team.is_active:
        return replace(team, next_digest_at=None)
    return replace(team, next_digest_at=next_week(team, now, await work.teams.published_until(team.id)).due_at)


async def _clashes(work: Work, team: Team) -> dict[str, Sentence]:
    """Say whether another team has this name: whoever is invited shall know to which."""
    others = [other for other in await work.teams.active() if other.id != team.id]
    if any(other.name.casefold() == team.name.casefold() for other in others):
        return {"name": Sentence("team.wrong.name_taken", {"name": team.name})}
    return {}


async def _present(work: Work, team_id: str) -> tuple[Member, ...]:
    everybody = await work.teams.members(team_id)
    return tuple(each for each in everybody if each.standing in {Standing.JOINED, Standing.INVITED})


async def _page(work: Work, team: Team, member: Member, notice: Sentence | None = None) -> TeamPage:
    return TeamPage(team, member, await _present(work, team.id), notice)
