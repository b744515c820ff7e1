"""Column types and SQL expressions that mean the same on SQLite and on PostgreSQL."""

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import DateTime, Dialect, Enum, Text, TypeDecorator, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.store.vault import is_sealed

UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
"""PostgreSQL's text holds no NUL, UTF-8 no lone surrogate."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python. SQLite keeps no zone, so UTC is written there and put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC.

        Raises:
            ValueError: the moment has no zone.
        """
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a moment needs a zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as aware UTC, whatever zone the connection speaks."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Text that is stored readable: names, titles, ids. What no database can hold is left out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Leave out NUL and lone surrogates."""
        del dialect
        return None if value is None else UNSTORABLE.sub("", value)


class SealedText(TypeDecorator[str]):
    """Text that only the vault reads. The queries seal it; this type refuses what they forgot to seal."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Pass sealed text on.

        Raises:
            ValueError: the text was not sealed.
        """
        del dialect
        if value is not None and not is_sealed(value):
            raise ValueError("this column takes sealed text only")
        return value


def one_of(choices: type[StrEnum], name: str) -> Enum:
    """Return the type of a column that holds one member of an enumeration, kept by a CHECK constraint."""
    return Enum(
        choices,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class database_now(FunctionElement[datetime]):  # noqa: N801 - reads as the SQL function it is
    """The database's own clock, some seconds from now: for leases, which no process's clock may decide."""

    type = UtcDateTime()
    inherit_cache = True

    def __init__(self, after_seconds: int = 0) -> None:
        super().__init__(literal(after_seconds))


@compiles(database_now, "postgresql")
def _on_postgresql(element: database_now, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"clock_timestamp() + make_interval(secs => {compiler.process(element.clauses, **options)})"


@compiles(database_now, "sqlite")
def _on_sqlite(element: database_now, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {compiler.process(element.clauses, **options)} || ' seconds')"
