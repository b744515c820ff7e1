"""Nudges, the preferences they follow, and what the outbox needs to wait and to forget."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261122_nudges"
down_revision: str | None = "20261122_first_tables"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("preferences", "nudge", "method_pause")


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("nudge_hour", sa.Time(), nullable=False),
        sa.Column("weekly_cap", sa.Integer(), nullable=True),
        sa.Column("kinds_off", sa.JSON(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_preferences_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "nudge",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("hour", sa.Time(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "later",
                "sent",
                "done",
                "not_needed",
                "cancelled",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"],
            ["cases.workspace_id", "cases.id"],
            name=op.f("fk_nudge_workspace_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_nudge_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_nudge")),
    )
    op.create_index(
        "ix_nudge_open",
        "nudge",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'later')"),
        postgresql_where=sa.text("state IN ('planned', 'later')"),
    )
    op.create_index(
        "ix_nudge_settled",
        "nudge",
        ["last_on"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('planned', 'later')"),
        postgresql_where=sa.text("state NOT IN ('planned', 'later')"),
    )
    op.create_index(op.f("ix_nudge_workspace_id_case_id"), "nudge", ["workspace_id", "case_id"], unique=False)
    op.create_index(op.f("ix_nudge_workspace_id_person_id"), "nudge", ["workspace_id", "person_id"], unique=False)
    op.create_table(
        "method_pause",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_method_pause_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "method", name=op.f("pk_method_pause")),
    )
    op.drop_index("ix_delivery_open", table_name="delivery")
    index_open("ix_delivery_open", ["state", "next_at"])
    index_open("ix_delivery_open_by_workspace", ["workspace_id", "state", "next_at"])
    op.create_index(
        "ix_delivery_settled",
        "delivery",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('planned', 'sending', 'unknown', 'suspended')"),
        postgresql_where=sa.text("state NOT IN ('planned', 'sending', 'unknown', 'suspended')"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            keep_inside(table)


def index_open(name: str, columns: list[str]) -> None:
    """Index the open deliveries, by state first: so what is looked for does not hide behind what waits."""
    op.create_index(
        name,
        "delivery",
        columns,
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('planned', 'sending', 'unknown')"),
    )


def keep_inside(table: str) -> None:
    """Show and take rows of the transaction's workspace only; a sweep sets `*`. The owner is held to it too."""
    here = "(SELECT current_setting('pushback.workspace', true))"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY workspace ON {table} USING (workspace_id = {here} OR {here} = '*')")


def downgrade() -> None:
    op.drop_index("ix_delivery_settled", table_name="delivery")
    op.drop_index("ix_delivery_open_by_workspace", table_name="delivery")
    op.drop_index("ix_delivery_open", table_name="delivery")
    index_open("ix_delivery_open", ["next_at"])
    for table in reversed(TABLES):
        op.drop_table(table)
