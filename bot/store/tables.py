"""The tables. Every tenant's row carries its workspace in its primary key and in every foreign key."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from bot.coaching.case import Engagement, Outcome, Reaction, Ruling, Side
from bot.coaching.nudges import NudgeState
from bot.coaching.pilot import Verdict
from bot.coaching.sharing import SharingLevel
from bot.coaching.team import ChannelState, Role, Standing
from bot.coaching.team_week import DigestState
from bot.playbook.model import Stage
from bot.store.columns import PlainText, SealedText, UtcDateTime, one_of

_NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_ID: Final = String(64)


class DeliveryState(StrEnum):
    """Where one message to Slack stands. Only the outbox moves it, except into `planned`."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # the answer was lost: looked for in the conversation before anything else
    UNCONFIRMED = "unconfirmed"  # unknown for good: the conversation cannot be read
    FAILED = "failed"
    SUSPENDED = "suspended"  # the workspace takes nothing from us at present
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    QUARANTINED = "quarantined"


class Base(DeclarativeBase):
    """What all tables share: how their constraints are named and what Python types mean."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: PlainText, datetime: UtcDateTime}


class TenantRow(Base):
    """A row of one workspace. The session filters reads by the workspace and checks writes against it."""

    __abstract__ = True

    workspace_id: Mapped[str] = mapped_column(_ID, primary_key=True, sort_order=-4)


class ThingRow(TenantRow):
    """A tenant's row with an id of its own."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(_ID, primary_key=True, sort_order=-3)


class CaseThingRow(ThingRow):
    """A row that belongs to a case and goes with it."""

    __abstract__ = True

    case_id: Mapped[str] = mapped_column(_ID, sort_order=-2)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_case()


def _to_workspace() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE")


def _to_person() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"], ondelete="CASCADE")


def _to_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", "case_id"], ["cases.workspace_id", "cases.id"], ondelete="CASCADE")


def _of_case() -> tuple[ForeignKeyConstraint, Index]:
    return (_to_case(), Index(None, "workspace_id", "case_id"))


def _when(column: str) -> Index:
    """Index when something happened; what has not happened yet is not in it, and so never looked for by it."""
    has_happened = text(f"{column} IS NOT NULL")
    return Index(None, "workspace_id", column, sqlite_where=has_happened, postgresql_where=has_happened)


class WorkspaceRow(Base):
    """A tenant: one Slack workspace."""

    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    suspended_because: Mapped[str] = mapped_column(default="")  # Slack's code; empty: active


class InstallationRow(TenantRow):
    """What Slack gave the bot when a workspace installed it."""

    __tablename__ = "installation"
    __table_args__ = (_to_workspace(),)

    bot_token: Mapped[str] = mapped_column(SealedText)
    refresh_token: Mapped[str] = mapped_column(SealedText)
    token_expires_at: Mapped[datetime | None]
    bot_user_id: Mapped[str]
    bot_id: Mapped[str]
    app_id: Mapped[str]
    enterprise_id: Mapped[str | None]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    installer_id: Mapped[str]
    installed_at: Mapped[datetime]


class PersonRow(ThingRow):
    """A Slack user the bot knows."""

    __tablename__ = "person"
    __table_args__ = (_to_workspace(),)

    name: Mapped[str]
    first_name: Mapped[str]
    zone: Mapped[str]
    language: Mapped[str]
    is_guest: Mapped[bool]
    is_admin: Mapped[bool]
    is_gone: Mapped[bool]
    dm_channel: Mapped[str | None]


class PreferencesRow(TenantRow):
    """How a person wants to be reminded, once they have said so."""

    __tablename__ = "preferences"
    __table_args__ = (_to_person(),)

    person_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    zone: Mapped[str | None]  # None: what Slack says, also when that changes
    language: Mapped[str | None]  # None: what Slack says
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    country: Mapped[str]
    region: Mapped[str]
    days_off: Mapped[list[str]] = mapped_column(JSON)  # ISO dates
    opens: Mapped[time]
    closes: Mapped[time]
    nudge_hour: Mapped[time]
    weekly_cap: Mapped[int | None]
    kinds_off: Mapped[list[str]] = mapped_column(JSON)
    paused_until: Mapped[date | None]


