"""Runs a migration on the connection that `bot.store.schema` gives, or on the one that DATABASE_URL names."""

import os
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, types

from bot.store.columns import PlainText, SealedText, UtcDateTime
from bot.store.schema import connected
from bot.store.tables import Base


def render_item(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write our column types as the plain ones, so that a migration never changes with the code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, PlainText | SealedText):
        return "sa.Text()"
    if kind == "type" and isinstance(item, types.Enum):
        choices = ", ".join(repr(choice) for choice in item.enums)
        return f"sa.Enum({choices}, name={item.name!r}, native_enum=False, create_constraint=True, length=20)"
    return False


def run(connection: Connection) -> None:
    """Run the migrations inside the transaction that the connection is in."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_item=render_item)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with connected(os.environ.get("DATABASE_URL", "sqlite:///pushback.db")) as opened:
        run(opened)
