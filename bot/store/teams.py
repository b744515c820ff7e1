"""Teams, and who is in them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, bindparam, func, or_, select, update

from bot.coaching.calendar import CalendarError, WorkingCalendar
from bot.coaching.team import Member, Role, Section, Standing, Team, TeamChannel
from bot.coaching.team_week import DigestState
from bot.errors import NotFoundError
from bot.store.desk import Desk
from bot.store.mapping import Columns
from bot.store.suspension import is_active
from bot.store.tables import DigestRow, PersonRow, TeamMemberRow, TeamRow

_CHANNEL: Final = (
    "channel",
    "channel_name",
    "channel_state",
    "is_channel_private",
    "reads_members",
    "channel_checked_at",
)
_BELONGS: Final = (Standing.JOINED, Standing.INVITED)
_OF_PERSON: Final = (
    select(TeamRow, TeamMemberRow, PersonRow.name)
    .join(TeamMemberRow, TeamMemberRow.team_id == TeamRow.id)
    .join(PersonRow, PersonRow.id == TeamMemberRow.person_id)
    .where(
        TeamMemberRow.person_id == bindparam("person_id"),
        TeamMemberRow.state.in_(_BELONGS),
        TeamRow.archived_at.is_(None),
    )
    .order_by(TeamMemberRow.state, TeamRow.name, TeamRow.id)
)
_MEMBERS: Final = select(TeamMemberRow, PersonRow.name).join(PersonRow, PersonRow.id == TeamMemberRow.person_id)


@dataclass(frozen=True, slots=True)
class Due:
    """A team whose digest comes soon, of any workspace."""

    workspace_id: str
    team_id: str
    next_digest_at: datetime
    channel: str


class Teams:
    """The teams of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def find(self, team_id: str) -> Team:
        """Return a team, archived or not. In a unit of work that writes, nobody else changes it or who is in it.

        Raises:
            NotFoundError: there is no such team.
        """
        query = select(TeamRow).where(TeamRow.id == team_id)
        rows = await self._desk.run(query.with_for_update() if self._desk.locks else query)
        row = rows.scalar_one_or_none()
        if row is None:
            raise NotFoundError("errors.team_gone")
        return _team_of(row)

    async def of_person(self, person_id: str) -> tuple[tuple[Team, Member], ...]:
        """Return the active teams that a person belongs to or is invited to, with their place in each."""
        rows = await self._desk.ask(_OF_PERSON, person_id=person_id)
        return tuple((_team_of(team), _member_of(member, name)) for team, member, name in rows)

    async def active(self) -> tuple[Team, ...]:
        """Return every team that still works, by name."""
        rows = await self._desk.run(
            select(TeamRow).where(TeamRow.archived_at.is_(None)).order_by(TeamRow.name, TeamRow.id)
        )
        return tuple(map(_team_of, rows.scalars()))

    async def members(self, team_id: str) -> tuple[Member, ...]:
        """Return everybody who belongs to a team or was ever asked, leads first, then by name."""
        rows = await self._desk.run(
            _MEMBERS.where(TeamMemberRow.team_id == team_id).order_by(
                TeamMemberRow.state != Standing.JOINED,
                TeamMemberRow.role != Role.LEAD,
                func.lower(PersonRow.name),
                PersonRow.id,
            )
        )
        return tuple(_member_of(member, name) for member, name in rows)

    async def member(self, team_id: str, person_id: str) -> Member | None:
        """Return somebody's place in a team, also one they have left or declined; None: they never had one."""
        rows = await self._desk.run(
            _MEMBERS.where(TeamMemberRow.team_id == team_id, TeamMemberRow.person_id == person_id)
        )
        found = rows.one_or_none()
        return None if found is None else _member_of(*found)

    async def leads_alone(self, person_id: str) -> frozenset[str]:
        """Return the teams whose only lead a person is."""
        leads = (
            select(TeamMemberRow.team_id, func.count().label("number"), func.max(TeamMemberRow.person_id).label("one"))
            .where(TeamMemberRow.role == Role.LEAD, TeamMemberRow.state == Standing.JOINED)
            .group_by(TeamMemberRow.team_id)
        ).subquery()
        rows = await self._desk.run(select(leads.c.team_id).where(leads.c.number == 1, leads.c.one == person_id))
        return frozenset(rows.scalars())

    async def save(self, team: Team) -> None:
        """Keep a team, new or changed."""
        columns = {**_columns(team), **_channel_columns(team.channel)}
        insert = self._desk.insert(TeamRow)
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "id"], set_={name: insert.excluded[name] for name in columns}
        )
        await self._desk.run(upsert, [{"id": team.id, **columns}])

    async def put(self, member: Member) -> None:
        """Keep somebody's place in a team."""
        columns = {
            "role": member.role,
            "state": member.standing,
            "invited_by": member.invited_by,
            "invited_at": member.invited_at,
            "joined_at": member.joined_at,
            "left_at": member.left_at,
        }
        insert = self._desk.insert(TeamMemberRow)
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "team_id", "person_id"],
            set_={name: insert.excluded[name] for name in columns},
        )
        await self._desk.run(upsert, [{"team_id": member.team_id, "person_id": member.person_id, **columns}])

    async def saw(self, team_id: str, channel: TeamChannel) -> bool:
        """Keep what was found of a team's channel; nothing happens if the team has another one by now."""
        found = {name: value for name, value in _channel_columns(channel).items() if name != "channel"}
        return bool(
            await self._desk.write(
                update(TeamRow).where(TeamRow.id == team_id, TeamRow.channel == channel.id).values(found)
            )
        )

    async def published_until(self, team_id: str) -> date | None:
        """Return the last day that a digest of a team was about; None: there was none yet."""
        told = (DigestState.POSTED, DigestState.SKIPPED)
        rows = await self._desk.run(
            select(func.max(DigestRow.period_to)).where(DigestRow.team_id == team_id, DigestRow.state.in_(told))
        )
        return rows.scalar_one_or_none()

    async def with_channel(self, channel_id: str) -> tuple[Team, ...]:
        """Return the active teams whose digest goes to a channel."""
        rows = await self._desk.run(
            select(TeamRow).where(TeamRow.channel == channel_id, TeamRow.archived_at.is_(None)).order_by(TeamRow.id)
        )
        return tuple(map(_team_of, rows.scalars()))


