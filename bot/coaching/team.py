"""A team: who is in it, where and when its digest comes, and what it may show."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from bot.coaching.calendar import WorkingCalendar
from bot.errors import BotError, NotAllowedError
from bot.locales.words import Sentence

LEAST_THRESHOLD: Final = 2
"""Of one case nothing is ever shown but that it was counted."""

USUAL_THRESHOLD: Final = 3
DIGEST_HOUR: Final = time(9)
LONGEST_NAME: Final = 60


class Role(StrEnum):
    """What a member is to a team."""

    LEAD = "lead"
    MEMBER = "member"


class Standing(StrEnum):
    """Whether somebody belongs to a team. Nobody joins but by their own consent."""

    INVITED = "invited"
    JOINED = "joined"
    DECLINED = "declined"
    LEFT = "left"


class Section(StrEnum):
    """A part of the digest that a team may switch off. The totals always stand."""

    HEARD = "heard"  # concerns by kind
    MOVED = "moved"  # tactics that preceded a move forward
    PILOTS = "pilots"
    LEARNED = "learned"  # content improved because an executive was right
    PROMISES = "promises"  # counts only
    AHEAD = "ahead"
    LINES = "lines"  # sentences of trainers who share them
    TREND = "trend"


class ChannelState(StrEnum):
    """What the bot found when it last looked at a team's channel."""

    UNCHECKED = "unchecked"
    READY = "ready"
    NOT_INVITED = "not_invited"  # the bot is not in it
    ARCHIVED = "archived"
    SHARED = "shared"  # with another organisation: nothing is ever posted there
    MISSING = "missing"  # deleted, or private and without the bot
    NOT_ALLOWED = "not_allowed"  # the bot was not granted to look at channels


class MemberChange(StrEnum):
    """What a lead does about somebody in the team."""

    MAKE_LEAD = "make_lead"
    MAKE_MEMBER = "make_member"
    REMOVE = "remove"
    INVITE_AGAIN = "invite_again"
    TAKE_BACK = "take_back"  # an invitation


@dataclass(frozen=True, slots=True)
class TeamChannel:
    """The channel of a team, as it was when it was last looked at."""

    id: str
    name: str = ""
    state: ChannelState = ChannelState.UNCHECKED
    is_private: bool = False
    reads_members: bool = False  # without it a digest stays at totals: nobody knows whether an executive reads along
    checked_at: datetime | None = None

    @property
    def takes_digests(self) -> bool:
        """Tell whether a digest may be posted there, as far as the bot may look."""
        return self.state in {ChannelState.READY, ChannelState.NOT_ALLOWED}


@dataclass(frozen=True, slots=True)
class Team:
    """People who share one digest."""

    id: str
    name: str
    calendar: WorkingCalendar
    language: str = "en"
    currency: str = "EUR"  # ISO 4217
    day: int = 0  # of the digest; 0 is Monday
    hour: time = DIGEST_HOUR
    threshold: int = USUAL_THRESHOLD
    skips_quiet_weeks: bool = False
    shows: frozenset[Section] = field(default_factory=lambda: frozenset(Section))
    channel: TeamChannel | None = None
    created_by: str = ""
    created_at: datetime | None = None
    archived_at: datetime | None = None
    next_digest_at: datetime | None = None  # None: archived, or without a channel

    @property
    def is_active(self) -> bool:
        """Tell whether the team still works."""
        return self.archived_at is None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's place in a team."""

    team_id: str
    person_id: str
    role: Role = Role.MEMBER
    standing: Standing = Standing.JOINED
    name: str = ""
    invited_by: str | None = None
    invited_at: datetime | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def has_joined(self) -> bool:
        """Tell whether they belong to the team now."""
        return self.standing is Standing.JOINED

    @property
    def leads(self) -> bool:
        """Tell whether they may change the team."""
        return self.has_joined and self.role is Role.LEAD


def require_lead(member: Member | None) -> None:
    """Let only a lead change a team.

    Raises:
        NotAllowedError: they are none.
    """
    if member is None or not member.leads:
        raise NotAllowedError("errors.team_leads_only")


def require_other_lead(members: Iterable[Member], person_id: str) -> None:
    """Let nobody leave a team without a lead: whoever is the last one hands over first.

    Raises:
        BotError: there is no other lead.
    """
    others = [member for member in leads(members) if member.person_id != person_id]
    if not others:
        raise BotError("errors.team_last_lead")


def refusal(channel: TeamChannel) -> Sentence | None:
    """Say why a channel cannot be a team's; None when it can, if perhaps something is still to be done there."""
    if channel.state in {ChannelState.SHARED, ChannelState.ARCHIVED, ChannelState.MISSING}:
        return Sentence(f"team.refused.{channel.state}")
    return None


def changes(member: Member) -> tuple[MemberChange, ...]:
    """Return what a lead may do about somebody."""
    if member.standing is Standing.INVITED:
        return (MemberChange.INVITE_AGAIN, MemberChange.TAKE_BACK)
    if member.leads:
        return (MemberChange.MAKE_MEMBER, MemberChange.REMOVE)
    return (MemberChange.MAKE_LEAD, MemberChange.REMOVE) if member.has_joined else ()


def joined(member: Member, at: datetime) -> Member:
    """Return a member after they said yes."""
    return replace(member, standing=Standing.JOINED, joined_at=at, left_at=None)


def left(member: Member, at: datetime) -> Member:
    """Return a member after they left, or said no to an invitation; whoever comes back does not lead at once."""
    standing = Standing.LEFT if member.has_joined else Standing.DECLINED
    return replace(member, standing=standing, role=Role.MEMBER, left_at=at)


def leads(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return those of a team's members who may change it."""
    return tuple(member for member in members if member.leads)