class ExecutiveRow(ThingRow):
    """Who pushes back."""

    __tablename__ = "executive"
    __table_args__ = (
        _to_workspace(),
        Index(
            "uq_executive_slack_user",
            "workspace_id",
            "slack_user_id",
            unique=True,
            sqlite_where=text("slack_user_id IS NOT NULL"),
            postgresql_where=text("slack_user_id IS NOT NULL"),
        ),
        Index(None, "workspace_id", "name_key"),
    )

    name: Mapped[str]
    name_key: Mapped[str]  # the name without case and spacing, to find it by
    role: Mapped[str]
    slack_user_id: Mapped[str | None] = mapped_column(_ID)


class PlaybookVersionRow(Base):
    """The files of one version of a playbook, kept while cases run on it. It belongs to no workspace."""

    __tablename__ = "playbook_version"

    playbook_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    version: Mapped[str] = mapped_column(String(128), primary_key=True)
    sources: Mapped[dict[str, str]] = mapped_column(JSON)  # file name -> text


class CaseRow(ThingRow):
    """One executive x one initiative."""

    __tablename__ = "cases"
    __table_args__ = (
        _to_workspace(),
        ForeignKeyConstraint(["workspace_id", "owner_id"], ["person.workspace_id", "person.id"]),
        ForeignKeyConstraint(["workspace_id", "executive_id"], ["executive.workspace_id", "executive.id"]),
        ForeignKeyConstraint(
            ["playbook_id", "playbook_version"], ["playbook_version.playbook_id", "playbook_version.version"]
        ),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
        Index(
            "ix_cases_open",
            "workspace_id",
            "owner_id",
            "updated_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "workspace_id", "owner_id", "closed_at"),
        Index(None, "workspace_id", "executive_id"),
        Index(None, "workspace_id", "opened_at"),
        Index(None, "workspace_id", "primary_concern", "opened_at"),
    )

    owner_id: Mapped[str] = mapped_column(_ID)
    executive_id: Mapped[str | None] = mapped_column(_ID)
    initiative: Mapped[str]
    playbook_id: Mapped[str] = mapped_column(_ID)
    playbook_version: Mapped[str] = mapped_column(String(128))
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"))
    step_id: Mapped[str]
    primary_concern: Mapped[str | None]
    other_concerns: Mapped[list[str]] = mapped_column(JSON)
    engagement: Mapped[Engagement] = mapped_column(one_of(Engagement, "engagement"))
    next_action: Mapped[str] = mapped_column(SealedText)
    next_contact_on: Mapped[date | None]
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    outcome_reason: Mapped[str] = mapped_column(SealedText)
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int]


class AnswerRow(TenantRow):
    """An answer as one save left it. Append-only: a later revision stands beside it."""

    __tablename__ = "answer"
    __table_args__ = (_to_case(),)

    case_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    question_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str | None] = mapped_column(SealedText)  # JSON; None: the answer was taken back
    answered_at: Mapped[datetime]


class InteractionRow(CaseThingRow):
    """One contact with the executive, or a correction of one. Append-only."""

    __tablename__ = "interaction"

    __table_args__ = (
        *_of_case(),
        ForeignKeyConstraint(["workspace_id", "corrects"], ["interaction.workspace_id", "interaction.id"]),
        UniqueConstraint("workspace_id", "corrects"),
        UniqueConstraint("workspace_id", "first_id", "revision"),
        Index(None, "workspace_id", "happened_on"),
    )

    first_id: Mapped[str] = mapped_column(_ID)  # the interaction that this one and its corrections go back to
    revision: Mapped[int]  # 0 for the interaction itself, then one for each correction
    corrects: Mapped[str | None] = mapped_column(_ID)
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    quote: Mapped[str] = mapped_column(SealedText)
    setting: Mapped[str]
    reaction: Mapped[Reaction | None] = mapped_column(one_of(Reaction, "reaction"))
    engagement_before: Mapped[Engagement | None] = mapped_column(one_of(Engagement, "engagement_before"))
    engagement_after: Mapped[Engagement | None] = mapped_column(one_of(Engagement, "engagement_after"))
    second_act: Mapped[str] = mapped_column(SealedText)
    tactic: Mapped[str | None]
    next_contact_on: Mapped[date | None]