class TeamsOfAll:
    """The teams of every workspace, for those who work through them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def due(self, until: datetime, limit: int) -> tuple[Due, ...]:
        """Return the teams whose next digest comes before a moment, the next one first."""
        return await self._all(_SCHEDULED.where(TeamRow.next_digest_at < until), limit)

    async def unchecked(self, before: datetime, limit: int) -> tuple[Due, ...]:
        """Return the teams whose channel nobody has looked at since a moment."""
        is_old = or_(TeamRow.channel_checked_at.is_(None), TeamRow.channel_checked_at < before)
        return await self._all(_SCHEDULED.where(is_old), limit)

    async def named(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the active teams with a name or an id, as workspace and id."""
        is_it = or_(func.lower(TeamRow.name) == name.strip().lower(), TeamRow.id == name.strip())
        rows = await self._desk.run(
            select(TeamRow.workspace_id, TeamRow.id).where(is_it, TeamRow.archived_at.is_(None)).order_by(TeamRow.id)
        )
        return tuple((workspace_id, team_id) for workspace_id, team_id in rows)

    async def _all(self, query: Select[str, str, datetime | None, str | None], limit: int) -> tuple[Due, ...]:
        rows = await self._desk.run(query.limit(limit))
        return tuple(Due(here, team_id, at, channel) for here, team_id, at, channel in rows if at and channel)


_SCHEDULED: Final = (
    select(TeamRow.workspace_id, TeamRow.id, TeamRow.next_digest_at, TeamRow.channel)
    .where(TeamRow.next_digest_at.is_not(None), is_active(TeamRow.workspace_id))
    .order_by(TeamRow.next_digest_at, TeamRow.workspace_id, TeamRow.id)
)


def _team_of(row: TeamRow) -> Team:
    return Team(
        id=row.id,
        name=row.name,
        calendar=_calendar_of(row),
        language=row.language,
        currency=row.currency,
        day=row.day,
        hour=row.hour,
        threshold=row.threshold,
        skips_quiet_weeks=row.is_quiet_skipped,
        shows=frozenset(map(Section, row.shows)),
        channel=_channel_of(row),
        created_by=row.created_by,
        created_at=row.created_at,
        archived_at=row.archived_at,
        next_digest_at=row.next_digest_at,
    )


def _calendar_of(row: TeamRow) -> WorkingCalendar:
    weekdays = frozenset(row.weekdays)
    try:
        return WorkingCalendar(row.zone, weekdays, row.country, row.region)
    except CalendarError:  # a newer list of holidays names a country or region otherwise than it did
        return WorkingCalendar(row.zone, weekdays)


def _channel_of(row: TeamRow) -> TeamChannel | None:
    if row.channel is None:
        return None
    return TeamChannel(
        row.channel,
        row.channel_name,
        row.channel_state,
        row.is_channel_private,
        row.reads_members,
        row.channel_checked_at,
    )


def _member_of(row: TeamMemberRow, name: str) -> Member:
    return Member(
        row.team_id,
        row.person_id,
        row.role,
        row.state,
        name,
        row.invited_by,
        row.invited_at,
        row.joined_at,
        row.left_at,
    )


def _columns(team: Team) -> Columns:
    return {
        "name": team.name,
        "language": team.language,
        "currency": team.currency,
        "day": team.day,
        "hour": team.hour,
        "zone": team.calendar.zone,
        "weekdays": sorted(team.calendar.weekdays),
        "country": team.calendar.country,
        "region": team.calendar.region,
        "threshold": team.threshold,
        "is_quiet_skipped": team.skips_quiet_weeks,
        "shows": sorted(team.shows),
        "created_by": team.created_by,
        "created_at": team.created_at,
        "archived_at": team.archived_at,
        "next_digest_at": team.next_digest_at,
    }


def _channel_columns(channel: TeamChannel | None) -> Columns:
    seen = channel or TeamChannel("")
    values = (seen.id or None, seen.name, seen.state, seen.is_private, seen.reads_members, seen.checked_at)
    return dict(zip(_CHANNEL, values, strict=True))
