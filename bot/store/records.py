"""One set of columns for all that is recorded under a case, so that one statement reads several tables."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Date, Row, Select, bindparam, cast, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import InstrumentedAttribute

from bot.store.columns import PlainText, SealedText, UtcDateTime

Records = Select[str, str, int, str | None, str, str, date | None, datetime | None]
"""Which table, id, place in the order, sealed text, second sealed text, word, day, moment."""

Record = Row[str, str, int, str | None, str, str, date | None, datetime | None]
Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def part(  # noqa: PLR0913 - the columns there are
    table: str,
    case_id: InstrumentedAttribute[str],
    id_: InstrumentedAttribute[str],
    number: InstrumentedAttribute[int],
    text: Column,
    *,
    second: InstrumentedAttribute[str] | None = None,
    word: InstrumentedAttribute[Any] | None = None,
    day: InstrumentedAttribute[date | None] | None = None,
    moment: InstrumentedAttribute[Any] | None = None,
) -> Records:
    """Return the select of what one table has of `:case_id`, in the common columns; what it does not have is empty."""
    return select(
        literal(table).label("table"),
        id_.label("id"),
        number.label("number"),
        text.label("text"),
        (cast(literal(""), SealedText) if second is None else second).label("second"),
        (cast(null(), PlainText) if word is None else type_coerce(word, PlainText)).label("word"),
        (cast(null(), Date) if day is None else day).label("day"),
        (cast(null(), UtcDateTime) if moment is None else moment).label("moment"),
    ).where(case_id == bindparam("case_id"))


def in_order(*parts: Records) -> CompoundSelect[*tuple[Any, ...]]:
    """Return the select of the records of several tables, each in its order."""
    return union_all(*parts).order_by("number", "id")