class EntryRow(CaseThingRow):
    """Something of which a case collects any number, in the order it came."""

    __abstract__ = True

    position: Mapped[int] = mapped_column(sort_order=-1)


class EvidenceRow(EntryRow):
    """Something to show."""

    __tablename__ = "evidence"

    kind: Mapped[str]
    what: Mapped[str] = mapped_column(SealedText)
    source: Mapped[str] = mapped_column(SealedText)
    dated_on: Mapped[date | None]


class RequestedChangeRow(EntryRow):
    """A change that the executive asks for."""

    __tablename__ = "requested_change"

    what: Mapped[str] = mapped_column(SealedText)
    reason: Mapped[str] = mapped_column(SealedText)
    ruling: Mapped[Ruling | None] = mapped_column(one_of(Ruling, "ruling"))


class CommitmentRow(EntryRow):
    """A promise, by either side."""

    __tablename__ = "commitment"
    __table_args__ = (*_of_case(), _when("kept_at"))

    side: Mapped[Side] = mapped_column(one_of(Side, "side"))
    what: Mapped[str] = mapped_column(SealedText)
    due_on: Mapped[date | None]
    kept_at: Mapped[datetime | None]


class WorksheetRow(TenantRow):
    """What a trainer worked out for a case with one of the tools. Append-only: a later revision stands beside it."""

    __tablename__ = "worksheet"
    __table_args__ = (_to_case(),)

    case_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)  # counts saves of this kind, from 1
    content: Mapped[str] = mapped_column(SealedText)  # JSON
    saved_by: Mapped[str] = mapped_column(_ID)
    saved_at: Mapped[datetime]


class PilotLockRow(TenantRow):
    """A decision rule as it was locked. Append-only: a later version needs a reason and leaves this one in place."""

    __tablename__ = "pilot_lock"
    __table_args__ = (_to_case(),)

    case_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)  # from 1
    revision: Mapped[int]  # of the pilot's worksheet that was locked
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 over what was locked, in hexadecimal
    reason: Mapped[str] = mapped_column(SealedText)  # why there is another version; empty for the first
    locked_by: Mapped[str] = mapped_column(_ID)
    locked_at: Mapped[datetime]


class PilotRow(TenantRow):
    """Where a case's pilot stands, for those who count pilots: one row a case, kept in step with what was saved."""

    __tablename__ = "pilot"
    __table_args__ = (
        _to_case(),
        Index(None, "workspace_id", "proposed_at"),
        _when("decided_at"),
    )

    case_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    decision_on: Mapped[date | None]
    verdict: Mapped[Verdict | None] = mapped_column(one_of(Verdict, "verdict"))
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class ShelfRow(ThingRow):
    """A piece of evidence on the shelf: kept for any case of its owner, and, where shared, of any trainer."""

    __tablename__ = "shelf"
    __table_args__ = (_to_workspace(), Index(None, "workspace_id", "owner_id"))

    owner_id: Mapped[str] = mapped_column(_ID)
    is_shared: Mapped[bool]  # with the workspace's trainers
    kind: Mapped[str] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(SealedText)
    source: Mapped[str] = mapped_column(SealedText)
    dated_on: Mapped[date | None]
    consent: Mapped[str] = mapped_column(SealedText)  # of a testimonial: who agreed to be quoted, and when
    concerns: Mapped[list[str]] = mapped_column(JSON)  # ids; empty: any
    case_id: Mapped[str | None] = mapped_column(_ID)  # whose pilot's result it is
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ShelfRevisionRow(TenantRow):
    """What a piece of evidence said before it was changed or taken off the shelf. Append-only."""

    __tablename__ = "shelf_revision"
    __table_args__ = (_to_workspace(),)

    item_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)  # from 1
    content: Mapped[str] = mapped_column(SealedText)  # JSON
    changed_at: Mapped[datetime]


