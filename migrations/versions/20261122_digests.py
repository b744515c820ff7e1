"""The weekly digest: teams, who is in them, what is shared of a case, and the digests themselves."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "20261122_digests"
down_revision: str | None = "20261122_business_case"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("team", "team_member", "case_sharing", "digest")
COUNTED_BY = (
    ("cases", "opened_at", None),
    ("interaction", "happened_on", None),
    ("commitment", "kept_at", "kept_at IS NOT NULL"),
    ("pilot", "proposed_at", None),
    ("pilot", "decided_at", "decided_at IS NOT NULL"),
)
"""When something happened: a week's digest reads the week's rows, however many there are."""


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=True),
        sa.Column("channel_name", sa.Text(), nullable=False),
        sa.Column(
            "channel_state",
            one_of(
                "channel_state", "unchecked", "ready", "not_invited", "archived", "shared", "missing", "not_allowed"
            ),
            nullable=False,
        ),
        sa.Column("is_channel_private", sa.Boolean(), nullable=False),
        sa.Column("reads_members", sa.Boolean(), nullable=False),
        sa.Column("channel_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Time(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("is_quiet_skipped", sa.Boolean(), nullable=False),
        sa.Column("shows", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_digest_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("day BETWEEN 0 AND 6", name=op.f("ck_team_day_of_a_week")),
        sa.CheckConstraint("threshold >= 2", name=op.f("ck_team_threshold_hides_one")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_team_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_team")),
    )
    op.create_index("ix_team_next_digest", "team", ["next_digest_at"], **only("next_digest_at IS NOT NULL"))
    op.create_table(
        "team_member",
        *of_team("team_member"),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("role", one_of("role", "lead", "member"), nullable=False),
        sa.Column("state", one_of("state", "invited", "joined", "declined", "left"), nullable=False),
        sa.Column("invited_by", sa.String(length=64), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_team_member_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "team_id", "person_id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_workspace_id_person_id"), "team_member", ["workspace_id", "person_id"])
    op.create_table(
        "case_sharing",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("level", one_of("level", "counts", "anonymous", "named"), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"],
            ["cases.workspace_id", "cases.id"],
            name=op.f("fk_case_sharing_workspace_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", name=op.f("pk_case_sharing")),
    )
    op.create_table(
        "digest",
        *of_team("digest"),
        sa.Column("iso_week", sa.String(length=8), nullable=False),
        sa.Column("state", one_of("state", "planned", "held", "posted", "failed", "skipped", "missed"), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("preview_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by", sa.String(length=64), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "team_id", "iso_week", name=op.f("pk_digest")),
    )
    op.create_index("ix_digest_open", "digest", ["due_at"], **only("state IN ('planned', 'held')"))
    op.drop_index(op.f("ix_cases_workspace_id_owner_id"), table_name="cases")
    op.create_index(
        op.f("ix_cases_workspace_id_owner_id_closed_at"), "cases", ["workspace_id", "owner_id", "closed_at"]
    )
    op.create_index(
        op.f("ix_cases_workspace_id_primary_concern_opened_at"),
        "cases",
        ["workspace_id", "primary_concern", "opened_at"],
    )
    for table, column, condition in COUNTED_BY:
        name = op.f(f"ix_{table}_workspace_id_{column}")
        op.create_index(name, table, ["workspace_id", column], **(only(condition) if condition else {}))
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            keep_inside(table)


def of_team(table: str) -> tuple[sa.Column[str] | sa.ForeignKeyConstraint, ...]:
    """Return the columns by which a row belongs to a team and goes with it."""
    return (
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f(f"fk_{table}_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
    )


def one_of(name: str, *choices: str) -> sa.Enum:
    """Return the type of a column that holds one of these words."""
    return sa.Enum(*choices, name=name, native_enum=False, create_constraint=True, length=20)


def only(condition: str) -> dict[str, Any]:
    """Return what makes an index one of some rows only."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def keep_inside(table: str) -> None:
    """Show and take rows of the transaction's workspace only; a sweep sets `*`. The owner is held to it too."""
    here = "(SELECT current_setting('pushback.workspace', true))"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY workspace ON {table} USING (workspace_id = {here} OR {here} = '*')")


def downgrade() -> None:
    op.drop_index(op.f("ix_cases_workspace_id_primary_concern_opened_at"), table_name="cases")
    op.drop_index(op.f("ix_cases_workspace_id_owner_id_closed_at"), table_name="cases")
    op.create_index(op.f("ix_cases_workspace_id_owner_id"), "cases", ["workspace_id", "owner_id"])
    for counted, column, _ in COUNTED_BY:
        op.drop_index(op.f(f"ix_{counted}_workspace_id_{column}"), table_name=counted)
    for table in reversed(TABLES):
        op.drop_table(table)
