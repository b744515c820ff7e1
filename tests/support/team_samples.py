"""Pages of teams to draw, from nothing at all to the largest plausible; see `samples` for the letters in them."""

from dataclasses import replace

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.sharing import Sharing, SharingLevel, line_of
from bot.coaching.team import ChannelState, Member, Role, Section, Standing, Team, TeamChannel
from bot.coaching.team_choices import choices_of
from bot.coaching.team_pages import (
    ChannelTrouble,
    ConsentPage,
    Invitation,
    LinePage,
    SeenPage,
    SharedCase,
    TeamFormPage,
    TeamGlance,
    TeamPage,
    TeamsPage,
)
from bot.locales.words import Sentence
from tests.support.samples import NOW, ZONE, Size, case, executive

STANDINGS = ((Role.LEAD, Standing.JOINED), (Role.MEMBER, Standing.JOINED), (Role.MEMBER, Standing.INVITED))


def team(size: Size, number: int = 0, state: ChannelState = ChannelState.READY) -> Team:
    calendar = WorkingCalendar(ZONE, country="IT", region="RM")
    channel = TeamChannel("C0000001", size.line, state, is_private=True, reads_members=number % 2 == 0, checked_at=NOW)
    return Team(f"{number:032}", size.line, calendar, channel=channel, next_digest_at=NOW, day=number % 5)


def member(size: Size, number: int = 0, role: Role = Role.LEAD, standing: Standing = Standing.JOINED) -> Member:
    return Member("0" * 32, f"U{number:09}", role, standing, size.line, "U0LEAD", NOW)


def glances(size: Size) -> tuple[TeamGlance, ...]:
    placed = [member(size, number, *STANDINGS[number % 3]) for number in range(size.many)]
    states = tuple(ChannelState)
    return tuple(
        TeamGlance(team(size, number, states[number % len(states)]), each, number % 2 == 0, number % 3)
        for number, each in enumerate(placed)
    )


def teams_page(size: Size) -> TeamsPage:
    return TeamsPage(glances(size), Sentence("team.left", {"name": size.text}))


def team_page(size: Size, state: ChannelState = ChannelState.READY, *, at: int = 0) -> TeamPage:
    everybody = tuple(member(size, number, *STANDINGS[number % 3]) for number in range(size.many))
    return TeamPage(team(size, 0, state), member(size, 0, *STANDINGS[at]), everybody, Sentence("team.saved"))


def bare_team_page(size: Size) -> TeamPage:
    alone = member(size)
    bare = replace(team(size), channel=None, shows=frozenset(), skips_quiet_weeks=True, next_digest_at=None)
    return TeamPage(bare, alone, (alone,))


def form_page(size: Size, *, is_new: bool = False) -> TeamFormPage:
    choices = replace(choices_of(team(size)), name=line_of(size.line)[:60], shows=tuple(Section)[:3], zone="EST5EDT")
    return TeamFormPage(choices, "" if is_new else "0" * 32)


def invitation(size: Size, standing: Standing = Standing.INVITED) -> Invitation:
    return Invitation(team(size), member(size, 0, Role.MEMBER, standing), size.line)


def trouble(size: Size) -> ChannelTrouble:
    broken = team(size, 0, ChannelState.ARCHIVED)
    assert broken.channel
    return ChannelTrouble(broken, broken.channel)


def seen_page(size: Size) -> SeenPage:
    levels = tuple(SharingLevel)
    cases = tuple(
        SharedCase(f"case{number}", executive(size), size.line, Sharing(levels[number % 3], size.text), number % 4 > 0)
        for number in range(size.many)
    )
    own = tuple(team(size, number) for number in range(size.many))
    return SeenPage(own, cases, size.line, Sentence("sharing.shared"))


def line_page(size: Size, level: SharingLevel) -> LinePage:
    return LinePage(case(size), level, size.text)


def consent_page(size: Size, level: SharingLevel) -> ConsentPage:
    names = tuple(size.line for _ in range(size.many))
    return ConsentPage(case(size), level, line_of(size.text)[:200], size.line, names, NOW)