class TeamRow(ThingRow):
    """People who share one digest, with the channel it goes to as it was when last looked at."""

    __tablename__ = "team"
    __table_args__ = (
        _to_workspace(),
        CheckConstraint("day BETWEEN 0 AND 6", name="day_of_a_week"),
        CheckConstraint("threshold >= 2", name="threshold_hides_one"),
        Index(
            "ix_team_next_digest",
            "next_digest_at",
            sqlite_where=text("next_digest_at IS NOT NULL"),
            postgresql_where=text("next_digest_at IS NOT NULL"),
        ),
    )

    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(32))
    currency: Mapped[str] = mapped_column(String(3))
    channel: Mapped[str | None] = mapped_column(_ID)
    channel_name: Mapped[str]
    channel_state: Mapped[ChannelState] = mapped_column(one_of(ChannelState, "channel_state"))
    is_channel_private: Mapped[bool]
    reads_members: Mapped[bool]
    channel_checked_at: Mapped[datetime | None]
    day: Mapped[int]  # of the digest; 0 is Monday
    hour: Mapped[time]
    zone: Mapped[str]
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    country: Mapped[str]
    region: Mapped[str]
    threshold: Mapped[int]
    is_quiet_skipped: Mapped[bool]
    shows: Mapped[list[str]] = mapped_column(JSON)  # the sections that are switched on
    created_by: Mapped[str] = mapped_column(_ID)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    next_digest_at: Mapped[datetime | None]  # worked out with every change; None: archived, or without a channel


class TeamMemberRow(TenantRow):
    """Somebody's place in a team, also one they were only offered or have left."""

    __tablename__ = "team_member"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"),
        _to_person(),
        Index(None, "workspace_id", "person_id"),
    )

    team_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    state: Mapped[Standing] = mapped_column(one_of(Standing, "state"))
    invited_by: Mapped[str | None] = mapped_column(_ID)
    invited_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class CaseSharingRow(TenantRow):
    """What the owner of a case lets their teams read about it. No row: it is only counted."""

    __tablename__ = "case_sharing"
    __table_args__ = (_to_case(),)

    case_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    level: Mapped[SharingLevel] = mapped_column(one_of(SharingLevel, "level"))
    line: Mapped[str] = mapped_column(SealedText)
    changed_at: Mapped[datetime]


class DigestRow(TenantRow):
    """The digest of one team and one week: planned before it is due, kept as it was published."""

    __tablename__ = "digest"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"),
        Index(
            "ix_digest_open",
            "due_at",
            sqlite_where=text("state IN ('planned', 'held')"),
            postgresql_where=text("state IN ('planned', 'held')"),
        ),
    )

    team_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    iso_week: Mapped[str] = mapped_column(String(8), primary_key=True)  # of the last day it is about: "2027-W09"
    state: Mapped[DigestState] = mapped_column(one_of(DigestState, "state"))
    period_from: Mapped[date]
    period_to: Mapped[date]  # included
    due_at: Mapped[datetime]
    preview_at: Mapped[datetime | None]
    held_by: Mapped[str | None] = mapped_column(_ID)
    held_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(_ID)  # where it was posted
    revision: Mapped[int]  # counts what was published: a correction is another one
    content: Mapped[str] = mapped_column(SealedText)  # JSON: the published figures, so that later ones reveal none


