"""Digests: one row a team and week, planned before it is due, and kept as it was published."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, String, and_, delete, exists, or_, select, text, tuple_, union, update

from bot.coaching.digest_life import Arrival, Occurrence, Published
from bot.coaching.team import ChannelState
from bot.coaching.team_week import DigestState
from bot.errors import NotFoundError
from bot.store.desk import Desk
from bot.store.suspension import is_active
from bot.store.tables import DeliveryRow, DeliveryState, DigestRow, TeamRow
from bot.store.worksheets import Kind

DIGEST: Final = "digest"
"""The kind of the deliveries that carry digests; their subject is the team and the week."""

_COLUMN: Final = "digest.content"
_PUBLISHED: Final = Kind("digest", Published)
_TOLD: Final = (DigestState.POSTED, DigestState.SKIPPED)
_OPEN: Final = text("digest.state IN ('planned', 'held')")
"""The condition of the index on open digests, word for word: SQLite uses a partial index for nothing less."""

_ARRIVALS: Final = {
    DeliveryState.PLANNED: Arrival.WAITING,
    DeliveryState.SUSPENDED: Arrival.WAITING,
    DeliveryState.SENDING: Arrival.UNDER_WAY,
    DeliveryState.UNKNOWN: Arrival.UNDER_WAY,
    DeliveryState.SENT: Arrival.ARRIVED,
    DeliveryState.UNCONFIRMED: Arrival.UNSURE,
    DeliveryState.FAILED: Arrival.REFUSED,
    DeliveryState.QUARANTINED: Arrival.REFUSED,
    DeliveryState.EXPIRED: Arrival.TOO_LATE,
    DeliveryState.CANCELLED: Arrival.NOWHERE,
}
_UNSETTLED: Final = (
    DeliveryState.PLANNED,
    DeliveryState.SENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.SUSPENDED,
)
_TAKES: Final = (ChannelState.READY, ChannelState.NOT_ALLOWED)


@dataclass(frozen=True, slots=True)
class Outing:
    """What the outbox knows of a digest's message."""

    arrival: Arrival = Arrival.NOWHERE
    code: str = ""  # why it did not arrive, in a word of Slack's or ours
    recipient: str = ""  # the channel it was sent to
    due_at: datetime | None = None
    sent_at: datetime | None = None
    ts: str | None = None  # of the message, once it stands


def subject_of(team_id: str, week: str) -> str:
    """Return what a delivery about a digest is about."""
    return f"{team_id}:{week}"


def key_of(team_id: str, week: str) -> str:
    """Return the key that one team's digest of one week has in the book: there is never a second one."""
    return f"{DIGEST}:{team_id}:{week}"


class Digests:
    """The digests of one workspace. Whoever changes one has found its team in the same unit of work."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def find(self, team_id: str, week: str) -> Occurrence:
        """Return the digest of a team and week.

        Raises:
            NotFoundError: there is none.
        """
        rows = await self._desk.run(select(DigestRow).where(DigestRow.team_id == team_id, DigestRow.iso_week == week))
        row = rows.scalar_one_or_none()
        if row is None:
            raise NotFoundError("errors.digest_gone")
        return _occurrence_of(row)

    async def of_team(self, team_id: str, limit: int) -> tuple[Occurrence, ...]:
        """Return the digests of a team, the one that is due last first."""
        rows = await self._desk.run(
            select(DigestRow).where(DigestRow.team_id == team_id).order_by(DigestRow.due_at.desc()).limit(limit)
        )
        return tuple(map(_occurrence_of, rows.scalars()))

    async def posted(self, team_id: str, since: date) -> tuple[tuple[Occurrence, Published], ...]:
        """Return what a team's digests said whose last day is not before a day, oldest first."""
        rows = await self._desk.run(
            select(DigestRow)
            .where(DigestRow.team_id == team_id, DigestRow.state.in_(_TOLD), DigestRow.period_to >= since)
            .order_by(DigestRow.period_to)
        )
        return tuple((_occurrence_of(row), found) for row in rows.scalars() if (found := self._published(row)))

    async def newest(self, team_id: str) -> tuple[Occurrence, Published] | None:
        """Return the newest digest of a team that was posted or skipped, with what it said; None: there is none."""
        rows = await self._desk.run(
            select(DigestRow)
            .where(DigestRow.team_id == team_id, DigestRow.state.in_(_TOLD))
            .order_by(DigestRow.period_to.desc())
            .limit(1)
        )
        row = rows.scalar_one_or_none()
        found = self._published(row) if row is not None else None
        return (_occurrence_of(row), found) if row is not None and found is not None else None

    async def lately(
        self, team_ids: Collection[str], since: datetime
    ) -> dict[str, tuple[tuple[Occurrence, ...], Published | None]]:
        """Return what fell due in some teams since a moment or is to come, the newest first; and the newest's content.

        One statement for all of them, for App Home.
        """
        rows = await self._desk.run(
            select(DigestRow)
            .where(DigestRow.team_id.in_(team_ids), DigestRow.due_at >= since)
            .order_by(DigestRow.due_at.desc())
        )
        found: dict[str, list[DigestRow]] = {team_id: [] for team_id in team_ids}
        for row in rows.scalars():
            found[row.team_id].append(row)
        return {
            team_id: (
                tuple(map(_occurrence_of, each)),
                next((self._published(row) for row in each if row.state in _TOLD), None),
            )
            for team_id, each in found.items()
        }

    async def content(self, team_id: str, week: str) -> Published | None:
        """Return what a digest said, or was about to; None: nothing was worked out yet."""
        rows = await self._desk.run(select(DigestRow).where(DigestRow.team_id == team_id, DigestRow.iso_week == week))
        row = rows.scalar_one_or_none()
        return None if row is None else self._published(row)

    async def put(self, occurrence: Occurrence) -> None:
        """Keep a digest, new or changed; what it said stays."""
        columns = {
            "state": occurrence.state,
            "period_from": occurrence.first,
            "period_to": occurrence.last,
            "due_at": occurrence.due_at,
            "preview_at": occurrence.preview_at,
            "held_by": occurrence.held_by,
            "held_at": occurrence.held_at,
            "posted_at": occurrence.posted_at,
            "channel": occurrence.channel,
            "revision": occurrence.revision,
        }
        insert = self._desk.insert(DigestRow)
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "team_id", "iso_week"],
            set_={name: insert.excluded[name] for name in columns},
        )
        key = {"team_id": occurrence.team_id, "iso_week": occurrence.week, "content": ""}
        await self._desk.run(upsert, [{**key, **columns}])

    async def publish(self, team_id: str, week: str, published: Published) -> None:
        """Keep what a digest is about to say, before it is said: a lost answer loses none of it."""
        content = self._desk.drawer.seal(_COLUMN, _PUBLISHED.written(published))
        await self._desk.write(
            update(DigestRow)
            .where(DigestRow.team_id == team_id, DigestRow.iso_week == week)
            .values(content=content, revision=DigestRow.revision + 1)
        )

    async def remove(self, occurrence: Occurrence) -> None:
        """Forget a digest that will not come: the team's day was changed."""
        await self._desk.write(
            delete(DigestRow).where(
                DigestRow.team_id == occurrence.team_id, DigestRow.iso_week == occurrence.week, _OPEN
            )
        )

    async def outing(self, team_id: str, week: str) -> Outing:
        """Return what the outbox knows of a digest's message."""
        rows = await self._desk.run(select(DeliveryRow).where(DeliveryRow.dedupe_key == key_of(team_id, week)))
        row = rows.scalar_one_or_none()
        if row is None:
            return Outing()
        arrival = Arrival.ARRIVED if row.slack_ts else _ARRIVALS[row.state]
        return Outing(arrival, row.last_code or "", row.recipient, row.due_at, row.sent_at, row.slack_ts)

    def _published(self, row: DigestRow) -> Published | None:
        return _PUBLISHED.read(self._desk.drawer.open(_COLUMN, row.content)) if row.content else None


