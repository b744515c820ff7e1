"""What the coach shows of teams, as values: the surfaces draw them, the use cases return them."""

from dataclasses import dataclass
from datetime import datetime

from bot.coaching.case import Case, Executive
from bot.coaching.sharing import Sharing, SharingLevel
from bot.coaching.team import Member, Standing, Team, TeamChannel
from bot.coaching.team_choices import TeamChoices
from bot.locales.words import Sentence


@dataclass(frozen=True, slots=True)
class TeamGlance:
    """A team in a few lines, for one who belongs to it or is invited to."""

    team: Team
    member: Member  # who looks
    is_last_lead: bool = False
    shared_lines: int = 0  # sentences of who looks that its digest may show


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """The teams of a person."""

    teams: tuple[TeamGlance, ...]
    notice: Sentence | None = None


@dataclass(frozen=True, slots=True)
class TeamPage:
    """One team: where its digest goes and when, and who is in it."""

    team: Team
    member: Member  # who looks
    members: tuple[Member, ...]  # who has joined, leads first, then who is invited
    notice: Sentence | None = None

    @property
    def joined(self) -> tuple[Member, ...]:
        """Those who belong to the team."""
        return tuple(member for member in self.members if member.has_joined)

    @property
    def invited(self) -> tuple[Member, ...]:
        """Those who have not answered yet."""
        return tuple(member for member in self.members if member.standing is Standing.INVITED)


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Who is in a team, for a lead to change."""

    page: TeamPage


@dataclass(frozen=True, slots=True)
class TeamFormPage:
    """A team's settings to fill in; those of a new team ask for little."""

    choices: TeamChoices
    team_id: str = ""  # empty: a new team


@dataclass(frozen=True, slots=True)
class TeamChannelPage:
    """Which channel a team's digest goes to."""

    team: Team


@dataclass(frozen=True, slots=True)
class InvitePage:
    """Whom to invite to a team."""

    team: Team


@dataclass(frozen=True, slots=True)
class Invitation:
    """The message by which somebody is invited; once they have answered, what they said."""

    team: Team
    member: Member
    invited_by: str  # a name


@dataclass(frozen=True, slots=True)
class ChannelTrouble:
    """The message by which a lead learns, days before the digest, that it would not arrive."""

    team: Team
    channel: TeamChannel


@dataclass(frozen=True, slots=True)
class SharedCase:
    """What of one case the teams of its owner see."""

    case_id: str
    executive: Executive | None
    initiative: str
    sharing: Sharing
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class SeenPage:
    """Which teams see what of a person's cases."""

    teams: tuple[Team, ...]
    cases: tuple[SharedCase, ...]
    owner_name: str
    notice: Sentence | None = None


@dataclass(frozen=True, slots=True)
class LinePage:
    """A sentence about a case, to be written by its owner."""

    case: Case
    level: SharingLevel
    line: str


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """A sentence about a case exactly as its owner's teams will read it."""

    case: Case
    level: SharingLevel
    line: str
    owner_name: str
    teams: tuple[str, ...]  # names
    until: datetime | None = None  # when the first of their digests comes