class NudgeRow(ThingRow):
    """A planned reminder, and what became of it. Its id follows from person, case and key: nobody has it twice."""

    __tablename__ = "nudge"
    __table_args__ = (
        _to_person(),
        _to_case(),
        Index(
            "ix_nudge_open",
            "due_at",
            sqlite_where=text("state IN ('planned', 'later')"),
            postgresql_where=text("state IN ('planned', 'later')"),
        ),
        Index(
            "ix_nudge_settled",
            "last_on",
            sqlite_where=text("state NOT IN ('planned', 'later')"),
            postgresql_where=text("state NOT IN ('planned', 'later')"),
        ),
        Index(None, "workspace_id", "person_id"),
        Index(None, "workspace_id", "case_id"),
    )

    person_id: Mapped[str] = mapped_column(_ID)
    case_id: Mapped[str | None] = mapped_column(_ID)  # None: an own nudge that belongs to no case
    key: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(32))
    about_on: Mapped[date]
    day: Mapped[date]
    last_on: Mapped[date]
    hour: Mapped[time | None]
    state: Mapped[NudgeState] = mapped_column(one_of(NudgeState, "state"))
    due_at: Mapped[datetime | None]
    is_late: Mapped[bool]
    sent_at: Mapped[datetime | None]
    told_on: Mapped[date | None]  # the local day whose message holds it
    reason: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(SealedText)  # of an own nudge
    note: Mapped[str] = mapped_column(SealedText)  # why it was not needed
    changed_at: Mapped[datetime]


class InboxRow(TenantRow):
    """Something Slack sent that had its effect: its repeat has none. Kept for two days.

    Without a foreign key: an event may arrive before anything else is known of its workspace.
    """

    __tablename__ = "inbox"

    source: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    arrived_at: Mapped[datetime] = mapped_column(index=True)


class DeliveryRow(ThingRow):
    """One message to Slack: planned in the use case's transaction, sent by the outbox."""

    __tablename__ = "delivery"
    __table_args__ = (
        _to_workspace(),
        UniqueConstraint("workspace_id", "dedupe_key"),
        Index(
            "ix_delivery_open",
            "state",
            "next_at",
            sqlite_where=text("state IN ('planned', 'sending', 'unknown')"),
            postgresql_where=text("state IN ('planned', 'sending', 'unknown')"),
        ),
        Index(
            "ix_delivery_open_by_workspace",
            "workspace_id",
            "state",
            "next_at",
            sqlite_where=text("state IN ('planned', 'sending', 'unknown')"),
            postgresql_where=text("state IN ('planned', 'sending', 'unknown')"),
        ),
        Index(
            "ix_delivery_settled",
            "next_at",
            sqlite_where=text("state NOT IN ('planned', 'sending', 'unknown', 'suspended')"),
            postgresql_where=text("state NOT IN ('planned', 'sending', 'unknown', 'suspended')"),
        ),
        Index(None, "workspace_id", "recipient"),
    )

    kind: Mapped[str] = mapped_column(String(32))
    recipient: Mapped[str] = mapped_column(_ID)  # a Slack user id, or the id of a channel
    channel: Mapped[str | None] = mapped_column(_ID)  # the conversation to post in, once it is known
    dedupe_key: Mapped[str] = mapped_column(String(255))
    subject_id: Mapped[str] = mapped_column(_ID)  # what it is about: a case, a team
    generation: Mapped[int]  # counts plans; a claim that saw an older one must not mark the newer as sent
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[DeliveryState] = mapped_column(one_of(DeliveryState, "state"))
    attempt: Mapped[int]
    crash_count: Mapped[int]
    next_at: Mapped[datetime]  # when the outbox looks at it next
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    attempt_started_at: Mapped[datetime | None]
    last_code: Mapped[str | None]
    slack_channel: Mapped[str | None] = mapped_column(_ID)  # where the message stands: an update goes there
    slack_ts: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[datetime | None]


class MethodPauseRow(TenantRow):
    """Until when Slack wants no more calls of one method for a workspace."""

    __tablename__ = "method_pause"
    __table_args__ = (_to_workspace(),)

    method: Mapped[str] = mapped_column(_ID, primary_key=True)
    until: Mapped[datetime]


class HeartbeatRow(Base):
    """When each worker last turned."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(String(128), primary_key=True)
    beat_at: Mapped[datetime]


class OAuthStateRow(Base):
    """An installation that somebody began. Consumed once."""

    __tablename__ = "oauth_state"

    digest: Mapped[str] = mapped_column(_ID, primary_key=True)
    expires_at: Mapped[datetime]
