"""Where a case's pilot stands, for those who count pilots: kept in step with what is answered."""

from collections.abc import Iterable
from datetime import datetime

from bot.coaching import pilot_answers
from bot.coaching.case import Answer, CaseFile
from bot.playbook.model import Playbook
from bot.store.work import Work


async def keep_in_step(work: Work, playbook: Playbook, file: CaseFile, saved: Iterable[Answer], now: datetime) -> None:
    """Note where a pilot stands after a save; nothing is asked where the save is not about the pilot.

    `file` is the case's as it was saved.
    """
    about = frozenset(pilot_answers.questions(playbook).values())
    if about.isdisjoint(answer.question_id for answer in saved):
        return
    standing = pilot_answers.standing(file, playbook)
    if standing:
        await work.pilots.stands(file.case.id, standing, now)
    else:
        await work.pilots.withdraw(file.case.id)
