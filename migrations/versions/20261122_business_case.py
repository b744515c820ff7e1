"""The business case: worksheets, the pilot with its locked rule, and the evidence shelf."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261122_business_case"
down_revision: str | None = "20261122_nudges"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("worksheet", "pilot_lock", "pilot", "shelf", "shelf_revision")


def upgrade() -> None:
    op.create_table(
        "worksheet",
        *of_case("worksheet"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", "kind", "revision", name=op.f("pk_worksheet")),
    )
    op.create_table(
        "pilot_lock",
        *of_case("pilot_lock"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("locked_by", sa.String(length=64), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", "version", name=op.f("pk_pilot_lock")),
    )
    op.create_table(
        "pilot",
        *of_case("pilot"),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "go",
                "conditional",
                "no_go",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "case_id", name=op.f("pk_pilot")),
    )
    op.create_table(
        "shelf",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        in_workspace("shelf"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_shelf")),
    )
    op.create_index(op.f("ix_shelf_workspace_id_owner_id"), "shelf", ["workspace_id", "owner_id"], unique=False)
    op.create_table(
        "shelf_revision",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        in_workspace("shelf_revision"),
        sa.PrimaryKeyConstraint("workspace_id", "item_id", "revision", name=op.f("pk_shelf_revision")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            keep_inside(table)


def of_case(table: str) -> tuple[sa.Column[str] | sa.ForeignKeyConstraint, ...]:
    """Return the columns by which a row belongs to a case and goes with it."""
    return (
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "case_id"],
            ["cases.workspace_id", "cases.id"],
            name=op.f(f"fk_{table}_workspace_id_case_id"),
            ondelete="CASCADE",
        ),
    )


def in_workspace(table: str) -> sa.ForeignKeyConstraint:
    """Return the key by which a row goes with its workspace."""
    return sa.ForeignKeyConstraint(
        ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="CASCADE"
    )


def keep_inside(table: str) -> None:
    """Show and take rows of the transaction's workspace only; a sweep sets `*`. The owner is held to it too."""
    here = "(SELECT current_setting('pushback.workspace', true))"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY workspace ON {table} USING (workspace_id = {here} OR {here} = '*')")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
