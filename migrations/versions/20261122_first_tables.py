"""The first tables, and PostgreSQL's row-level security on every tenant's."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261122_first_tables"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BY_WORKSPACE = {
    "workspace": "id",
    "installation": "workspace_id",
    "person": "workspace_id",
    "executive": "workspace_id",
    "cases": "workspace_id",
    "answer": "workspace_id",
    "interaction": "workspace_id",
    "evidence": "workspace_id",
    "requested_change": "workspace_id",
    "commitment": "workspace_id",
    "inbox": "workspace_id",
    "delivery": "workspace_id",
}
"""Which column of which table names the workspace."""


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("worker", sa.String(length=128), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "inbox",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "source", "key", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_arrived_at"), "inbox", ["arrived_at"], unique=False)
    op.create_table(
        "oauth_state",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oauth_state")),
    )
    op.create_table(
        "playbook_version",
        sa.Column("playbook_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("playbook_id", "version", name=op.f("pk_playbook_version")),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("suspended_because", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "delivery",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=True),
        sa.Column("dedupe_key", sa.String(length=255), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "sending",
                "sent",
                "unknown",
                "unconfirmed",
                "failed",
                "suspended",
                "expired",
                "cancelled",
                "quarantined",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("crash_count", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_code", sa.Text(), nullable=True),
        sa.Column("slack_channel", sa.String(length=64), nullable=True),
        sa.Column("slack_ts", sa.String(length=32), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_delivery_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("workspace_id", "dedupe_key", name=op.f("uq_delivery_workspace_id_dedupe_key")),
    )
    op.create_index(
        "ix_delivery_open",
        "delivery",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('planned', 'sending', 'unknown')"),
    )
    op.create_index(op.f("ix_delivery_workspace_id_recipient"), "delivery", ["workspace_id", "recipient"], unique=False)
    op.create_table(
        "executive",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("slack_user_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_executive_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_executive")),
    )
    op.create_index(op.f("ix_executive_workspace_id_name_key"), "executive", ["workspace_id", "name_key"], unique=False)
    op.create_index(
        "uq_executive_slack_user",
        "executive",
        ["workspace_id", "slack_user_id"],
        unique=True,
        sqlite_where=sa.text("slack_user_id IS NOT NULL"),
        postgresql_where=sa.text("slack_user_id IS NOT NULL"),
    )
    op.create_table(
        "installation",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("bot_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bot_user_id", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.Text(), nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("installer_id", sa.Text(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_installation_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_installation")),
    )
    op.create_table(
        "person",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("dm_channel", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_person")),
    )
    op.create_table(
        "cases",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("executive_id", sa.String(length=64), nullable=True),
        sa.Column("initiative", sa.Text(), nullable=False),
        sa.Column("playbook_id", sa.String(length=64), nullable=False),
        sa.Column("playbook_version", sa.String(length=128), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "listen",
                "align",
                "pilot",
                "follow_up",
                "scale",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("primary_concern", sa.Text(), nullable=True),
        sa.Column("other_concerns", sa.JSON(), nullable=False),
        sa.Column(
            "engagement",
            sa.Enum(
                "unaware",
                "resistant",
                "neutral",
                "supportive",
                "leading",
                name="engagement",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("next_action", sa.Text(), nullable=False),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "convinced",
                "content_improved",
                "adjusted",
                "pilot_agreed",
                "executive_involved",
                "declined",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_cases_closed_with_outcome")),
        sa.ForeignKeyConstraint(
            ["playbook_id", "playbook_version"],
            ["playbook_version.playbook_id", "playbook_version.version"],
            name=op.f("fk_cases_playbook_id_playbook_version"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "executive_id"],
            ["executive.workspace_id", "executive.id"],
            name=op.f("fk_cases_workspace_id_executive_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_cases_workspace_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_cases_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_cases")),
    )
    op.create_index(
        "ix_cases_open",
        "cases",
        ["workspace_id", "owner_id", "updated_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(op.f("ix_cases_workspace_id_executive_id"), "cases", ["workspace_id", "executive_id"], unique=False)
    op.create_index(op.f("ix_cases_workspace_id_owner_id"), "cases", ["workspace_id", "owner_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"],
            ["cases.workspace_id", "cases.id"],
            name=op.f("fk_answer_workspace_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", "question_id", "revision", name=op.f("pk_answer")),
    )
    op.create_table(
        "commitment",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("me", "them", name="side", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"],
            ["cases.workspace_id", "cases.id"],
            name=op.f("fk_commitment_workspace_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_workspace_id_case_id"), "commitment", ["workspace_id", "case_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"],
            ["cases.workspace_id", "cases.id"],
            name=op.f("fk_evidence_workspace_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_workspace_id_case_id"), "evidence", ["workspace_id", "case_id"], unique=False)
    op.create_table(
        "interaction",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("first_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.String(length=64), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column(
            "reaction",
            sa.Enum(
                "agreed",
                "agreed_to_pilot",
                "wants_changes",
                "postponed",
                "refused",
                "other",
                name="reaction",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "engagement_before",
            sa.Enum(
                "unaware",
                "resistant",
                "neutral",
                "supportive",
                "leading",
                name="engagement_before",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "engagement_after",
            sa.Enum(
                "unaware",
                "resistant",
                "neutral",
                "supportive",
                "leading",
                name="engagement_after",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("second_act", sa.Text(), nullable=False),
        sa.Column("tactic", sa.Text(), nullable=True),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"],
            ["cases.workspace_id", "cases.id"],
            name=op.f("fk_interaction_workspace_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "corrects"],
            ["interaction.workspace_id", "interaction.id"],
            name=op.f("fk_interaction_workspace_id_corrects"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_interaction")),
        sa.UniqueConstraint("workspace_id", "corrects", name=op.f("uq_interaction_workspace_id_corrects")),
        sa.UniqueConstraint(
            "workspace_id", "first_id", "revision", name=op.f("uq_interaction_workspace_id_first_id_revision")
        ),
    )
    op.create_index(
        op.f("ix_interaction_workspace_id_case_id"), "interaction", ["workspace_id", "case_id"], unique=False
    )
    op.create_table(
        "requested_change",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "ruling",
            sa.Enum("accept", "adapt", "hold", name="ruling", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"],
            ["cases.workspace_id", "cases.id"],
            name=op.f("fk_requested_change_workspace_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_requested_change")),
    )
    op.create_index(
        op.f("ix_requested_change_workspace_id_case_id"), "requested_change", ["workspace_id", "case_id"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, column in BY_WORKSPACE.items():
            keep_inside(table, column)


def keep_inside(table: str, column: str) -> None:
    """Show and take rows of the transaction's workspace only; a sweep sets `*`. The owner is held to it too."""
    here = "(SELECT current_setting('pushback.workspace', true))"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY workspace ON {table} USING ({column} = {here} OR {here} = '*')")


def downgrade() -> None:
    op.drop_table("requested_change")
    op.drop_table("interaction")
    op.drop_table("evidence")
    op.drop_table("commitment")
    op.drop_table("answer")
    op.drop_table("cases")
    op.drop_table("person")
    op.drop_table("installation")
    op.drop_table("executive")
    op.drop_table("delivery")
    op.drop_table("workspace")
    op.drop_table("playbook_version")
    op.drop_table("oauth_state")
    op.drop_table("inbox")
    op.drop_table("heartbeat")
