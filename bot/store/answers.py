"""What was answered in a case: append-only, each answer with the case revision it was saved at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from bot.coaching.case import Answer
from bot.playbook.model import Value
from bot.store.desk import Desk
from bot.store.mapping import answer_columns, answer_of
from bot.store.records import in_order, part
from bot.store.tables import AnswerRow

_OTHER = aliased(AnswerRow)
_LATEST: Final = select(func.max(_OTHER.revision)).where(
    _OTHER.case_id == AnswerRow.case_id, _OTHER.question_id == AnswerRow.question_id
)
_ANSWERS: Final = part("answer", AnswerRow.case_id, AnswerRow.question_id, AnswerRow.revision, AnswerRow.value)
NEWEST: Final = _ANSWERS.where(AnswerRow.revision == _LATEST.scalar_subquery())
"""The newest answer to each question of a case."""

_AS_OF: Final = in_order(
    _ANSWERS.where(AnswerRow.revision == _LATEST.where(_OTHER.revision <= bindparam("up_to")).scalar_subquery())
)


class Answers:
    """The answers of one workspace's cases."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def at(self, case_id: str, revision: int) -> dict[str, Value | None]:
        """Return every answer as of a revision of the case, by question id; None: it was taken back."""
        records = await self._desk.ask(_AS_OF, case_id=case_id, up_to=revision)
        return {record.id: answer_of(record, self._desk.drawer).value for record in records}

    async def add(self, case_id: str, answers: Sequence[Answer], at: datetime) -> None:
        """Add the answers of one save, in one statement."""
        rows = [
            {"case_id": case_id, "answered_at": at, **answer_columns(answer, self._desk.drawer)} for answer in answers
        ]
        if rows:
            await self._desk.run(self._desk.insert(AnswerRow), rows)