class DigestsOfAll:
    """The digests of every workspace, for the worker."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def to_look_after(
        self, now: datetime, limit: int, *, but: Collection[tuple[str, str]] = ()
    ) -> tuple[tuple[str, str], ...]:
        """Return the teams, as workspace and id, of whose digests one is to be planned, previewed, settled or freed."""
        others = tuple_(TeamRow.workspace_id, TeamRow.id).not_in(but)
        asked = (_unplanned(now), _unsettled(now), _to_preview(now), _to_free())
        rows = await self._desk.run(union(*(query.where(others) for query in asked)).limit(limit))
        return tuple((workspace_id, team_id) for workspace_id, team_id in rows)


_TEAMS: Final = select(TeamRow.workspace_id, TeamRow.id).where(
    TeamRow.archived_at.is_(None), is_active(TeamRow.workspace_id)
)
_OF_TEAM: Final = and_(DigestRow.workspace_id == TeamRow.workspace_id, DigestRow.team_id == TeamRow.id)
_KEY: Final = DIGEST + ":" + DigestRow.team_id.cast(String) + ":" + DigestRow.iso_week
_MESSAGE: Final = and_(DeliveryRow.workspace_id == DigestRow.workspace_id, DeliveryRow.dedupe_key == _KEY)


def _unplanned(now: datetime) -> Select[str, str]:
    """Select teams whose next digest is not planned for when and where it is to come, or whose next one has passed."""
    there = exists().where(
        _OF_TEAM,
        _OPEN,
        DigestRow.due_at == TeamRow.next_digest_at,
        or_(
            DigestRow.state == DigestState.HELD,
            exists().where(
                _MESSAGE,
                DeliveryRow.recipient == TeamRow.channel,
                or_(DeliveryRow.state.in_(_UNSETTLED), DeliveryRow.slack_ts.is_not(None)),
            ),
        ),
    )
    return _TEAMS.where(TeamRow.next_digest_at.is_not(None), or_(TeamRow.next_digest_at <= now, ~there))


def _unsettled(now: datetime) -> Select[str, str]:
    """Select teams with a planned digest whose message was settled by somebody who did not live to note it here."""
    settled = exists().where(_MESSAGE, or_(DeliveryRow.state.not_in(_UNSETTLED), DeliveryRow.slack_ts.is_not(None)))
    return _TEAMS.join(DigestRow, _OF_TEAM).where(
        _OPEN, DigestRow.state == DigestState.PLANNED, DigestRow.due_at <= now, settled
    )


def _to_preview(now: datetime) -> Select[str, str]:
    return _TEAMS.join(DigestRow, _OF_TEAM).where(_OPEN, DigestRow.preview_at <= now)


def _to_free() -> Select[str, str]:
    """Select teams with a digest that was refused, and a channel that may take it now."""
    other = or_(DigestRow.channel.is_(None), DigestRow.channel != TeamRow.channel)
    return _TEAMS.join(DigestRow, _OF_TEAM).where(
        DigestRow.state == DigestState.FAILED, TeamRow.channel.is_not(None), TeamRow.channel_state.in_(_TAKES), other
    )


def _occurrence_of(row: DigestRow) -> Occurrence:
    return Occurrence(
        row.team_id,
        row.iso_week,
        row.period_from,
        row.period_to,
        row.due_at,
        row.state,
        row.preview_at,
        row.held_by,
        row.held_at,
        row.posted_at,
        row.channel,
        row.revision,
    )
